// What the plots have in common: drawing in SVG, labels that keep clear of each other, ticks.
"use strict";

tp.svg = (name, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(key, value);
  }
  return tp.append(element, children);
};

tp.plot = (() => {
  const PX = 12;
  const HEIGHT = 15;
  const canvas = document.createElement("canvas").getContext("2d");
  const widths = new Map();

  // How wide a label is; the font is that of the page.
  const width = (text) => {
    const font = `${PX}px ${getComputedStyle(document.body).fontFamily}`;
    const key = `${font}|${text}`;
    if (!widths.has(key)) {
      canvas.font = font;
      widths.set(key, canvas.measureText(text).width + 2);
    }
    return widths.get(key);
  };

  const overlap = (a, b) => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
  const around = ({ x, y, r }, text) => {
    const w = width(text);
    const h = HEIGHT;
    const far = r + 3;
    const near = r * 0.7 + 2;
    return [
      [x + far + w / 2, y],
      [x - far - w / 2, y],
      [x, y - far - h / 2],
      [x, y + far + h / 2],
      [x + near + w / 2, y - near - h / 2],
      [x + near + w / 2, y + near + h / 2],
      [x - near - w / 2, y - near - h / 2],
      [x - near - w / 2, y + near + h / 2],
    ].map(([cx, cy]) => ({ cx, cy, text, x1: cx - w / 2, x2: cx + w / 2, y1: cy - h / 2, y2: cy + h / 2 }));
  };

  // Where each point's label stands: the first of its texts (its name, else its number) that has
  // room on one of eight sides; none where there is no room at all. The first points choose first.
  const place = (points, bounds) => {
    const GRID = 60;
    const buckets = new Map();
    const cells = (box) => {
      const keys = [];
      for (let i = Math.floor(box.x1 / GRID); i <= Math.floor(box.x2 / GRID); i += 1) {
        for (let j = Math.floor(box.y1 / GRID); j <= Math.floor(box.y2 / GRID); j += 1) keys.push(`${i}:${j}`);
      }
      return keys;
    };
    const put = (box) => {
      for (const key of cells(box)) buckets.set(key, [...(buckets.get(key) ?? []), box]);
    };
    const free = (box) =>
      box.x1 >= bounds.x1 && box.x2 <= bounds.x2 && box.y1 >= bounds.y1 && box.y2 <= bounds.y2 && !cells(box).some((key) => (buckets.get(key) ?? []).some((other) => overlap(other, box)));
    for (const { x, y, r } of points) put({ x1: x - r, x2: x + r, y1: y - r, y2: y + r });
    return points.map((point) => {
      for (const text of point.texts) {
        const box = around(point, text).find(free);
        if (box) {
          put(box);
          return box;
        }
      }
      return null;
    });
  };

  const label = (box) => tp.svg("text", { x: box.cx, y: box.cy, class: "plot-name" }, box.text);

  // Points in the very same place are one mark.
  const grouped = (points) => {
    const groups = new Map();
    for (const point of points) {
      const key = `${Math.round(point.x)}|${Math.round(point.y)}`;
      if (groups.has(key)) groups.get(key).push(point);
      else groups.set(key, [point]);
    }
    return [...groups.values()];
  };

  // A shape for each sort of point, so that colour is never the only difference.
  const SHAPES = {
    diamond: (r) => `M0 ${-r * 1.25}L${r * 1.25} 0 0 ${r * 1.25} ${-r * 1.25} 0z`,
    square: (r) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
    circle: (r) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
    triangle: (r) => `M0 ${-r * 1.2}L${r * 1.2} ${r * 0.9}H${-r * 1.2}z`,
  };
  const shape = (name, r) => SHAPES[name](r);

  // What keeps touchpoints out of a plot, and what would bring them in.
  const missing = (of) =>
    of.missing.length || of.company_missing.length
      ? tp.el(
          "ul",
          { class: "plot-missing" },
          of.missing.map(({ column, count }) => tp.el("li", {}, tp.tNodes("plot.missing", { column: tp.el("b", {}, tp.labelNode(column)), n: tp.number(count) }))),
          of.company_missing.filter(({ key }) => tp.data.texts[key]).map(({ key, bound }) => tp.el("li", {}, tp.choose(tp.data.texts[key])[0].replace("{bound}", () => bound))),
        )
      : null;

  const empty = (of, columns) =>
    tp.el(
      "div",
      { class: "plot-empty" },
      tp.el("p", {}, tp.t("plot.none")),
      tp.el("p", {}, tp.t("plot.fill")),
      tp.el("ul", { class: "terms" }, columns.map((name) => tp.el("li", { class: "tag" }, tp.labelNode(tp.columnIri(name)), " ", tp.el("code", { dir: "ltr" }, name)))),
      missing(of),
    );

  const bounds = (f) => ({ x1: f.x0 + 2, x2: f.x1 - 2, y1: f.y0 + 1, y2: f.y1 - 1 });

  // On a narrow screen rows are laid out as cards; they stay rows for screen readers.
  const roles = (table) => {
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    table.setAttribute("role", "table");
    for (const part of [table.tHead, ...table.tBodies]) part.setAttribute("role", "rowgroup");
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      for (const [i, cell] of [...row.cells].entries()) {
        cell.setAttribute("role", cell.tagName === "TH" ? "columnheader" : "cell");
        if (cell.tagName === "TD") cell.dataset.label = heads[i];
      }
    }
    return table;
  };

  return { roles, bounds, place, label, grouped, shape, missing, empty, width, HEIGHT };
})();
