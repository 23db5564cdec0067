// The journey map: stages as columns, categories as rows, a table that arrow keys walk through.
"use strict";

tp.map = (() => {
  const FEW = 4; // items that a cell shows before "+N"
  const FEW_HEAD = 2;
  const FEW_COMPANY = 6;
  const expanded = new Set();
  // The place that Tab comes back to.
  let current = null;

  const place = () => {
    const { data } = tp;
    const { filters } = tp.state;
    const visible = tp.filters.visible();
    const inFilter = (facet, value) => !filters[facet].length || filters[facet].includes(value);
    const cells = new Map();
    const heads = new Map();
    const company = [];
    const badges = new Map();
    const put = (map, key, id) => map.set(key, [...(map.get(key) ?? []), id]);

    const findings = [...visible].map((id) => tp.model.nodes.get(id)).filter(tp.isFinding).sort(tp.bySeverity);
    for (const node of findings) {
      // A finding about touchpoints is a mark on them; about a stage or category, at its head.
      if (node.touchpoints.length) for (const t of node.touchpoints) put(badges, t, node.id);
      else {
        const terms = node.of.concerns.filter((c) => tp.model.scheme.stage.has(c) || tp.model.scheme.category.has(c));
        if (terms.length) for (const term of terms) put(heads, term, node.id);
        else company.push(node.id);
      }
    }
    const onlyFindings = filters.kind.length && !filters.kind.includes("touchpoint");
    for (const t of data.touchpoints) {
      const node = tp.model.nodes.get(t.id);
      // Where only findings are asked for, the touchpoints that carry one stay as their place.
      if (!(visible.has(t.id) || (onlyFindings && badges.has(t.id)))) continue;
      for (const s of node.stages) {
        for (const c of node.categories) {
          if (inFilter("stage", s) && inFilter("category", c)) put(cells, tp.cellId(s, c), t.id);
        }
      }
    }
    for (const r of data.recommendations) {
      if (!visible.has(r.id)) continue;
      const node = tp.model.nodes.get(r.id);
      if (r.action !== "add") {
        if (!node.touchpoints.length) company.push(r.id);
        continue;
      }
      const answered = new Set(r.addresses.flatMap((f) => tp.model.findings.get(f)?.concerns ?? []));
      const all = node.stages.flatMap((s) => node.categories.map((c) => [s, c]));
      const answering = all.filter(([s, c]) => answered.has(s) || answered.has(c));
      const cellsOf = answering.length ? answering : all;
      // What would stand nowhere on the map stands with the company.
      if (cellsOf.length === 1 && cellsOf[0].every((v) => v === tp.NONE)) company.push(r.id);
      else for (const [s, c] of cellsOf) if (inFilter("stage", s) && inFilter("category", c)) put(cells, tp.cellId(s, c), r.id);
    }
    // What a fold would hide last: touchpoints with a gap, then the other touchpoints, then advice.
    const weight = (id) => (tp.model.nodes.get(id).kind === "recommendation" ? 2 : (badges.get(id) ?? []).some((f) => tp.model.nodes.get(f).kind === "gap") ? 0 : 1);
    for (const ids of cells.values()) ids.sort((a, b) => weight(a) - weight(b));
    const used = (position, value) => [...cells.keys()].some((id) => Object.values(tp.cellOf(id))[position] === value);
    const stages = data.stages.filter((s) => inFilter("stage", s));
    if (inFilter("stage", tp.NONE) && used(0, tp.NONE)) stages.push(tp.NONE);
    const categories = data.categories.filter((c) => inFilter("category", c));
    if (inFilter("category", tp.NONE) && used(1, tp.NONE)) categories.push(tp.NONE);
    return { cells, heads, company, badges, stages, categories };
  };

  const badge = (ids) => {
    const kind = ids.some((id) => tp.model.nodes.get(id).kind === "gap") ? "gap" : "unknown";
    const n = ids.filter((id) => tp.model.nodes.get(id).kind === kind).length;
    return tp.el(
      "span",
      { class: `badge badge-${kind}` },
      tp.glyph(kind),
      tp.el("span", { "aria-hidden": "true" }, tp.number(n)),
      tp.el("span", { class: "visually-hidden" }, ` ${tp.t(`kinds.${kind}`)}: ${tp.number(n)}`),
    );
  };

  const chip = (id, cell, badges, withAbout) => {
    const node = tp.model.nodes.get(id);
    const status = node.kind === "touchpoint" && node.status !== "active" ? node.status : null;
    const name =
      node.kind === "recommendation" && node.of.action === "add"
        ? [
            tp.text(tp.recommendationTexts(node.of), { length: 90, narrow: true }),
            node.of.kinds.length > 1
              ? tp.el("span", { class: "or-more" }, ` +${tp.number(node.of.kinds.length - 1)}`)
              : null,
          ]
        : tp.nameNode(id, { clip: 90, withAbout, narrow: true });
    return tp.el(
      "button",
      {
        type: "button",
        class: `chip chip-${node.kind}${status ? ` is-${status}` : ""}`,
        tabindex: "-1",
        "data-stop": true,
        "data-id": id,
        "data-key": `${cell}/${id}`,
        "aria-pressed": String(tp.state.selected === id),
        onclick: () => tp.select(id),
      },
      tp.glyph(node.kind),
      tp.el("span", { class: "visually-hidden" }, `${tp.t(`kind.${node.kind}`)}: `),
      tp.el("span", { class: "chip-name" }, name),
      status ? tp.el("span", { class: "chip-status" }, tp.t(`life.${status}`)) : null,
      badges?.length ? badge(badges) : null,
    );
  };

  const isUnknown = (id) => tp.model.nodes.get(id).kind === "unknown";

  // Chips, and a button for those that are too many. What is unknown of a head or of the company is
  // only counted, for gaps to be seen, until the reader asks for it.
  const chips = (ids, key, few, badges, withAbout = true) => {
    const open = expanded.has(key);
    const fold = badges.size === 0 && ids.some(isUnknown) && !tp.state.filters.kind.includes("unknown");
    const ready = fold ? [...ids].sort((a, b) => isUnknown(a) - isUnknown(b)) : ids;
    const first = fold ? Math.min(few, ready.findIndex(isUnknown)) : few;
    const folded = open || (!fold && ids.length <= few + 1) ? 0 : ids.length - first;
    const shown = folded ? ready.slice(0, first) : ready;
    const onlyUnknown = fold && ready.slice(first).every(isUnknown);
    const toggle = folded || open
      ? tp.el(
          "button",
          {
            type: "button",
            class: "more",
            tabindex: "-1",
            "data-stop": true,
            "data-key": `${key}/more`,
            "aria-expanded": String(open),
            onclick: () => {
              if (open) expanded.delete(key);
              else expanded.add(key);
              render();
            },
          },
          open
            ? tp.t("map.less")
            : onlyUnknown
              ? [tp.glyph("unknown"), ` ${tp.t("map.unknown", { n: folded })}`]
              : `+ ${tp.t("map.more", { n: folded })}`,
        )
      : null;
    return ids.length ? tp.el("div", { class: "chips" }, shown.map((id) => chip(id, key, badges.get(id), withAbout)), toggle) : null;
  };

  const head = (scope, value, info, layout) => {
    const id = tp.cellId(scope === "col" ? value : tp.NONE, scope === "row" ? value : tp.NONE);
    const label =
      value === tp.NONE
        ? tp.t(scope === "col" ? "map.stageUnknown" : "map.none")
        : tp.labelNode(value, 60, true);
    const statusKnown = value !== tp.NONE && info;
    return tp.el(
      "th",
      { scope, class: `head head-${scope}${statusKnown ? ` head-${info.status}` : ""}`, role: scope === "col" ? "columnheader" : "rowheader" },
      tp.el(
        "button",
        {
          type: "button",
          class: "head-button",
          tabindex: "-1",
          "data-stop": true,
          "data-id": statusKnown && info.finding ? info.finding : value === tp.NONE ? id : value,
          "data-key": `head-${scope}-${value}`,
          onclick: () => tp.select(statusKnown && info.finding ? info.finding : value === tp.NONE ? id : value),
        },
        tp.el("span", { class: "head-label" }, label),
        statusKnown
          ? tp.el("span", { class: `status status-${info.status}` }, tp.glyph(info.status), tp.t(`status.${info.status}`))
          : null,
      ),
      scope === "row" ? about(value, info, layout) : null,
    );
  };

  // What is found about a stage or category as a whole, but for what its status tells already.
  const about = (value, info, layout) =>
    chips((layout.heads.get(value) ?? []).filter((f) => f !== info?.finding), `head-${value}`, FEW_HEAD, new Map(), false);

  // Stages have these in a row of their own, so that their heads stay level.
  const aboutStages = (layout, heads) => {
    const found = layout.stages.map((s) => about(s, heads.get(s), layout));
    if (!found.some(Boolean)) return null;
    return tp.el(
      "tr",
      { role: "row", class: "about-stages" },
      tp.el("td", { role: "gridcell" }),
      found.map((content) => tp.el("td", { role: "gridcell" }, content)),
    );
  };

  const cell = (stage, category, layout, heads) => {
    const key = tp.cellId(stage, category);
    const ids = layout.cells.get(key) ?? [];
    const statuses = [heads.get(stage)?.status, heads.get(category)?.status];
    const tint = statuses.includes("gap") ? " in-gap" : statuses.includes("unknown") ? " in-unknown" : "";
    const touchpoints = ids.filter((id) => tp.model.nodes.get(id).kind === "touchpoint").length;
    const name = `${stage === tp.NONE ? tp.t("map.stageUnknown") : tp.label(stage)}, ${category === tp.NONE ? tp.t("map.none") : tp.label(category)}`;
    return tp.el(
      "td",
      {
        role: "gridcell",
        class: `cell${tint}${ids.length ? "" : " empty"}`,
        "data-key": key,
        "data-id": key,
        "data-cell": true,
        ...(ids.length
          ? {}
          : { tabindex: "-1", "data-stop": true, "aria-label": `${name}: ${tp.t("map.empty")}` }),
        onclick: (event) => {
          if (!event.target.closest("button")) tp.select(key);
        },
      },
      chips(ids, key, FEW, layout.badges),
      touchpoints ? null : tp.el("span", { class: "visually-hidden" }, tp.t("map.empty")),
    );
  };

  const render = () => {
    const root = tp.byId("map");
    const layout = place();
    const { matrix } = tp.data;
    const heads = new Map([...matrix.stage_heads, ...matrix.category_heads].map((h) => [h.iri, h]));
    const table = tp.el(
      "table",
      { class: "journey", role: "grid", "aria-label": tp.t("map.caption"), onkeydown: walk, onfocusin: remember },
      tp.el(
        "thead",
        {},
        tp.el(
          "tr",
          { role: "row" },
          tp.el("th", { class: "corner", role: "columnheader" }, tp.el("span", { class: "visually-hidden" }, tp.t("map.corner"))),
          layout.stages.map((s) => head("col", s, heads.get(s), layout)),
        ),
      ),
      tp.el(
        "tbody",
        {},
        aboutStages(layout, heads),
        layout.categories.map((c) =>
          tp.el(
            "tr",
            { role: "row" },
            head("row", c, heads.get(c), layout),
            layout.stages.map((s) => cell(s, c, layout, heads)),
          ),
        ),
      ),
    );
    table.style.setProperty("--columns", String(layout.stages.length));
    const company = chips(layout.company, "company", FEW_COMPANY, new Map());
    tp.fill(
      root,
      company
        ? tp.el(
            "div",
            { class: "company-strip", role: "group", "aria-label": tp.t("map.company"), onkeydown: walk },
            tp.el("h2", { class: "strip-title" }, tp.t("map.company")),
            company,
          )
        : null,
      tp.el("p", { class: "visually-hidden" }, tp.t("map.hint")),
      tp.el("div", { class: "map-scroll" }, table),
    );
    // The company's own things are few: each is a tab stop of its own.
    root.querySelectorAll(".company-strip [data-stop]").forEach((stop) => stop.setAttribute("tabindex", "0"));
    rove(table, [...table.querySelectorAll("[data-stop]")].find((s) => s.dataset.key === current) ?? null);
    mark();
  };

  const mark = () => {
    const { selected } = tp.state;
    for (const element of tp.byId("map").querySelectorAll("[data-id]")) {
      const is = element.dataset.id === selected;
      element.classList.toggle("selected", is);
      if (element.matches("button.chip")) element.setAttribute("aria-pressed", String(is));
    }
    // What the selection has to do with is outlined too.
    const related = new Set(tp.related(selected));
    for (const element of tp.byId("map").querySelectorAll("button[data-id]")) {
      element.classList.toggle("related", related.has(element.dataset.id));
    }
  };

  // One place in the table takes Tab; arrow keys move it.
  const rove = (table, stop) => {
    const stops = table.querySelectorAll("[data-stop]");
    stops.forEach((s) => s.setAttribute("tabindex", "-1"));
    (stop ?? table.querySelector("tbody td[data-stop], tbody td [data-stop]") ?? stops[0])?.setAttribute("tabindex", "0");
  };

  const remember = (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop) return;
    current = stop.dataset.key;
    rove(stop.closest("table"), stop);
  };

  const stopsIn = (td) => (td.matches("[data-stop]") ? [td] : [...td.querySelectorAll("[data-stop]")]);

  const walk = (event) => {
    const table = event.currentTarget;
    const stop = event.target.closest("[data-stop]");
    if (!stop || !table.matches("table")) return;
    const td = stop.closest("td, th");
    const tr = td.parentElement;
    const rows = [...table.rows];
    const row = rows.indexOf(tr);
    const column = [...tr.cells].indexOf(td);
    const within = stopsIn(td);
    const at = within.indexOf(stop);
    const forward = tp.isRtl() ? "ArrowLeft" : "ArrowRight";
    const backward = tp.isRtl() ? "ArrowRight" : "ArrowLeft";
    const go = (r, c, last = false) => {
      const stops = rows[r]?.cells[c] ? stopsIn(rows[r].cells[c]) : [];
      return last ? stops.at(-1) : stops[0];
    };
    // The next row up or down that has something in this column.
    const onward = (step) => {
      for (let r = row + step; rows[r]; r += step) if (go(r, column)) return go(r, column, step < 0);
      return null;
    };
    let to = null;
    if (event.key === "ArrowDown") to = within[at + 1] ?? onward(1);
    else if (event.key === "ArrowUp") to = within[at - 1] ?? onward(-1);
    else if (event.key === forward) to = go(row, column + 1);
    else if (event.key === backward) to = go(row, column - 1);
    else if (event.key === "Home") to = go(event.ctrlKey ? 1 : row, event.ctrlKey ? 1 : 0) ?? go(row, 1);
    else if (event.key === "End") to = event.ctrlKey ? go(rows.length - 1, rows.at(-1).cells.length - 1, true) : go(row, tr.cells.length - 1);
    else if ((event.key === "Enter" || event.key === " ") && stop === td) {
      event.preventDefault();
      tp.select(td.dataset.id);
      return;
    } else return;
    event.preventDefault();
    to?.focus();
    to?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  // Bring a node into view, opening the cell that hides it.
  const reveal = (id) => {
    const root = tp.byId("map");
    const find = () => root.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!find()) {
      const node = tp.model.nodes.get(id);
      for (const s of node?.stages ?? []) for (const c of node.categories) expanded.add(tp.cellId(s, c));
      render();
    }
    find()?.scrollIntoView({ block: "center", inline: "center" });
  };

  return { render, mark, reveal };
})();

// What a node stands in direct relation to, for outlining.
tp.related = (id) => {
  const node = tp.model.nodes.get(id);
  if (!node) return [];
  if (tp.isFinding(node)) return [...node.of.concerns, ...node.of.recommendations];
  if (node.kind === "recommendation") return [...node.of.addresses, ...node.touchpoints];
  if (node.kind === "touchpoint") return [...node.of.links, ...(tp.model.reachedFrom.get(id) ?? [])];
  return [...tp.model.nodes.values()]
    .filter((n) => n.kind === "touchpoint" && (n.of.type === id || n.stages.includes(id) || n.categories.includes(id) || n.modalities.includes(id)))
    .map((n) => n.id);
};
