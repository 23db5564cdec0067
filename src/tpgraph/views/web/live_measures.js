// Measures of the links between active touchpoints, as tpgraph has them: how many ways lead through
// one, whether the network falls apart without it, how many it reaches and is reached from.
"use strict";

tp.liveMeasures = (() => {
  const MOST = 1000; // beyond it tpgraph estimates from some starts: what was read is kept then

  const reached = (start, next) => {
    const seen = new Set([start]);
    const waiting = [start];
    while (waiting.length) for (const other of next.get(waiting.pop())) if (!seen.has(other)) seen.add(other) && waiting.push(other);
    return seen.size - 1;
  };

  // Brandes 2001: shortest ways from each start, then what leads through each node on the way back.
  const betweenness = (nodes, next) => {
    const through = new Map(nodes.map((n) => [n, 0]));
    for (const start of nodes) {
      const order = [];
      const before = new Map(nodes.map((n) => [n, []]));
      const ways = new Map([[start, 1]]);
      const far = new Map([[start, 0]]);
      for (const waiting = [start]; waiting.length; ) {
        const node = waiting.shift();
        order.push(node);
        for (const other of next.get(node)) {
          if (!far.has(other)) {
            far.set(other, far.get(node) + 1);
            waiting.push(other);
          }
          if (far.get(other) !== far.get(node) + 1) continue;
          ways.set(other, (ways.get(other) ?? 0) + ways.get(node));
          before.get(other).push(node);
        }
      }
      const share = new Map(order.map((n) => [n, 0]));
      for (const node of order.reverse()) {
        for (const one of before.get(node)) share.set(one, share.get(one) + (ways.get(one) / ways.get(node)) * (1 + share.get(node)));
        if (node !== start) through.set(node, through.get(node) + share.get(node));
      }
    }
    const pairs = Math.max(1, (nodes.length - 1) * (nodes.length - 2));
    return new Map([...through].map(([n, value]) => [n, Math.round((value / pairs) * 1000) / 1000]));
  };

  // In how many parts a node's neighbours lie without it.
  const isCut = (node, both) => {
    const around = [...both.get(node)];
    if (around.length < 2) return false;
    const seen = new Set([node, around[0]]);
    const waiting = [around[0]];
    while (waiting.length) for (const other of both.get(waiting.pop())) if (!seen.has(other)) seen.add(other) && waiting.push(other);
    return around.some((other) => !seen.has(other));
  };

  return (active, links) => {
    if (active.length > MOST) return null;
    const nodes = [...active].sort();
    const [next, back, both] = [0, 1, 2].map(() => new Map(nodes.map((n) => [n, new Set()])));
    for (const [from, to] of links) {
      if (from === to || !next.has(from) || !next.has(to)) continue;
      next.get(from).add(to);
      back.get(to).add(from);
      both.get(from).add(to);
      both.get(to).add(from);
    }
    const between = betweenness(nodes, next);
    return new Map(nodes.map((n) => [n, { betweenness: between.get(n), is_articulation: isCut(n, both), reachable: reached(n, next), reached_from: reached(n, back) }]));
  };
})();
