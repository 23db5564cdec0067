// Advice in a live page: tried again after each change, and tried out by the reader.
"use strict";

tp.liveAdvice = (() => {
  const STATUSES = ["gap", "unknown", "ok"];
  const EFFORTS = ["low", "medium", "high"];
  const MARK = /^\{.*\}$/;
  const company = tp.data.company.iri;
  let isNew = false; // whether the advice shown has been tried with the present changes

  // What stands for a fact that only the company knows, where advice is tried.
  const standIn = (target, column, text) => {
    if (text === "{date}") return tp.data.as_of;
    if (text === "{url}") return `https://${tp.liveText.normalise(target ?? "").replace(/[^a-z0-9]+/g, "").slice(-40) || "own"}.example`;
    return tp.liveData.placeholders[column]?.[text] ?? tp.liveData.placeholders[""][text] ?? text;
  };

  // The edits of a recommendation as this page makes them; `fill` gives a cell's text, undefined to
  // leave the cell out.
  const editsOf = (r, fill) => {
    const action = { add: "add", retire: "retire" }[r.action] ?? "change";
    return r.edits
      .map(({ target, cells }) => {
        if (action === "retire") return { action, target, cells: {} };
        const filled = Object.entries(cells).map(([column, text]) => [column, fill(target, column, text)]).filter(([, text]) => text !== undefined);
        const own = Object.fromEntries(filled);
        if (action !== "add") return { action, target, cells: own };
        const said = (k) => k.text === cells.type || tp.data.labels[k.iri]?.en === cells.type || tp.liveData.labels[k.iri]?.en === cells.type;
        const kind = tp.liveData.kinds.find(said);
        return kind && { action, target: null, cells: { ...own, type: kind.text, name: tp.liveForm.freeName(own.name ?? kind.name) } };
      })
      .filter((e) => e && (action === "retire" || Object.keys(e.cells).length));
  };

  // What a recommendation would do now; null where it cannot be tried here.
  const simulate = async (r, edits, found) => {
    let state;
    const tried = editsOf(r, standIn).map((e) => ({ ...e, hypothetical: e.action === "add" }));
    try {
      state = tp.liveCells.apply([...edits, ...tried]);
    } catch {
      return null;
    }
    const after = await tp.liveEngine.simulate(tp.liveCells.ntriples(state.graph), STATUSES);
    const { closes, opens, makes_known, unasked } = tp.liveOutcome.of(found, new Map(after.map((f) => [f.id, f])), tried);
    // What stands in for a fact settles it; which way it falls out is not foretold.
    const isStandIn = r.action === "record" && !r.edits.some((e) => "complete" in e.cells);
    return { closes, opens: isStandIn ? [] : opens, makes_known, unasked };
  };

  // The best first, as tpgraph orders them.
  const ordered = (advice, found) => {
    const closed = (r) => r.closes.reduce((sum, id) => sum + (found.get(id)?.severity ?? 0), 0) / Math.max(1, r.edits.length);
    const key = (r) => [-closed(r), r.opens.length, -r.makes_known.length, EFFORTS.indexOf(r.effort)];
    return [...advice].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      const at = x.findIndex((value, i) => value !== y[i]);
      return at < 0 ? (a.id < b.id ? -1 : 1) : x[at] - y[at];
    });
  };

  // Tries each recommendation again; null where the reader has gone on meanwhile.
  const again = async (advice, edits, found, isStill) => {
    isNew = false;
    const kept = [];
    for (const r of advice) {
      const outcome = await simulate(r, edits, found);
      if (!isStill()) return null;
      if (!outcome) continue;
      const done = new Set([...outcome.closes, ...outcome.makes_known]);
      const addresses = r.addresses.filter((id) => done.has(id));
      if (addresses.length) kept.push({ ...r, ...outcome, addresses });
    }
    isNew = true;
    return ordered(kept, found);
  };

  // By the reader: what is given is done, and what only the company knows is asked for.
  const tryOut = (r) => {
    const made = editsOf(r, (_, __, text) => (MARK.test(text) ? undefined : text));
    if (made.length && r.action !== "record") return tp.set({ edits: [...tp.state.edits, ...made], view: "whatif" });
    if (made.length && r.edits.every((e) => Object.values(e.cells).every((text) => !MARK.test(text)))) return tp.set({ edits: [...tp.state.edits, ...made], view: "whatif" });
    const { target, cells } = r.edits[0];
    const [column] = Object.keys(cells);
    if (target === company) tp.liveChangeCompany.at(column);
    else tp.liveChange.at(target, column);
    tp.set({ view: "whatif" });
    tp.byId(target === company ? "try-key" : "try-column")?.focus();
  };

  // Beside what a recommendation would do: whether that is of the present, and a way to see it.
  const beside = (r) => {
    if (!tp.liveData) return null;
    const note = tp.state.edits.length ? tp.el("p", { class: "muted", "data-advice": isNew ? "new" : "old" }, tp.t(isNew ? "live.adviceNew" : "live.adviceOld")) : null;
    return [note, tp.el("p", {}, tp.el("button", { type: "button", class: "button", "data-key": `try-advice-${r.id}`, onclick: () => tryOut(r) }, tp.t("live.tryOut")))];
  };

  const stale = () => (isNew = false);

  return { again, beside, simulate, stale };
})();
