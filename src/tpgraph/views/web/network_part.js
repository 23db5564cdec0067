// Which nodes of the network are drawn, and where: the whole, what matters most, the surroundings of
// what the reader has opened, or everything in clusters.
"use strict";

tp.CLUSTERS = ["stage", "category", "modality"];

tp.networkPart = (() => {
  const MOST = 600; // nodes of a network that is drawn whole
  const OVERVIEW = 150; // nodes drawn of a network that is too large to be drawn whole
  const OVERVIEW_RINGS = { stage: 0, category: 0, modality: 0, goal: 0, touchpoint: 1, gap: 2, recommendation: 3 };
  const AROUND = 160; // nodes drawn around a selected one, where the whole is too large
  const FEW = 12; // neighbours, up to which theirs are drawn too
  const RING = 190; // pixels between two rings
  const STEP = 64; // pixels between two nodes on a ring
  const INNER_STEP = 130; // the same on the innermost
  const OPENED = 40; // nodes drawn around what was opened, at first
  const SPREAD = 46; // pixels between two nodes of a cluster
  const near = (id) => tp.model.neighbours.get(id) ?? new Set();

  // How much a neighbour matters to a reader: findings worst first, then what would be done, then
  // what much hangs on.
  const interest = (id) => {
    const node = tp.model.nodes.get(id);
    if (!node) return 0;
    const weight = { gap: 3, recommendation: 2.5, touchpoint: 2, concept: 1.5, unknown: 1 }[node.kind] ?? 0;
    return weight + (node.of.severity ?? 0) + Math.min(near(id).size, 50) / 100;
  };
  const byInterest = (ids) => [...ids].sort((a, b) => interest(b) - interest(a));

  // The surroundings of what was opened, the nearest ring first: as many as the reader asks for.
  const opened = (all, visible) => {
    const { around, more } = tp.state;
    const most = OPENED * 2 ** more;
    const drawn = new Map(around.filter((id) => tp.model.groups.has(id)).map((id) => [id, 0]));
    const first = byInterest(new Set(around.flatMap((id) => [...near(id)]))).filter((id) => visible.has(id) && !drawn.has(id));
    for (const id of first.slice(0, most)) drawn.set(id, 1);
    const total = drawn.size + Math.max(0, first.length - most);
    return { nodes: all.filter((n) => drawn.has(n.id)), total, whole: false, rings: drawn, opened: true };
  };

  // A company's network is drawn whole; of one that is too large to be read or moved, what matters
  // most, or the surroundings of what is selected.
  const choose = (data, chosen) => {
    const visible = tp.filters.visible();
    if (tp.state.around.length) return opened(data, visible);
    const all = data.filter((n) => visible.has(n.id));
    if (all.length <= MOST) return { nodes: all, total: all.length, whole: true };
    const drawn = new Map();
    const add = (ids, ring, most) => {
      for (const id of ids) if (drawn.size < most && visible.has(id) && !drawn.has(id)) drawn.set(id, ring);
    };
    const first = chosen ? [...near(chosen)] : [];
    if (chosen) {
      add([chosen], 0, AROUND);
      add(first, 1, AROUND);
      // Not through what half the company is linked to, such as a stage.
      const narrow = first.filter((id) => near(id).size <= FEW);
      if (first.length < FEW) add(narrow.flatMap((id) => [...near(id)]), 2, AROUND);
    } else {
      // The company's stages and categories, then the gaps, worst first, each with what it is about.
      const ringOf = (n) => OVERVIEW_RINGS[n.group] ?? 4;
      const groups = tp.model.groups;
      add(all.filter((n) => ringOf(n) === 0).map((n) => n.id), 0, OVERVIEW);
      for (const group of ["gap", "recommendation", "touchpoint"]) {
        for (const { id } of all.filter((n) => n.group === group)) {
          const ids = [id, ...[...near(id)].filter((other) => OVERVIEW_RINGS[groups.get(other)] > 0).slice(0, FEW)];
          for (const one of ids) add([one], ringOf({ group: groups.get(one) }), OVERVIEW);
        }
      }
    }
    return { nodes: all.filter((n) => drawn.has(n.id)), total: all.length, whole: false, rings: drawn };
  };

  // A part of a large network gets rings of its own: its places in the whole are far apart.
  const rings = (part) => {
    const places = new Map();
    const members = new Map();
    // In the order in which they were chosen, so that what belongs together has like angles.
    for (const [id, ring] of part.rings) members.set(ring, [...(members.get(ring) ?? []), id]);
    let radius = -RING;
    for (const ring of [...members.keys()].sort()) {
      const ids = members.get(ring);
      // In the middle stand concepts, whose nodes and labels are large.
      const step = places.size ? STEP : INNER_STEP;
      radius = ids.length === 1 && !places.size ? 0 : Math.max(radius + RING, (ids.length * step) / (2 * Math.PI));
      ids.forEach((id, i) => {
        const angle = (2 * Math.PI * i) / ids.length - Math.PI / 2;
        places.set(id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
      });
    }
    return places;
  };

  // Nodes that share a stage (category, modality) stand together, the cluster's concept in the middle.
  const clusters = (nodes) => {
    const facet = tp.state.cluster;
    const order = { stage: tp.data.stages, category: tp.data.categories, modality: tp.data.modalities }[facet];
    const members = new Map([...order, tp.NONE].map((value) => [value, []]));
    for (const { id } of nodes) {
      const node = tp.model.nodes.get(id);
      const value = members.has(id) ? id : (tp.facets.valuesOf(facet, node).find((v) => members.has(v)) ?? tp.NONE);
      if (value === id) members.get(value).unshift(id);
      else members.get(value).push(id);
    }
    const filled = [...members.values()].filter((ids) => ids.length);
    const radius = (ids) => SPREAD * Math.sqrt(ids.length) + SPREAD;
    const columns = Math.ceil(Math.sqrt(filled.length * 1.6));
    const width = 2 * Math.max(...filled.map(radius), 0) + SPREAD;
    const places = new Map();
    filled.forEach((ids, n) => {
      const centre = { x: (n % columns) * width, y: Math.floor(n / columns) * width };
      // As the seeds of a sunflower: even, without a grid's false lines.
      ids.forEach((id, i) => {
        const angle = i * Math.PI * (3 - Math.sqrt(5));
        const r = SPREAD * Math.sqrt(i);
        places.set(id, { x: centre.x + r * Math.cos(angle), y: centre.y + r * Math.sin(angle) });
      });
    });
    return places;
  };

  // Places of their own, or nothing where the network's own places hold.
  const places = (part) => {
    if (tp.state.cluster && !part.opened) return clusters(part.nodes);
    return part.whole ? null : rings(part);
  };

  return { choose, places };
})();
