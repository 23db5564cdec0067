// Why a finding is what it is, and what a recommendation would change: step by step, each of which
// can light up what it speaks of on the map and in the network.
"use strict";

tp.proof = (() => {
  const { data, model } = tp;
  const known = (ids) => [...new Set(ids)].filter((id) => model.nodes.has(id));

  // The steps of a finding, in the order in which they are read: what is shown, what it speaks of.
  const stepsOf = (f) => [
    ...f.facts.map((fact) => ({ sort: "fact", of: fact, nodes: known([fact.s, fact.o]) })),
    ...f.inferences.map((i) => ({ sort: "inference", of: i, nodes: known([i.touchpoint, i.from, i.to, i.value]) })),
    ...(f.sought ? [{ sort: "sought", of: f.sought, nodes: known([...f.concerns, ...f.cell.stages, ...f.cell.categories]) }] : []),
    ...(f.measured !== null || f.threshold !== null ? [{ sort: "compared", of: f, nodes: known([f.id, ...f.concerns]) }] : []),
    ...f.evidence.map((e) => ({ sort: "evidence", of: e, nodes: known([f.id, ...f.concerns]) })),
  ];
  // Those of a recommendation are what it would close, open and make known.
  const outcomesOf = (r) =>
    ["closes", "makes_known", "opens", "unasked"]
      .filter((key) => r[key].length)
      .map((key) => ({ sort: key, nodes: known(r[key].flatMap((id) => [id, ...(model.findings.get(id)?.concerns ?? [])])) }));

  const steps = () => {
    const { selected } = tp.state;
    if (model.findings.has(selected)) return stepsOf(model.findings.get(selected));
    return model.recommendations.has(selected) ? outcomesOf(model.recommendations.get(selected)) : [];
  };

  // What the present step speaks of; nothing where nobody walks. The head of a stage or category
  // stands for what is found about it.
  const lit = () => {
    const step = tp.state.step === null ? null : steps()[tp.state.step];
    if (!step) return null;
    const heads = [...data.matrix.stage_heads, ...data.matrix.category_heads];
    return new Set([...step.nodes, ...heads.filter((h) => h.finding && step.nodes.includes(h.iri)).map((h) => h.finding)]);
  };

  const go = (n) => {
    const last = steps().length - 1;
    const step = n === null ? null : Math.max(0, Math.min(last, n));
    if (step === tp.state.step) return;
    tp.set({ step });
    if (step === null) return;
    const shown = tp.byId("details").querySelector(`[data-step="${step}"]`);
    shown?.scrollIntoView({ block: "nearest" });
    const [first] = lit() ?? [];
    if (tp.state.view === "map" && first) reveal();
    tp.say(`${tp.t("steps.of", { n: step + 1, total: last + 1 })}. ${shown?.textContent ?? ""}. ${tp.t("steps.lit", { n: steps()[step].nodes.length })}`);
  };

  // What is lit may be hidden behind "+N", or lie out of sight.
  const reveal = () => {
    const ids = [...lit()];
    const find = (id) => tp.byId("map").querySelector(`[data-id="${CSS.escape(id)}"]`);
    const hidden = ids.find((id) => !find(id) && ["touchpoint", "gap", "unknown"].includes(model.nodes.get(id)?.kind));
    if (hidden) tp.map.reveal(hidden);
    ids.map(find).find(Boolean)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  // The bar that walks: on a phone too it stays within reach.
  const walker = (total, start) => {
    if (!total) return null;
    const { step } = tp.state;
    const button = (key, icon, to, off) =>
      tp.el("button", { type: "button", class: "toggle", "data-key": `steps-${key}`, "aria-disabled": off ? "true" : undefined, onclick: () => !off && go(to) }, icon ? tp.icon(icon) : null, tp.t(`steps.${key}`));
    if (step === null) {
      return tp.el("div", { class: "steps-bar" }, tp.el("button", { type: "button", class: "toggle", "data-key": "steps-next", onclick: () => go(0) }, tp.icon("right"), tp.t(start)));
    }
    const walk = (event) => {
      const [on, back] = tp.isRtl() ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
      const to = { [on]: step + 1, [back]: step - 1, Home: 0, End: total - 1 }[event.key];
      if (to === undefined && event.key !== "Escape") return;
      event.preventDefault();
      go(event.key === "Escape" ? null : to);
    };
    return tp.el(
      "div",
      { class: "steps-bar walking", role: "group", "aria-label": tp.t("steps.walk"), onkeydown: walk },
      tp.el("span", { class: "steps-of" }, tp.t("steps.of", { n: step + 1, total })),
      button("previous", null, step - 1, step === 0),
      button("next", null, step + 1, step === total - 1),
      button("end", null, null, false),
    );
  };

  // Addresses in a pattern are long; their last part says enough here.
  const shortPattern = (pattern) => tp.clip(tp.plain(pattern.replace(/<https?:\/\/[^>]*[#/]([^>#/]+)>/g, "<$1>")), 900);
  const number = (value) => tp.number(value, { maximumFractionDigits: 3 });

  const fact = (f) => [
    tp.el("span", { class: "triple" }, tp.labelNode(f.s, 80), " · ", tp.el("i", {}, tp.property(f.p)), " · ", tp.el("b", {}, tp.value(f.o))),
    f.source ? tp.el("span", { class: "where" }, tp.place(f.source)) : null,
  ];
  const inference = (i) => tp.tNodes(i.basis === "axiom" ? "details.byAxiom" : "details.byType", { from: tp.labelNode(i.from), to: tp.labelNode(i.to) });
  const evidence = (e) => {
    const key = `evidence.${e.kind}`;
    return [tp.el("b", {}, tp.hasText(key) ? tp.t(key, { ref: tp.plain(e.ref) }) : tp.plain(e.ref)), tp.el("br"), tp.text(e.text)];
  };
  const pair = (term, ...value) => [tp.el("dt", {}, term), tp.el("dd", {}, value)];
  const compared = (f) =>
    tp.el(
      "dl",
      { class: "pairs" },
      f.measured === null ? null : pair(tp.t("details.measured"), number(f.measured)),
      f.threshold === null ? null : pair(tp.t("details.threshold"), number(f.threshold), f.threshold_source ? [" · ", f.slots.threshold_source ? tp.labelNode(f.slots.threshold_source) : tp.place(f.threshold_source)] : null),
      f.margin === null ? null : pair(tp.t("details.margin"), number(f.margin), f.borderline ? [" · ", tp.t("details.borderline")] : null),
    );
  const sought = (s) => [tp.el("code", { class: "pattern", dir: "ltr" }, shortPattern(s.pattern)), tp.el("p", { class: "found" }, tp.t("details.found", { n: s.count }))];

  // The part of the details that gives the derivation, each sort of step under its name.
  const ofFinding = (f, heading) => {
    const all = stepsOf(f).map((step, n) => ({ ...step, n }));
    const here = ({ n }) => ({ "data-step": n, class: tp.state.step === n ? "step-now" : undefined, "aria-current": tp.state.step === n ? "step" : undefined });
    const sorted = (sort) => all.filter((step) => step.sort === sort);
    const group = (title, sort, draw) => {
      const found = sorted(sort);
      return found.length ? tp.el("li", {}, tp.el("h4", {}, tp.t(title)), tp.el("ul", { class: "facts" }, found.map((step) => tp.el("li", here(step), draw(step.of))))) : null;
    };
    const alone = (title, sort, draw) => sorted(sort).map((step) => tp.el("li", here(step), tp.el("h4", {}, tp.t(title)), draw(step.of)));
    return tp.el(
      "section",
      { class: `part proof proof-${f.status}` },
      heading(tp.t("details.why")),
      walker(all.length, "steps.start"),
      tp.el(
        "ol",
        { class: "steps" },
        group("details.facts", "fact", fact) ?? tp.el("li", {}, tp.el("h4", {}, tp.t("details.facts")), tp.el("p", {}, tp.t("details.noFacts"))),
        group("details.inferred", "inference", inference),
        alone("details.sought", "sought", sought),
        alone("steps.compared", "compared", compared),
        group("details.rests", "evidence", evidence),
      ),
    );
  };

  // Before what a recommendation would change: a walk through it.
  const ofRecommendation = (r) => walker(outcomesOf(r).length, "steps.light");
  // Whether a part of the outcome is the one that is lit.
  const isNow = (sort) => tp.state.step !== null && steps()[tp.state.step]?.sort === sort;

  return { ofFinding, ofRecommendation, isNow, lit, go };
})();

// What is lit in the views: a step of a derivation, else what a query has found; null for nothing.
tp.lit = () => tp.proof.lit() ?? tp.found?.lit() ?? null;
