// The journey map: stages as columns, categories as rows; on a small screen a list, stage by stage.
"use strict";

tp.map = (() => {
  const FEW = 4; // items that a cell shows before "+N"
  const FEW_HEAD = 2;
  const small = matchMedia("screen and (max-width: 819px)");
  let asTable = false;
  let wholeMap = false;

  const nameOf = (scope, value) => (value === tp.NONE ? tp.t(scope === "col" ? "map.stageUnknown" : "map.none") : tp.label(value));
  const foldKey = (scope, value) => `${scope}:${value}`;
  const isFolded = (scope, value) => !wholeMap && tp.state.folded.includes(foldKey(scope, value));

  const fold = (keys, on) => {
    const others = tp.state.folded.filter((key) => !keys.includes(key));
    tp.set({ folded: on ? [...others, ...keys] : others });
  };

  const foldButton = (scope, value, props = {}) => {
    const folded = isFolded(scope, value);
    const label = tp.t(folded ? "map.unfold" : "map.fold", { name: tp.plain(nameOf(scope, value)) });
    return tp.iconButton(folded ? "right" : "down", label, {
      class: "fold",
      "data-key": `fold-${scope}-${value}`,
      "aria-expanded": String(!folded),
      onclick: () => fold([foldKey(scope, value)], !folded),
      ...props,
    });
  };

  // The button at the head of a stage or category: selects what is found about it, else it itself.
  const headButton = (scope, value, info, props = {}) => {
    const target = info?.finding ?? (value === tp.NONE ? tp.cellId(tp.NONE, tp.NONE) : value);
    return tp.el(
      "button",
      { type: "button", class: "head-button", "data-id": target, "data-key": `head-${scope}-${value}`, onclick: () => tp.select(target), ...props },
      tp.el("span", { class: "head-label" }, value === tp.NONE ? nameOf(scope, value) : tp.labelNode(value, 60, true)),
      info ? tp.el("span", { class: `status status-${info.status}` }, tp.glyph(info.status), tp.el("span", {}, tp.t(`status.${info.status}`))) : null,
    );
  };

  const STOP = { tabindex: "-1", "data-stop": true };
  const head = (scope, value, layout, empty) => {
    const info = value === tp.NONE ? null : layout.statuses.get(value);
    const folded = isFolded(scope, value);
    return tp.el(
      "th",
      { scope, class: `head head-${scope}${info ? ` head-${info.status}` : ""}${folded ? " folded" : ""}`, role: scope === "col" ? "columnheader" : "rowheader" },
      tp.el("div", { class: "head-line" }, headButton(scope, value, info, STOP), foldButton(scope, value, STOP)),
      scope === "row" && !folded && !empty ? about(value, info, layout) : null,
    );
  };

  // What is found about a stage or category as a whole, but for what its status tells already.
  const about = (value, info, layout) =>
    tp.chips.chips((layout.heads.get(value) ?? []).filter((f) => f !== info?.finding), `head-${value}`, FEW_HEAD, new Map(), false);

  // Stages have these in a row of their own, so that their heads stay level.
  const aboutStages = (layout) => {
    const found = layout.stages.map((s) => (isFolded("col", s) ? null : about(s, layout.statuses.get(s), layout)));
    if (!found.some(Boolean)) return null;
    return tp.el(
      "tr",
      { role: "row", class: "about-stages" },
      tp.el("td", { role: "gridcell" }),
      found.map((content) => tp.el("td", { role: "gridcell" }, content)),
    );
  };

  const isTouchpoint = (id) => tp.model.nodes.get(id).kind === "touchpoint";

  const cell = (stage, category, layout) => {
    const key = tp.cellId(stage, category);
    const ids = layout.cells.get(key) ?? [];
    const statuses = [layout.statuses.get(stage)?.status, layout.statuses.get(category)?.status];
    const tint = statuses.includes("gap") ? " in-gap" : statuses.includes("unknown") ? " in-unknown" : "";
    const touchpoints = ids.filter(isTouchpoint).length;
    const folded = isFolded("col", stage) || isFolded("row", category);
    const name = `${nameOf("col", stage)}, ${nameOf("row", category)}`;
    const counted = touchpoints ? tp.t("map.count", { n: touchpoints }) : tp.t("map.empty");
    return tp.el(
      "td",
      {
        role: "gridcell",
        class: `cell${tint}${ids.length ? "" : " empty"}${folded ? " folded" : ""}`,
        "data-key": key,
        "data-id": key,
        "data-cell": true,
        ...(ids.length && !folded ? {} : { ...STOP, "aria-label": `${name}: ${counted}` }),
        onclick: (event) => {
          if (!event.target.closest("button")) tp.select(key);
        },
      },
      folded
        ? touchpoints
          ? tp.el("span", { class: "folded-count", "aria-hidden": "true" }, tp.number(touchpoints))
          : null
        : [tp.chips.chips(ids, key, FEW, layout.badges), touchpoints ? null : tp.el("span", { class: "visually-hidden" }, tp.t("map.empty"))],
    );
  };

  const row = (category, layout) => {
    const shown = layout.stages.filter((s) => !isFolded("col", s));
    const empty = !shown.some((s) => layout.cells.has(tp.cellId(s, category)));
    const folded = isFolded("row", category);
    return tp.el(
      "tr",
      { role: "row", class: folded ? "row-folded" : empty ? "row-empty" : undefined },
      head("row", category, layout, empty),
      layout.stages.map((s) => cell(s, category, layout)),
    );
  };

  // A stage where nothing stands leaves some of its width to the others.
  const columnClass = (stage, layout) => {
    const empty = (s) => !layout.categories.some((c) => layout.cells.has(tp.cellId(s, c)));
    if (isFolded("col", stage)) return "col-folded";
    return empty(stage) && !layout.stages.every(empty) ? "col-empty" : null;
  };

  const table = (layout) =>
    tp.el(
      "table",
      { class: "journey", role: "grid", "aria-label": tp.t("map.caption"), onkeydown: tp.mapWalk.walk, onfocusin: tp.mapWalk.remember },
      tp.el("colgroup", {}, tp.el("col", { class: "col-heads" }), layout.stages.map((s) => tp.el("col", { class: columnClass(s, layout) }))),
      tp.el(
        "thead",
        {},
        tp.el(
          "tr",
          { role: "row" },
          tp.el("th", { class: "corner", role: "columnheader" }, tp.el("span", { class: "visually-hidden" }, tp.t("map.corner"))),
          layout.stages.map((s) => head("col", s, layout)),
        ),
      ),
      tp.el("tbody", {}, aboutStages(layout), layout.categories.map((c) => row(c, layout))),
    );

  // Handovers, and all rows folded or open at once.
  const bar = (layout) => {
    const keys = asTable ? layout.categories.map((c) => foldKey("row", c)) : layout.stages.map((s) => foldKey("col", s));
    const some = tp.state.folded.length > 0;
    return tp.el(
      "div",
      { class: "map-bar", role: "group", "aria-label": tp.t("view.map") },
      tp.el(
        "button",
        { type: "button", class: "toggle", "data-key": "handovers", "aria-pressed": String(tp.state.handovers), onclick: () => tp.set({ handovers: !tp.state.handovers }) },
        tp.icon("flow"),
        tp.t("flow.show"),
      ),
      tp.el(
        "button",
        { type: "button", class: "toggle", "data-key": "fold-all", onclick: () => (some ? tp.set({ folded: [] }) : fold(keys, true)) },
        tp.icon(some ? "down" : "right"),
        tp.t(some ? "map.unfoldAll" : "map.foldAll"),
      ),
    );
  };

  const render = () => {
    const root = tp.byId("map");
    const layout = tp.mapLayout();
    const { matrix } = tp.data;
    layout.statuses = new Map([...matrix.stage_heads, ...matrix.category_heads].map((h) => [h.iri, h]));
    asTable = wholeMap || !small.matches;
    const parts = { headButton, foldButton, isFolded, nameOf, about };
    const body = asTable ? table(layout) : tp.mapList(layout, parts);
    tp.fill(
      root,
      tp.el("div", { class: "map-top" }, tp.company.render(layout.company) ?? tp.el("div", { class: "company-strip" }), bar(layout)),
      tp.el("p", { class: "visually-hidden" }, asTable ? tp.t("map.hint") : ""),
      tp.el("div", { class: "map-scroll" }, asTable ? tp.flow.render(layout) : null, body),
    );
    if (asTable) tp.mapWalk.resume(body);
    tp.company.fit();
    if (asTable) tp.flow.drawFlow(root);
    mark();
  };

  const mark = () => {
    const { selected } = tp.state;
    const root = tp.byId("map");
    // What the selection has to do with is outlined too.
    const related = new Set(tp.related(selected));
    const lit = tp.lit();
    root.classList.toggle("lighting", Boolean(lit));
    for (const element of root.querySelectorAll("[data-id]")) {
      const { id } = element.dataset;
      const is = id === selected;
      element.classList.toggle("selected", is);
      if (element.matches("button")) {
        element.classList.toggle("related", related.has(id));
        element.classList.toggle("lit", Boolean(lit?.has(id)));
        if (element.matches(".chip")) element.setAttribute("aria-pressed", String(is));
      }
    }
    if (asTable) tp.flow.drawLinks(root);
  };

  // A touchpoint that is pointed at or focused shows its links, where nothing is selected.
  const preview = (event) => {
    if (!asTable) return;
    const chip = event.target.closest?.(".chip-touchpoint");
    tp.flow.drawLinks(tp.byId("map"), chip?.dataset.id ?? null);
  };

  // Bring a node into view, opening what hides it.
  const reveal = (id) => {
    const root = tp.byId("map");
    const find = () => root.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!find()) {
      const node = tp.model.nodes.get(id);
      for (const s of node?.stages ?? []) for (const c of node.categories) tp.chips.expanded.add(tp.cellId(s, c));
      render();
    }
    find()?.scrollIntoView({ block: "center", inline: "center" });
  };

  // For a picture of all: with nothing folded, at the width given, whatever the window's.
  const whole = (width, act) => {
    const root = tp.byId("map");
    wholeMap = true;
    tp.chips.setWhole(true);
    root.classList.add("whole");
    root.style.inlineSize = `${width}px`;
    try {
      render();
      return act(root);
    } finally {
      wholeMap = false;
      tp.chips.setWhole(false);
      root.classList.remove("whole");
      root.style.inlineSize = "";
      render();
    }
  };

  const redraw = () => {
    if (tp.state.view !== "map") return;
    if (small.matches === asTable) {
      render();
      return;
    }
    tp.company.fit();
    if (!asTable) return;
    tp.flow.drawFlow(tp.byId("map"));
    tp.flow.drawLinks(tp.byId("map"));
  };
  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(redraw);
  };
  window.addEventListener("resize", later);
  window.addEventListener("tp-layout", later);
  for (const kind of ["focusin", "mouseover"]) tp.byId("map").addEventListener(kind, preview);
  tp.byId("map").addEventListener("mouseleave", () => asTable && tp.flow.drawLinks(tp.byId("map")));

  return { render, mark, reveal, whole, redraw };
})();
