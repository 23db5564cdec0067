// Chips: touchpoints, recommendations and findings where they stand on the map, folded where many.
"use strict";

tp.chips = (() => {
  // Places whose chips are all shown.
  const expanded = new Set();
  // For a picture of the whole map nothing is folded.
  let whole = false;

  const badge = (ids) => {
    const kind = ids.some((id) => tp.model.nodes.get(id).kind === "gap") ? "gap" : "unknown";
    const n = ids.filter((id) => tp.model.nodes.get(id).kind === kind).length;
    return tp.el(
      "span",
      { class: `badge badge-${kind}` },
      tp.glyph(kind),
      tp.el("span", { "aria-hidden": "true" }, tp.number(n)),
      tp.el("span", { class: "visually-hidden" }, ` ${tp.t(`kinds.${kind}`)}: ${tp.number(n)}`),
    );
  };

  const chip = (id, cell, badges, withAbout) => {
    const node = tp.model.nodes.get(id);
    const status = node.kind === "touchpoint" && node.status !== "active" ? node.status : null;
    const name =
      node.kind === "recommendation" && node.of.action === "add"
        ? [
            tp.text(tp.recommendationTexts(node.of), { length: 90, narrow: true }),
            node.of.kinds.length > 1
              ? tp.el("span", { class: "or-more" }, ` +${tp.number(node.of.kinds.length - 1)}`)
              : null,
          ]
        : tp.nameNode(id, { clip: 90, withAbout, narrow: true });
    // Letters are a little narrower than a digit, by which the style reckons.
    const word = Math.max(...tp.clip(tp.name(id), 90).split(/[\s\u00ad-]/).map((part) => part.length));
    return tp.el(
      "button",
      {
        type: "button",
        class: `chip chip-${node.kind}${status ? ` is-${status}` : ""}`,
        style: badges?.length || status ? `--word: ${word}` : null,
        tabindex: "-1",
        "data-stop": true,
        "data-id": id,
        "data-key": `${cell}/${id}`,
        "aria-pressed": String(tp.state.selected === id),
        // What four lines do not hold.
        title: node.kind === "touchpoint" && node.of.name.length > 40 ? tp.clip(tp.plain(node.of.name), 300) : null,
        onclick: () => tp.select(id),
      },
      tp.glyph(node.kind),
      tp.el("span", { class: "visually-hidden" }, `${tp.t(`kind.${node.kind}`)}: `),
      tp.el("span", { class: "chip-name" }, name),
      status ? tp.el("span", { class: "chip-status" }, tp.t(`life.${status}`)) : null,
      badges?.length ? badge(badges) : null,
    );
  };

  const isUnknown = (id) => tp.model.nodes.get(id).kind === "unknown";

  // Chips, and a button for those that are too many. What is unknown of a head or of the company is
  // only counted, for gaps to be seen, until the reader asks for it.
  const chips = (ids, key, few, badges, withAbout = true) => {
    const open = whole || expanded.has(key);
    const fold = badges.size === 0 && ids.some(isUnknown) && !tp.state.filters.kind.includes("unknown");
    const ready = fold ? [...ids].sort((a, b) => isUnknown(a) - isUnknown(b)) : ids;
    const first = fold ? Math.min(few, ready.findIndex(isUnknown)) : few;
    const folded = open || (!fold && ids.length <= few + 1) ? 0 : ids.length - first;
    const shown = folded ? ready.slice(0, first) : ready;
    const onlyUnknown = fold && ready.slice(first).every(isUnknown);
    const more = folded || (open && !whole)
      ? tp.el(
          "button",
          {
            type: "button",
            class: "more",
            tabindex: "-1",
            "data-stop": true,
            "data-key": `${key}/more`,
            "aria-expanded": String(open),
            onclick: () => toggle(key),
          },
          open
            ? tp.t("map.less")
            : onlyUnknown
              ? [tp.glyph("unknown"), ` ${tp.t("map.unknown", { n: folded })}`]
              : `+ ${tp.t("map.more", { n: folded })}`,
        )
      : null;
    return ids.length ? tp.el("div", { class: "chips" }, shown.map((id) => chip(id, key, badges.get(id), withAbout)), more) : null;
  };

  const toggle = (key) => {
    if (!expanded.delete(key)) expanded.add(key);
    tp.map.render();
  };

  return {
    chip,
    chips,
    badge,
    expanded,
    toggle,
    setWhole: (on) => {
      whole = on;
    },
  };
})();
