// A button that opens a panel below itself: closed by Escape, by a click elsewhere, by leaving it.
"use strict";

tp.menus = (() => {
  let open = null;

  const close = (back = false) => {
    if (!open) return;
    const { button, panel } = open;
    open = null;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };

  // `fill` gives the panel's content anew each time it opens; it is handed a way to close the panel.
  const menu = (id, icon, label, fill, { words = true } = {}) => {
    const panel = tp.el("div", { class: "menu", id: `${id}-panel`, role: "group", "aria-label": label, hidden: true });
    const button = tp.iconButton(icon, label, { words, id, "data-key": id, "aria-expanded": "false", "aria-controls": panel.id });
    const draw = () => tp.fill(panel, fill({ close: () => close(true), redraw: draw }));
    button.addEventListener("click", () => {
      const was = open?.button === button;
      close();
      if (was) return;
      draw();
      panel.hidden = false;
      button.setAttribute("aria-expanded", "true");
      open = { button, panel };
      panel.querySelector("input, button")?.focus();
    });
    const wrap = tp.el("div", { class: "menu-wrap" }, button, panel);
    wrap.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && open?.button === button) {
        event.preventDefault();
        close(true);
      }
    });
    wrap.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !wrap.contains(event.relatedTarget) && open?.button === button) close();
    });
    return wrap;
  };

  document.addEventListener("pointerdown", (event) => {
    if (open && !open.panel.contains(event.target) && !open.button.contains(event.target)) close();
  });

  return { menu };
})();
