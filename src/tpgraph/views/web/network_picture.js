// The whole network as SVG: every visible node at its place, with the labels that have room.
"use strict";

tp.networkPicture = () => {
  const { node, frame, heading, colour, MARGIN, HEADING } = tp.picture;
  const LABEL = 12;
  const PRIORITY = ["stage", "category", "gap", "recommendation", "modality", "goal", "touchpoint", "unknown", "kind"];
  const DASHED = new Set(["concerns", "addresses"]);
  const RTL_FIRST = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u;
  const visible = tp.filters.visible();
  const side = tp.isRtl() ? -1 : 1;
  const nodes = tp.graph.nodes.filter((n) => visible.has(n.id)).map((n) => ({ ...n, x: n.x * side }));
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const title = `${tp.clip(tp.plain(tp.data.company.name), 80)} · ${tp.t("view.network")}`;
  const EDGE = 90; // room for the labels of the outermost nodes
  const bounds = (axis) => nodes.reduce(([least, most], n) => [Math.min(least, n[axis]), Math.max(most, n[axis])], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = nodes.length ? [bounds("x"), bounds("y")] : [[0, 0], [0, 0]];
  const width = Math.max(480, right - left + 2 * EDGE + 2 * MARGIN);
  const svg = frame(width, bottom - top + 2 * EDGE + HEADING, colour("--panel"), title);
  heading(svg, title, width);
  const shift = { x: (width - (right - left)) / 2 - left, y: HEADING + EDGE / 2 - top };
  const of = (n) => ({ x: Math.round((n.x + shift.x) * 10) / 10, y: Math.round((n.y + shift.y) * 10) / 10 });

  const colours = new Map();
  const colourOf = (group) => {
    if (!colours.has(group)) colours.set(group, colour({ touchpoint: "--touchpoint", gap: "--gap", unknown: "--unknown", recommendation: "--recommendation" }[group] ?? "--concept"));
    return colours.get(group);
  };
  const lines = node("g", { stroke: colour("--edge"), "stroke-width": 1 });
  for (const edge of tp.graph.edges) {
    const [a, b] = [byId.get(edge.from), byId.get(edge.to)];
    if (!a || !b) continue;
    const [p, q] = [of(a), of(b)];
    lines.append(node("line", { x1: p.x, y1: p.y, x2: q.x, y2: q.y, "stroke-dasharray": DASHED.has(edge.kind) ? "5 4" : null }));
  }
  svg.append(lines);

  const star = (x, y, r) =>
    Array.from({ length: 10 }, (_, i) => {
      const far = (i % 2 ? 0.45 : 1) * r;
      const angle = (Math.PI * i) / 5 - Math.PI / 2;
      return `${(x + far * Math.cos(angle)).toFixed(1)},${(y + far * Math.sin(angle)).toFixed(1)}`;
    }).join(" ");
  const panel = colour("--panel");
  const shapes = node("g");
  for (const n of nodes) {
    const { x, y } = of(n);
    const r = n.size;
    const hollow = n.group === "unknown";
    const paint = { fill: hollow ? panel : colourOf(n.group), stroke: hollow ? colourOf(n.group) : panel, "stroke-width": hollow ? 3 : 1.5, "stroke-dasharray": hollow ? "4 3" : null };
    if (n.shape === "square") shapes.append(node("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...paint }));
    else if (n.shape === "diamond") shapes.append(node("polygon", { points: `${x},${y - r} ${x + r},${y} ${x},${y + r} ${x - r},${y}`, ...paint }));
    else if (n.shape === "star") shapes.append(node("polygon", { points: star(x, y, r), ...paint }));
    else shapes.append(node("circle", { cx: x, cy: y, r, ...paint }));
  }
  svg.append(shapes);

  // Labels: the more telling ones first, none over another and none over a node.
  const family = getComputedStyle(document.body).fontFamily;
  const context = document.createElement("canvas").getContext("2d");
  const grid = new Map();
  const CELL = 120;
  const cells = (box) => {
    const keys = [];
    for (let i = Math.floor(box.x1 / CELL); i <= Math.floor(box.x2 / CELL); i += 1) for (let j = Math.floor(box.y1 / CELL); j <= Math.floor(box.y2 / CELL); j += 1) keys.push(`${i}:${j}`);
    return keys;
  };
  const put = (box) => {
    for (const key of cells(box)) {
      if (grid.has(key)) grid.get(key).push(box);
      else grid.set(key, [box]);
    }
  };
  const free = (box) => !cells(box).some((key) => (grid.get(key) ?? []).some((b) => b.id !== box.id && b.x1 < box.x2 && box.x1 < b.x2 && b.y1 < box.y2 && box.y1 < b.y2));
  for (const n of nodes) {
    const { x, y } = of(n);
    put({ id: n.id, x1: x - n.size, x2: x + n.size, y1: y - n.size, y2: y + n.size });
  }
  const labels = node("g", { "font-family": family, "font-size": LABEL, fill: colour("--ink"), "text-anchor": "middle", stroke: panel, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" });
  for (const n of [...nodes].sort((a, b) => PRIORITY.indexOf(a.group) - PRIORITY.indexOf(b.group))) {
    const { x, y } = of(n);
    const told = ["gap", "unknown", "recommendation"].includes(n.group) ? tp.about(tp.model.nodes.get(n.id)) : "";
    const label = tp.clip(tp.plain(told || tp.name(n.id)), 30);
    const strong = n.group === "stage" || n.group === "category";
    context.font = `${strong ? 600 : 400} ${LABEL}px ${family}`;
    const half = context.measureText(label).width / 2 + 3;
    const away = n.size + half;
    const spot = [
      [x, y + n.size + 3],
      [x, y - n.size - LABEL - 5],
      [x + away, y - LABEL * 0.65],
      [x - away, y - LABEL * 0.65],
    ]
      .map(([middle, at]) => ({ id: n.id, middle, x1: middle - half, x2: middle + half, y1: at, y2: at + LABEL * 1.3 }))
      .find((box) => box.x1 > 0 && box.x2 < width && free(box));
    if (!spot) continue;
    put({ ...spot, id: `${n.id}/label` });
    labels.append(node("text", { x: Math.round(spot.middle), y: Math.round(spot.y1 + LABEL), "font-weight": strong ? 600 : null, direction: RTL_FIRST.test(label) ? "rtl" : null }, label));
  }
  svg.append(labels);
  return svg;
};
