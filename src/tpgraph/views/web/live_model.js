// Puts what the rules found of edited facts in the place of what the page was made with.
"use strict";

tp.liveModel = (() => {
  const { data } = tp;
  const { TPG } = tp.liveCells;
  // What the page was made with: it comes back when nothing is tried out any more.
  const made = { findings: data.findings, touchpoints: data.touchpoints, recommendations: data.recommendations, matrix: data.matrix, counts: data.counts };
  const network = tp.graph;
  const told = new Map(made.findings.map((f) => [f.id, f]));
  const SHAPES = { touchpoint: ["square", 15], gap: ["diamond", 18], unknown: ["dot", 11] };

  const levelOf = (severity) => (severity >= 0.67 ? "high" : severity >= 0.34 ? "medium" : "low");
  const union = (lists) => [...new Set(lists.flat())].sort();
  const columnOf = (name) => tp.liveData.save.columns.find((c) => c.name === name);

  const cellOf = (concerns, effective) => ({
    stages: union(concerns.map((c) => (data.stages.includes(c) ? [c] : (effective[c]?.stages ?? [])))),
    categories: union(concerns.map((c) => (data.categories.includes(c) ? [c] : (effective[c]?.categories ?? [])))),
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

  const slotsOf = (raw, facts) => {
    const area = raw.area ?? "";
    const columnIn = (f) => ([`${TPG}complete`, `${TPG}statedNone`].includes(f.p) ? f.o : tp.liveData.save.columns.find((c) => c.property === f.p)?.iri);
    const source = TPG + raw.threshold_source;
    const column = tp.liveData.save.columns.find((c) => c.property === TPG + area)?.iri;
    return {
      columns: [...new Set(facts.map(columnIn).filter(Boolean))],
      area: column ?? (data.labels[TPG + area] ? TPG + area : (columnOf(area)?.iri ?? "")),
      other: union(facts.map((f) => f.s)).filter((s) => s !== raw.company && !raw.concerns.includes(s)),
      platform: [...new Set(facts.filter((f) => f.p === `${TPG}platform`).map((f) => f.o))],
      channel: "",
      threshold_source: raw.threshold_source && data.labels[source] ? source : "",
    };
  };

  // A finding as the snapshot tells it. One that is as it was keeps its proof.
  const tell = (raw, now, base) => {
    const was = told.get(raw.id);
    const cell = cellOf(raw.concerns, now.effective);
    if (was && JSON.stringify(raw) === JSON.stringify(base.get(raw.id))) return { ...was, cell };
    const facts = raw.facts.map((iri) => now.facts[iri]).filter(Boolean);
    return tp.expand({
      id: raw.id,
      rule: raw.rule,
      status: raw.status,
      level: levelOf(raw.severity),
      severity: raw.severity,
      accepted: was?.accepted ?? null,
      concerns: raw.concerns,
      cell,
      slots: slotsOf(raw, facts),
      facts: facts.map((f) => ({ ...f, source: null })),
      sought: null,
      inferences: [],
      settled_by: raw.settled_by.map(settling),
      measured: raw.measured,
      threshold: raw.threshold,
      threshold_source: raw.threshold_source,
      margin: raw.margin,
      borderline: raw.borderline,
      recommendations: was?.recommendations ?? [],
    });
  };

  const RANK = { gap: 0, unknown: 1, ok: 2 };
  const worstFirst = (a, b) => RANK[a.status] - RANK[b.status] || b.severity - a.severity || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);

  // The values of a cell as the snapshot tells them: terms, or what is written.
  const cellsOf = (lines, was, names) => {
    const changed = new Map(names.map((name) => [columnOf(name).iri, columnOf(name)]));
    const kept = (was?.cells ?? []).filter((c) => !changed.has(c.column));
    for (const { iri, property } of changed.values()) {
      const values = tp.liveCells
        .valuesOf(lines, property)
        .filter((o) => o !== `<${TPG}Touchpoint>`)
        .map((o) => (o.startsWith("<") ? o.slice(1, -1) : /^"((?:[^"\\]|\\.)*)"/.exec(o)[1]));
      const isNone = tp.liveCells.irisOf(lines, `${TPG}statedNone`).includes(iri);
      if (values.length || isNone) kept.push({ column: iri, values, source: "stated", place: "" });
    }
    return kept;
  };

  const touchpoints = (state, now, edits, findings) => {
    const concerning = new Map();
    for (const f of findings) for (const c of f.concerns) concerning.set(c, [...(concerning.get(c) ?? []), f.id]);
    // A planned or retired touchpoint covers nothing, but it still has its place.
    const place = (iri, key, lines, property) => {
      const found = now.effective[iri]?.[key];
      return found ? [...found].sort() : tp.liveCells.irisOf(lines, TPG + property);
    };
    const names = (iri) => [...new Set(edits.filter((e) => e.target === iri).flatMap((e) => (e.action === "retire" ? ["status"] : Object.keys(e.cells))))];
    const known = new Map(made.touchpoints.map((t) => [t.id, t]));
    const one = (id, name, type, columns) => {
      const was = known.get(id);
      const lines = state.graph.get(id);
      return {
        ...was,
        id,
        name,
        type,
        status: now.effective[id]?.status ?? was?.status ?? "unknown",
        stages: place(id, "stages", lines, "stage"),
        categories: place(id, "categories", lines, "category"),
        modalities: place(id, "modalities", lines, "modality"),
        cells: columns.length ? cellsOf(lines, was, columns) : was.cells,
        links: was?.links ?? [],
        findings: concerning.get(id) ?? [],
      };
    };
    const added = state.added.map(({ iri, name, kind }) => {
      const row = state.rows.find((r) => r.id === iri);
      return one(iri, name, kind, Object.keys(row.cells).filter((c) => c !== "name"));
    });
    return [...made.touchpoints.map((t) => one(t.id, t.name, t.type, names(t.id))), ...added];
  };

  const matrix = (all, findings) => {
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

  // The network: what is gone leaves it; what is new stands near what it belongs to.
  const graph = (all, findings, recommendations) => {
    const concepts = new Set(["stage", "category", "modality", "goal", "kind"]);
    const there = new Set([...all, ...findings, ...recommendations].map((x) => x.id));
    const nodes = network.nodes.filter((n) => concepts.has(n.group) || there.has(n.id));
    const places = new Map(nodes.map((n) => [n.id, n]));
    const edges = network.edges.filter((e) => places.has(e.from) && places.has(e.to));
    const add = (id, group, near, kind) => {
      const ends = near.filter((other) => places.has(other));
      const of = (axis) => ends.reduce((sum, other) => sum + places.get(other)[axis], 0) / Math.max(1, ends.length);
      const turn = nodes.length * 2.4; // the golden angle: neighbours that come one after the other stand apart
      const [shape, size] = SHAPES[group];
      const node = { id, group, shape, size, x: Math.round(of("x") + 90 * Math.cos(turn)), y: Math.round(of("y") + 90 * Math.sin(turn)) };
      nodes.push(node);
      places.set(id, node);
      for (const to of ends) edges.push({ from: id, to, kind, arrows: "to" });
    };
    for (const t of all) if (!places.has(t.id)) add(t.id, "touchpoint", [...t.stages, ...t.categories, ...t.modalities], "has");
    for (const f of findings) if (f.status !== "ok" && !places.has(f.id)) add(f.id, f.status, f.concerns, "concerns");
    for (const f of findings) if (places.has(f.id) && f.status in SHAPES) [places.get(f.id).group, places.get(f.id).shape, places.get(f.id).size] = [f.status, ...SHAPES[f.status]];
    return { ...network, nodes: nodes.map((n) => ({ ...n })), edges };
  };

  const show = () => {
    // In place: others hold on to it.
    Object.assign(tp.model, tp.buildModel());
    tp.search.forget();
    tp.network.reread();
    if (tp.state.selected && !tp.model.nodes.has(tp.state.selected) && !tp.cellOf(tp.state.selected) && !tp.handoverOf(tp.state.selected)) tp.state = { ...tp.state, selected: null };
    tp.store.refresh();
  };

  const put = (state, now, base, edits) => {
    const findings = now.findings.filter((f) => f.status !== "ok").map((raw) => tell(raw, now, base)).sort(worstFirst);
    for (const { iri, name } of state.added) data.labels[iri] = { "": name };
    for (const { kind } of state.added) data.labels[kind] ??= tp.liveData.labels[kind];
    const open = new Set(findings.map((f) => f.id));
    const retired = new Set(edits.filter((e) => e.action === "retire").map((e) => e.target));
    // Advice is not worked out anew: what it was for, or would be done to, may be gone.
    const recommendations = made.recommendations.filter((r) => r.addresses.some((id) => open.has(id)) && !r.edits.some((e) => retired.has(e.target)));
    const kept = new Set(recommendations.map((r) => r.id));
    for (const f of findings) f.recommendations = f.recommendations.filter((id) => kept.has(id));
    const all = touchpoints(state, now, edits, findings);
    Object.assign(data, { findings, touchpoints: all, recommendations, matrix: matrix(all, findings), counts: counted(now.findings) });
    tp.graph = graph(all, findings, recommendations);
    show();
  };

  const counted = (findings) => {
    const counts = { gap: 0, unknown: 0, ok: 0 };
    for (const f of findings) counts[f.status] += 1;
    return counts;
  };

  const back = () => {
    if (data.findings === made.findings) return;
    Object.assign(data, made);
    tp.graph = network;
    show();
  };

  return { put, back, tell };
})();
