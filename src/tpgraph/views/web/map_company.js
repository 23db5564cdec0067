// What concerns the company as a whole: two lines above the map, where equal advice is said once.
"use strict";

tp.company = (() => {
  const LINES = 2;
  const NEAR = 8; // pixels between the middles of what stands on one line, at most
  const UNKNOWN = "company/unknown-shown";
  const NAMED = 3; // of a group's members, before "…"

  // Equal titles make one group.
  const grouped = (ids) => {
    const groups = new Map();
    for (const id of ids) {
      const node = tp.model.nodes.get(id);
      const key = `${node.kind}:${node.of.rule}:${tp.choose(node.of.title)[0]}:${node.of.action === "add" ? id : ""}`;
      if (groups.has(key)) groups.get(key).push(id);
      else groups.set(key, [id]);
    }
    return [...groups].map(([key, members]) => ({ key: `company/${key}`, members }));
  };

  const groupChip = ({ key, members }) => {
    const node = tp.model.nodes.get(members[0]);
    const open = tp.chips.expanded.has(key);
    const abouts = [...new Set(members.map((id) => tp.about(tp.model.nodes.get(id))).filter(Boolean))];
    const comma = tp.contentLang() === "fa" ? "، " : ", ";
    const few = abouts.slice(0, NAMED).join(comma) + (abouts.length > NAMED ? `${comma}…` : "");
    return tp.el(
      "button",
      {
        type: "button",
        class: `chip chip-${node.kind} chip-group`,
        "data-key": key,
        "aria-expanded": String(open),
        "aria-controls": open ? "company-members" : undefined,
        onclick: () => {
          for (const other of tp.chips.expanded) if (other !== key && other.startsWith("company/") && other !== UNKNOWN) tp.chips.expanded.delete(other);
          tp.chips.toggle(key);
        },
      },
      tp.glyph(node.kind),
      tp.el("span", { class: "visually-hidden" }, `${tp.t(`kinds.${node.kind}`)}: `),
      tp.el(
        "span",
        { class: "chip-name" },
        tp.text(node.of.title, { length: 90 }),
        tp.el("span", { class: "count" }, tp.number(members.length)),
        few ? tp.el("span", { class: "about" }, few) : null,
      ),
      tp.icon("down"),
    );
  };

  // The members of the group that is open: each by what it is about, since the title is said once.
  const members = (group) =>
    tp.el(
      "ul",
      { class: "company-members", id: "company-members" },
      group.members.map((id) => {
        const node = tp.model.nodes.get(id);
        return tp.el(
          "li",
          {},
          tp.el(
            "button",
            { type: "button", class: `chip chip-${node.kind}`, "data-id": id, "data-key": `member/${id}`, "aria-pressed": String(tp.state.selected === id), onclick: () => tp.select(id) },
            tp.glyph(node.kind),
            tp.el("span", { class: "chip-name" }, tp.about(node) || tp.text(node.of.title, { length: 90 })),
          ),
        );
      }),
    );

  const render = (ids) => {
    if (!ids.length) return null;
    // What is unknown is only counted, for gaps to be seen, until the reader asks for it.
    const isUnknown = (id) => tp.model.nodes.get(id).kind === "unknown";
    const unknown = ids.filter(isUnknown);
    const asked = tp.chips.expanded.has(UNKNOWN) || tp.state.filters.kind.includes("unknown");
    const groups = grouped([...ids.filter((id) => !isUnknown(id)), ...(asked ? unknown : [])]);
    const chips = groups.map((group) => {
      const element = group.members.length > 1 ? groupChip(group) : tp.chips.chip(group.members[0], "company", null, true);
      element.setAttribute("tabindex", "0");
      return element;
    });
    if (unknown.length && !asked) {
      chips.push(tp.el("button", { type: "button", class: "more", "data-key": UNKNOWN, "aria-expanded": "false", onclick: () => tp.chips.toggle(UNKNOWN) }, tp.glyph("unknown"), ` ${tp.t("map.unknown", { n: unknown.length })}`));
    }
    const open = groups.find((g) => g.members.length > 1 && tp.chips.expanded.has(g.key));
    const more = tp.el("button", { type: "button", class: "more", "data-key": "company/more", "aria-expanded": String(tp.chips.expanded.has("company")), onclick: () => tp.chips.toggle("company") });
    return tp.el(
      "div",
      { class: "company-strip", role: "group", "aria-label": tp.t("map.company") },
      tp.el("h2", { class: "strip-title" }, tp.t("map.company")),
      tp.el("div", { class: "company-body" }, tp.el("div", { class: "chips" }, chips, more), open ? members(open) : null),
    );
  };

  // What does not fit on two lines waits behind "more".
  const fit = () => {
    const list = tp.byId("map").querySelector(".company-body > .chips");
    if (!list) return;
    const more = list.lastElementChild;
    const chips = [...list.children].slice(0, -1);
    const all = tp.chips.expanded.has("company");
    for (const chip of chips) chip.hidden = false;
    // What stands on one line has its middle at one height; chips and buttons differ in size.
    const line = (element) => element.offsetTop + element.offsetHeight / 2;
    const lines = chips.map(line).sort((a, b) => a - b).filter((y, i, all) => !i || y - all[i - 1] > NEAR);
    if (lines.length <= LINES) {
      more.hidden = true;
      if (all) tp.chips.expanded.delete("company");
      return;
    }
    more.hidden = false;
    if (all) {
      more.textContent = tp.t("map.less");
      return;
    }
    let hidden = 0;
    const tell = () => {
      more.textContent = `+ ${tp.t("map.more", { n: hidden })}`;
    };
    tell();
    const limit = lines[LINES - 1] + NEAR;
    for (const chip of chips.toReversed()) {
      if (line(chip) <= limit && line(more) <= limit) break;
      // One that is selected or open stays in sight.
      chip.hidden = true;
      hidden += 1;
      tell();
    }
  };

  return { render, fit };
})();
