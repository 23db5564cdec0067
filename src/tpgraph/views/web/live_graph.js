// The network of a tried-out inventory: what is gone leaves it; what is new stands near what it
// belongs to, and all else where it was.
"use strict";

tp.liveGraph = (() => {
  const SHAPES = { touchpoint: ["square", 15], gap: ["diamond", 18], unknown: ["dot", 11], recommendation: ["star", 18], stage: ["dot", 26], category: ["dot", 26], modality: ["dot", 16], goal: ["dot", 16], kind: ["dot", 10] };
  const CONCEPTS = new Set(["stage", "category", "modality", "goal", "kind"]);
  const LINKS = [["stages", "at-stage", "stage"], ["category", "in-category", "category"], ["modality", "in-modality", "modality"], ["goals", "serves-goal", "goal"]];

  // What is related to what, and the group of each end, as tpgraph's network has it.
  const relations = (effective) => {
    const { touchpoints, findings, recommendations, company } = tp.data;
    const groups = new Map();
    const edges = [];
    const add = (from, to, kind, group) => {
      if (group && !groups.has(to)) groups.set(to, group);
      edges.push({ from, to, kind, arrows: "to" });
    };
    for (const t of touchpoints) groups.set(t.id, "touchpoint");
    for (const t of touchpoints) {
      if (t.type) add(t.id, t.type, "is-a", "kind");
      for (const to of t.links) add(t.id, to, "leads-to");
      for (const [column, kind, group] of LINKS) for (const to of effective[t.id]?.[column] ?? []) add(t.id, to, kind, group);
    }
    const groupOf = (iri) => (tp.data.stages.includes(iri) ? "stage" : tp.data.categories.includes(iri) ? "category" : tp.data.modalities.includes(iri) ? "modality" : "kind");
    for (const f of findings) {
      groups.set(f.id, f.status);
      for (const c of f.concerns) if (c !== company.iri) add(f.id, c, "concerns", groupOf(c));
    }
    for (const r of recommendations) {
      groups.set(r.id, "recommendation");
      for (const f of r.addresses) add(r.id, f, "addresses");
    }
    return { groups, edges: edges.filter((e) => groups.has(e.to)) };
  };

  return (network, run) => {
    const { groups, edges } = relations(run.effective);
    const was = new Map(network.nodes.map((n) => [n.id, n]));
    // A concept stays where it was, even if nothing is of it any more.
    for (const n of network.nodes) if (CONCEPTS.has(n.group)) groups.set(n.id, n.group);
    const near = new Map();
    for (const { from, to } of edges) near.set(from, [...(near.get(from) ?? []), to]).set(to, [...(near.get(to) ?? []), from]);
    const places = new Map([...was].filter(([id]) => groups.has(id)));
    const nodes = [...groups].map(([id, group], n) => {
      const [shape, size] = SHAPES[group];
      const ends = (near.get(id) ?? []).filter((other) => places.has(other));
      const of = (axis) => ends.reduce((sum, other) => sum + places.get(other)[axis], 0) / Math.max(1, ends.length);
      const turn = n * 2.4; // the golden angle: neighbours that come one after the other stand apart
      const at = was.get(id) ?? { x: Math.round(of("x") + 90 * Math.cos(turn)), y: Math.round(of("y") + 90 * Math.sin(turn)) };
      const node = { ...was.get(id), id, group, shape, size, x: at.x, y: at.y };
      places.set(id, node);
      return node;
    });
    return { ...network, nodes, edges };
  };
})();
