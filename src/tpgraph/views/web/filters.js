// Facets with counts: within one facet any of the chosen values, between facets all of them.
"use strict";

tp.filters = (() => {
  const { valuesOf, label } = tp.facets;
  // Those that few look for begin folded.
  const FOLDED = new Set(["owner", "rule", "level", "complete"]);
  const MOST = 8;
  const open = new Set();
  const whole = new Set();

  const passes = (node, filters, except) =>
    tp.FACETS.every((facet) => {
      const chosen = filters[facet];
      if (facet === except || !chosen.length) return true;
      return valuesOf(facet, node).some((value) => chosen.includes(value));
    });

  // A concept has no place of its own: it is shown where something visible has to do with it.
  const visible = (filters = tp.state.filters) => {
    const ids = new Set();
    const concepts = [];
    for (const node of tp.model.nodes.values()) {
      if (node.kind === "concept") concepts.push(node);
      else if (node.kind !== "ok" && passes(node, filters)) ids.add(node.id);
    }
    const kinds = filters.kind;
    if (kinds.length && !kinds.includes("concept")) return ids;
    const others = tp.FACETS.some((facet) => facet !== "kind" && filters[facet].length);
    const near = new Set(ids);
    if (others && kinds.length) {
      for (const node of tp.model.nodes.values()) {
        if (node.kind !== "concept" && passes(node, filters, "kind")) near.add(node.id);
      }
    }
    for (const node of concepts) {
      if (!node.inNetwork) continue;
      if (!others || [...(tp.model.neighbours.get(node.id) ?? [])].some((n) => near.has(n))) ids.add(node.id);
    }
    return ids;
  };

  // How many things would be listed with a value chosen, the other facets as they are. Concepts go
  // along with what they have to do with and are counted only by themselves.
  const options = (facet) => {
    const { filters } = tp.state;
    const counts = new Map();
    for (const node of tp.model.nodes.values()) {
      if (node.kind === "ok" || node.kind === "concept" || !passes(node, filters, facet)) continue;
      for (const value of valuesOf(facet, node)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (facet === "kind") counts.set("concept", visible({ ...filters, kind: ["concept"] }).size);
    const chosen = filters[facet];
    const all = tp.facets.FIXED[facet] ?? [...new Set([...chosen, ...[...counts.keys()].sort((x, y) => counts.get(y) - counts.get(x))])];
    return all
      .map((value) => ({ value, count: counts.get(value) ?? 0 }))
      .filter(({ value, count }) => (facet !== "status" && !FOLDED.has(facet)) || count || chosen.includes(value));
  };

  const toggle = (facet, value) => {
    const chosen = tp.state.filters[facet];
    const next = chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value];
    tp.set({ filters: { ...tp.state.filters, [facet]: next } });
  };

  const isActive = () => tp.FACETS.some((facet) => tp.state.filters[facet].length);
  const reset = () => tp.set({ filters: tp.noFilters() });
  const clear = (facet) => tp.set({ filters: { ...tp.state.filters, [facet]: [] } });

  const row = (facet, { value, count }) => {
    const checked = tp.state.filters[facet].includes(value);
    return tp.el(
      "label",
      { class: `option${count ? "" : " empty"}` },
      tp.el("input", { type: "checkbox", checked, "data-key": `f-${facet}-${value}`, onchange: () => toggle(facet, value) }),
      facet === "kind" ? tp.glyph(value) : null,
      tp.el("span", { class: "option-name" }, tp.el("bdi", { dir: "auto" }, label(facet, value))),
      tp.el("span", { class: "option-count" }, tp.number(count)),
    );
  };

  const group = (facet) => {
    const rows = options(facet);
    const chosen = tp.state.filters[facet];
    // Nothing to choose from: every touchpoint in the same state, or nobody named as an owner.
    const idle = facet === "status" ? rows.length < 2 : rows.every((r) => facet === "owner" && r.value === tp.NONE);
    if (idle && !chosen.length) return null;
    const name = tp.t(`filter.${facet}`);
    const cleared = chosen.length ? tp.iconButton("close", tp.t("filter.clearOne", { name }), { class: "tool small clear", "data-key": `clear-${facet}`, onclick: () => clear(facet) }) : null;
    const shown = FOLDED.has(facet) && !whole.has(facet) ? rows.filter((r, i) => i < MOST || chosen.includes(r.value)) : rows;
    const more = () => {
      whole.add(facet);
      render();
    };
    const content = [
      shown.map((r) => row(facet, r)),
      rows.length > shown.length ? tp.el("button", { type: "button", class: "link-button", "data-key": `more-${facet}`, onclick: more }, `+ ${tp.t("map.more", { n: rows.length - shown.length })}`) : null,
    ];
    if (!FOLDED.has(facet)) return tp.el("fieldset", {}, tp.el("legend", {}, name), cleared, content);
    const details = tp.el("details", { class: "facet", open: open.has(facet) || chosen.length > 0 }, tp.el("summary", { "data-key": `facet-${facet}` }, name), tp.el("div", { role: "group", "aria-label": name }, cleared, content));
    details.addEventListener("toggle", () => (details.open ? open.add(facet) : open.delete(facet)));
    return details;
  };

  const render = () => {
    const groups = tp.FACETS.map(group);
    tp.fill(
      tp.byId("filters"),
      tp.el(
        "div",
        { class: "panel-bar" },
        tp.el("h2", { class: "panel-title" }, tp.t("filter.filters")),
        tp.iconButton("close", tp.t("filter.close"), { class: "tool small", "data-key": "filters-close", onclick: () => tp.panels.closeFilters() }),
      ),
      groups,
      tp.el("button", { type: "button", class: "button", "data-key": "reset", onclick: reset, disabled: !isActive() }, tp.t("filter.reset")),
    );
    tp.byId("filters").setAttribute("aria-label", tp.t("filter.filters"));
    const chips = tp.FACETS.flatMap((facet) =>
      tp.state.filters[facet].map((value) =>
        tp.el(
          "button",
          {
            type: "button",
            class: "filter-chip",
            "data-key": `chip-${facet}-${value}`,
            "aria-label": tp.t("filter.remove", { name: tp.facets.told(facet, value) }),
            onclick: () => toggle(facet, value),
          },
          tp.facets.told(facet, value),
          tp.el("span", { "aria-hidden": "true" }, " ×"),
        ),
      ),
    );
    const active = tp.byId("active-filters");
    active.setAttribute("role", "group");
    active.setAttribute("aria-label", tp.t("filter.active"));
    tp.fill(
      active,
      chips.length
        ? [chips, tp.el("button", { type: "button", class: "link-button", "data-key": "chips-reset", onclick: reset }, tp.t("filter.reset"))]
        : null,
    );
  };

  return { visible, passes, render, toggle, reset, isActive, label };
})();
