// What only the served page does: the way to the other pages, and word when the inventory changed.
"use strict";

(() => {
  const bar = tp.byId("stale");
  const watched = bar.dataset.watch.split(" ").filter(Boolean);
  let what = null;

  const draw = () => {
    tp.byId("site").setAttribute("aria-label", tp.t("site.site"));
    bar.hidden = !what;
    if (!what) return;
    tp.fill(
      bar,
      tp.el("span", {}, tp.t(`served.${what}`)),
      what === "changed" ? tp.el("button", { type: "button", class: "button", onclick: () => location.reload() }, tp.t("served.reload")) : null,
    );
  };

  const hear = (name) => (event) => {
    const { company } = JSON.parse(event.data);
    if (company !== "*" && !watched.includes(company)) return;
    what = name;
    draw();
  };

  tp.store.onChange((state, before) => {
    if (!before || before.lang !== state.lang) draw();
  });
  if (watched.length && "EventSource" in window) {
    const events = new EventSource("/events");
    events.addEventListener("changed", hear("changed"));
    events.addEventListener("trouble", hear("trouble"));
    addEventListener("pagehide", () => events.close());
  }
})();
