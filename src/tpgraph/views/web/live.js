// The what-if of a live page: edits in, the rules run again, map and lists follow, the difference out.
"use strict";

tp.VIEWS.push("whatif");

tp.live = (() => {
  const WHATS = ["closes", "opens", "makes_known", "makes_unknown", "unasked"];
  const STATUSES = ["gap", "unknown", "ok"];
  const SHOWN = 60;
  const root = tp.byId("view-whatif");
  const banner = tp.byId("changed");
  let base = null; // the findings without edits, by id
  let now = null; // { edits, state, outcome, found } of the edits that are shown
  let plain = null; // the state without edits
  let isRunning = false;
  let failure = "";
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const byId = (findings) => new Map(findings.map((f) => [f.id, f]));

  const run = (inventory) => tp.liveEngine.run(inventory, STATUSES);
  // Who waits until what is shown is what the edits come to.
  const waiting = [];
  const settle = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const settled = () => new Promise((resolve) => (document.documentElement.dataset.engine === "ready" && same(tp.state.edits, now.edits) ? resolve() : waiting.push(resolve)));

  const follow = async () => {
    if (isRunning || !base) return;
    isRunning = true;
    document.documentElement.dataset.engine = "busy";
    try {
      while (!same(tp.state.edits, now.edits)) await take(tp.state.edits);
    } finally {
      isRunning = false;
      document.documentElement.dataset.engine = "ready";
      draw();
      settle();
    }
    adviseSoon();
  };

  const take = async (edits) => {
    try {
      const state = tp.liveCells.apply(edits);
      const found = edits.length ? await run(tp.liveCells.ntriples(state.graph)) : null;
      failure = "";
      now = { edits, state, outcome: found && tp.liveOutcome.of(base, byId(found.findings), edits), found: found && byId(found.findings) };
      if (!same(edits, tp.state.edits)) return;
      tp.liveAdvice.stale();
      if (found) await tp.liveModel.put(state, found, base, edits);
      else tp.liveModel.back();
    } catch (error) {
      console.info(error);
      failure = String(error.message);
      now = { edits, state: plain, outcome: null, found: null };
      tp.liveModel.back();
    }
    tp.say(told());
  };

  // Advice takes longer: it comes after all else, once the reader pauses.
  let advised = null;
  const advise = async () => {
    const { edits, found } = now;
    if (!edits.length || !found || isRunning || advised === edits) return;
    advised = edits;
    document.documentElement.dataset.advice = "busy";
    const isStill = () => same(edits, tp.state.edits) && same(edits, now.edits);
    const kept = await tp.liveAdvice.again(tp.liveModel.advice(), edits, found, isStill);
    if (!kept) return;
    tp.liveModel.advise(kept);
    document.documentElement.dataset.advice = "ready";
  };
  const QUIET_MS = 1500;
  let pause = 0;
  const adviseSoon = () => {
    clearTimeout(pause);
    pause = setTimeout(() => advise().catch((error) => console.info(error)), QUIET_MS);
  };

  const told = () => {
    if (failure) return tp.t("live.failed", { why: failure });
    if (!now.outcome) return tp.t("live.nothing");
    return WHATS.filter((what) => now.outcome[what].length).map((what) => `${tp.t(`live.${what}`)}: ${tp.number(now.outcome[what].length)}`).join(" · ") || tp.t("live.noChange");
  };

  const edit = (one) => tp.set({ edits: [...tp.state.edits, one] });
  const reset = () => tp.set({ edits: [] });

  const start = async () => {
    root.replaceChildren(tp.el("p", { class: "muted" }, tp.t("live.loading")));
    try {
      tp.liveData = await (await tp.stored("tp-live")).json();
      for (const [iri, labels] of Object.entries(tp.liveData.labels)) tp.data.labels[iri] ??= labels;
      for (const [rule, texts] of Object.entries(tp.liveData.rule_texts)) tp.data.rules[rule] ??= texts;
      plain = tp.liveCells.apply([]);
      now = { edits: [], state: plain, outcome: null, found: null };
      // Before anybody asks: the first run is slow, since the engine is only then compiled to the end.
      const first = await run(tp.liveData.inventory);
      base = byId(first.findings);
      await follow();
    } catch (error) {
      console.info(error);
      failure = String(error.message);
      document.documentElement.dataset.engine = "failed";
      draw();
      settle();
    }
  };

  const line = (id) => {
    const raw = now.found.get(id) ?? base.get(id);
    const status = now.outcome.changes.get(id)[1] ?? "ok";
    const about = raw.concerns.filter((c) => c !== tp.data.company.iri).slice(0, 2);
    const comma = tp.lang === "fa" ? "، " : ", ";
    const words = [
      tp.glyph(status),
      tp.el("span", { class: "visually-hidden" }, `${tp.t(`status.${status}`)}: `),
      tp.el("span", { class: "item-name" }, tp.el("span", { class: "two" }, tp.text(tp.data.rules[raw.rule].title), tp.el("span", { class: "about" }, about.flatMap((a, i) => [i ? comma : "", tp.labelNode(a, 60)])))),
    ];
    if (!tp.model.nodes.has(id)) return tp.el("div", { class: "item is-gone" }, words);
    return tp.el("button", { type: "button", class: "item", "data-key": `try-${id}`, "data-id": id, onclick: () => tp.select(id) }, words);
  };

  const difference = () =>
    WHATS.filter((what) => now.outcome[what].length).map((what) =>
      tp.el(
        "section",
        { class: `try-group try-${what}`, "data-what": what },
        tp.el("h4", {}, tp.t(`live.${what}`), " ", tp.el("span", { class: "count" }, tp.number(now.outcome[what].length))),
        tp.el("ul", {}, now.outcome[what].slice(0, SHOWN).map((id) => tp.el("li", {}, line(id)))),
        now.outcome[what].length > SHOWN ? tp.el("p", { class: "muted" }, tp.t("live.more", { n: now.outcome[what].length - SHOWN })) : null,
      ),
    );

  const list = () =>
    tp.el(
      "ol",
      { class: "try-edits" },
      tp.state.edits.map((e, i) =>
        tp.el(
          "li",
          {},
          tp.el("span", {}, tp.liveWords(e)),
          tp.iconButton("close", tp.t("live.take"), { "data-key": `try-take-${i}`, onclick: () => tp.set({ edits: tp.state.edits.filter((_, j) => j !== i) }) }),
        ),
      ),
    );

  const buttons = () => [
    tp.liveForm.button("try-save", tp.t("live.save"), () => tp.liveFiles.save(now.state)),
    tp.liveForm.button("try-reset", tp.t("live.reset"), reset),
  ];

  const render = () => {
    root.setAttribute("aria-label", tp.t("view.whatif"));
    if (!tp.liveData || !base) {
      root.replaceChildren(tp.el("p", { class: "muted" }, failure ? tp.t("live.failed", { why: failure }) : tp.t("live.loading")));
      return;
    }
    const some = tp.state.edits.length;
    tp.fill(
      root,
      tp.el("h2", { class: "section-title" }, tp.t("live.title")),
      tp.el("p", { class: "muted" }, tp.t("live.about")),
      tp.el(
        "div",
        { class: "columns" },
        tp.el("div", { class: "try-forms" }, tp.liveForm.forms()),
        tp.el(
          "div",
          { class: "try-result" },
          tp.el("h3", {}, tp.t("live.edits")),
          some ? [list(), tp.el("p", { class: "try-buttons" }, buttons()), tp.el("p", { class: "muted" }, tp.t("live.saveAbout"))] : tp.el("p", { class: "muted" }, tp.t("live.nothing")),
          some ? tp.el("h3", {}, tp.t("live.difference")) : null,
          failure ? tp.el("p", { class: "note" }, tp.t("live.failed", { why: failure })) : null,
          now.outcome && same(now.edits, tp.state.edits) ? [now.outcome.changes.size ? difference() : tp.el("p", { class: "muted" }, tp.t("live.noChange")), tp.el("p", { class: "muted" }, tp.t("live.advice"))] : null,
        ),
      ),
    );
  };

  // On every view: what is seen there is not what was read.
  const renderBanner = () => {
    const some = tp.state.edits.length > 0;
    banner.hidden = !some;
    if (!some) return banner.replaceChildren();
    tp.fill(
      banner,
      tp.el("p", {}, tp.el("strong", {}, tp.t("live.banner", { n: tp.state.edits.length })), " ", tp.el("span", { id: "changed-told" }, now?.outcome || failure ? told() : tp.t("live.loading"))),
      tp.el(
        "p",
        { class: "try-buttons" },
        tp.state.view === "whatif" ? null : tp.el("button", { type: "button", class: "link-button", "data-key": "changed-show", onclick: () => tp.set({ view: "whatif" }) }, tp.t("live.show")),
        tp.el("button", { type: "button", class: "link-button", "data-key": "changed-reset", onclick: reset }, tp.t("live.reset")),
      ),
    );
  };

  const draw = () => {
    renderBanner();
    if (tp.state.view === "whatif") render();
  };

  tp.store.onChange((state, before) => {
    if (!before || before.lang !== state.lang || before.view !== state.view || !same(before.edits, state.edits)) draw();
    if (base && !same(state.edits, now.edits)) follow();
  });

  return {
    start,
    render,
    edit,
    settled,
    // The asserted facts of the moment, as N-Triples.
    asserted: () => tp.liveCells.ntriples(now.state.graph),
    rows: () => now.state.rows,
    declared: () => tp.liveCells.declared(now.state.graph),
    ofCompany: (key) => tp.liveCompany.current(now.state, key),
    limits: (target, column) => tp.liveRow.limits(now.state.graph.get(target), column),
    // For tests: what the edits that are shown come to.
    outcome: () => now?.outcome ?? null,
  };
})();
