// Links on the map: those of what is selected or focused, and how stages hand customers over.
"use strict";

tp.flow = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const RULE = "broken-handover";
  const STEP = 24; // pixels that an arc rises for each stage that it passes
  const svg = (name, attributes = {}) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  const isActive = (id) => tp.model.nodes.get(id)?.status === "active";

  // The links between two stages, and the touchpoints that stand at both.
  const between = (from, to) => {
    const at = (id, stage) => tp.model.nodes.get(id).stages.includes(stage);
    const links = [];
    const shared = [];
    for (const t of tp.data.touchpoints) {
      if (!isActive(t.id) || !at(t.id, from)) continue;
      if (at(t.id, to)) shared.push(t.id);
      for (const other of t.links) if (isActive(other) && at(other, to)) links.push([t.id, other]);
    }
    return { links, shared };
  };

  // What is found about the handover from a stage to its next one.
  const finding = (from, to) => {
    const { stages } = tp.data;
    if (stages.indexOf(to) !== stages.indexOf(from) + 1) return null;
    return (tp.model.concerning.get(from) ?? []).map((id) => tp.model.findings.get(id)).find((f) => f.rule === RULE) ?? null;
  };

  const pairs = (stages) => {
    const found = [];
    for (const [i, from] of stages.entries()) {
      for (const [j, to] of stages.entries()) {
        if (i === j || from === tp.NONE || to === tp.NONE) continue;
        const { links, shared } = between(from, to);
        const next = tp.data.stages.indexOf(to) === tp.data.stages.indexOf(from) + 1;
        if (next || links.length) found.push({ i, j, from, to, next, n: links.length + (next ? shared.length : 0), finding: finding(from, to) });
      }
    }
    return found;
  };

  const stateOf = (pair) => pair.finding?.status ?? (pair.n ? "" : "none");
  const name = (pair) => {
    const told = tp.t("flow.between", { from: tp.plain(tp.label(pair.from)), to: tp.plain(tp.label(pair.to)), n: pair.n });
    return pair.finding ? `${told}. ${tp.t(`kind.${pair.finding.status}`)}` : told;
  };

  const count = (pair) => {
    const state = stateOf(pair);
    const id = tp.handoverId(pair.from, pair.to);
    const kind = pair.finding ? ` is-${state}` : state ? ` ${state}` : "";
    const button = tp.el(
      "button",
      { type: "button", class: `flow-count${kind}`, "data-id": id, "data-key": id, "aria-label": name(pair), title: name(pair), onclick: () => tp.select(id) },
      pair.finding ? tp.glyph(state) : null,
      tp.number(pair.n),
    );
    button.pair = pair;
    return button;
  };

  // The counts, without places; `drawFlow` puts them between the columns when these stand.
  const render = (layout) => {
    if (!tp.state.handovers) return null;
    const found = pairs(layout.stages);
    return tp.el(
      "div",
      { class: "flow", role: "group", "aria-label": tp.t("flow.title") },
      found.map(count),
    );
  };

  // On a small screen: the way on from a stage to the next, between the two.
  const onward = (stage, layout) => {
    if (!tp.state.handovers) return null;
    const pair = pairs(layout.stages).find((p) => p.next && p.from === stage);
    return pair ? tp.el("p", { class: "list-handover" }, tp.icon("down"), count(pair)) : null;
  };

  const arrow = (id) => {
    const marker = svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" });
    marker.append(svg("path", { d: "M0 0 8 4 0 8z", class: id }));
    return marker;
  };

  const drawFlow = (root) => {
    const frame = root.querySelector(".flow");
    if (!frame) return;
    frame.querySelector(":scope > svg")?.remove();
    const box = frame.getBoundingClientRect();
    const heads = [...root.querySelectorAll(".journey thead .head-col")].map((th) => {
      const r = th.getBoundingClientRect();
      return (r.left + r.right) / 2 - box.left;
    });
    const buttons = [...frame.querySelectorAll(".flow-count")];
    const level = ({ i, j, next }) => (next ? 0 : Math.abs(i - j));
    const height = 30 + STEP * Math.max(0, ...buttons.map((b) => level(b.pair)));
    frame.style.blockSize = `${height}px`;
    const picture = svg("svg", { class: "flow-lines", width: box.width, height, "aria-hidden": "true" });
    const defs = svg("defs");
    defs.append(arrow("flow-arrow"), arrow("flow-arrow-gap"), arrow("flow-arrow-unknown"), arrow("flow-arrow-none"));
    picture.append(defs);
    const most = Math.max(1, ...buttons.map((b) => b.pair.n));
    const base = height - 14;
    for (const button of buttons) {
      const { i, j, n, next } = button.pair;
      const state = stateOf(button.pair);
      const rise = level(button.pair) * STEP;
      // Back and forth between the same stages do not lie on one another.
      const shift = j < i ? 9 : next ? 0 : -9;
      const side = Math.sign(heads[j] - heads[i]) || 1;
      const x1 = heads[i] + side * (next ? 16 : 6);
      const x2 = heads[j] - side * (next ? 16 : 6);
      const from = next ? base : base - 8;
      const d = next ? `M${x1} ${base}H${x2}` : `M${x1} ${from}C${x1 + side * 10} ${from - rise * 1.2},${x2 - side * 10} ${from - rise * 1.2},${x2} ${from}`;
      const kind = state ? `-${state}` : "";
      const classes = ["flow-line", kind && `flow-line${kind}`, j < i && "back"].filter(Boolean).join(" ");
      picture.append(svg("path", { d, class: classes, "stroke-width": (1.5 + (3.5 * n) / most).toFixed(1), "marker-end": `url(#flow-arrow${kind})` }));
      button.style.left = `${(heads[i] + heads[j]) / 2 + shift * side}px`;
      button.style.top = `${next ? base : from - rise * 0.9}px`;
    }
    frame.prepend(picture);
  };

  // The chip of a touchpoint, or the cell in which it is folded away; the nearest to `other`.
  const placesOf = (root, id) => {
    const chips = [...root.querySelectorAll(`button.chip[data-id="${CSS.escape(id)}"]`)];
    if (chips.length) return chips;
    const node = tp.model.nodes.get(id);
    if (!node) return [];
    return node.stages.flatMap((s) => node.categories.map((c) => root.querySelector(`td[data-key="${CSS.escape(tp.cellId(s, c))}"]`))).filter(Boolean);
  };

  const nearest = (as, bs) => {
    let best = null;
    for (const a of as) {
      for (const b of bs) {
        const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
        const distance = Math.hypot(p.left + p.right - q.left - q.right, p.top + p.bottom - q.top - q.bottom);
        if (a !== b && (!best || distance < best.distance)) best = { p, q, distance };
      }
    }
    return best;
  };

  const curve = ({ p, q }, origin) => {
    const x = (value) => value - origin.left;
    const y = (r) => (r.top + r.bottom) / 2 - origin.top;
    if (Math.min(p.right, q.right) - Math.max(p.left, q.left) > 0) {
      // In one column: round the side, so that what lies between stays readable.
      const edge = tp.isRtl() ? Math.min(p.left, q.left) : Math.max(p.right, q.right);
      const out = tp.isRtl() ? edge - 14 : edge + 14;
      return `M${x(tp.isRtl() ? p.left : p.right)} ${y(p)}C${x(out)} ${y(p)},${x(out)} ${y(q)},${x(tp.isRtl() ? q.left : q.right)} ${y(q)}`;
    }
    const forward = q.left >= p.right;
    const [x1, x2] = forward ? [x(p.right), x(q.left)] : [x(p.left), x(q.right)];
    const bend = Math.max(18, Math.abs(x2 - x1) / 2) * (forward ? 1 : -1);
    return `M${x1} ${y(p)}C${x1 + bend} ${y(p)},${x2 - bend} ${y(q)},${x2} ${y(q)}`;
  };

  const wanted = (focused) => {
    const pair = tp.handoverOf(tp.state.selected);
    if (pair) return between(pair.from, pair.to).links.map(([a, b]) => ({ a, b, kind: "out" }));
    const id = [tp.state.selected, focused].find((one) => tp.model.touchpoints.has(one));
    if (!id) return [];
    return [
      ...tp.model.touchpoints.get(id).links.map((b) => ({ a: id, b, kind: "out" })),
      ...(tp.model.reachedFrom.get(id) ?? []).map((a) => ({ a, b: id, kind: "in" })),
    ];
  };

  const MOST = 60; // lines, beyond which they would only cover the map
  const drawLinks = (root, focused = null) => {
    const scroll = root.querySelector(".map-scroll");
    if (!scroll) return;
    scroll.querySelector(".map-links")?.remove();
    root.querySelector(".links-key")?.remove();
    const links = wanted(focused).slice(0, MOST);
    if (!links.length) return;
    const origin = scroll.getBoundingClientRect();
    const picture = svg("svg", { class: "map-links", width: origin.width, height: scroll.scrollHeight, "aria-hidden": "true" });
    const defs = svg("defs");
    defs.append(arrow("link-arrow-out"), arrow("link-arrow-in"));
    picture.append(defs);
    const kinds = new Set();
    for (const { a, b, kind } of links) {
      const ends = nearest(placesOf(root, a), placesOf(root, b));
      if (!ends) continue;
      kinds.add(kind);
      picture.append(svg("path", { d: curve(ends, origin), class: `map-link map-link-${kind}`, "marker-end": `url(#link-arrow-${kind})` }));
    }
    if (!kinds.size) return;
    scroll.append(picture);
    // The corner of the table is empty otherwise, and stays in sight.
    root
      .querySelector(".corner")
      .append(tp.el("span", { class: "links-key", "aria-hidden": "true" }, [...kinds].map((kind) => tp.el("span", { class: `key-${kind}` }, tp.t(kind === "out" ? "details.leadsTo" : "details.reachedFrom")))));
  };

  // For the details: what a handover rests on.
  const card = ({ from, to }, { part, list, title }) => {
    const { links, shared } = between(from, to);
    const found = finding(from, to);
    return [
      title(tp.labelNode(from), tp.isRtl() ? " ← " : " → ", tp.labelNode(to)),
      found ? part(tp.t("details.findings"), list([found.id])) : null,
      part(
        tp.t("flow.links"),
        links.length
          ? tp.el("ul", { class: "plain" }, links.map(([a, b]) => tp.el("li", { class: "flow-link" }, tp.itemButton(a), tp.icon("right"), tp.itemButton(b))))
          : tp.el("p", { class: "muted" }, tp.t("flow.none")),
      ),
      shared.length ? part(tp.t("flow.shared"), list(shared)) : null,
    ];
  };

  const told = (from, to) => tp.t("flow.between", { from: tp.plain(tp.label(from)), to: tp.plain(tp.label(to)), n: between(from, to).links.length });

  return { render, onward, drawFlow, drawLinks, card, told };
})();
