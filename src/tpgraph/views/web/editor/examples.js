// The named queries as examples, in the reader's language, each with a form for its parameters.
"use strict";

tp.editorExamples = (() => {
  let chosen = "";
  let given = {};

  const filled = (data, query) => tp.queryText.filled(data, query, given);

  // What a parameter is: its name, and what is there if nothing else is said.
  const field = (data, query, name, put) => {
    const id = `editor-parameter-${name}`;
    const value = given[name] ?? (name === "lang" ? tp.contentLang() : query.parameters[name]);
    const change = (event) => {
      given = { ...given, [name]: event.target.value };
      put(filled(data, query));
    };
    const control =
      name === "lang"
        ? tp.el("select", { id, "data-key": id, onchange: change }, tp.data.langs.map((lang) => tp.el("option", { value: lang, lang, selected: lang === value }, tp.languageName(lang))))
        : tp.el("input", { id, "data-key": id, type: "text", dir: "auto", autocomplete: "off", value, oninput: change });
    return tp.el("p", { class: "field" }, tp.el("label", { for: id }, name === "lang" ? tp.t("page.language") : tp.el("code", { dir: "ltr" }, name)), control);
  };

  // `put` takes a query's text into the editor; `redraw` shows another form.
  const draw = (data, put, redraw) => {
    const query = data.queries.find(({ name }) => name === chosen);
    const choose = (event) => {
      [chosen, given] = [event.target.value, {}];
      const next = data.queries.find(({ name }) => name === chosen);
      if (next) tp.editorDataset?.suit(next);
      if (next) put(filled(data, next));
      redraw();
    };
    const options = data.queries.map((q) => tp.el("option", { value: q.name, selected: q.name === chosen }, `${q.code} · ${tp.choose(q.title)[0]}`));
    return [
      tp.el("p", { class: "field" }, tp.el("label", { for: "editor-examples" }, tp.t("editor.examples")), tp.el("select", { id: "editor-examples", "data-key": "editor-examples", onchange: choose }, tp.el("option", { value: "" }, tp.t("editor.choose")), options)),
      query ? tp.el("p", { class: "muted editor-question" }, tp.text(query.question)) : null,
      query && Object.keys(query.parameters).length
        ? tp.el("fieldset", { class: "editor-parameters" }, tp.el("legend", {}, tp.t("editor.parameters")), Object.keys(query.parameters).sort().map((name) => field(data, query, name, put)))
        : null,
    ];
  };

  // A query that was chosen elsewhere, with what it was given; gives its text.
  const choose = (data, name, values) => {
    const query = data.queries.find((q) => q.name === name);
    if (!query) return "";
    [chosen, given] = [name, values];
    return filled(data, query);
  };

  return { draw, choose };
})();
