// The list of visible items: what map and network show, for the keyboard and for screen readers.
"use strict";

// A button that selects a node; used wherever a node is named.
tp.itemButton = (id, { about = true, extra = null, className = "item" } = {}) => {
  const node = tp.model.nodes.get(id);
  const kind = node?.kind ?? "concept";
  return tp.el(
    "button",
    { type: "button", class: className, "data-key": `item-${id}`, "data-id": id, onclick: () => tp.select(id) },
    tp.glyph(kind),
    tp.el("span", { class: "visually-hidden" }, `${tp.t(`kind.${kind}`)}: `),
    tp.el("span", { class: "item-name" }, tp.nameNode(id, { withAbout: about })),
    extra,
  );
};

tp.items = (() => {
  // More than this would be slow to build, and nobody walks through it: search and filters narrow it.
  const MOST = 500;
  const ORDER = ["gap", "recommendation", "touchpoint", "unknown", "concept"];
  let ids = [];
  let active = 0;

  const shown = () => {
    const visible = tp.filters.visible();
    const nodes = [...visible].map((id) => tp.model.nodes.get(id)).filter((n) => tp.state.view === "network" || n.kind !== "concept");
    // Findings and recommendations come best first, touchpoints as listed: the sort is stable.
    return nodes.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)).map((n) => n.id);
  };

  const move = (event) => {
    const options = [...tp.byId("items").querySelectorAll("[role=option]")];
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      // In the network Enter opens what is selected already: what double click does on the picture.
      if (event.key === "Enter" && tp.state.view === "network" && tp.state.selected === ids[active]) tp.network.open(ids[active]);
      else tp.select(ids[active]);
      return;
    }
    if (!(event.key in steps) || !options.length) return;
    event.preventDefault();
    options[active]?.setAttribute("tabindex", "-1");
    active = Math.max(0, Math.min(options.length - 1, active + steps[event.key]));
    options[active].setAttribute("tabindex", "0");
    options[active].focus();
  };

  const render = () => {
    const all = shown();
    ids = all.slice(0, MOST);
    active = Math.max(0, ids.indexOf(tp.state.selected));
    const options = ids.map((id, i) => {
      const node = tp.model.nodes.get(id);
      return tp.el(
        "li",
        {
          role: "option",
          class: "item",
          tabindex: i === active ? "0" : "-1",
          "aria-selected": id === tp.state.selected ? "true" : "false",
          "data-key": `list-${id}`,
          "data-id": id,
          onclick: () => {
            active = i;
            tp.select(id);
          },
        },
        tp.glyph(node.kind),
        tp.el("span", { class: "visually-hidden" }, `${tp.t(`kind.${node.kind}`)}: `),
        tp.el("span", { class: "item-name" }, tp.nameNode(id)),
      );
    });
    tp.fill(
      tp.byId("items"),
      tp.el("h2", { class: "panel-title", id: "items-title" }, tp.t("list.title"), " ", tp.el("span", { class: "count" }, tp.number(all.length))),
      options.length
        ? tp.el("ul", { role: "listbox", class: "item-list", "aria-labelledby": "items-title", onkeydown: move }, options)
        : tp.el("p", { class: "muted" }, tp.t("map.nothing")),
      all.length > MOST ? tp.el("p", { class: "muted" }, tp.t("filter.shown", { n: MOST, total: all.length })) : null,
    );
  };

  const mark = () => {
    tp.byId("items").querySelectorAll("[role=option]").forEach((option, i) => {
      const selected = option.dataset.id === tp.state.selected;
      option.setAttribute("aria-selected", String(selected));
      if (selected) active = i;
    });
    tp.byId("items").querySelectorAll("[role=option]").forEach((option, i) => option.setAttribute("tabindex", i === active ? "0" : "-1"));
  };

  return { render, mark };
})();
