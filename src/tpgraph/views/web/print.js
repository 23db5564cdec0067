// The page on paper: the map shrunk to one landscape page where it stays readable, lists after it.
"use strict";

tp.print = (() => {
  // What is left of the smaller of A4 and Letter, landscape, inside the margins (CSS pixels).
  const PAGE = { width: 960, height: 680 };
  const LEAST = 0.55; // below this the map goes on over several pages instead
  const MOST = 400; // entries of a list
  const root = tp.byId("print-lists");

  const entry = (id) => {
    const node = tp.model.nodes.get(id);
    return tp.el(
      "li",
      { class: "print-entry" },
      tp.glyph(node.kind),
      tp.el(
        "div",
        {},
        tp.el("b", {}, tp.text(node.of.title)),
        tp.isFinding(node)
          ? tp.el("span", { class: `level level-${node.of.level}` }, ` · ${tp.t("level.level")}: ${tp.t(`level.${node.of.level}`)}`)
          : tp.el("span", { class: "level" }, ` · ${tp.t("effort.effort")}: ${tp.t(`effort.${node.of.effort}`)}`),
        tp.el("p", {}, tp.text(node.of.message, { length: 500 })),
      ),
    );
  };

  const list = (title, ids) =>
    ids.length
      ? tp.el(
          "section",
          {},
          tp.el("h2", {}, title, tp.el("span", { class: "count" }, tp.number(ids.length))),
          tp.el("ul", {}, ids.slice(0, MOST).map(entry)),
          ids.length > MOST ? tp.el("p", {}, tp.t("filter.shown", { n: MOST, total: ids.length })) : null,
        )
      : null;

  const lists = () => {
    const nodes = [...tp.filters.visible()].map((id) => tp.model.nodes.get(id));
    const of = (kind) => nodes.filter((n) => n.kind === kind);
    tp.fill(
      root,
      list(tp.t("actions.gaps"), of("gap").sort(tp.bySeverity).map((n) => n.id)),
      list(tp.t("actions.recommendations"), of("recommendation").map((n) => n.id)),
    );
  };

  // How much the map must shrink for one page; as it shrinks, its lines may be longer.
  const measure = () => {
    const map = tp.byId("map");
    const style = document.documentElement.style;
    const before = { inline: map.style.inlineSize, position: map.style.position };
    map.style.position = "absolute";
    let chosen = null;
    for (let zoom = 1; zoom >= LEAST && !chosen; zoom -= 0.05) {
      map.style.inlineSize = `${Math.floor(PAGE.width / zoom)}px`;
      if (map.scrollHeight * zoom <= PAGE.height) chosen = zoom;
    }
    const zoom = chosen ?? 0.75;
    map.style.inlineSize = `${Math.floor(PAGE.width / zoom)}px`;
    // Arrows are drawn where the columns will stand on the page.
    tp.map.redraw();
    map.style.inlineSize = before.inline;
    map.style.position = before.position;
    style.setProperty("--print-zoom", zoom.toFixed(2));
    style.setProperty("--print-width", `${Math.floor(PAGE.width / zoom)}px`);
    document.body.classList.toggle("print-one-page", chosen !== null);
  };

  window.addEventListener("beforeprint", () => {
    if (tp.state.view === "map") {
      document.documentElement.classList.add("printing");
      measure();
    }
    if (tp.state.view !== "actions") lists();
  });
  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    root.replaceChildren();
    tp.map.redraw();
  });

  return { now: () => window.print() };
})();
