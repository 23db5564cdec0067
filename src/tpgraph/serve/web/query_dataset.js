// Of whom a query is asked: of all companies together, of each in turn, or of one.
"use strict";

tp.editorDataset = (() => {
  const { companies, each } = tp.data;

  const choose = (event) => {
    const of = event.target.value || null;
    // What has been asked is asked again, as it stands now.
    tp.set({ of, ...(tp.state.query ? { query: tp.editor.text() } : {}) });
  };

  const draw = () => {
    if (!companies.length) return null;
    const option = (value, text) => tp.el("option", { value, selected: value === (tp.state.of ?? "") }, text);
    return tp.el(
      "p",
      { class: "field" },
      tp.el("label", { for: "editor-dataset" }, tp.t("served.asked")),
      tp.el(
        "select",
        { id: "editor-dataset", "data-key": "editor-dataset", onchange: choose },
        option("", tp.t("served.together")),
        each ? option(tp.EACH, tp.t("served.each")) : null,
        companies.map(({ slug, name }) => option(slug, tp.clip(name, 80))),
      ),
    );
  };

  // A question about a company tells little of all of them together.
  const suit = ({ scope }) => {
    if (scope === "company" && each && !tp.state.of) tp.set({ of: tp.EACH }, { step: false });
  };

  return { draw, suit };
})();
