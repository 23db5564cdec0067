// The second view: what is missing, worst first, and what to do about it, best first.
"use strict";

// What a recommendation would change, as small counted marks.
tp.outcome = (r) =>
  [
    ["closes", "gap", r.closes],
    ["makesKnown", "unknown", r.makes_known],
    ["opens", "gap", r.opens],
    ["unasked", "concept", r.unasked],
  ]
    .filter(([, , ids]) => ids.length)
    .map(([key, , ids]) => tp.el("span", { class: `outcome outcome-${key}` }, `${tp.t(`details.${key}`)}: ${tp.number(ids.length)}`));

tp.actions = (() => {
  const MOST = 60;
  const open = new Set();

  const card = (id) => {
    const node = tp.model.nodes.get(id);
    const finding = tp.isFinding(node);
    return tp.el(
      "li",
      {},
      tp.el(
        "button",
        {
          type: "button",
          class: `card card-${node.kind}`,
          "data-key": `card-${id}`,
          "data-id": id,
          "aria-pressed": String(tp.state.selected === id),
          onclick: () => tp.select(id),
        },
        tp.glyph(node.kind),
        tp.el(
          "span",
          { class: "card-body" },
          tp.el("span", { class: "card-title" }, tp.text(node.of.title)),
          tp.el("span", { class: "card-text" }, tp.text(node.of.message, { length: 260 })),
          tp.el(
            "span",
            { class: "card-meta" },
            finding
              ? [
                  tp.el("span", { class: `level level-${node.of.level}` }, `${tp.t("level.level")}: ${tp.t(`level.${node.of.level}`)}`),
                  node.of.accepted ? tp.el("span", { class: "tag" }, tp.t("details.accepted", { reason: tp.clip(tp.plain(node.of.accepted.reason), 60) })) : null,
                ]
              : [tp.el("span", { class: "tag" }, `${tp.t("effort.effort")}: ${tp.t(`effort.${node.of.effort}`)}`), tp.outcome(node.of)],
          ),
        ),
      ),
    );
  };

  const section = (key, title, ids, none) => {
    const all = open.has(key);
    const shown = all ? ids : ids.slice(0, MOST);
    return tp.el(
      "section",
      { class: "column" },
      tp.el("h2", { class: "section-title" }, title, " ", tp.el("span", { class: "count" }, tp.number(ids.length))),
      ids.length ? tp.el("ul", { class: "cards" }, shown.map(card)) : tp.el("p", { class: "muted" }, none),
      ids.length > shown.length
        ? tp.el(
            "button",
            {
              type: "button",
              class: "button",
              "data-key": `more-${key}`,
              onclick: () => {
                open.add(key);
                render();
              },
            },
            tp.t("map.more", { n: ids.length - shown.length }),
          )
        : null,
    );
  };

  const render = () => {
    const visible = tp.filters.visible();
    const nodes = [...visible].map((id) => tp.model.nodes.get(id));
    const of = (kind) => nodes.filter((n) => n.kind === kind);
    tp.fill(
      tp.byId("view-actions"),
      tp.el(
        "div",
        { class: "columns" },
        section("gaps", tp.t("actions.gaps"), of("gap").sort(tp.bySeverity).map((n) => n.id), tp.t("actions.noGaps")),
        section("recommendations", tp.t("actions.recommendations"), of("recommendation").map((n) => n.id), tp.t("actions.noRecommendations")),
        section("unknowns", tp.t("actions.unknowns"), of("unknown").sort(tp.bySeverity).map((n) => n.id), tp.t("actions.noUnknowns")),
      ),
    );
  };

  const mark = () => {
    for (const element of tp.byId("view-actions").querySelectorAll("button.card")) {
      element.setAttribute("aria-pressed", String(element.dataset.id === tp.state.selected));
    }
  };

  return { render, mark };
})();
