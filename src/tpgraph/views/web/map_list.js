// The journey on a small screen: one stage after the other, its touchpoints by category.
"use strict";

tp.mapList = (layout, { headButton, foldButton, isFolded, nameOf, about }) => {
  const FEW = 6;

  const group = (stage, category) => {
    const key = tp.cellId(stage, category);
    const ids = layout.cells.get(key);
    if (!ids) return null;
    const status = layout.statuses.get(category)?.status;
    return tp.el(
      "div",
      { class: "list-group" },
      tp.el("h4", { class: "list-category" }, nameOf("row", category), status && status !== "ok" ? tp.el("span", { class: `status status-${status}` }, tp.glyph(status), tp.t(`status.${status}`)) : null),
      tp.chips.chips(ids, key, FEW, layout.badges),
    );
  };

  const stage = (value) => {
    const info = value === tp.NONE ? null : layout.statuses.get(value);
    const folded = isFolded("col", value);
    const groups = layout.categories.map((c) => group(value, c)).filter(Boolean);
    const n = new Set(layout.categories.flatMap((c) => layout.cells.get(tp.cellId(value, c)) ?? []).filter((id) => tp.model.nodes.get(id).kind === "touchpoint")).size;
    return tp.el(
      "section",
      { class: `list-stage${info ? ` head-${info.status}` : ""}` },
      tp.el("h3", { class: "list-head" }, headButton("col", value, info), tp.el("span", { class: "count" }, tp.el("span", { class: "visually-hidden" }, tp.t("map.count", { n })), tp.el("span", { "aria-hidden": "true" }, tp.number(n))), foldButton("col", value)),
      folded ? null : [about(value, info, layout), groups.length ? groups : tp.el("p", { class: "muted" }, tp.t("map.empty"))],
    );
  };

  const list = tp.el("div", { class: "journey-list" }, layout.stages.map((s) => [stage(s), tp.flow.onward(s, layout)]));
  // Here each thing is a stop of its own: there is no grid for arrow keys.
  for (const stop of list.querySelectorAll("[tabindex]")) stop.removeAttribute("tabindex");
  return list;
};
