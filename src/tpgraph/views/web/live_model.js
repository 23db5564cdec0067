// Puts what the rules found of edited facts in the place of what the page was made with.
"use strict";

tp.liveModel = (() => {
  const { data } = tp;
  const { TPG } = tp.liveRow;
  // What the page was made with: it comes back when nothing is tried out any more.
  const { findings, touchpoints, recommendations, matrix, counts, plots } = data;
  const made = { findings, touchpoints, recommendations, matrix, counts, plots };
  const facts = data.company.facts;
  const network = tp.graph;
  let shown = null; // the run that is shown
  const told = new Map(made.findings.map((f) => [f.id, f]));

  const levelOf = (severity) => (severity >= 0.67 ? "high" : severity >= 0.34 ? "medium" : "low");
  const union = (lists) => [...new Set(lists.flat())].sort();
  const columnOf = (name) => tp.liveData.save.columns.find((c) => c.name === name);
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  const cellOf = (concerns, effective) => ({
    stages: union(concerns.map((c) => [...(data.stages.includes(c) ? [c] : []), ...(effective[c]?.stages ?? [])])),
    categories: union(concerns.map((c) => [...(data.categories.includes(c) ? [c] : []), ...(effective[c]?.category ?? [])])),
  });

  // What would settle an unknown: a cell of a touchpoint or a column of the company.
  const settling = (cell) => {
    const at = cell.indexOf("#");
    const [subject, name] = [cell.slice(0, at), cell.slice(at + 1)];
    const bound = name.startsWith("bound-") ? name.slice(6) : "";
    const key = bound ? "settle.bound" : `settle.${name}`;
    if (subject === data.company.iri && key in data.texts) return { subject, column: TPG + name, key, bound };
    return { subject, column: columnOf(name.replace(/^complete-/, ""))?.iri ?? TPG + name, complete: name.startsWith("complete-") };
  };

  const slotsOf = (raw, found, state) => {
    const area = raw.area ?? "";
    const source = TPG + raw.threshold_source;
    const column = tp.liveData.save.columns.find((c) => c.property === TPG + area)?.iri;
    return {
      columns: [...new Set(found.map(tp.livePlaces.columnOfFact).filter(Boolean))],
      area: column ?? (data.labels[TPG + area] ? TPG + area : (columnOf(area)?.iri ?? "")),
      other: union(found.map((f) => f.s)).filter((s) => s !== raw.company && !raw.concerns.includes(s)),
      platform: [...new Set(found.filter((f) => f.p === `${TPG}platform`).map((f) => f.o))],
      channel: state.rows.find((r) => r.id === raw.concerns[0])?.cells.channel ?? "",
      threshold_source: raw.threshold_source && data.labels[source] ? source : "",
    };
  };

  // Whether the company accepts it, and why: by the rule and what it is about.
  const acceptedBy = (raw, state) => {
    const name = (iri) => state.rows.find((r) => r.id === iri)?.cells.name;
    const isMeant = (a) => a.all || raw.concerns.some((c) => a.iris.includes(c) || (name(c) !== undefined && a.names.includes(tp.liveText.normalise(name(c)))));
    return tp.liveData.accepted.find((a) => a.rule === raw.rule && isMeant(a))?.said ?? null;
  };

  // A finding as the snapshot tells it. One that is as it was, of what is as it was, is not told anew.
  const tell = (raw, run, base, state) => {
    const was = told.get(raw.id);
    const cell = cellOf(raw.concerns, run.effective);
    const isTouched = raw.concerns.some((c) => state.touched.has(c)) || state.company.said.size > 0;
    if (was && !isTouched && same(raw, base.get(raw.id))) return { ...was, cell };
    const found = raw.facts.map((iri) => run.facts[iri]).filter(Boolean).map((f) => ({ ...f, source: tp.livePlaces.ofFact(f, state) }));
    const stated = found.filter((f) => f.source !== undefined);
    return tp.expand({
      id: raw.id,
      rule: raw.rule,
      status: raw.status,
      level: levelOf(raw.severity),
      severity: raw.severity,
      accepted: acceptedBy(raw, state),
      concerns: raw.concerns,
      cell,
      slots: slotsOf(raw, stated, state),
      facts: stated,
      sought: null,
      inferences: [],
      settled_by: raw.settled_by.map(settling),
      measured: raw.measured,
      threshold: raw.threshold,
      threshold_source: raw.threshold_source,
      margin: raw.margin,
      ...(raw.borderline ? { borderline: true } : {}),
      recommendations: was?.recommendations ?? [],
    });
  };

  // How the findings are derived: asked of the engine once they are shown. Of what is as it was,
  // the search may count otherwise, and a kind may be another.
  const prove = async (findings, state) => {
    const some = findings.length <= PROVED_WHOLE ? findings : findings.filter((f) => !told.has(f.id) || f.concerns.some((c) => state.touched.has(c)));
    const derived = (f) => f.facts.filter((fact) => fact.source === null);
    const proofs = await tp.liveEngine.prove(some.map((f) => ({ rule: f.rule, company: data.company.iri, concerns: f.concerns, facts: derived(f) })));
    for (const [i, f] of some.entries()) Object.assign(f, proofs[i]);
  };
  const PROVED_WHOLE = 400;

  const RANK = { gap: 0, unknown: 1, ok: 2 };
  const worstFirst = (a, b) => RANK[a.status] - RANK[b.status] || b.severity - a.severity || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);

  const matrixOf = (all, findings) => {
    const active = all.filter((t) => t.status === "active");
    const inside = (values, value) => (value === null ? !values.length : values.includes(value));
    const head = (rule, key) => (iri) => {
      const found = findings.find((f) => f.rule === rule && f.status !== "ok" && f.concerns.includes(iri));
      return { iri, status: found?.status ?? "ok", finding: found?.id ?? null, count: active.filter((t) => t[key].includes(iri)).length };
    };
    return {
      counts: [...data.categories, null].map((c) => [...data.stages, null].map((s) => active.filter((t) => inside(t.categories, c) && inside(t.stages, s)).length)),
      stage_heads: data.stages.map(head("stage-uncovered", "stages")),
      category_heads: data.categories.map(head("category-uncovered", "categories")),
    };
  };

  const show = () => {
    // In place: others hold on to it.
    Object.assign(tp.model, tp.buildModel());
    tp.search.forget();
    tp.network.reread();
    if (tp.state.selected && !tp.model.nodes.has(tp.state.selected) && !tp.cellOf(tp.state.selected) && !tp.handoverOf(tp.state.selected)) tp.state = { ...tp.state, selected: null };
    tp.store.refresh();
  };

  const put = async (state, run, base, edits) => {
    for (const { id, cells } of state.added) data.labels[id] = { "": cells.name };
    const findings = run.findings.filter((f) => f.status !== "ok").map((raw) => tell(raw, run, base, state)).sort(worstFirst);
    const proved = prove(findings, state);
    const open = new Set(findings.map((f) => f.id));
    const retired = new Set(edits.filter((e) => e.action === "retire").map((e) => e.target));
    // Until it is tried again: what it was for, or would be done to, may be gone.
    const recommendations = made.recommendations.filter((r) => r.addresses.some((id) => open.has(id)) && !r.edits.some((e) => retired.has(e.target)));
    const kept = new Set(recommendations.map((r) => r.id));
    for (const f of findings) f.recommendations = f.recommendations.filter((id) => kept.has(id));
    const all = tp.liveTouchpoints.all(made.touchpoints, state, run, findings);
    for (const t of all) if (t.type) data.labels[t.type] ??= tp.liveData.labels[t.type];
    const plots = tp.livePlots(run, all.map((t) => t.id));
    await proved;
    Object.assign(data, { findings, touchpoints: all, recommendations, plots, matrix: matrixOf(all, findings), counts: counted(run.findings) });
    data.company.facts = tp.liveCompany.facts(facts, state);
    tp.graph = tp.liveGraph(network, run);
    shown = run;
    show();
  };

  // The advice that is left when it has been tried again.
  const advise = (recommendations) => {
    Object.assign(data, { recommendations });
    for (const f of data.findings) f.recommendations = recommendations.filter((r) => r.addresses.includes(f.id)).map((r) => r.id);
    tp.graph = tp.liveGraph(network, shown);
    show();
  };

  const counted = (findings) => {
    const found = { gap: 0, unknown: 0, ok: 0 };
    for (const f of findings) found[f.status] += 1;
    return found;
  };

  const back = () => {
    if (data.findings === made.findings) return;
    Object.assign(data, made);
    data.company.facts = facts;
    tp.graph = network;
    show();
  };

  return { put, back, advise, advice: () => made.recommendations };
})();
