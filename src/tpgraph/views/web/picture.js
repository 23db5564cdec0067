// A part of the page as one SVG drawing, however much of it the window shows; and SVG as PNG.
"use strict";

tp.picture = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const node = (name, attributes = {}, text = null) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, String(value));
    if (text !== null) element.textContent = text;
    return element;
  };
  const round = (value) => Math.round(value * 10) / 10;
  const clear = (colour) => colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);
  const CONTROLS = ".fold, .more, .visually-hidden, .map-bar, .links-key";
  const SHAPE_STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity"];

  const frame = (width, height, background, title) => {
    const svg = node("svg", { xmlns: SVG, width: Math.ceil(width), height: Math.ceil(height), viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}` });
    svg.append(node("title", {}, title), node("rect", { width: "100%", height: "100%", fill: background }));
    return svg;
  };

  const SIDES = ["Top", "Right", "Bottom", "Left"];
  // Background and borders of an element; a side with a border of its own is a line.
  const drawBox = (out, style, r) => {
    const sides = SIDES.map((side) => ({ width: parseFloat(style[`border${side}Width`]), line: style[`border${side}Style`], colour: style[`border${side}Color`] })).map((s) =>
      s.line === "none" || clear(s.colour) ? { ...s, width: 0 } : s,
    );
    const same = sides.every((s) => s.width === sides[0].width && s.colour === sides[0].colour);
    const filled = !clear(style.backgroundColor);
    const hatched = style.backgroundImage.includes("gradient");
    if (!filled && !hatched && !sides.some((s) => s.width)) return;
    const dash = (s) => (s.line === "dashed" ? "4 3" : null);
    const width = same ? sides[0].width : 0;
    const radius = Math.min(parseFloat(style.borderTopRightRadius) || 0, r.height / 2);
    const box = { x: round(r.x + width / 2), y: round(r.y + width / 2), width: round(Math.max(0, r.width - width)), height: round(Math.max(0, r.height - width)), rx: radius };
    out.append(node("rect", { ...box, fill: filled ? style.backgroundColor : hatched ? "url(#tp-hatch)" : "none", stroke: width ? sides[0].colour : null, "stroke-width": width || null, "stroke-dasharray": width ? dash(sides[0]) : null }));
    if (same) return;
    const corners = [[r.x, r.y], [r.x + r.width, r.y], [r.x + r.width, r.y + r.height], [r.x, r.y + r.height]];
    sides.forEach((s, i) => {
      if (!s.width) return;
      const [[x1, y1], [x2, y2]] = [corners[i], corners[(i + 1) % 4]];
      out.append(node("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), stroke: s.colour, "stroke-width": s.width, "stroke-dasharray": dash(s) }));
    });
  };

  // A text as the browser has broken it into lines: [text, rectangle].
  const linesOf = (text) => {
    const lines = [];
    const range = document.createRange();
    const { data } = text;
    let at = 0;
    for (const char of data) {
      range.setStart(text, at);
      at += char.length;
      range.setEnd(text, at);
      const r = range.getBoundingClientRect();
      if (!r.width && !r.height) continue;
      const line = lines.at(-1);
      const continues = line && Math.abs(line.top - r.top) < r.height / 2;
      // A line does not begin with a space: its place would be that of the space.
      if (!continues && !char.trim()) continue;
      const shown = char === "\u00ad" ? "" : char;
      if (continues) {
        line.text += shown;
        line.left = Math.min(line.left, r.left);
        line.right = Math.max(line.right, r.right);
      } else {
        // A soft hyphen shows where its word is broken.
        if (line && data[at - char.length - 1] === "\u00ad") line.text += "-";
        lines.push({ text: shown, left: r.left, right: r.right, top: r.top, bottom: r.bottom });
      }
    }
    return lines.filter((line) => line.text.trim());
  };

  const drawText = (out, text, origin) => {
    const parent = text.parentElement;
    const style = getComputedStyle(parent);
    const size = parseFloat(style.fontSize);
    const rtl = style.direction === "rtl";
    for (const line of linesOf(text)) {
      const vertical = style.writingMode.startsWith("vertical");
      const middle = (line.top + line.bottom) / 2 - origin.top;
      const x = vertical ? (line.left + line.right) / 2 - origin.left : (rtl ? line.right : line.left) - origin.left;
      out.append(
        node(
          "text",
          { x: round(x), y: round(vertical ? line.top - origin.top : middle), "dominant-baseline": "central", direction: rtl ? "rtl" : null, "font-family": style.fontFamily, "font-size": size, "font-weight": style.fontWeight === "400" ? null : style.fontWeight, "text-decoration": style.textDecorationLine === "none" ? null : style.textDecorationLine, fill: style.color },
          line.text.replace(/\s+/g, " ").trim(),
        ),
      );
    }
  };

  const drawSvg = (out, svg, origin) => {
    const r = svg.getBoundingClientRect();
    if (!r.width) return;
    const copy = svg.cloneNode(true);
    const [own, copied] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
    own.forEach((element, i) => {
      const style = getComputedStyle(element);
      for (const name of SHAPE_STYLES) copied[i].setAttribute(name, style.getPropertyValue(name));
      copied[i].removeAttribute("class");
    });
    for (const [name, value] of Object.entries({ x: round(r.left - origin.left), y: round(r.top - origin.top), width: round(r.width), height: round(r.height) })) copy.setAttribute(name, value);
    for (const name of ["class", "aria-hidden"]) copy.removeAttribute(name);
    copy.setAttribute("overflow", "visible");
    out.append(copy);
  };

  const walk = (out, element, origin) => {
    if (element.matches(CONTROLS)) return;
    if (element.tagName.toLowerCase() === "svg") {
      drawSvg(out, element, origin);
      return;
    }
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility === "hidden") return;
    if (style.display !== "contents") {
      const r = element.getBoundingClientRect();
      drawBox(out, style, { x: r.left - origin.left, y: r.top - origin.top, width: r.width, height: r.height });
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(out, child, origin);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) drawText(out, child, origin);
    }
  };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const hatch = () => {
    const pattern = node("pattern", { id: "tp-hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(node("rect", { width: 8, height: 8, fill: colour("--panel") }), node("rect", { width: 2, height: 8, fill: colour("--unknown-soft") }));
    const defs = node("defs");
    defs.append(pattern);
    return defs;
  };

  const MARGIN = 20;
  const HEADING = 46;
  const heading = (svg, title, width) => {
    const rtl = tp.isRtl();
    const family = getComputedStyle(document.body).fontFamily;
    svg.append(node("text", { x: rtl ? width - MARGIN : MARGIN, y: 32, direction: rtl ? "rtl" : null, "font-family": family, "font-size": 19, "font-weight": 650, fill: colour("--ink") }, title));
  };

  // What `root` shows, from its own top left corner on, under a heading.
  const ofElement = (root, title) => {
    const r = root.getBoundingClientRect();
    const width = root.scrollWidth + 2 * MARGIN;
    const svg = frame(width, root.scrollHeight + HEADING + MARGIN, colour("--bg"), title);
    svg.append(hatch());
    heading(svg, title, width);
    walk(svg, root, { left: r.left - MARGIN, top: r.top - HEADING });
    return svg;
  };

  const text = (svg) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}`;

  // Browsers refuse larger canvases: what is larger is drawn smaller.
  const MOST_SIDE = 16000;
  const MOST_PIXELS = 120e6;
  const png = async (svg) => {
    const [width, height] = ["width", "height"].map((name) => Number(svg.getAttribute(name)));
    const scale = Math.min(2, MOST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
    const image = new Image();
    const url = URL.createObjectURL(new Blob([text(svg)], { type: "image/svg+xml" }));
    try {
      await new Promise((resolve, reject) => {
        image.onload = resolve;
        image.onerror = () => reject(new Error("the drawing cannot be shown as an image"));
        image.src = url;
      });
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.floor(width * scale));
      canvas.height = Math.max(1, Math.floor(height * scale));
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve, reject) => {
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the drawing is too large for an image"))), "image/png");
      });
    } finally {
      URL.revokeObjectURL(url);
    }
  };

  return { ofElement, text, png, node, frame, heading, colour, MARGIN, HEADING };
})();
