// Importance and performance on the page: the plot, its movable cross-hairs, what they change, a table.
"use strict";

tp.ratingsView = (() => {
  const r = tp.ratings;
  const STEP = 0.01;
  const FAR = 0.05;

  // Numbered by the company's own quadrants, so that numbers stay when the cross-hairs move.
  const rows = () => {
    const lines = r.base() ?? r.MIDDLE;
    const order = (p) => r.ORDER.indexOf(r.quadrant(p, lines));
    return [...r.of().points].sort((a, b) => order(a) - order(b) || b[1] - a[1] || a[2] - b[2]);
  };

  const bounded = (value) => Math.max(0, Math.min(1, Math.round(value * 1000) / 1000));

  // A handle on each line: for the mouse, a finger and the arrow keys.
  const handle = (axis, f, now, redraw) => {
    const upright = axis === 1;
    const at = upright ? f.x(now[1]) : f.y(now[0]);
    const style = upright
      ? `left:${at}px;top:${f.y0}px;height:${f.y1 - f.y0}px`
      : `top:${at}px;left:${f.x0}px;width:${f.x1 - f.x0}px`;
    const moved = (value) => now.map((old, n) => (n === axis ? bounded(value) : old));
    const element = tp.el(
      "div",
      {
        class: `cross-handle ${upright ? "upright" : "level-line"}`,
        role: "slider",
        tabindex: "0",
        "data-key": `cross-${axis}`,
        "aria-orientation": upright ? "horizontal" : "vertical",
        "aria-label": tp.t(upright ? "plot.crossSatisfaction" : "plot.crossImportance"),
        "aria-valuemin": "0",
        "aria-valuemax": "100",
        "aria-valuenow": String(Math.round(now[axis] * 100)),
        "aria-valuetext": r.percent(now[axis], 1),
        style,
      },
      tp.el("span", { class: "cross-knob", "aria-hidden": "true" }),
    );
    element.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? FAR : STEP;
      const on = upright && f.rtl ? -step : step;
      const value = { ArrowRight: now[axis] + on, ArrowLeft: now[axis] - on, ArrowUp: now[axis] + step, ArrowDown: now[axis] - step, Home: 0, End: 1 }[event.key];
      if (value === undefined) return;
      event.preventDefault();
      r.place(moved(value));
    });
    element.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.focus({ preventScroll: true });
      const box = element.parentElement.getBoundingClientRect();
      let to = null;
      const move = (e) => {
        to = moved(upright ? f.satisfactionAt(e.clientX - box.left) : f.importanceAt(e.clientY - box.top));
        r.drag(to);
        element.style[upright ? "left" : "top"] = `${upright ? f.x(to[1]) : f.y(to[0])}px`;
        redraw();
      };
      element.addEventListener("pointermove", move);
      element.addEventListener(
        "lostpointercapture",
        () => {
          element.removeEventListener("pointermove", move);
          if (to) r.place(to);
        },
        { once: true },
      );
    });
    return element;
  };

  // Who would stand elsewhere, were the cross-hairs here.
  const effect = () => {
    const now = r.lines();
    if (!r.cross()) return [tp.el("p", { class: "muted" }, tp.t("plot.drag"))];
    const changed = r.changed(now);
    return [
      tp.el("p", {}, tp.el("b", {}, tp.t("plot.whatIf", { importance: r.percent(now[0], 1), satisfaction: r.percent(now[1], 1) })), " ", tp.t("plot.changes", { n: changed.length })),
      tp.el(
        "ul",
        { class: "plot-changes" },
        changed.slice(0, 12).map((p) =>
          tp.el("li", {}, tp.tNodes("plot.moves", { name: tp.nameNode(p[0]), from: r.name(r.quadrant(p, r.base())), to: tp.el("b", {}, r.name(r.quadrant(p, now))) })),
        ),
        changed.length > 12 ? tp.el("li", { class: "muted" }, tp.t("map.more", { n: changed.length - 12 })) : null,
      ),
    ];
  };

  const presets = () => {
    const now = r.lines();
    const button = (key, to) =>
      to && tp.el("button", { type: "button", class: "toggle", "data-key": `cross-${key}`, "aria-pressed": String(now.every((v, n) => Math.abs(v - to[n]) < 0.000001)), onclick: () => r.place(to) }, tp.t(`plot.${key}`));
    return tp.el(
      "div",
      { class: "plot-presets", role: "group", "aria-label": tp.t("plot.crosshairs") },
      button("means", r.of().means),
      button("medians", r.of().medians),
      button("scale", r.MIDDLE),
      tp.state.cross && r.base() ? tp.el("button", { type: "button", class: "toggle", "data-key": "cross-reset", onclick: () => r.place(null) }, tp.icon("undo"), tp.t("plot.reset")) : null,
    );
  };

  const table = (list) => {
    const now = r.lines();
    const visible = tp.filters.visible();
    const head = (key, props = {}) => tp.el("th", { scope: "col", ...props }, tp.t(key));
    return tp.el(
      "table",
      { class: "plot-table" },
      tp.el("caption", { class: "visually-hidden" }, tp.t("plot.ratings")),
      tp.el("thead", {}, tp.el("tr", {}, head("plot.no"), head("kind.touchpoint"), head("plot.quadrant"), head("plot.importance"), head("plot.satisfaction"), head("plot.distance", { class: "plot-wide" }))),
      tp.el(
        "tbody",
        {},
        list.map((p, i) => {
          const q = r.quadrant(p, now);
          const was = r.base() && r.quadrant(p, r.base());
          return tp.el(
            "tr",
            { class: visible.has(p[0]) ? undefined : "faded", "data-row": p[0] },
            tp.el("td", { class: "figure" }, tp.number(i + 1)),
            tp.el("td", {}, tp.itemButton(p[0])),
            tp.el("td", {}, tp.el("span", { class: `q-name q-${q}` }, r.name(q)), r.borderline(p, now) ? tp.el("span", { class: "tag" }, tp.t("details.borderline")) : null, was && was !== q ? tp.el("span", { class: "where" }, tp.t("plot.was", { name: r.name(was) })) : null),
            tp.el("td", { class: "figure" }, r.percent(p[1])),
            tp.el("td", { class: "figure" }, r.percent(p[2])),
            tp.el("td", { class: "figure plot-wide" }, r.percent(r.distance(p, now), 1)),
          );
        }),
      ),
    );
  };

  // How many are rated, and how the company's lines came to stand where they do.
  const told = () => {
    const { points, unsettled, sources } = r.of();
    return [
      tp.t("plot.rated", { n: points.length, unrated: unsettled }),
      sources.length ? [" ", tp.t("plot.source"), " ", [...new Set(sources)].flatMap((s, i) => [i ? " · " : "", tp.labelNode(s)]), "."] : null,
    ];
  };

  const render = (root) => {
    const { points } = r.of();
    const heading = tp.el("h2", { class: "section-title" }, tp.t("plot.ratings"));
    if (!points.length) {
      tp.fill(root, heading, tp.plot.empty(r.of(), ["importance", "satisfaction", "satisfaction_scale"]));
      return;
    }
    const list = rows();
    const area = tp.el("div", { class: "plot-area" });
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const changes = tp.el("div", { class: "plot-effect" });
    tp.fill(
      root,
      heading,
      tp.el("p", { class: "plot-note" }, told()),
      tp.el("div", { class: "plot-pair" }, tp.el("div", { class: "plot-side" }, area, presets(), changes), tp.el("div", { class: "plot-side" }, tp.plot.roles(table(list)), tp.queryText.button({ plot: "ratings" }), r.of().unsettled ? tp.el("details", { class: "plot-more" }, tp.el("summary", {}, tp.t("plot.unrated")), tp.plot.missing(r.of())) : null)),
    );
    const f = r.frame(area);
    const draw = () => {
      area.querySelector("svg")?.remove();
      area.prepend(r.picture(f, r.lines(), list));
      tp.fill(changes, effect());
    };
    draw();
    area.style.blockSize = `${f.height}px`;
    area.append(handle(1, f, r.lines(), draw), handle(0, f, r.lines(), draw));
    // The handles come after the rest, and keep the keyboard.
    if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };

  return { render };
})();
