// The queries that were asked in this page, the last one first; they last as long as its tab.
"use strict";

tp.editorHistory = (() => {
  const KEY = `tpgraph.queries.${tp.data.company.iri}`;
  const MOST = 30;
  let asked = null;

  const all = () => {
    if (asked) return asked;
    asked = [];
    // A browser may refuse to keep anything for a file on disk.
    try {
      const found = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
      if (Array.isArray(found)) asked = found.filter((q) => typeof q?.query === "string" && typeof q.told === "number").slice(0, MOST);
    } catch {
      // Then it lasts as long as the page.
    }
    return asked;
  };

  // The same query again moves up.
  const add = (query, told) => {
    asked = [{ query, told }, ...all().filter((q) => q.query !== query)].slice(0, MOST);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(asked));
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
      ];
    });

  return { add, menu };
})();
