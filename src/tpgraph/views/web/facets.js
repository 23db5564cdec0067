// What things can be filtered by: the values that each has of every facet, and what they are called.
"use strict";

tp.facets = (() => {
  const { data, model } = tp;
  const KINDS = ["touchpoint", "gap", "unknown", "recommendation", "concept"];
  const PLACES = { stage: "stages", category: "categories", modality: "modalities" };
  const OWNER = tp.columnIri("owner");
  const ordered = (values) => [...new Set(values)];

  // The findings that a thing has to do with: it is one, is about one, or would answer one.
  const findings = (node) => {
    if (tp.isFinding(node)) return [node.of];
    const ids = node.kind === "touchpoint" ? (model.concerning.get(node.id) ?? []) : node.kind === "recommendation" ? node.of.addresses : [];
    return ids.map((id) => model.findings.get(id)).filter((f) => f && f.status !== "ok");
  };

  const owners = (node) => {
    const own = node.kind === "touchpoint" ? [node.of] : (node.touchpoints ?? []).map((id) => model.touchpoints.get(id));
    const named = own.flatMap((t) => t.cells.find((c) => c.column === OWNER)?.values ?? []);
    return named.length ? ordered(named) : [tp.NONE];
  };

  // The columns whose list, once declared complete, would settle it.
  const complete = (node) => {
    if (node.kind === "recommendation") return ordered(node.of.edits.flatMap((e) => (e.cells.complete ? [tp.columnIri(e.cells.complete)] : [])));
    return ordered(findings(node).flatMap((f) => f.settled_by.filter((s) => s.complete).map((s) => s.column)));
  };

  const found = { owner: owners, complete, rule: (node) => ordered(findings(node).map((f) => f.rule)), level: (node) => ordered(findings(node).map((f) => f.level)) };
  // Looked up anew for each facet that counts, so kept.
  const kept = new Map();
  const valuesOf = (facet, node) => {
    if (facet === "kind") return [node.kind];
    if (facet === "status") return [node.status];
    if (facet in PLACES) return node[PLACES[facet]];
    if (!kept.has(facet)) kept.set(facet, new WeakMap());
    const of = kept.get(facet);
    if (!of.has(node)) of.set(node, found[facet](node));
    return of.get(node);
  };

  // Those of the vocabulary in its order; what a company itself says, by how often it is met.
  const FIXED = {
    kind: KINDS,
    stage: [...data.stages, tp.NONE],
    category: [...data.categories, tp.NONE],
    modality: [...data.modalities, tp.NONE],
    status: ["active", "planned", "retired", "unknown"],
    level: ["high", "medium", "low"],
  };

  const label = (facet, value) => {
    if (facet === "kind") return tp.t(`kinds.${value}`);
    if (facet === "status") return tp.t(`life.${value}`);
    if (facet === "level") return tp.t(`level.${value}`);
    if (facet === "rule") return tp.choose(data.rules[value]?.title)[0] || value;
    if (value === tp.NONE) return tp.t({ stage: "map.stageUnknown", category: "map.none", modality: "map.modalityUnknown", owner: "filter.noOwner" }[facet]);
    return facet === "owner" ? tp.clip(tp.plain(value), 80) : tp.label(value);
  };
  // Alone, "high" says too little.
  const told = (facet, value) => (["level", "owner", "complete"].includes(facet) ? `${tp.t(`filter.${facet}`)}: ${label(facet, value)}` : label(facet, value));

  return { valuesOf, FIXED, label, told };
})();
