// The coverage matrix: counts in the cells, a status at each head; what is chosen filters the map.
"use strict";

tp.matrix = (() => {
  const choose = (stage, category) => {
    const { filters } = tp.state;
    const only = (facet, value) => (value === null ? [] : [value]);
    const same = String(filters.stage) === String(only("stage", stage)) && String(filters.category) === String(only("category", category));
    const both = stage !== null && category !== null;
    tp.set({
      filters: { ...filters, stage: same ? [] : only("stage", stage), category: same ? [] : only("category", category) },
      selected: same ? null : both ? tp.cellId(stage, category) : (stage ?? category) === tp.NONE ? null : (stage ?? category),
    });
  };

  const isChosen = (stage, category) =>
    (stage === null ? !tp.state.filters.stage.length : tp.state.filters.stage.includes(stage)) &&
    (category === null ? !tp.state.filters.category.length : tp.state.filters.category.includes(category)) &&
    tp.filters.isActive();

  const name = (scope, value) =>
    value === tp.NONE ? tp.t(scope === "col" ? "map.stageUnknown" : "map.none") : tp.label(value);

  const head = (scope, value, info) => {
    const [stage, category] = scope === "col" ? [value, null] : [null, value];
    return tp.el(
      "th",
      { scope },
      tp.el(
        "button",
        {
          type: "button",
          class: `matrix-head${info ? ` is-${info.status}` : ""}`,
          "data-key": `m-${scope}-${value}`,
          "aria-pressed": String(isChosen(stage, category)),
          onclick: () => choose(stage, category),
        },
        tp.el("span", { class: "matrix-name" }, name(scope, value)),
        info ? tp.el("span", { class: `status status-${info.status}` }, tp.glyph(info.status), tp.el("span", {}, tp.t(`status.${info.status}`))) : null,
      ),
    );
  };

  const render = () => {
    const { data } = tp;
    const { counts, stage_heads, category_heads } = data.matrix;
    const stages = [...data.stages, tp.NONE];
    const categories = [...data.categories, tp.NONE];
    // The last column and row are shown only where something stands in them.
    const lastColumn = counts.some((row) => row.at(-1));
    const lastRow = counts.at(-1).some(Boolean);
    const most = Math.max(1, ...counts.flat());
    const columns = lastColumn ? stages : stages.slice(0, -1);
    const rows = lastRow ? categories : categories.slice(0, -1);
    const table = tp.el(
      "table",
      { class: "matrix" },
      tp.el("caption", { class: "visually-hidden" }, tp.t("matrix.caption")),
      tp.el("thead", {}, tp.el("tr", {}, tp.el("td", {}), columns.map((s, j) => head("col", s, stage_heads[j])))),
      tp.el(
        "tbody",
        {},
        rows.map((c, i) =>
          tp.el(
            "tr",
            {},
            head("row", c, category_heads[i]),
            columns.map((s, j) => {
              const n = counts[i][j];
              const button = tp.el(
                "button",
                {
                  type: "button",
                  class: `count-cell${n ? "" : " zero"}`,
                  "data-key": `m-${i}-${j}`,
                  "aria-pressed": String(isChosen(s, c)),
                  "aria-label": `${name("row", c)}, ${name("col", s)}: ${tp.t("map.count", { n })}`,
                  onclick: () => choose(s, c),
                },
                tp.number(n),
              );
              // Steps of one hue, each with its own text colour.
              button.dataset.step = n ? String(Math.min(4, Math.ceil((4 * n) / most))) : "0";
              return tp.el("td", {}, button);
            }),
          ),
        ),
      ),
    );
    tp.fill(
      tp.byId("matrix"),
      tp.el("h2", { class: "section-title" }, tp.t("matrix.title")),
      tp.el("p", { class: "muted" }, tp.t("matrix.note")),
      tp.el("div", { class: "matrix-scroll" }, table),
    );
  };

  return { render };
})();
