// The panels beside the view: filters and details fold away, and the details can be made wider.
"use strict";

tp.panels = (() => {
  const { body } = document;
  const roomForFilters = matchMedia("(min-width: 1440px)");
  const roomForSide = matchMedia("(min-width: 1100px)");
  const KEY = "tpgraph.side";
  const LEAST = 260;
  const STEP = 24;
  // Opened because something was selected, so closed again with it.
  let bySelection = false;

  // What the reader wants; without a wish the room decides.
  const wish = (panel, open, options) => tp.set({ panels: { ...tp.state.panels, [panel]: open } }, options);
  const isOpen = (panel) => (panel === "side" && bySelection) || (tp.state.panels[panel] ?? (panel === "filters" ? roomForFilters : roomForSide).matches);
  const most = () => Math.max(LEAST, Math.min(720, Math.round(innerWidth * 0.5)));

  const render = () => {
    body.classList.toggle("filters-open", isOpen("filters"));
    body.classList.toggle("side-closed", !isOpen("side"));
    tp.byId("filters-toggle")?.setAttribute("aria-expanded", String(isOpen("filters")));
    tp.byId("side-toggle")?.setAttribute("aria-expanded", String(isOpen("side")));
    window.dispatchEvent(new Event("tp-layout"));
  };

  const toggle = (panel) => {
    const open = !isOpen(panel);
    bySelection = false;
    wish(panel, open);
    render();
    // What lies over the page takes the keyboard with it.
    if (panel === "filters" && open && !roomForFilters.matches) tp.byId("filters").querySelector("button, input")?.focus();
  };

  const closeFilters = () => {
    wish("filters", false);
    tp.byId("filters-toggle")?.focus();
  };

  const onSelect = (selected) => {
    if (selected && !isOpen("side")) {
      bySelection = true;
      render();
    } else if (!selected && bySelection) {
      bySelection = false;
      render();
    }
  };

  const width = (px) => {
    const handle = tp.byId("side-handle");
    const value = Math.round(Math.max(LEAST, Math.min(most(), px)));
    document.documentElement.style.setProperty("--side", `${value}px`);
    handle.setAttribute("aria-valuenow", String(value));
    handle.setAttribute("aria-valuemax", String(most()));
    return value;
  };
  const keep = (px) => {
    // A browser may refuse this for a file on disk.
    try {
      localStorage.setItem(KEY, String(px));
    } catch {
      // The width then lasts as long as the page.
    }
  };

  const start = () => {
    const handle = tp.byId("side-handle");
    const now = () => tp.byId("side").getBoundingClientRect().width;
    handle.setAttribute("aria-valuemin", String(LEAST));
    handle.addEventListener("keydown", (event) => {
      const wider = tp.isRtl() ? "ArrowRight" : "ArrowLeft";
      const narrower = tp.isRtl() ? "ArrowLeft" : "ArrowRight";
      const px = { [wider]: now() + STEP, [narrower]: now() - STEP, Home: LEAST, End: most() }[event.key];
      if (px === undefined) return;
      event.preventDefault();
      keep(width(px));
      render();
    });
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      const drag = (e) => width(tp.isRtl() ? e.clientX : document.documentElement.clientWidth - e.clientX);
      handle.addEventListener("pointermove", drag);
      handle.addEventListener(
        "lostpointercapture",
        () => {
          handle.removeEventListener("pointermove", drag);
          keep(now());
          render();
        },
        { once: true },
      );
    });
    try {
      const kept = Number(localStorage.getItem(KEY));
      if (kept) width(kept);
    } catch {
      // As wide as the page makes it.
    }
    // Once the page stands: to ask now would make the browser lay it out twice.
    requestAnimationFrame(() => handle.hasAttribute("aria-valuenow") || handle.setAttribute("aria-valuenow", String(Math.round(now()) || LEAST)));
    // Where the room changes, it decides anew. (Printing changes media queries too, but no size.)
    let room = [roomForFilters.matches, roomForSide.matches];
    window.addEventListener("resize", () => {
      const found = [roomForFilters.matches, roomForSide.matches];
      if (String(found) === String(room)) return;
      const panels = { ...tp.state.panels };
      if (found[0] !== room[0]) panels.filters = null;
      if (found[1] !== room[1]) panels.side = null;
      room = found;
      bySelection = false;
      tp.set({ panels }, { step: false });
      render();
      onSelect(tp.state.selected);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.target.closest?.(".menu-wrap") || roomForFilters.matches || !isOpen("filters")) return;
      event.preventDefault();
      closeFilters();
    }, true);
    tp.store.onChange((state, before) => before && String(Object.values(before.panels)) !== String(Object.values(state.panels)) && render());
    render();
    // Who was sent an address with the panel closed sees what its sender saw.
    if (tp.state.panels.side !== false) onSelect(tp.state.selected);
  };

  return { start, render, toggle, closeFilters, onSelect };
})();
