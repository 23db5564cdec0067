// The controls of the forms that try things out: fields, choices, several values, links.
"use strict";

tp.liveControls = (() => {
  const BLANK = "";
  const { NONE } = tp.liveRow;

  const field = (id, label, control) => tp.el("p", { class: "field" }, tp.el("label", { for: id }, label), control);
  const button = (id, text, act, props = {}) => tp.el("button", { type: "button", class: "button", id, "data-key": id, onclick: act, ...props }, text);
  const select = (id, options, value, act) => {
    const element = tp.el("select", { id, "data-key": id, onchange: () => act(element.value) }, options.map(([key, text]) => tp.el("option", { value: key }, tp.clip(tp.plain(text), 90))));
    element.value = value;
    return element;
  };
  const input = (id, value, act, props) => {
    const element = tp.el("input", { id, "data-key": id, dir: "auto", autocomplete: "off", oninput: () => act(element.value), ...props });
    element.value = value;
    return element;
  };
  const form = (key, id, submit, ...fields) =>
    tp.el(
      "form",
      {
        class: "try-form",
        "aria-labelledby": `${id}-title`,
        onsubmit: (event) => {
          event.preventDefault();
          submit();
        },
      },
      tp.el("h3", { id: `${id}-title` }, tp.t(key)),
      fields,
      tp.el("p", { id: `${id}-error`, class: "error", role: "alert" }),
    );
  const refuse = (id, text) => {
    tp.byId(`${id}-error`).textContent = text;
  };
  const sorted = (options) => {
    const collator = new Intl.Collator(tp.lang);
    return options.sort((a, b) => collator.compare(a[1], b[1]));
  };

  // Several of a few values: a box for each.
  const boxes = (id, label, options, draft) => {
    const held = () => draft.value.split("|").filter(Boolean);
    const box = ([value, text], n) => {
      const element = tp.el("input", {
        type: "checkbox",
        id: `${id}-${n}`,
        "data-key": `${id}-${n}`,
        onchange: () => (draft.value = options.map(([v]) => v).filter((v) => (v === value ? element.checked : held().includes(v))).join("|")),
      });
      element.checked = held().includes(value);
      return tp.el("label", { class: "try-box" }, element, " ", text);
    };
    return tp.el("fieldset", { class: "field try-boxes", id }, tp.el("legend", {}, label), tp.el("div", {}, options.map(box)));
  };

  // Several of many: what is held, each to be taken away, and one more to be added.
  const picks = (id, label, options, draft) => {
    const held = draft.value.split("|").filter(Boolean);
    const keep = (names) => {
      draft.value = names.join("|");
      tp.live.render();
    };
    const chip = (name, n) =>
      tp.el("li", {}, tp.el("bdi", { dir: "auto" }, tp.clip(name, 60)), tp.iconButton("close", tp.t("live.removeLink", { name: tp.clip(tp.plain(name), 60) }), { "data-key": `${id}-take-${n}`, onclick: () => keep(held.filter((other) => other !== name)) }));
    const rest = options.filter(([name]) => !held.includes(name));
    return [
      tp.el("div", { class: "field" }, tp.el("span", { class: "field-name" }, label), held.length ? tp.el("ul", { class: "try-picks" }, held.map(chip)) : tp.el("span", { class: "muted" }, tp.t("live.noLinks"))),
      rest.length ? field(id, tp.t("live.addLink"), select(id, [[BLANK, "…"], ...sorted(rest)], BLANK, (name) => name && keep([...held, name]))) : null,
    ];
  };

  // What a cell says: a value, that there is none, or nothing. Cells of a choice offer these beside
  // their values; any other asks first.
  const says = (id, draft, { none, blank }) =>
    none || blank
      ? field(
          `${id}-says`,
          tp.t("live.says"),
          select(`${id}-says`, [["value", tp.t("live.aValue")], ...(none ? [[NONE, tp.t("live.none")]] : []), ...(blank ? [[BLANK, tp.t("live.blank")]] : [])], draft.says, (value) => {
            draft.says = value;
            tp.live.render();
          }),
        )
      : null;

  // A draft of a cell begins with what the cell holds; another cell begins another draft.
  const drafts = new Map();
  const draft = (form_, cell, text) => {
    const known = drafts.get(form_);
    if (known?.cell === cell && known.from === text) return known;
    const begun = { cell, from: text, says: tp.liveText.isNone(text) ? NONE : "value", value: tp.liveText.isNone(text) ? "" : text };
    drafts.set(form_, begun);
    return begun;
  };
  const written = (one) => (one.says === "value" ? one.value : one.says);

  return { BLANK, NONE, field, button, select, input, form, refuse, sorted, boxes, picks, says, draft, written };
})();
