// The forms of the what-if: add a touchpoint, change or retire one, change the company.
"use strict";

tp.liveForm = (() => {
  const { field, button, select, input, form, refuse, sorted } = tp.liveControls;
  const chosen = { kind: "", stage: "", name: "" };

  // A kind's own name, with a number where it is taken.
  const freeName = (name) => {
    const isTaken = tp.liveCells.takenNames(tp.live.rows());
    if (!isTaken(name)) return name;
    let n = 2;
    while (isTaken(`${name} ${n}`)) n += 1;
    return `${name} ${n}`;
  };

  const adding = () => {
    const kinds = sorted(tp.liveData.kinds.map((k) => [k.text, tp.label(k.iri)]));
    const stages = tp.liveData.columns.stages.choices.map((c) => [c.text, tp.label(c.iri)]);
    chosen.kind ||= kinds[0][0];
    const kind = tp.liveRow.kindOf(chosen.kind);
    const submit = () => {
      const name = tp.liveText.clean(chosen.name).replace(/\s+/g, " ");
      if (name && freeName(name) !== name) return refuse("try-add", tp.t("live.nameTaken"));
      const cells = { type: kind.text };
      const given = name || freeName(kind.name);
      if (given !== kind.name) cells.name = given;
      if (chosen.stage) cells.stages = chosen.stage;
      chosen.name = "";
      tp.live.edit({ action: "add", target: null, cells });
    };
    return form(
      "live.add",
      "try-add",
      submit,
      field("try-kind", tp.t("live.kind"), select("try-kind", kinds, chosen.kind, (value) => (chosen.kind = value) && tp.live.render())),
      field("try-stage", tp.t("live.stage"), select("try-stage", [["", tp.t("live.asKind")], ...stages], chosen.stage, (value) => (chosen.stage = value))),
      field("try-name", tp.t("live.name"), input("try-name", chosen.name, (value) => (chosen.name = value), { type: "text", maxlength: "60" })),
      tp.el("button", { class: "button", "data-key": "try-add-do" }, tp.t("live.addDo")),
    );
  };

  return { forms: () => [adding(), tp.liveChange.render(), ...tp.liveChangeCompany.forms()], button, freeName };
})();
