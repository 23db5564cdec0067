// The network view: vis-network over pyvis's data, unpacked when the view is first opened.
"use strict";

tp.network = (() => {
  const LABEL_PX = 12;
  const RTL_FIRST = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u;
  const PRIORITY = ["stage", "category", "gap", "recommendation", "modality", "goal", "touchpoint", "unknown", "kind"];
  const FOCUS_SCALE = 0.9;
  let started = null;
  let view = null;
  let sets = null;
  let widths = new Map();
  let shown = [];
  let shownIds = new Set();
  let theme = null;
  let drawnAll = true;

  const root = tp.byId("view-network");
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const groupColour = (group) =>
    css({ touchpoint: "--touchpoint", gap: "--gap", unknown: "--unknown", recommendation: "--recommendation" }[group] ?? "--concept");

  // The library is stored compressed. Its text is run as an inline script, which the policy allows
  // by the hash of exactly this text.
  const load = async () => {
    const script = document.createElement("script");
    script.textContent = await tp.unpack("tp-library");
    document.head.append(script);
    if (!window.vis?.Network) throw new Error("vis-network did not start");
  };

  const zoom = (factor) => view.moveTo({ scale: view.getScale() * factor, animation: motion() });
  const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 250, easingFunction: "easeInOutQuad" });
  // Labels reach beyond their nodes: a margin is left for them.
  const MARGIN = 0.86;
  const fit = () => {
    view.fit({ nodes: [...shownIds], animation: false, maxZoomLevel: 1.4 });
    view.moveTo({ scale: view.getScale() * MARGIN, animation: false });
  };

  // Opens what surrounds a node; of one that is open, closes it.
  const open = (id) => {
    const { around } = tp.state;
    if (!tp.model.groups.has(id)) return;
    const closing = around.includes(id);
    tp.set({ around: closing ? around.filter((other) => other !== id) : [...around, id], selected: id });
    tp.say(tp.t(closing ? "net.closed" : "net.opened", { name: tp.name(id), n: tp.model.neighbours.get(id)?.size ?? 0 }));
  };

  // What is drawn: clusters, or the surroundings of what was opened, more or fewer of them.
  const choices = () => {
    const { around, more, cluster } = tp.state;
    const button = (key, act, props = {}) => tp.el("button", { type: "button", class: "button", "data-key": key, onclick: act, ...props }, tp.t(key));
    if (around.length) {
      return [
        button("net.more", () => tp.set({ more: Math.min(6, more + 1) }), { disabled: more >= 6 || (view && drawnAll) }),
        button("net.less", () => tp.set({ more: Math.max(0, more - 1) }), { disabled: more <= 0 }),
        button("net.whole", () => tp.set({ around: [], more: 0 })),
      ];
    }
    const select = tp.el(
      "select",
      { "data-key": "net.cluster", "aria-label": tp.t("net.cluster"), onchange: (event) => tp.set({ cluster: event.target.value || null }) },
      [null, ...tp.CLUSTERS].map((facet) => tp.el("option", { value: facet ?? "", selected: facet === cluster }, facet ? tp.t("net.clusterBy", { facet: tp.t(`filter.${facet}`) }) : tp.t("net.noCluster"))),
    );
    const { selected } = tp.state;
    return [select, selected && tp.model.groups.has(selected) ? button("net.open", () => open(selected)) : null];
  };

  const toolbar = () => {
    const button = (key, sign, act) =>
      tp.el("button", { type: "button", class: "button square", title: tp.t(key), "aria-label": tp.t(key), "data-key": key, onclick: act }, sign);
    return tp.el(
      "div",
      { class: "net-tools", role: "group", "aria-label": tp.t("view.network") },
      button("net.zoomIn", "+", () => view && zoom(1.3)),
      button("net.zoomOut", "−", () => view && zoom(1 / 1.3)),
      button("net.fit", "⤢", () => view && fit()),
      button("net.focus", "◎", () => view && focus()),
    );
  };

  const focus = () => {
    const id = tp.state.selected;
    if (id && sets?.nodes.get(id) && shownIds.has(id)) view.focus(id, { scale: Math.max(FOCUS_SCALE, view.getScale()), animation: motion() });
  };

  // Labels are drawn here and not by the library: at any zoom those that have room, the more
  // telling ones first, never one over another.
  const drawLabels = (context) => {
    const scale = view.getScale();
    const size = LABEL_PX / scale;
    const { selected } = tp.state;
    const near = selected ? tp.model.neighbours.get(selected) : null;
    const rank = (node) =>
      node.id === selected ? -2 : near?.has(node.id) ? -1 : PRIORITY.indexOf(node.group);
    const positions = view.getPositions();
    // Drawing may come between two changes of the data.
    const nodes = shown.filter((n) => positions[n.id]).sort((a, b) => rank(a) - rank(b));
    const { family } = theme;
    const centre = view.getViewPosition();
    const half = { x: root.clientWidth / 2 / scale, y: root.clientHeight / 2 / scale };
    // A coarse grid keeps the search for overlaps short.
    const GRID = 120 / scale;
    const buckets = new Map();
    const around = (box, act) => {
      for (let i = Math.floor(box.x1 / GRID); i <= Math.floor(box.x2 / GRID); i += 1) {
        for (let j = Math.floor(box.y1 / GRID); j <= Math.floor(box.y2 / GRID); j += 1) {
          if (act(`${i}:${j}`)) return true;
        }
      }
      return false;
    };
    const put = (box) => around(box, (key) => (buckets.has(key) ? buckets.get(key).push(box) : buckets.set(key, [box])) && false);
    const free = (box, own, overNodes) =>
      !around(box, (key) =>
        (buckets.get(key) ?? []).some((b) => b.own !== own && (b.label || !overNodes) && b.x1 < box.x2 && box.x1 < b.x2 && b.y1 < box.y2 && box.y1 < b.y2),
      );
    for (const node of nodes) {
      const { x, y } = positions[node.id];
      const r = node.size * 0.8;
      put({ x1: x - r, x2: x + r, y1: y - r, y2: y + r, own: node.id });
    }
    context.save();
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const node of nodes) {
      const { x, y } = positions[node.id];
      if (Math.abs(x - centre.x) > half.x || Math.abs(y - centre.y) > half.y) continue;
      const strong = node.id === selected || node.group === "stage" || node.group === "category";
      const text = node.short;
      const font = `${strong ? 600 : 400} ${size}px ${family}`;
      const cached = `${strong}${text}`;
      if (!widths.has(cached)) {
        context.font = `${strong ? 600 : 400} 100px ${family}`;
        widths.set(cached, context.measureText(text).width / 100);
      }
      const width = widths.get(cached) * size;
      const gap = 3 / scale;
      const height = size * 1.3;
      const reach = node.size + gap;
      // Below the node, else above it, else beside it. Labels of stages and categories may cover nodes, never labels.
      const places = [
        [x, y + reach],
        [x, y - reach - height],
        [x + reach + width / 2, y - height / 2],
        [x - reach - width / 2, y - height / 2],
      ].map(([cx, top]) => ({ cx, x1: cx - width / 2 - gap, x2: cx + width / 2 + gap, y1: top, y2: top + height }));
      const fits = (p) => Math.abs((p.x1 + p.x2) / 2 - centre.x) + width / 2 < half.x && p.y1 > centre.y - half.y && p.y2 < centre.y + half.y;
      // On a narrow screen the strong ones are moved to where they can be read whole.
      const inside = (p) => {
        const shift = Math.max(0, centre.x - half.x - p.x1) - Math.max(0, p.x2 - centre.x - half.x);
        return { ...p, cx: p.cx + shift, x1: p.x1 + shift, x2: p.x2 + shift };
      };
      const box = places.find((p) => fits(p) && free(p, node.id, false)) ?? (strong ? places.map(inside).find((p) => free(p, node.id, true)) : null);
      if (!box) continue;
      put({ ...box, own: `${node.id}/label`, label: true });
      context.font = font;
      // A name keeps its own direction, whatever the page's.
      context.direction = RTL_FIRST.test(text) ? "rtl" : "ltr";
      context.lineJoin = "round";
      context.lineWidth = 4 / scale;
      context.strokeStyle = theme.panel;
      context.strokeText(text, box.cx, box.y1);
      context.fillStyle = near && !near.has(node.id) && node.id !== selected ? theme.muted : theme.ink;
      context.fillText(text, box.cx, box.y1);
    }
    context.restore();
  };

  // The network of the moment: what is tried out changes it.
  const reread = () => {
    if (sets) Object.assign(sets, { data: tp.graph.nodes, rawEdges: tp.graph.edges.map((e, id) => ({ ...e, id })) });
  };

  const start = async () => {
    await load();
    sets = { nodes: new vis.DataSet([]), edges: new vis.DataSet([]) };
    reread();
    const canvas = tp.byId("net-canvas");
    canvas.replaceChildren();
    paint();
    view = new vis.Network(canvas, { nodes: sets.nodes, edges: sets.edges }, tp.graph.options);
    // Only the list is for the keyboard and for screen readers: it holds the same.
    canvas.querySelectorAll("[tabindex]").forEach((e) => e.setAttribute("tabindex", "-1"));
    view.on("click", ({ nodes: [id] }) => {
      if (id) tp.select(id);
      else if (tp.state.selected) tp.select(null);
    });
    view.on("doubleClick", ({ nodes: [id] }) => id && open(id));
    view.on("hoverNode", () => (canvas.style.cursor = "pointer"));
    view.on("blurNode", () => (canvas.style.cursor = ""));
    view.on("afterDrawing", drawLabels);
    moved();
    fit();
    // For tests and for whoever looks at it from the console.
    tp.network.view = view;
    root.dataset.ready = "true";
  };

  const keep = (set, items) => {
    const wanted = new Set(items.map((item) => item.id));
    set.remove(set.getIds().filter((id) => !wanted.has(id)));
    set.update(items);
  };

  // Places, colours, visibility and mirroring of nodes and edges, from state and theme.
  const paint = () => {
    const { selected } = tp.state;
    const chosen = selected && tp.model.groups.has(selected) ? selected : null;
    const part = tp.networkPart.choose(sets.data, chosen);
    const lit = tp.lit();
    const near = lit ?? (chosen ? tp.model.neighbours.get(chosen) ?? new Set() : null);
    const side = tp.isRtl() ? -1 : 1;
    const places = tp.networkPart.places(part);
    shown = part.nodes;
    shownIds = new Set(shown.map((n) => n.id));
    const colours = Object.fromEntries([...new Set(shown.map((n) => n.group))].map((g) => [g, groupColour(g)]));
    const line = css("--edge");
    theme = { panel: css("--panel"), ink: css("--ink"), muted: css("--muted"), family: getComputedStyle(document.body).fontFamily };
    const { panel, ink } = theme;
    keep(
      sets.nodes,
      shown.map((node) => {
        const told = ["gap", "unknown", "recommendation"].includes(node.group) ? tp.about(tp.model.nodes.get(node.id)) : "";
        node.short = tp.clip(tp.plain(told || tp.name(node.id)), 30);
        const hollow = node.group === "unknown";
        const fill = hollow ? panel : colours[node.group];
        const { x, y } = places?.get(node.id) ?? node;
        return {
          id: node.id,
          x: x * side,
          y,
          shape: node.shape,
          size: node.size,
          opacity: near && node.id !== chosen && !near.has(node.id) ? 0.25 : 1,
          borderWidth: lit?.has(node.id) ? 5 : hollow ? 3 : node.id === chosen ? 4 : 1.5,
          borderWidthSelected: 4,
          shapeProperties: { borderDashes: hollow ? [4, 3] : false },
          color: {
            background: fill,
            border: node.id === chosen || lit?.has(node.id) ? ink : hollow ? colours[node.group] : panel,
            highlight: { background: fill, border: ink },
            hover: { background: fill, border: ink },
          },
        };
      }),
    );
    keep(
      sets.edges,
      sets.rawEdges
        .filter((edge) => shownIds.has(edge.from) && shownIds.has(edge.to))
        .map((edge) => {
          const touches = lit ? lit.has(edge.from) && lit.has(edge.to) : chosen && (edge.from === chosen || edge.to === chosen);
          return {
            id: edge.id,
            from: edge.from,
            to: edge.to,
            width: touches ? 2.5 : 1,
            dashes: edge.kind === "concerns" || edge.kind === "addresses" ? [5, 4] : false,
            color: { color: touches ? ink : line, opacity: chosen && !touches ? 0.25 : 1, highlight: ink, hover: ink, inherit: false },
          };
        }),
    );
    const note = tp.byId("net-note");
    drawnAll = part.nodes.length >= part.total;
    note.hidden = drawnAll;
    note.textContent = drawnAll ? "" : tp.t("net.part", { n: shown.length, total: part.total });
  };

  const render = () => {
    if (!tp.byId("net-canvas")) {
      root.append(tp.el("div", { id: "net-choices", class: "net-choices" }), toolbar(), tp.el("div", { id: "net-canvas", role: "img", class: "net-canvas" }, tp.el("p", { class: "muted net-message" }, tp.t("net.loading"))), tp.el("p", { id: "net-note", class: "net-note", hidden: true }));
    } else root.querySelector(".net-tools").replaceWith(toolbar());
    tp.byId("net-canvas").setAttribute("aria-label", tp.t("net.label"));
    tp.fill(tp.byId("net-choices"), choices());
    widths = new Map();
    if (!started) {
      started = start().catch((error) => {
        console.error(error);
        tp.byId("net-canvas").replaceChildren(tp.el("p", { class: "note net-message" }, tp.t("net.failed")));
      });
      return;
    }
    if (!view) return;
    paint();
    tp.fill(tp.byId("net-choices"), choices());
    if (moved()) fit();
  };

  const mark = () => {
    if (!view) return;
    paint();
    tp.fill(tp.byId("net-choices"), choices());
    if (moved()) fit();
    else focusIfAway();
  };

  // Whether other nodes are drawn than before, or in other places.
  let drawn = "";
  const moved = () => {
    const now = `${tp.state.cluster} ${tp.state.around} ${[...shownIds]}`;
    const changed = now !== drawn;
    drawn = now;
    return changed;
  };

  const focusIfAway = () => {
    const id = tp.state.selected;
    if (!id || !shownIds.has(id)) return;
    const position = view.getPositions([id])[id];
    const dom = position && view.canvasToDOM(position);
    if (dom && (dom.x < 20 || dom.y < 20 || dom.x > root.clientWidth - 20 || dom.y > root.clientHeight - 20)) focus();
  };

  // Mirrored positions change with the language: show all again.
  const relayout = () => view && fit();

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => view && paint());
  return { render, mark, relayout, reread, open, view: null };
})();
