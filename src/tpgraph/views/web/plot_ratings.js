// Importance against satisfaction: quadrants between cross-hairs that can be moved, to see what if.
"use strict";

tp.ratings = (() => {
  const NEAR = 0.000001;
  const NAMES = ["concentrate", "keep", "low", "overkill"];
  const ORDER = ["concentrate", "overkill", "keep", "low"];
  const SHAPES = { concentrate: "diamond", keep: "square", low: "circle", overkill: "triangle" };
  const MIDDLE = [0.5, 0.5];
  const of = () => tp.data.plots.ratings;

  // What lies on a line is high, as the rules have it.
  const quadrant = ([, importance, satisfaction], [i, s]) => {
    const high = importance - i > -NEAR;
    return satisfaction - s > -NEAR ? (high ? "keep" : "overkill") : high ? "concentrate" : "low";
  };
  const onLine = ([, importance, satisfaction], [i, s]) => Math.abs(importance - i) < NEAR || Math.abs(satisfaction - s) < NEAR;
  const distance = ([, importance, satisfaction], [i, s]) => Math.min(Math.abs(importance - i), Math.abs(satisfaction - s));
  const base = () => of().lines;
  // While they are dragged the cross-hairs are not yet part of the state.
  let dragged = null;
  const cross = () => dragged ?? tp.state.cross;
  const drag = (to) => {
    dragged = to;
  };
  const lines = () => cross() ?? base() ?? MIDDLE;
  const borderline = (point, now) => {
    const others = of().others;
    // Another way of placing them is known only of the company's own lines.
    return onLine(point, now) || Boolean(others && !cross() && quadrant(point, now) !== quadrant(point, others));
  };
  const percent = (value, digits = 0) => tp.number(value, { style: "percent", maximumFractionDigits: digits });
  const name = (q) => tp.t(`plot.${q}`);
  const changed = (now) => (base() ? of().points.filter((p) => quadrant(p, base()) !== quadrant(p, now)) : []);

  const place = (to) => {
    const same = to && base() && to.every((value, n) => Math.abs(value - base()[n]) < NEAR);
    dragged = null;
    tp.set({ cross: same ? null : to });
    tp.say(tp.state.cross ? tp.t("plot.changes", { n: changed(lines()).length }) : tp.t("plot.companys"));
  };

  // The part of both scales that is drawn: what there is, with some room.
  const domain = () => {
    const shown = [lines(), base(), of().means, of().medians].filter(Boolean);
    return [1, 2].map((axis) => {
      const values = [...of().points.map((p) => p[axis]), ...shown.map((l) => l[axis - 1])];
      const low = Math.min(...values);
      const high = Math.max(...values);
      const pad = Math.max(0.06, (0.4 - (high - low)) / 2);
      return [Math.max(-0.04, low - pad), Math.min(1.04, high + pad)];
    });
  };

  const frame = (root) => {
    const width = Math.max(280, Math.min(root.clientWidth || 640, 980));
    const height = Math.round(Math.max(320, Math.min(width * 0.66, 620)));
    // On a narrow screen the names of two quadrants do not fit beside each other.
    const tight = width < 460;
    const side = { start: 58, end: 28, top: tight ? 46 : 30, bottom: tight ? 92 : 76 };
    const [importance, satisfaction] = domain();
    const inner = { w: width - side.start - side.end, h: height - side.top - side.bottom };
    const along = (value, [low, high]) => (value - low) / (high - low);
    const rtl = tp.isRtl();
    const x0 = rtl ? side.end : side.start;
    return {
      tight, width, height, importance, satisfaction, rtl, x0,
      x1: x0 + inner.w,
      y0: side.top,
      y1: side.top + inner.h,
      x: (value) => x0 + inner.w * (rtl ? 1 - along(value, satisfaction) : along(value, satisfaction)),
      y: (value) => side.top + inner.h * (1 - along(value, importance)),
      satisfactionAt: (px) => satisfaction[0] + ((rtl ? x0 + inner.w - px : px - x0) / inner.w) * (satisfaction[1] - satisfaction[0]),
      importanceAt: (px) => importance[0] + ((side.top + inner.h - px) / inner.h) * (importance[1] - importance[0]),
    };
  };

  const axes = (f) => {
    const ticks = ([low, high]) => [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].filter((t) => t >= low && t <= high);
    const some = (list, room) => list.filter((t) => list.length <= room || Math.round(t * 10) % 2 === 0);
    const edge = f.rtl ? f.x1 + 24 : f.x0 - 22;
    const title = f.rtl ? f.width - 9 : 10;
    const middle = (f.y0 + f.y1) / 2;
    return [
      some(ticks(f.satisfaction), (f.x1 - f.x0) / 52).map((t) => [
        tp.svg("path", { d: `M${f.x(t)} ${f.y0}V${f.y1}`, class: "plot-grid" }),
        tp.svg("text", { x: f.x(t), y: f.y1 + 15, class: "plot-tick" }, percent(t)),
      ]),
      some(ticks(f.importance), (f.y1 - f.y0) / 30).map((t) => [
        tp.svg("path", { d: `M${f.x0} ${f.y(t)}H${f.x1}`, class: "plot-grid" }),
        tp.svg("text", { x: edge, y: f.y(t), class: "plot-tick" }, percent(t)),
      ]),
      tp.svg("text", { x: (f.x0 + f.x1) / 2, y: f.y1 + (f.tight ? 76 : 60), class: "plot-axis" }, tp.t("plot.satisfaction")),
      tp.svg("text", { x: title, y: middle, class: "plot-axis", transform: `rotate(-90 ${title} ${middle})` }, tp.t("plot.importance")),
      tp.svg("rect", { x: f.x0, y: f.y0, width: f.x1 - f.x0, height: f.y1 - f.y0, class: "plot-frame" }),
    ];
  };

  // Names of the quadrants stand outside the frame, where no line and no label reaches them.
  const corners = (f, now) =>
    NAMES.map((q) => {
      const text = `${name(q)} (${tp.number(of().points.filter((p) => quadrant(p, now) === q).length)})`;
      const high = q === "concentrate" || q === "keep";
      const far = q === "keep" || q === "overkill";
      const half = tp.plot.width(text) * 0.54;
      const x = far !== f.rtl ? f.x1 - half : f.x0 + half;
      return tp.svg("text", { x, y: high ? f.y0 - (f.tight && !far ? 29 : 13) : f.y1 + (f.tight && far ? 54 : 38), class: `plot-corner q-${q}` }, text);
    });

  const marks = (f, now, rows) => {
    const visible = tp.filters.visible();
    const points = rows.map((row, i) => ({ row, no: i + 1, x: f.x(row[2]), y: f.y(row[1]) }));
    const groups = tp.plot.grouped(points).map((members) => ({ members, x: members[0].x, y: members[0].y, r: members.length > 1 ? 9 : 6.5 }));
    const numbers = ({ members }) => members.map((m) => tp.number(m.no)).join(tp.lang === "fa" ? "، " : ", ");
    for (const group of groups) {
      const { members } = group;
      group.texts = members.length === 1 ? [tp.clip(tp.plain(tp.name(members[0].row[0])), 30), tp.number(members[0].no)] : [numbers(group), `${tp.number(members[0].no)} …`];
    }
    const boxes = tp.plot.place(groups, tp.plot.bounds(f));
    const drawn = groups.map(({ members, x, y, r }) => {
      const [first] = members;
      const q = quadrant(first.row, now);
      const ids = members.map((m) => m.row[0]);
      const states = [
        `plot-point q-${q}`,
        borderline(first.row, now) ? "borderline" : "",
        ids.includes(tp.state.selected) ? "selected" : "",
        base() && quadrant(first.row, base()) !== q ? "moved" : "",
        ids.some((id) => visible.has(id)) ? "" : "faded",
      ];
      // A second click goes on to the next of those in one place.
      const choose = () => tp.select(ids[(ids.indexOf(tp.state.selected) + 1) % ids.length]);
      const mark = tp.svg(
        "g",
        { class: states.filter(Boolean).join(" "), transform: `translate(${x} ${y})`, "data-points": ids.join(" ") },
        tp.svg("title", {}, members.map((m) => tp.plain(tp.name(m.row[0]))).join("\n")),
        tp.svg("circle", { r: 14, class: "plot-hit" }),
        borderline(first.row, now) ? tp.svg("circle", { r: r + 5, class: "plot-ring" }) : null,
        tp.svg("path", { d: tp.plot.shape(SHAPES[q], r) }),
        members.length > 1 ? tp.svg("text", { class: "plot-many" }, tp.number(members.length)) : null,
      );
      mark.addEventListener("click", choose);
      return mark;
    });
    return [drawn, boxes.map((box) => box && tp.plot.label(box))];
  };

  const picture = (f, now, rows) =>
    tp.svg(
      "svg",
      { viewBox: `0 0 ${f.width} ${f.height}`, width: f.width, height: f.height, "aria-hidden": "true" },
      axes(f),
      corners(f, now),
      of().others && !cross() ? tp.svg("path", { class: "plot-other", d: `M${f.x(of().others[1])} ${f.y0}V${f.y1}M${f.x0} ${f.y(of().others[0])}H${f.x1}` }) : null,
      cross() && base() ? tp.svg("path", { class: "plot-base", d: `M${f.x(base()[1])} ${f.y0}V${f.y1}M${f.x0} ${f.y(base()[0])}H${f.x1}` }) : null,
      tp.svg("path", { class: "plot-line", d: `M${f.x(now[1])} ${f.y0}V${f.y1}M${f.x0} ${f.y(now[0])}H${f.x1}` }),
      marks(f, now, rows),
    );

  return { of, base, cross, drag, lines, quadrant, distance, borderline, changed, place, frame, picture, percent, name, ORDER, MIDDLE };
})();
