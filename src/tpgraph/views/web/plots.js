// The view of plots: drawn anew when something changes, and when the room does.
"use strict";

tp.plots = (() => {
  const root = tp.byId("view-plots");
  const parts = [
    [tp.el("section", { class: "plot-section", id: "plot-ratings" }), tp.ratingsView],
    [tp.el("section", { class: "plot-section", id: "plot-costs" }), tp.costsView],
  ];
  let width = 0;

  const render = () => {
    if (!root.hasChildNodes()) root.append(...parts.map(([section]) => section));
    for (const [section, view] of parts) view.render(section);
    width = root.clientWidth;
  };

  const mark = () => {
    const { selected } = tp.state;
    for (const row of root.querySelectorAll("[data-row]")) row.classList.toggle("selected", row.dataset.row === selected);
    for (const point of root.querySelectorAll("[data-points]")) point.classList.toggle("selected", point.dataset.points.split(" ").includes(selected));
  };

  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (tp.state.view === "plots" && root.clientWidth !== width) render();
    });
  };
  window.addEventListener("resize", later);
  window.addEventListener("tp-layout", later);
  return { render, mark };
})();
