// The words in which findings are written, and ten queries to begin with.
"use strict";

tp.queries = (() => {
  const root = tp.byId("view-queries");
  const open = new Set();

  const example = (data, one) => {
    const body = tp.el("div", { class: "query-body" });
    const details = tp.el(
      "details",
      { class: "query-example", open: open.has(one.name) },
      tp.el("summary", { "data-key": `example-${one.name}` }, tp.el("b", {}, tp.text(one.title)), tp.el("span", { class: "query-question" }, tp.text(one.question))),
      body,
    );
    details.addEventListener("toggle", () => {
      if (!details.open) {
        open.delete(one.name);
        return;
      }
      open.add(one.name);
      if (!body.hasChildNodes()) tp.append(body, [tp.queryText.block(null, tp.queryText.filled(data, one)), tp.el("p", { class: "plot-note" }, tp.t("query.run"), " ", tp.el("code", { dir: "ltr" }, `tpgraph query PATH ${one.name} --lang ${tp.lang}`))]);
    });
    return tp.el("li", {}, details);
  };

  const word = ({ term, label, definition }) =>
    tp.el("tr", {}, tp.el("td", {}, tp.el("code", { dir: "ltr" }, term)), tp.el("td", {}, tp.text(label)), tp.el("td", {}, tp.text(definition)));

  const draw = (data) =>
    tp.fill(
      root,
      tp.el("h2", { class: "section-title" }, tp.t("query.examples")),
      tp.el("p", { class: "plot-note" }, tp.t("query.about")),
      tp.el("ol", { class: "query-examples" }, data.examples.map((one) => example(data, one))),
      tp.el("h2", { class: "section-title" }, tp.t("query.vocabulary")),
      tp.el("p", { class: "plot-note" }, tp.t("query.vocabularyAbout")),
      tp.el(
        "table",
        { class: "plot-table query-words" },
        tp.el("caption", { class: "visually-hidden" }, tp.t("query.vocabulary")),
        tp.el("thead", {}, tp.el("tr", {}, ["query.term", "query.label", "details.definition"].map((key) => tp.el("th", { scope: "col" }, tp.t(key))))),
        tp.el("tbody", {}, data.vocabulary.map(word)),
      ),
    );

  const render = () => {
    tp.queryText.load().then(draw, (error) => {
      console.error(error);
      tp.fill(root, tp.el("p", { class: "note" }, tp.t("query.failed")));
    });
  };

  return { render };
})();
