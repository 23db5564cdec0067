// Cost and result on the page: a plot and a table for each currency and sort of result.
"use strict";

tp.costsView = (() => {
  const c = tp.costs;

  const verdict = (point) => {
    const finding = c.isGap(point);
    if (!finding) return null;
    return [tp.itemButton(finding.id, { about: false }), point.better ? tp.el("span", { class: "where" }, tp.tNodes("plot.better", { name: tp.nameNode(point.better) })) : null];
  };

  const table = (panel) => {
    const visible = tp.filters.visible();
    const head = (text) => tp.el("th", { scope: "col" }, text);
    const per = (p) => (p.result > 0 ? c.money(p.cost / p.result, panel.currency) : "–");
    const perName = tp.data.stages[0].replace(/[^#/]*$/, "") + (panel.basis === "conversions" ? "costPerConversion" : "costPerContact");
    return tp.el(
      "table",
      { class: "plot-table" },
      tp.el("caption", { class: "visually-hidden" }, heading(panel)),
      tp.el("thead", {}, tp.el("tr", {}, head(tp.t("plot.no")), head(tp.t("kind.touchpoint")), head(tp.t("plot.cost")), head(tp.t(`plot.${panel.basis}`)), head(tp.labelNode(perName)), head(tp.t("plot.verdict")))),
      tp.el(
        "tbody",
        {},
        panel.points.map((p, i) =>
          tp.el(
            "tr",
            { class: visible.has(p.id) ? undefined : "faded", "data-row": p.id },
            tp.el("td", { class: "figure" }, tp.number(i + 1)),
            tp.el("td", {}, tp.itemButton(p.id)),
            tp.el("td", { class: "figure" }, c.money(p.cost, panel.currency)),
            tp.el("td", { class: "figure" }, c.number(p.result)),
            tp.el("td", { class: "figure" }, per(p)),
            tp.el("td", {}, verdict(p)),
          ),
        ),
      ),
    );
  };

  const heading = ({ currency, basis }) =>
    tp.t(currency === "-" ? "plot.panelPlain" : "plot.panel", { result: tp.t(`plot.${basis}`), currency: tp.plain(currency) });

  const section = (panel) => {
    const area = tp.el("div", { class: "plot-area" });
    const { bounds, bound_currency: currency } = c.of();
    const bound = currency === panel.currency ? bounds[panel.basis] : undefined;
    const gaps = panel.points.filter((p) => c.isGap(p)).length;
    return {
      area,
      panel,
      element: tp.el(
        "section",
        { class: "plot-panel" },
        tp.el("h3", {}, tp.el("bdi", {}, heading(panel))),
        tp.el("p", { class: "plot-note" }, tp.t("plot.costly", { n: gaps, total: panel.points.length }), bound === undefined ? null : [" ", tp.t("plot.bound", { value: c.money(bound, panel.currency) })]),
        tp.el("div", { class: "plot-pair" }, tp.el("div", { class: "plot-side" }, area, tp.el("p", { class: "plot-note" }, tp.t("plot.perLines"))), tp.el("div", { class: "plot-side" }, tp.plot.roles(table(panel)), tp.queryText.button({ plot: "costs" }))),
      ),
    };
  };

  const render = (root) => {
    const title = tp.el("h2", { class: "section-title" }, tp.t("plot.costs"));
    const sections = c.panels().map(section);
    if (!sections.length) {
      tp.fill(root, title, tp.plot.empty(c.of(), ["cost", "currency", "conversions", "contacts"]));
      return;
    }
    const { unsettled } = c.of();
    tp.fill(
      root,
      title,
      sections.length > 1 ? tp.el("p", { class: "plot-note" }, tp.t("plot.apart")) : null,
      sections.map((s) => s.element),
      unsettled ? tp.el("details", { class: "plot-more" }, tp.el("summary", {}, tp.t("plot.uncosted", { n: unsettled })), tp.plot.missing(c.of())) : null,
    );
    for (const { area, panel } of sections) {
      const f = c.frame(area, panel);
      area.append(c.picture(f, panel));
    }
  };

  return { render };
})();
