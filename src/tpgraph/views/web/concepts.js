// The concept view: the whole vocabulary as a tree, a search of its own, and the card of a concept.
"use strict";

tp.concepts = (() => {
  const { vocabulary } = tp;
  const MOST = 40;
  const root = tp.byId("view-concepts");
  let query = "";
  let failed = false;

  const found = () => {
    const results = tp.search.terms(query).filter((r) => !tp.state.used || vocabulary.used(r.id).length);
    const row = (result) =>
      tp.el(
        "li",
        {},
        tp.el(
          "button",
          { type: "button", class: "item found", "data-key": `found-${result.id}`, "data-id": result.id, "aria-current": result.id === tp.state.selected ? "true" : undefined, onclick: () => tp.select(result.id) },
          tp.el("span", { class: "item-name" }, tp.search.named(result, query)),
        ),
      );
    return results.length
      ? tp.el("ul", { class: "plain found-list", onkeydown: walk }, results.slice(0, MOST).map(row))
      : tp.el("p", { class: "muted" }, tp.t("search.none"));
  };

  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...root.querySelectorAll(".found")];
    const next = all.indexOf(document.activeElement) + step;
    if (next < 0) tp.byId("concept-find").focus();
    else all[Math.min(next, all.length - 1)]?.focus();
  };

  const list = () => {
    const box = tp.byId("concept-list");
    if (query.trim()) tp.fill(box, found());
    else {
      if (!tp.byId("concept-tree")) box.replaceChildren(tp.conceptTree.element());
      tp.byId("concept-tree").setAttribute("aria-label", tp.t("concepts.tree"));
      tp.conceptTree.show(tp.state.selected);
    }
  };

  const card = () => {
    const { selected } = tp.state;
    const isTerm = vocabulary.terms.has(selected);
    document.body.classList.toggle("on-term", isTerm || !selected);
    root.classList.toggle("has-card", isTerm);
    tp.fill(
      tp.byId("concept-card"),
      isTerm
        ? [tp.el("button", { type: "button", class: "link-button concept-back", "data-key": "concept-back", onclick: () => tp.select(null) }, tp.t("concepts.all")), tp.conceptCard(selected, tp.details.kit)]
        : tp.el("div", { class: "concept-start" }, tp.el("h2", {}, tp.t("view.concepts")), tp.el("p", {}, tp.t("concepts.start", { n: [...vocabulary.terms.values()].filter((t) => ["kind", "concept"].includes(t.sort)).length }))),
    );
  };

  const head = () => {
    const find = tp.el("input", { type: "search", id: "concept-find", class: "concept-find", dir: "auto", autocomplete: "off", spellcheck: "false", "data-key": "concept-find", "aria-label": tp.t("concepts.find"), placeholder: tp.t("concepts.find") });
    find.value = query;
    find.addEventListener("input", () => {
      query = find.value;
      list();
      const n = root.querySelectorAll(".found").length;
      if (query.trim()) tp.say(n ? tp.t("search.results", { n }) : tp.t("search.none"));
    });
    find.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        root.querySelector(".found, [role=treeitem][tabindex='0']")?.focus();
      } else if (event.key === "Enter") root.querySelector(".found")?.click();
      else if (event.key === "Escape" && query) {
        event.stopPropagation();
        event.preventDefault();
        query = find.value = "";
        list();
      }
    });
    return tp.el(
      "div",
      { class: "concept-head" },
      find,
      tp.el("label", { class: "option" }, tp.el("input", { type: "checkbox", "data-key": "concept-used", checked: tp.state.used, onchange: (e) => tp.set({ used: e.target.checked }) }), tp.el("span", { class: "option-name" }, tp.t("concepts.onlyUsed"))),
    );
  };

  const render = () => {
    if (!vocabulary.ready) {
      tp.fill(root, tp.el("p", { class: "muted" }, tp.t(failed ? "concepts.failed" : "concepts.loading")));
      if (!failed) {
        vocabulary.load().then(
          () => tp.state.view === "concepts" && render(),
          (error) => {
            console.error(error);
            failed = true;
            render();
          },
        );
      }
      return;
    }
    tp.fill(root, tp.el("div", { class: "concept-side" }, head(), tp.el("div", { id: "concept-list", class: "concept-list" })), tp.el("article", { id: "concept-card", class: "concept-card", tabindex: "-1", "aria-label": tp.t("details.title") }));
    card();
    list();
    root.dataset.ready = "true";
  };

  const mark = () => {
    if (!vocabulary.ready || !tp.byId("concept-card")) return;
    card();
    if (query.trim()) {
      for (const e of root.querySelectorAll(".found")) {
        if (e.dataset.id === tp.state.selected) e.setAttribute("aria-current", "true");
        else e.removeAttribute("aria-current");
      }
    } else list();
    tp.byId("concept-card").scrollTop = 0;
    // On a narrow screen the card has taken the place of the tree: it is read from its beginning.
    if (!tp.byId("concept-list").offsetParent) scrollTo(0, 0);
  };

  return { render, mark };
})();
