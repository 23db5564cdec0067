// What the page knows, indexed: every touchpoint, finding, recommendation and concept as a node.
"use strict";

// The value of a facet for what belongs nowhere: no known stage, none of the seven categories.
tp.NONE = "-";

tp.buildModel = () => {
  const { data } = tp;
  const nodes = new Map();
  const touchpoints = new Map(data.touchpoints.map((t) => [t.id, t]));
  const findings = new Map(data.findings.map((f) => [f.id, f]));
  const recommendations = new Map(data.recommendations.map((r) => [r.id, r]));
  const groups = new Map(tp.graph.nodes.map((n) => [n.id, n.group]));
  const scheme = { stage: new Set(data.stages), category: new Set(data.categories), modality: new Set(data.modalities) };
  const orNone = (values) => (values.length ? values : [tp.NONE]);
  const union = (lists) => [...new Set(lists.flat())];

  const add = (id, kind, of, rest) => nodes.set(id, { id, kind, of, status: "", ...rest });

  for (const t of data.touchpoints) {
    add(t.id, "touchpoint", t, {
      stages: orNone(t.stages),
      categories: orNone(t.categories),
      modalities: orNone(t.modalities),
      status: t.status,
    });
  }
  for (const f of data.findings) {
    const concerned = f.concerns.map((c) => touchpoints.get(c)).filter(Boolean);
    const modalities = union([f.concerns.filter((c) => scheme.modality.has(c)), ...concerned.map((t) => t.modalities)]);
    add(f.id, f.status, f, {
      stages: orNone(f.cell.stages),
      categories: orNone(f.cell.categories),
      modalities: orNone(modalities),
      status: concerned[0]?.status ?? "",
      touchpoints: concerned.map((t) => t.id),
    });
  }
  for (const r of data.recommendations) {
    const targets = r.edits.map((e) => touchpoints.get(e.target)).filter(Boolean);
    add(r.id, "recommendation", r, {
      stages: orNone(r.cell.stages),
      categories: orNone(r.cell.categories),
      modalities: orNone(union(targets.map((t) => t.modalities))),
      status: targets[0]?.status ?? "",
      touchpoints: targets.map((t) => t.id),
    });
  }
  const conceptIds = union([data.stages, data.categories, data.modalities, Object.keys(data.concepts), tp.graph.nodes.map((n) => n.id)]);
  for (const id of conceptIds) {
    if (nodes.has(id)) continue;
    const group = groups.get(id);
    add(id, "concept", data.concepts[id] ?? {}, {
      group: group ?? (scheme.stage.has(id) ? "stage" : scheme.category.has(id) ? "category" : scheme.modality.has(id) ? "modality" : "term"),
      inNetwork: groups.has(id),
      stages: [],
      categories: [],
      modalities: [],
    });
  }

  // What leads to a touchpoint, and what findings concern a thing.
  const put = (map, key, id) => {
    if (map.has(key)) map.get(key).push(id);
    else map.set(key, [id]);
  };
  const reachedFrom = new Map();
  for (const t of data.touchpoints) {
    for (const to of t.links) put(reachedFrom, to, t.id);
  }
  const concerning = new Map();
  for (const f of data.findings) {
    if (f.status === "ok") continue;
    for (const c of f.concerns) put(concerning, c, f.id);
  }
  const narrower = new Map();
  for (const [id, concept] of Object.entries(data.concepts)) {
    for (const b of concept.broader) put(narrower, b, id);
  }
  const neighbours = new Map();
  for (const { from, to } of tp.graph.edges) {
    if (!neighbours.has(from)) neighbours.set(from, new Set());
    if (!neighbours.has(to)) neighbours.set(to, new Set());
    neighbours.get(from).add(to);
    neighbours.get(to).add(from);
  }
  return { nodes, touchpoints, findings, recommendations, scheme, groups, reachedFrom, concerning, narrower, neighbours };
};
tp.model = tp.buildModel();

tp.FINDING_KINDS = ["gap", "unknown", "ok"];
tp.isFinding = (node) => tp.FINDING_KINDS.includes(node.kind);

// What a recommendation is called on the map: the kind it would add, else its own title.
tp.recommendationTexts = (r) =>
  r.action === "add" && r.kinds.length ? (tp.data.labels[r.kinds[0].kind] ?? r.title) : r.title;

// The name of a node as plain text.
tp.name = (id) => {
  const node = tp.model.nodes.get(id);
  if (!node) return tp.label(id);
  if (node.kind === "touchpoint") return node.of.name;
  if (tp.isFinding(node)) return [tp.choose(node.of.title)[0], tp.about(node)].filter(Boolean).join(" · ");
  if (node.kind === "recommendation") {
    const about = tp.about(node);
    return [tp.choose(node.of.title)[0], about].filter(Boolean).join(" · ");
  }
  return tp.label(id);
};

// The term of a column of the inventory: satisfaction_scale is tpg:satisfactionScaleColumn.
tp.columnIri = (name) => {
  const camel = String(name).replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  return `${tp.data.stages[0].replace(/[^#/]*$/, "")}${camel}Column`;
};

// What a finding or recommendation is about, in a few words.
tp.aboutIds = (node) => {
  if (node.kind === "recommendation") {
    if (node.of.action === "add") return node.of.kinds.slice(0, 3).map((k) => k.kind);
    if (node.touchpoints.length) return node.touchpoints.slice(0, 2);
    // What is to be declared complete.
    return node.of.edits.flatMap((e) => (e.cells.complete ? [tp.columnIri(e.cells.complete)] : [])).slice(0, 2);
  }
  return node.of.concerns.filter((c) => c !== tp.data.company.iri).slice(0, 2);
};
tp.about = (node) => tp.aboutIds(node).map((id) => tp.clip(tp.plain(tp.label(id)), 80)).join(tp.contentLang() === "fa" ? "، " : ", ");

// The name of a node with each part isolated in its own direction.
tp.nameNode = (id, { clip = 160, withAbout = true, narrow = false } = {}) => {
  const node = tp.model.nodes.get(id);
  if (!node || node.kind === "concept") return tp.labelNode(id, clip);
  if (node.kind === "touchpoint") return tp.el("bdi", { dir: "auto", class: "name" }, tp.clip(node.of.name, clip));
  const title = tp.text(node.of.title, { length: clip, narrow });
  const about = withAbout ? tp.aboutIds(node) : [];
  if (!about.length) return title;
  const comma = tp.contentLang() === "fa" ? "، " : ", ";
  return tp.el("span", { class: "two" }, title, tp.el("span", { class: "about" }, about.flatMap((a, i) => [i ? comma : "", tp.labelNode(a, 60)])));
};

// Worst first; unknown after gaps.
tp.bySeverity = (a, b) =>
  tp.FINDING_KINDS.indexOf(a.kind) - tp.FINDING_KINDS.indexOf(b.kind) || b.of.severity - a.of.severity;

// What a node stands in direct relation to, for outlining.
tp.related = (id) => {
  const node = tp.model.nodes.get(id);
  if (!node) return [];
  if (tp.isFinding(node)) return [...node.of.concerns, ...node.of.recommendations];
  if (node.kind === "recommendation") return [...node.of.addresses, ...node.touchpoints];
  if (node.kind === "touchpoint") return [...node.of.links, ...(tp.model.reachedFrom.get(id) ?? [])];
  return [...tp.model.nodes.values()]
    .filter((n) => n.kind === "touchpoint" && (n.of.type === id || n.stages.includes(id) || n.categories.includes(id) || n.modalities.includes(id)))
    .map((n) => n.id);
};
