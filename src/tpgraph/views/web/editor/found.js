// What a query found, lit on the map and in the network: all of it, or one row of the answer.
"use strict";

tp.found = (() => {
  const bar = tp.byId("found");
  let rows = null;

  // Of a row, what the page shows somewhere.
  const idsOf = (row) => row.filter((term) => typeof term === "string" && (tp.model.groups.has(term) || tp.model.nodes.has(term)));
  const idsIn = (answered) => new Set((answered ?? []).flatMap(idsOf));

  const found = () => {
    const { lit: which } = tp.state;
    if (!which || !rows) return null;
    return which === "all" ? idsIn(rows) : new Set(idsOf(rows[Number(which) - 1] ?? []));
  };
  // With a finding goes what it is about: the map shows many findings only as a number there.
  const lit = () => {
    const ids = found();
    return ids && new Set([...ids].flatMap((id) => [id, ...(tp.model.findings.get(id)?.concerns ?? [])]));
  };

  const shown = () => tp.state.lit && ["map", "network"].includes(tp.state.view);

  const draw = () => {
    bar.hidden = !shown();
    if (bar.hidden) return bar.replaceChildren();
    const button = (key, act) => tp.el("button", { type: "button", class: "link-button", "data-key": key, onclick: act }, tp.t(`editor.${key}`));
    tp.fill(
      bar,
      tp.el("p", {}, rows ? tp.t("editor.lit", { n: found().size }) : tp.t("editor.running")),
      tp.el(
        "p",
        { class: "try-buttons" },
        button("backToQuery", () => tp.set({ view: "sparql" })),
        button("unlight", () => tp.set({ lit: null })),
      ),
    );
  };

  const mark = () => {
    const { view } = tp.state;
    if (view === "map") tp.map.mark();
    if (view === "network") tp.network.mark();
    const [first] = lit() ?? [];
    if (view === "map" && first) reveal(lit());
  };

  // All of them may be hidden behind "+N", or lie out of sight.
  const reveal = (ids) => {
    const find = (id) => tp.byId("map").querySelector(`[data-id="${CSS.escape(id)}"]`);
    const places = [...ids].filter((id) => ["touchpoint", "gap", "unknown"].includes(tp.model.nodes.get(id)?.kind));
    const hidden = places.some(find) ? null : places[0];
    if (hidden) tp.map.reveal(hidden);
    places.map(find).find(Boolean)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  // The answer that is there now; null while there is none.
  const take = (answered) => {
    rows = answered;
    draw();
    if (shown()) mark();
  };

  const show = (view, which) => {
    tp.set({ view, lit: which, selected: null });
    tp.say(tp.t("editor.lit", { n: found()?.size ?? 0 }));
  };

  tp.store.onChange((state, before) => {
    const changed = !before || before.lit !== state.lit || before.view !== state.view;
    if (changed || before.lang !== state.lang) draw();
    // Once the view itself has been drawn.
    if (changed && (state.lit || before?.lit)) queueMicrotask(() => tp.network.mark && mark());
  });

  return { lit, take, show, idsOf, idsIn };
})();
