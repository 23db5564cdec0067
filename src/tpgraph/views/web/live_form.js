// The forms of the what-if: add a touchpoint, change or retire one, declare columns complete.
"use strict";

tp.liveForm = (() => {
  const ALL = "*";
  const BLANK = "";
  // What the reader has chosen so far; it outlives each drawing.
  const chosen = { kind: "", stage: "", name: "", target: "", column: "satisfaction", value: "", scope: "" };
  const collator = () => new Intl.Collator(tp.lang);

  const field = (id, label, control) => tp.el("p", { class: "field" }, tp.el("label", { for: id }, label), control);
  const select = (id, options, key) => {
    const element = tp.el(
      "select",
      {
        id,
        "data-key": id,
        onchange: () => {
          chosen[key] = element.value;
          if (key === "column") chosen.value = "";
          tp.live.render();
        },
      },
      options.map(([value, text]) => tp.el("option", { value }, tp.clip(tp.plain(text), 90))),
    );
    if (!options.some(([value]) => value === chosen[key])) chosen[key] = options[0]?.[0] ?? "";
    element.value = chosen[key];
    return element;
  };
  const input = (id, key, props) => {
    const element = tp.el("input", { id, "data-key": id, dir: "auto", autocomplete: "off", oninput: () => (chosen[key] = element.value), ...props });
    element.value = chosen[key];
    return element;
  };
  const button = (id, text, act, props = {}) => tp.el("button", { type: "button", class: "button", id, "data-key": id, onclick: act, ...props }, text);
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

  // A kind's own name, with a number where it is taken.
  const freeName = (name) => {
    const isTaken = tp.liveCells.takenNames(tp.live.rows());
    if (!isTaken(name)) return name;
    let n = 2;
    while (isTaken(`${name} ${n}`)) n += 1;
    return `${name} ${n}`;
  };

  const adding = () => {
    const kinds = tp.liveData.kinds.map((k) => [k.text, tp.label(k.iri)]).sort((a, b) => collator().compare(a[1], b[1]));
    const stages = tp.liveData.columns.stages.choices.map((c) => [c.text, tp.label(c.iri)]);
    const kindSelect = select("try-kind", kinds, "kind");
    const kind = tp.liveCells.kindOf(chosen.kind);
    const submit = () => {
      const name = chosen.name.replace(/\s+/g, " ").trim();
      if (name && freeName(name) !== name) return refuse("try-add", tp.t("live.nameTaken"));
      const own = kind.named ? "" : name;
      const cells = { type: kind.text };
      const given = own || freeName(kind.name);
      if (given !== kind.name) cells.name = given;
      if (chosen.stage) cells.stages = chosen.stage;
      chosen.name = "";
      tp.live.edit({ action: "add", target: null, cells });
    };
    return form(
      "live.add",
      "try-add",
      submit,
      field("try-kind", tp.t("live.kind"), kindSelect),
      field("try-stage", tp.t("live.stage"), select("try-stage", [["", tp.t("live.asKind")], ...stages], "stage")),
      kind.named ? null : field("try-name", tp.t("live.name"), input("try-name", "name", { type: "text", maxlength: "60" })),
      tp.el("button", { class: "button", "data-key": "try-add-do" }, tp.t("live.addDo")),
    );
  };

  const changing = () => {
    const rows = tp.live.rows();
    if (!rows.length) return null;
    const targets = rows.map((r) => [r.id, r.cells.name]).sort((a, b) => collator().compare(a[1], b[1]));
    const target = select("try-target", targets, "target");
    // The modality decides whether a kind is read from a name: only a stated kind is safe from that.
    const closed = new Set(tp.liveData.save.modality.includes(chosen.target) ? ["modality"] : []);
    const columns = Object.entries(tp.liveData.columns).filter(([name]) => !closed.has(name));
    const column = select("try-column", columns.map(([name, c]) => [name, tp.label(c.iri)]), "column");
    const entry = tp.liveData.columns[chosen.column];
    const limits = entry.holds === "number" ? tp.live.limits(chosen.target, chosen.column) : {};
    const value = entry.form
      ? input("try-value", "value", {
          type: entry.holds === "date" ? "date" : "number",
          step: entry.holds === "date" ? undefined : "any",
          min: limits.low ?? undefined,
          max: entry.holds === "date" ? tp.data.as_of : (limits.high ?? undefined),
        })
      : select(
          "try-value",
          [
            ...entry.choices.map((c) => [c.text, c.iri ? tp.label(c.iri) : tp.t(c.text === "yes" ? "value.yes" : "value.no")]),
            ...(entry.none ? [[tp.liveCells.NONE, tp.t("live.none")]] : []),
            ...(chosen.column === "status" ? [] : [[BLANK, tp.t("live.blank")]]),
          ],
          "value",
        );
    const submit = () => {
      const text = written(entry, limits, value.value);
      if (text === null) return refuse("try-change", limits.high === null || limits.high === undefined ? tp.t("live.badValue") : tp.t("live.outOfRange", limits));
      tp.live.edit({ action: "change", target: chosen.target, cells: { [chosen.column]: text } });
    };
    const isRetired = rows.find((r) => r.id === chosen.target).cells.status === tp.liveCells.retired();
    return form(
      "live.change",
      "try-change",
      submit,
      field("try-target", tp.t("live.touchpoint"), target),
      field("try-column", tp.t("live.column"), column),
      field("try-value", tp.t("live.value"), value),
      tp.el(
        "p",
        { class: "try-buttons" },
        tp.el("button", { class: "button", "data-key": "try-change-do" }, tp.t("live.changeDo")),
        isRetired ? null : button("try-retire", tp.t("live.retire"), () => tp.live.edit({ action: "retire", target: chosen.target, cells: {} })),
      ),
    );
  };

  // A value as a cell has it; null where the column cannot hold it. More than two decimals might be
  // read as thousands.
  const written = (entry, { low, high }, text) => {
    if (entry.holds !== "number" || text === BLANK) return entry.form && text === BLANK ? null : text;
    const number = Number(text);
    if (!Number.isFinite(number) || Math.abs(number) >= 1e12) return null;
    const rounded = String(Math.round(number * 100) / 100);
    return (low ?? -Infinity) <= number && number <= (high ?? Infinity) && /^-?\d+(\.\d+)?$/.test(rounded) ? rounded.replace(/^-0$/, "0") : null;
  };

  const declaring = () => {
    const declared = tp.live.declared();
    const open = tp.liveData.save.columns.filter((c) => !declared.includes(c.iri));
    if (!open.length) return null;
    const options = open.map((c) => [c.name, tp.label(c.iri)]).sort((a, b) => collator().compare(a[1], b[1]));
    const submit = () => {
      const complete = chosen.scope === ALL ? open.map((c) => c.name).join("|") : chosen.scope;
      tp.live.edit({ action: "change", target: tp.data.company.iri, cells: { complete } });
    };
    return form(
      "live.complete",
      "try-complete",
      submit,
      tp.el("p", { class: "muted" }, tp.t("live.completeAbout")),
      field("try-scope", tp.t("live.column"), select("try-scope", [[ALL, tp.t("live.allColumns")], ...options], "scope")),
      tp.el("button", { class: "button", "data-key": "try-complete-do" }, tp.t("live.completeDo")),
    );
  };

  return { forms: () => [adding(), changing(), declaring()], button };
})();
