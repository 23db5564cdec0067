// The signs on the page's buttons, drawn with one pen; what a button does is also said in words.
"use strict";

tp.icon = (() => {
  const PATHS = {
    undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
    redo: "m16 5 4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
    filter: "M3 5h18M6.5 12h11M10 19h4",
    bookmark: "M6 3h12v18l-6-4.5L6 21z",
    download: "M12 3v12m-5-5 5 5 5-5M4 20h16",
    panel: "M3 4h18v16H3zM15 4v16",
    close: "M5 5l14 14M19 5 5 19",
    pencil: "M4 20h4L20 8l-4-4L4 16z",
    trash: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5",
    right: "m9 5 7 7-7 7",
    down: "m5 9 7 7 7-7",
    globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3.5 9h17M3.5 15h17M12 3c-4 4-4 14 0 18M12 3c4 4 4 14 0 18",
    clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l4 2",
    target: "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14M12 2v5M12 17v5M2 12h5M17 12h5",
    flow: "M3 7h6c6 0 6 10 12 10m-4-4 4 4-4 4M3 17h5",
  };
  // These point along the line of reading, so they turn round with it.
  const MIRRORED = new Set(["undo", "redo", "panel", "right", "flow"]);
  const SVG = "http://www.w3.org/2000/svg";

  return (name) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", `icon${MIRRORED.has(name) ? " mirrored" : ""}`);
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
  };
})();

// A button with a sign and, where there is room, its words beside it.
tp.iconButton = (name, label, { words = false, ...props } = {}) =>
  tp.el(
    "button",
    { type: "button", class: `tool${words ? " with-words" : ""}`, "aria-label": label, title: label, ...props },
    tp.icon(name),
    words ? tp.el("span", { class: "tool-words", "aria-hidden": "true" }, words === true ? label : words) : null,
  );
