// Facets with counts: within one facet any of the chosen values, between facets all of them.
"use strict";

tp.filters = (() => {
  const KINDS = ["touchpoint", "gap", "unknown", "recommendation", "concept"];

  const valuesOf = (facet, node) => {
    if (facet === "kind") return [node.kind];
    if (facet === "status") return [node.status];
    return node[{ stage: "stages", category: "categories", modality: "modalities" }[facet]];
  };

  const passes = (node, filters, except) =>
    tp.FACETS.every((facet) => {
      const chosen = filters[facet];
      if (facet === except || !chosen.length) return true;
      return valuesOf(facet, node).some((value) => chosen.includes(value));
    });

  // A concept has no place of its own: it is shown where something visible has to do with it.
  const visible = () => {
    const { filters } = tp.state;
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

  const options = (facet) => {
    const { data } = tp;
    const counts = new Map();
    let nodes = 0;
    for (const node of tp.model.nodes.values()) {
      if (node.kind === "ok") continue;
      if (node.kind === "concept" && !(facet === "kind" && node.inNetwork)) continue;
      if (node.kind !== "concept" && !passes(node, tp.state.filters, facet)) continue;
      nodes += 1;
      for (const value of valuesOf(facet, node)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const all = {
      kind: KINDS,
      stage: [...data.stages, tp.NONE],
      category: [...data.categories, tp.NONE],
      modality: [...data.modalities, tp.NONE],
      status: ["active", "planned", "retired", "unknown"],
    }[facet];
    return all
      .map((value) => ({ value, count: counts.get(value) ?? 0 }))
      .filter(({ value, count }) => facet !== "status" || count || tp.state.filters.status.includes(value));
  };

  const label = (facet, value) => {
    if (facet === "kind") return tp.t(`kinds.${value}`);
    if (facet === "status") return tp.t(`life.${value}`);
    if (value === tp.NONE) return tp.t({ stage: "map.stageUnknown", category: "map.none", modality: "map.modalityUnknown" }[facet]);
    return tp.label(value);
  };

  const toggle = (facet, value) => {
    const chosen = tp.state.filters[facet];
    const next = chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value];
    tp.set({ filters: { ...tp.state.filters, [facet]: next } });
  };

  const NO_FILTERS = { kind: [], stage: [], category: [], modality: [], status: [] };
  const isActive = () => tp.FACETS.some((facet) => tp.state.filters[facet].length);
  const reset = () => tp.set({ filters: NO_FILTERS });

  const render = () => {
    const groups = tp.FACETS.map((facet) => {
      const rows = options(facet);
      if (facet === "status" && rows.length < 2 && !tp.state.filters.status.length) return null;
      return tp.el(
        "fieldset",
        {},
        tp.el("legend", {}, tp.t(`filter.${facet}`)),
        rows.map(({ value, count }) => {
          const id = `f-${facet}-${value}`;
          const checked = tp.state.filters[facet].includes(value);
          return tp.el(
            "label",
            { class: `option${count ? "" : " empty"}` },
            tp.el("input", { type: "checkbox", checked, "data-key": id, onchange: () => toggle(facet, value) }),
            facet === "kind" ? tp.glyph(value) : null,
            tp.el("span", { class: "option-name" }, label(facet, value)),
            tp.el("span", { class: "option-count" }, tp.number(count)),
          );
        }),
      );
    });
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
            "aria-label": tp.t("filter.remove", { name: label(facet, value) }),
            onclick: () => toggle(facet, value),
          },
          label(facet, value),
          tp.el("span", { "aria-hidden": "true" }, " ×"),
        ),
      ),
    );
    tp.fill(
      tp.byId("active-filters"),
      chips.length
        ? [chips, tp.el("button", { type: "button", class: "link-button", "data-key": "chips-reset", onclick: reset }, tp.t("filter.reset"))]
        : null,
    );
  };

  return { visible, passes, render, toggle, reset, isActive, label };
})();
