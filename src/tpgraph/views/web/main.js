// Puts the page together: header, tabs, legend, and who is drawn anew when something changes.
"use strict";

(() => {
  const { data } = tp;

  const renderFrame = () => {
    document.documentElement.lang = tp.lang;
    document.documentElement.dir = tp.isRtl() ? "rtl" : "ltr";
    document.title = `${tp.t("page.title")} · ${tp.clip(tp.plain(data.company.name), 80)}`;
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = tp.t(element.dataset.t);
    tp.byId("company").textContent = tp.clip(data.company.name, 120);
    tp.byId("subtitle").textContent = `${tp.t("page.title")} · ${tp.t("page.asOf", { date: tp.date(data.as_of) })}`;
    tp.byId("view").setAttribute("aria-label", tp.t(`view.${tp.state.view}`));
    tp.byId("side").setAttribute("aria-label", tp.t("details.title"));
    const language = tp.byId("language");
    language.setAttribute("aria-label", tp.t("page.language"));
    language.replaceChildren(...data.langs.map((lang) => tp.el("option", { value: lang, lang }, tp.languageName(lang))));
    language.value = tp.lang;
    tp.byId("legend").replaceChildren(
      tp.el("h2", { class: "visually-hidden" }, tp.t("legend.legend")),
      tp.el("ul", {}, ["touchpoint", "gap", "unknown", "recommendation", "concept"].map((kind) => tp.el("li", {}, tp.glyph(kind), tp.t(`kind.${kind}`)))),
    );
    tp.byId("side-handle").setAttribute("aria-label", tp.t("panel.width"));
    tp.search.render();
    renderTools();
  };

  // Undo, redo, filters, views, export: what the page can do wherever one is.
  const renderTools = () => {
    const tool = (id, icon, key, act, props) => tp.iconButton(icon, tp.t(key), { id, "data-key": id, onclick: act, ...props });
    tp.fill(
      tp.byId("tools"),
      tool("undo", "undo", "page.undo", () => undo(), { "aria-keyshortcuts": "Control+Z" }),
      tool("redo", "redo", "page.redo", () => redo(), { "aria-keyshortcuts": "Control+Y Control+Shift+Z" }),
      tool("filters-toggle", "filter", "filter.filters", () => tp.panels.toggle("filters"), { words: true, "aria-controls": "filters" }),
      tp.saved.menu(),
      tp.exports.menu(),
      tp.content.menu(),
    );
    tp.fill(tp.byId("side-tool"), tool("side-toggle", "panel", "page.side", () => tp.panels.toggle("side"), { "aria-controls": "side" }));
    renderHistory();
    tp.panels.render();
  };

  const renderHistory = () => {
    tp.byId("undo").setAttribute("aria-disabled", String(!tp.store.canUndo()));
    tp.byId("redo").setAttribute("aria-disabled", String(!tp.store.canRedo()));
  };

  const renderTabs = () => {
    const tabs = tp.byId("tabs");
    tabs.setAttribute("aria-label", tp.t("view.views"));
    tp.fill(
      tabs,
      tp.VIEWS.map((view) =>
        tp.el(
          "button",
          {
            type: "button",
            class: "tab",
            "data-key": `tab-${view}`,
            "aria-current": view === tp.state.view ? "page" : undefined,
            onclick: () => {
              tp.set({ view });
              tp.say(tp.t("say.view", { name: tp.t(`view.${view}`) }));
            },
          },
          tp.t(`view.${view}`),
        ),
      ),
    );
    // On a narrow screen not all tabs have room.
    if (tabs.scrollWidth > tabs.clientWidth) tabs.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const views = { map: [tp.map, tp.matrix], actions: [tp.actions], plots: [tp.plots], queries: [tp.queries], sparql: [tp.editor], compare: [tp.compare], network: [tp.network], concepts: [tp.concepts], whatif: [tp.live] };

  const renderView = () => {
    for (const view of tp.VIEWS) tp.byId(`view-${view}`).hidden = view !== tp.state.view;
    document.body.dataset.view = tp.state.view;
    for (const part of views[tp.state.view]) part.render();
  };

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  tp.store.onChange((state, before) => {
    const language = !before || before.lang !== state.lang || before.content !== state.content;
    const filters = !before || !same(before.filters, state.filters);
    const view = !before || before.view !== state.view;
    if (language) renderFrame();
    if (language || view) renderTabs();
    if (language || filters) tp.filters.render();
    const layout =
      !before ||
      before.handovers !== state.handovers ||
      before.used !== state.used ||
      ["folded", "cross", "around", "more", "cluster"].some((key) => !same(before[key], state[key]));
    if (language || filters || view || layout) renderView();
    if (language || filters || view) tp.items.render();
    if (language || !before || before.selected !== state.selected || before.step !== state.step) {
      tp.details.render();
      if (before && before.selected !== state.selected) {
        tp.byId("side").scrollTop = 0;
        tp.byId("details").scrollTop = 0;
      }
      for (const part of views[state.view]) part.mark?.();
      tp.items.mark();
    }
    if (language && before && state.view === "network") tp.network.relayout();
    renderHistory();
    if (!before) return;
    if (before.selected !== state.selected) tp.panels.onSelect(state.selected);
    if (filters) {
      const visible = tp.filters.visible().size;
      tp.say(tp.t("filter.shown", { n: visible, total: tp.model.nodes.size }));
    } else if (before.selected !== state.selected) {
      const pair = tp.handoverOf(state.selected);
      if (!state.selected) tp.say(tp.t("say.cleared"));
      else if (pair) tp.say(tp.flow.told(pair.from, pair.to));
      else if (!tp.cellOf(state.selected)) tp.say(tp.t("say.selected", { name: tp.name(state.selected) }));
    }
  });

  const { undo, redo } = tp.store;
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("input, textarea, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    (key === "y" || event.shiftKey ? redo : undo)();
  });

  tp.byId("language").addEventListener("change", (event) => tp.set({ lang: event.target.value }));
  tp.store.start();
  tp.live?.start();
  tp.panels.start();
  document.documentElement.dataset.ready = "true";
  performance.mark("tp-ready");
})();
