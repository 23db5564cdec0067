// A comparison: companies, or dates of one, side by side, and of it only what differs.
"use strict";

tp.compare = (() => {
  const root = tp.byId("view-compare");
  const found = tp.data.comparison; // there only in the page of a comparison
  const ORDER = ["worse", "better", "now-known", "no-longer-known", "new", "gone", "not-comparable"];
  const SIGNS = { worse: "gap", better: "ok", "now-known": "unknown", "no-longer-known": "unknown", new: "concept", gone: "concept", "not-comparable": "unknown" };
  const words = (key) => tp.choose(found.texts[key])[0];
  const head = (content, scope = "col") => tp.el("th", { scope }, content);
  const titles = () => found.titles.map((title) => head(tp.el("bdi", { dir: "auto" }, tp.clip(title, 60))));
  const number = (value) => (value === null ? (tp.isRtl() ? "؟" : "?") : tp.number(value, { maximumFractionDigits: 3 }));
  const named = (iri) => tp.text(found.labels[iri] ?? tp.data.labels[iri], { length: 80 });

  const table = (caption, heads, rows) =>
    tp.el(
      "div",
      { class: "compare-wide", role: "region", tabindex: "0", "aria-label": tp.plain(caption) },
      tp.el("table", { class: "plot-table compare-table" }, tp.el("caption", { class: "visually-hidden" }, caption), tp.el("thead", {}, tp.el("tr", {}, heads)), tp.el("tbody", {}, rows)),
    );
  const corner = () => tp.el("td", {});

  const measure = (name) => {
    const [kind, of] = name.split(/ (.*)/);
    if (found.texts[`measure.${kind}`]) return words(`measure.${kind}`).replace("{of}", () => of);
    return [tp.t(`kinds.${kind}`), of ? [": ", tp.text(found.rules[of])] : null];
  };
  const measures = () => {
    const rows = found.measures.filter((m) => new Set(m.values).size > 1);
    return table(tp.t("comparison.measures"), [corner(), titles()], rows.map((m) => tp.el("tr", {}, tp.el("td", {}, measure(m.name)), m.values.map((v) => tp.el("td", { class: "figure" }, number(v))))));
  };

  // The cells in which the counts differ, first to last.
  const coverage = () => {
    const at = new Map(found.coverage.map((c) => [`${c.category}|${c.stage}`, c.counts]));
    const stages = [...tp.data.stages, null];
    const categories = [...tp.data.categories, null];
    const cell = (counts) =>
      counts ? tp.el("td", { class: `figure compare-cell ${counts.at(-1) > counts[0] ? "is-more" : "is-fewer"}` }, counts.map((n, i) => [i ? " / " : null, tp.number(n)])) : tp.el("td", {});
    const rows = categories.map((category) => tp.el("tr", {}, tp.el("td", {}, category ? tp.labelNode(category) : tp.t("map.none")), stages.map((stage) => cell(at.get(`${category}|${stage}`)))));
    return table(tp.t("comparison.coverage"), [corner(), stages.map((s) => head(s ? tp.labelNode(s, 60) : tp.t("map.stageUnknown")))], rows);
  };

  const status = (s) => (s ? tp.el("span", { class: `status status-${s}` }, tp.glyph(s), tp.el("span", {}, tp.t(`status.${s}`))) : tp.el("span", { class: "muted" }, "–"));
  const worst = (line) => ORDER.find((verdict) => line.verdicts.includes(verdict));
  const line = (one) => {
    const own = one.findings.find((id) => tp.model.nodes.has(id));
    const title = [tp.text(found.rules[one.rule]), one.concerns.length ? tp.el("span", { class: "where" }, one.concerns.map((c, i) => [i ? " · " : null, named(c)])) : null];
    return tp.el("tr", {}, tp.el("td", {}, own ? tp.el("button", { type: "button", class: "item", "data-key": `compare-${own}`, "data-id": own, onclick: () => tp.select(own) }, tp.el("span", {}, title)) : title), one.statuses.map((s) => tp.el("td", {}, status(s))));
  };
  const verdict = (name) => {
    const lines = found.lines.filter((l) => worst(l) === name);
    if (!lines.length) return null;
    const title = words(`verdict.${name}`);
    return tp.el("section", { class: "plot-section" }, tp.el("h3", {}, tp.glyph(SIGNS[name]), " ", title, " ", tp.el("span", { class: "count" }, tp.number(lines.length))), table(title, [corner(), titles()], lines.map(line)));
  };

  const render = () => {
    tp.fill(
      root,
      tp.el("h2", { class: "section-title" }, tp.t("view.compare")),
      tp.el("p", { class: "plot-note" }, words(found.same_company ? "compare.dates" : "compare.companies")),
      tp.el("section", { class: "plot-section" }, tp.el("h3", {}, tp.t("comparison.measures")), measures()),
      tp.el("section", { class: "plot-section" }, tp.el("h3", {}, tp.t("comparison.coverage")), found.coverage.length ? [tp.el("p", { class: "plot-note" }, tp.t("comparison.cells", { names: found.titles.join(" / ") })), coverage()] : tp.el("p", { class: "muted" }, words("verdict.same"))),
      ORDER.map(verdict),
      found.lines.length ? null : tp.el("p", { class: "muted" }, words("verdict.same")),
    );
  };

  return { render };
})();
