// The forms by which the company is changed: its keys and bounds, and which columns are complete.
"use strict";

tp.liveChangeCompany = (() => {
  const { BLANK, field, select, input, form, refuse, sorted, boxes, says, draft, written } = tp.liveControls;
  const ID = "try-company";
  const VALUE = "try-company-value";
  const ALL = "*";
  const MOST_BOXES = 12;
  const chosen = { key: "goals", scope: ALL };
  const choose = (key) => (value) => {
    chosen[key] = value;
    tp.live.render();
  };
  const company = () => tp.data.company.iri;
  const named = (key) => tp.t(key.startsWith(tp.liveCompany.BOUND) ? `live.${key}` : `fact.${key}`);

  const control = (key, entry, one) => {
    const put = (value) => (one.value = value);
    const asks = says(VALUE, one, { none: entry.holds === "concept", blank: true });
    const label = tp.t("live.value");
    if (one.says !== "value") return [asks];
    const yesNo = [["yes", tp.t("value.yes")], ["no", tp.t("value.no")]];
    const choices = entry.holds === "yesno" ? yesNo : entry.choices?.map((c) => [c.text, tp.label(c.iri)]);
    if (choices && !entry.one && choices.length <= MOST_BOXES) return [asks, boxes(VALUE, label, choices, one)];
    if (choices) {
      if (!choices.some(([value]) => value === one.value)) one.value = choices[0][0];
      return [asks, field(VALUE, label, select(VALUE, choices, one.value, put))];
    }
    const props = entry.holds === "number" ? { type: "number", step: "any", min: entry.signed ? undefined : 0, max: entry.high ?? undefined } : { type: "text", maxlength: "200" };
    return [asks, field(VALUE, label, input(VALUE, one.value, put, props)), tp.el("p", { class: "muted" }, tp.text(entry.about))];
  };

  const changing = () => {
    const entry = tp.liveData.company[chosen.key];
    const one = draft(ID, chosen.key, tp.live.ofCompany(chosen.key));
    const submit = () => {
      const text = tp.liveText.clean(written(one));
      try {
        if (one.says === "value") tp.liveCompany.read(chosen.key, text);
        tp.live.edit({ action: "change", target: company(), cells: { [chosen.key]: text } });
      } catch {
        refuse(ID, tp.t("live.badKey"));
      }
    };
    return form(
      "live.company",
      ID,
      submit,
      field("try-key", tp.t("live.key"), select("try-key", Object.keys(tp.liveData.company).map((key) => [key, named(key)]), chosen.key, choose("key"))),
      control(chosen.key, entry, one),
      tp.el("button", { class: "button", "data-key": "try-company-do" }, tp.t("live.changeDo")),
    );
  };

  const declaring = () => {
    const declared = tp.live.declared();
    const open = tp.liveData.save.columns.filter((c) => !declared.includes(c.iri));
    if (!open.length) return null;
    const options = [[ALL, tp.t("live.allColumns")], ...sorted(open.map((c) => [c.name, tp.label(c.iri)]))];
    if (!options.some(([name]) => name === chosen.scope)) chosen.scope = ALL;
    const submit = () => {
      const complete = chosen.scope === ALL ? open.map((c) => c.name).join("|") : chosen.scope;
      tp.live.edit({ action: "change", target: company(), cells: { complete } });
    };
    return form(
      "live.complete",
      "try-complete",
      submit,
      tp.el("p", { class: "muted" }, tp.t("live.completeAbout")),
      field("try-scope", tp.t("live.column"), select("try-scope", options, chosen.scope, choose("scope"))),
      tp.el("button", { class: "button", "data-key": "try-complete-do" }, tp.t("live.completeDo")),
    );
  };

  // Opens the form at a key.
  const at = (key) => {
    if (key in tp.liveData.company) chosen.key = key;
  };

  return { forms: () => [changing(), declaring()], named, at };
})();
