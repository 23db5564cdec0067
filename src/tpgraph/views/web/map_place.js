// Where everything stands on the journey map, under the filters of the moment.
"use strict";

tp.mapLayout = () => {
  const { data } = tp;
  const { filters } = tp.state;
  const visible = tp.filters.visible();
  const inFilter = (facet, value) => !filters[facet].length || filters[facet].includes(value);
  const cells = new Map();
  const heads = new Map();
  const company = [];
  const badges = new Map();
  const put = (map, key, id) => {
    if (map.has(key)) map.get(key).push(id);
    else map.set(key, [id]);
  };

  const findings = [...visible].map((id) => tp.model.nodes.get(id)).filter(tp.isFinding).sort(tp.bySeverity);
  for (const node of findings) {
    // A finding about touchpoints is a mark on them; about a stage or category, at its head.
    if (node.touchpoints.length) for (const t of node.touchpoints) put(badges, t, node.id);
    else {
      const terms = node.of.concerns.filter((c) => tp.model.scheme.stage.has(c) || tp.model.scheme.category.has(c));
      if (terms.length) for (const term of terms) put(heads, term, node.id);
      else company.push(node.id);
    }
  }
  const onlyFindings = filters.kind.length && !filters.kind.includes("touchpoint");
  for (const t of data.touchpoints) {
    const node = tp.model.nodes.get(t.id);
    // Where only findings are asked for, the touchpoints that carry one stay as their place.
    if (!(visible.has(t.id) || (onlyFindings && badges.has(t.id)))) continue;
    for (const s of node.stages) {
      for (const c of node.categories) {
        if (inFilter("stage", s) && inFilter("category", c)) put(cells, tp.cellId(s, c), t.id);
      }
    }
  }
  for (const r of data.recommendations) {
    if (!visible.has(r.id)) continue;
    const node = tp.model.nodes.get(r.id);
    if (r.action !== "add") {
      if (!node.touchpoints.length) company.push(r.id);
      continue;
    }
    const answered = new Set(r.addresses.flatMap((f) => tp.model.findings.get(f)?.concerns ?? []));
    const all = node.stages.flatMap((s) => node.categories.map((c) => [s, c]));
    const answering = all.filter(([s, c]) => answered.has(s) || answered.has(c));
    const cellsOf = answering.length ? answering : all;
    // What would stand nowhere on the map stands with the company.
    if (cellsOf.length === 1 && cellsOf[0].every((v) => v === tp.NONE)) company.push(r.id);
    else for (const [s, c] of cellsOf) if (inFilter("stage", s) && inFilter("category", c)) put(cells, tp.cellId(s, c), r.id);
  }
  // What a fold would hide last: touchpoints with a gap, then the other touchpoints, then advice.
  const weight = (id) => (tp.model.nodes.get(id).kind === "recommendation" ? 2 : (badges.get(id) ?? []).some((f) => tp.model.nodes.get(f).kind === "gap") ? 0 : 1);
  for (const [key, ids] of cells) {
    const weights = new Map(ids.map((id) => [id, weight(id)]));
    cells.set(key, ids.sort((a, b) => weights.get(a) - weights.get(b)));
  }
  const used = (key, value) => [...cells.keys()].some((id) => tp.cellOf(id)[key] === value);
  const stages = data.stages.filter((s) => inFilter("stage", s));
  if (inFilter("stage", tp.NONE) && used("stage", tp.NONE)) stages.push(tp.NONE);
  const categories = data.categories.filter((c) => inFilter("category", c));
  if (inFilter("category", tp.NONE) && used("category", tp.NONE)) categories.push(tp.NONE);
  return { cells, heads, company, badges, stages, categories };
};
