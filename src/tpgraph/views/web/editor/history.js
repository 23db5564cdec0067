// The queries that were asked in this page, the last one first. They last as long as its tab, or,
// where the page has a server, until they are forgotten.
"use strict";

tp.editorHistory = (() => {
  const KEY = `tpgraph.queries.${tp.data.company.iri}`;
  const MOST = 30;
  // A browser may refuse to keep anything for a file on disk: then it lasts as long as the page.
  const kept = () => (tp.isServed ? localStorage : sessionStorage);
  let asked = null;

  const all = () => {
    if (asked) return asked;
    asked = [];
    try {
      const found = JSON.parse(kept().getItem(KEY) ?? "[]");
      if (Array.isArray(found)) asked = found.filter((q) => typeof q?.query === "string" && typeof q.told === "number").slice(0, MOST);
    } catch {
      // See above.
    }
    return asked;
  };

  // The same query again moves up.
  const add = (query, told) => keep([{ query, told }, ...all().filter((q) => q.query !== query)].slice(0, MOST));
  const keep = (queries) => {
    asked = queries;
    try {
      kept().setItem(KEY, JSON.stringify(asked));
    } catch {
      // See above.
    }
  };

  // What tells one query from another: not its prefixes.
  const line = (query) => {
    const lines = query.split("\n").map((text) => text.trim()).filter((text) => text && !/^PREFIX\b/i.test(text));
    const comment = lines.find((text) => text.startsWith("#"));
    return (comment ?? lines.join(" ")).replace(/^#\s*/, "");
  };

  const menu = (open) =>
    tp.menus.menu("editor-history", "clock", tp.t("editor.history"), ({ close }) => {
      if (!all().length) return [tp.el("p", { class: "muted" }, tp.t("editor.noHistory"))];
      const forget = () => {
        keep([]);
        close();
      };
      const pick = (query) => {
        close();
        open(query);
      };
      return [
        tp.el(
          "ol",
          { class: "editor-past" },
          all().map(({ query, told }, n) =>
            tp.el("li", {}, tp.el("button", { type: "button", class: "item", "data-key": `editor-past-${n}`, onclick: () => pick(query) }, tp.el("code", { dir: "ltr" }, tp.clip(line(query), 110)), tp.el("span", { class: "muted" }, tp.t("editor.rows", { n: told })))),
          ),
        ),
        tp.el("p", {}, tp.el("button", { type: "button", class: "link-button", id: "editor-forget", onclick: forget }, tp.t("editor.forget"))),
      ];
    });

  return { add, menu };
})();
