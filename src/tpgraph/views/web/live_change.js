// The form by which a touchpoint is changed, cell by cell, or retired.
"use strict";

tp.liveChange = (() => {
  const { BLANK, NONE, field, button, select, input, form, refuse, sorted, boxes, picks, says, draft, written } = tp.liveControls;
  const ID = "try-change";
  const VALUE = "try-value";
  const MOST_BOXES = 12;
  // What the reader has chosen so far; it outlives each drawing.
  const chosen = { target: "", column: "satisfaction" };
  const choose = (key) => (value) => {
    chosen[key] = value;
    tp.live.render();
  };

  const label = (choice) => (choice.iri ? tp.label(choice.iri) : tp.t(choice.text === "yes" ? "value.yes" : "value.no"));

  // The control of a column's values; `asks` where none and blank are asked for beside it.
  const control = (name, entry, one, row) => {
    const put = (value) => (one.value = value);
    const name_ = tp.t("live.value");
    const asks = says(VALUE, one, { none: entry.none, blank: name !== "status" && !(entry.holds === "kind" && row.isNew) });
    if (one.says !== "value") return [asks];
    const choices = entry.choices?.map((c) => [c.text, label(c)]);
    if (choices && entry.parts && choices.length <= MOST_BOXES) return [asks, boxes(VALUE, name_, choices, one)];
    const options = choices ?? (entry.holds === "kind" ? sorted(tp.liveData.kinds.map((k) => [k.text, tp.label(k.iri)])) : entry.offered?.map((text) => [text, text]));
    if (options) {
      if (!options.some(([value]) => value === one.value)) one.value = options[0][0];
      return [asks, field(VALUE, name_, select(VALUE, options, one.value, put))];
    }
    if (entry.holds === "links") return [asks, picks(VALUE, name_, linkable(row), one)];
    if (entry.holds === "text") return [asks, field(VALUE, name_, input(VALUE, one.value, put, { type: "text", maxlength: "500" })), entry.parts ? tp.el("p", { class: "muted" }, tp.t("live.several")) : null];
    const limits = entry.holds === "number" ? tp.live.limits(row.id, name) : {};
    const props = entry.holds === "date" ? { type: "date", max: tp.data.as_of } : { type: "number", step: "any", min: limits.low ?? undefined, max: limits.high ?? undefined };
    return [asks, field(VALUE, name_, input(VALUE, one.value, put, props))];
  };

  // Whom a name alone can mean; a bar in it would part it.
  const linkable = (row) => {
    const names = tp.live.rows().map((r) => r.cells.name);
    return tp.live.rows().filter((r) => r.id !== row.id && !r.cells.name.includes("|") && names.filter((n) => n === r.cells.name).length === 1).map((r) => [r.cells.name, r.cells.name]);
  };

  // A number with at most two decimals: more might be read as thousands.
  const rounded = (text) => (text.trim() === "" || !Number.isFinite(Number(text)) ? text : String(Math.round(Number(text) * 100) / 100).replace(/^-0$/, "0"));

  // The text that a cell gets; throws where the column cannot hold it.
  const textOf = (name, entry, one, row) => {
    const text = tp.liveText.clean(entry.holds === "number" && one.says === "value" ? rounded(one.value) : written(one));
    if (one.says === "value" && tp.liveText.isBlank(text)) throw new Error("There is no value.");
    if (name !== "leads_to") tp.liveRow.read(name, text, entry.holds === "number" ? tp.live.limits(row.id, name) : undefined);
    return text;
  };

  const render = () => {
    const rows = tp.live.rows();
    if (!rows.length) return null;
    if (!rows.some((r) => r.id === chosen.target)) chosen.target = sorted(rows.map((r) => [r.id, r.cells.name]))[0][0];
    const row = rows.find((r) => r.id === chosen.target);
    const entry = tp.liveData.columns[chosen.column];
    const one = draft(ID, `${row.id}#${chosen.column}`, row.cells[chosen.column] ?? BLANK);
    const submit = () => {
      try {
        tp.live.edit({ action: "change", target: row.id, cells: { [chosen.column]: textOf(chosen.column, entry, one, row) } });
      } catch {
        const limits = entry.holds === "number" ? tp.live.limits(row.id, chosen.column) : {};
        refuse(ID, Number.isFinite(limits.high) ? tp.t("live.outOfRange", limits) : tp.t("live.badValue"));
      }
    };
    const isRetired = row.cells.status === tp.liveCells.retired();
    return form(
      "live.change",
      ID,
      submit,
      field("try-target", tp.t("live.touchpoint"), select("try-target", sorted(rows.map((r) => [r.id, r.cells.name])), chosen.target, choose("target"))),
      field("try-column", tp.t("live.column"), select("try-column", Object.entries(tp.liveData.columns).map(([name, c]) => [name, tp.label(c.iri)]), chosen.column, choose("column"))),
      control(chosen.column, entry, one, row),
      tp.el(
        "p",
        { class: "try-buttons" },
        tp.el("button", { class: "button", "data-key": "try-change-do" }, tp.t("live.changeDo")),
        isRetired ? null : button("try-retire", tp.t("live.retire"), () => tp.live.edit({ action: "retire", target: row.id, cells: {} })),
      ),
    );
  };

  // Opens the form at a cell: from what would settle a finding, or from advice.
  const at = (target, column) => Object.assign(chosen, { target, column: column in tp.liveData.columns ? column : chosen.column });

  return { render, at, NONE };
})();
