// Cost against result, each currency and each sort of result for itself: never added, never mixed.
"use strict";

tp.costs = (() => {
  const WIDE = 40; // from this ratio of the largest to the smallest on, an axis is logarithmic
  const LANE = 0.07; // where the axis is logarithmic, nought has a lane of its own
  const of = () => tp.data.plots.costs;
  const number = (value) => tp.number(value, { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
  const money = (value, currency) => (currency === "-" ? number(value) : tp.t("plot.money", { value: number(value), currency: tp.plain(currency) }));

  // One plot for each currency and result; what is free stands in those where others cost something.
  const panels = () => {
    const found = new Map();
    for (const basis of ["conversions", "contacts"]) {
      for (const point of of().points) {
        if (point[basis] === undefined) continue;
        for (const currency of point.currencies) {
          const key = `${currency}|${basis}`;
          if (!found.has(key)) found.set(key, { key, currency, basis, points: [] });
          found.get(key).points.push({ ...point, result: point[basis], judged: point.basis === basis });
        }
      }
    }
    return [...found.values()].filter((panel) => panel.points.some((p) => p.judged));
  };

  const scale = (values) => {
    const above = values.filter((v) => v > 0);
    const high = Math.max(...above, 1);
    const low = Math.min(...above, high);
    if (high / low < WIDE) return { log: false, at: (v) => v / (high * 1.08), ticks: linear(high) };
    const [a, b] = [Math.log10(low) - 0.1, Math.log10(high) + 0.1];
    const lane = values.some((v) => v <= 0) ? LANE : 0;
    const ticks = [];
    for (let n = Math.ceil(a); n <= b; n += 1) ticks.push(10 ** n);
    if (ticks.length < 3) for (let n = Math.floor(a); n <= b; n += 1) for (const m of [2, 5]) if (Math.log10(m * 10 ** n) > a && Math.log10(m * 10 ** n) < b) ticks.push(m * 10 ** n);
    return { log: true, at: (v) => (v > 0 ? lane + (1 - lane) * ((Math.log10(v) - a) / (b - a)) : lane / 2), ticks: [...(lane ? [0] : []), ...ticks.sort((x, y) => x - y)] };
  };

  const linear = (high) => {
    const rough = high / 5;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough);
    const ticks = [];
    for (let t = 0; t <= high * 1.08; t += step) ticks.push(t);
    return ticks;
  };

  const frame = (root, panel) => {
    const width = Math.max(280, Math.min(root.clientWidth || 640, 980));
    const height = Math.round(Math.max(300, Math.min(width * 0.6, 540)));
    const rtl = tp.isRtl();
    const [start, end, top, bottom] = [66, 14, 14, 56];
    const x0 = rtl ? end : start;
    const w = width - start - end;
    const h = height - top - bottom;
    const cost = scale(panel.points.map((p) => p.cost));
    const result = scale(panel.points.map((p) => p.result));
    return {
      width, height, rtl, cost, result, x0, x1: x0 + w, y0: top, y1: top + h,
      x: (v) => x0 + w * (rtl ? 1 - cost.at(v) : cost.at(v)),
      y: (v) => top + h * (1 - result.at(v)),
    };
  };

  // Lines along which one result costs the same; the company's bound is one of them.
  const perResult = (f, panel) => {
    const figures = panel.points.filter((p) => p.cost > 0 && p.result > 0).map((p) => p.cost / p.result);
    if (!figures.length) return [];
    const bound = of().bound_currency === panel.currency ? of().bounds[panel.basis] : undefined;
    const [low, high] = [Math.min(...figures), Math.max(...figures)];
    const nice = [];
    for (let n = Math.floor(Math.log10(low)); n <= Math.ceil(Math.log10(high)); n += 1) for (const m of [1, 2, 5]) nice.push(Number((m * 10 ** n).toPrecision(1)));
    const inside = nice.filter((v) => v >= low * 0.7 && v <= high * 1.4 && v !== bound);
    const every = Math.ceil(inside.length / 4);
    const values = inside.filter((_, i) => i % every === 0);
    return [...values.map((value) => ({ value })), ...(bound === undefined ? [] : [{ value: bound, bound: true }])];
  };

  const line = (f, panel, { value, bound }) => {
    const costs = panel.points.map((p) => p.cost).filter((c) => c > 0);
    const [from, to] = [Math.min(...costs) / 3, Math.max(...costs) * 1.2];
    const steps = Array.from({ length: 61 }, (_, i) => (f.cost.log ? from * (to / from) ** (i / 60) : (to * i) / 60));
    const inside = steps
      .map((c) => [f.x(c), f.y(c / value)])
      .filter(([x, y]) => x >= f.x0 && x <= f.x1 && y >= f.y0 && y <= f.y1);
    if (inside.length < 2) return null;
    return { value, bound, end: inside.at(-1), path: `M${inside.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}` };
  };

  const isGap = (point) => {
    const t = tp.model.touchpoints.get(point.id);
    return point.judged && t.findings.map((id) => tp.model.findings.get(id)).find((f) => f?.rule === "too-costly" && f.status === "gap");
  };

  const axes = (f, panel) => {
    const edge = f.rtl ? f.x1 + 30 : f.x0 - 30;
    const title = f.rtl ? f.width - 9 : 10;
    const middle = (f.y0 + f.y1) / 2;
    const axis = (key, of_) => `${tp.t(key)}${panel.currency === "-" || key !== "plot.cost" ? "" : ` (${tp.plain(panel.currency)})`}${of_.log ? ` · ${tp.t("plot.log")}` : ""}`;
    const short = (v) => tp.number(v, { notation: v >= 100000 ? "compact" : "standard", maximumFractionDigits: 2 });
    return [
      f.cost.ticks.map((t) => [tp.svg("path", { d: `M${f.x(t)} ${f.y0}V${f.y1}`, class: "plot-grid" }), tp.svg("text", { x: f.x(t), y: f.y1 + 15, class: "plot-tick" }, short(t))]),
      f.result.ticks.map((t) => [tp.svg("path", { d: `M${f.x0} ${f.y(t)}H${f.x1}`, class: "plot-grid" }), tp.svg("text", { x: edge, y: f.y(t), class: "plot-tick" }, short(t))]),
      tp.svg("text", { x: (f.x0 + f.x1) / 2, y: f.y1 + 40, class: "plot-axis" }, axis("plot.cost", f.cost)),
      tp.svg("text", { x: title, y: middle, class: "plot-axis", transform: `rotate(-90 ${title} ${middle})` }, axis(`plot.${panel.basis}`, f.result)),
      tp.svg("rect", { x: f.x0, y: f.y0, width: f.x1 - f.x0, height: f.y1 - f.y0, class: "plot-frame" }),
    ];
  };

  const picture = (f, panel) => {
    const visible = tp.filters.visible();
    const lines = perResult(f, panel).map((l) => line(f, panel, l)).filter(Boolean);
    const points = panel.points.map((p, i) => ({ p, no: i + 1, x: f.x(p.cost), y: f.y(p.result) }));
    const groups = tp.plot.grouped(points).map((members) => ({ members, x: members[0].x, y: members[0].y, r: members.length > 1 ? 9 : 6.5 }));
    for (const g of groups) {
      const numbers = g.members.map((m) => tp.number(m.no)).join(tp.lang === "fa" ? "، " : ", ");
      g.texts = g.members.length === 1 ? [tp.clip(tp.plain(tp.name(g.members[0].p.id)), 30), numbers] : [numbers, `${tp.number(g.members[0].no)} …`];
    }
    // The ends of the lines take part, so that no name lies over what a line says.
    const ends = lines.map((l) => ({ x: l.end[0], y: l.end[1], r: 2, texts: [money(l.value, panel.currency)] }));
    const boxes = tp.plot.place([...groups, ...ends], tp.plot.bounds(f));
    const peers = points.filter(({ p }) => p.better && p.judged && isGap(p)).map(({ p, x, y }) => ({ x, y, to: points.find((o) => o.p.id === p.better) })).filter((a) => a.to);
    return tp.svg(
      "svg",
      { viewBox: `0 0 ${f.width} ${f.height}`, width: f.width, height: f.height, "aria-hidden": "true" },
      axes(f, panel),
      lines.map((l) => tp.svg("path", { d: l.path, class: `plot-per${l.bound ? " bound" : ""}` })),
      peers.map(({ x, y, to }) => {
        const angle = (Math.atan2(to.y - y, to.x - x) * 180) / Math.PI;
        return [
          tp.svg("path", { d: `M${x} ${y}L${to.x} ${to.y}`, class: "plot-better" }),
          tp.svg("path", { d: "M-8 0l-9 -5v10z", class: "plot-arrow", transform: `translate(${to.x} ${to.y}) rotate(${angle})` }),
        ];
      }),
      groups.map(({ members, x, y, r }) => {
        const ids = members.map((m) => m.p.id);
        const gap = members.some((m) => isGap(m.p));
        const mark = tp.svg(
          "g",
          { class: `plot-point ${gap ? "q-concentrate" : "q-keep"}${ids.includes(tp.state.selected) ? " selected" : ""}${ids.some((id) => visible.has(id)) ? "" : " faded"}`, transform: `translate(${x} ${y})`, "data-points": ids.join(" ") },
          tp.svg("title", {}, ids.map((id) => tp.plain(tp.name(id))).join("\n")),
          tp.svg("circle", { r: 14, class: "plot-hit" }),
          tp.svg("path", { d: tp.plot.shape(gap ? "diamond" : "square", r) }),
          members.length > 1 ? tp.svg("text", { class: "plot-many" }, tp.number(members.length)) : null,
        );
        mark.addEventListener("click", () => tp.select(ids[(ids.indexOf(tp.state.selected) + 1) % ids.length]));
        return mark;
      }),
      boxes.map((box, i) => {
        if (!box) return null;
        const label = tp.plot.label(box);
        if (i >= groups.length) label.setAttribute("class", `plot-per-name${lines[i - groups.length].bound ? " bound" : ""}`);
        return label;
      }),
    );
  };

  return { of, panels, frame, picture, perResult, isGap, money, number };
})();
