// Small helpers for building the document: elements, glyphs, word for screen readers, files to keep;
// the one global object `tp`.
"use strict";

const tp = (() => {
  // Prefixes of addresses that occur often stand as one character each, from U+E000 on; whole
  // names as the character behind those and their number to the base 36.
  const long = (element) => {
    const prefixes = (element.dataset.prefixes ?? "").split(" ").filter(Boolean);
    return prefixes.reduce((text, prefix, i) => text.replaceAll(String.fromCharCode(0xe000 + i), prefix), element.textContent);
  };
  const list = document.getElementById("tp-names");
  const names = list && JSON.parse(long(list)).map((name) => JSON.stringify(name));
  const read = (id) => {
    const element = document.getElementById(id);
    const text = long(element);
    if (!names || !element.dataset.prefixes) return JSON.parse(text);
    const sign = String.fromCharCode(0xe000 + element.dataset.prefixes.split(" ").length);
    return JSON.parse(text.replace(new RegExp(`"${sign}([0-9a-z]+)"`, "g"), (_, n) => names[parseInt(n, 36)]));
  };
  // The snapshot, its network as pyvis hands it to vis-network, and the interface's texts.
  // A served page comes in its reader's language.
  const data = { ...read("tp-snapshot"), lang: document.documentElement.lang };
  return { data, graph: read("tp-network"), texts: read("tp-texts") };
})();

tp.byId = (id) => document.getElementById(id);

// What not every reader needs: a block that is stored compressed, or stands at an address of its own
// where the page is served.
tp.stored = async (id) => {
  const { dataset, textContent } = tp.byId(id);
  if (dataset.src) {
    const answer = await fetch(dataset.src);
    if (!answer.ok) throw new Error(`${dataset.src}: ${answer.status}`);
    return answer;
  }
  return unpacked(textContent);
};
// The same without unpacking it: a worker can do that beside the page.
tp.bytes = async (id) => (tp.byId(id).dataset.src ? new Uint8Array(await (await tp.stored(id)).arrayBuffer()) : bytesOf(tp.byId(id).textContent.trim()));
tp.unpack = async (id) => (await tp.stored(id)).text();

// An element with properties and children. Children are nodes or text, never markup: whatever an
// inventory holds stays text.
tp.el = (name, props = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") element.className = value;
    // By a script, which policies allow where styles may not be inline.
    else if (key === "style") element.style.cssText = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  tp.append(element, children);
  return element;
};

tp.append = (element, children) => {
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false && child !== "") element.append(child);
  }
  return element;
};

// Fill an element anew and keep the keyboard where it was: things that are the same before and
// after carry the same data-key.
tp.fill = (element, ...children) => {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  // Asking for it makes the browser lay the page out, which an empty element need not cost.
  const scroll = element.hasChildNodes() ? element.scrollTop : 0;
  element.replaceChildren();
  tp.append(element, children);
  if (scroll) element.scrollTop = scroll;
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
};

// Each kind of thing has its own shape, so that colour is never the only difference.
const SHAPES = {
  touchpoint: [["rect", { x: 2.5, y: 2.5, width: 11, height: 11, rx: 1.5, class: "fill" }]],
  gap: [["path", { d: "M8 .8 15.2 8 8 15.2.8 8z", class: "fill" }]],
  unknown: [
    ["circle", { cx: 8, cy: 8, r: 6, class: "hollow" }],
    ["path", { d: "M4 11.5 11.5 4M2.9 8.2 8.2 2.9M7.8 13.1l5.3-5.3", class: "stroke" }],
  ],
  ok: [["path", { d: "M3 8.5 6.5 12 13 4.5", class: "line" }]],
  recommendation: [
    ["path", { d: "m8 .8 2.2 4.7 5.1.6-3.8 3.5 1 5.1L8 12.2l-4.5 2.5 1-5.1L.7 6.1l5.1-.6z", class: "fill" }],
  ],
  concept: [["circle", { cx: 8, cy: 8, r: 6, class: "fill" }]],
};

tp.glyph = (kind) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `glyph glyph-${kind}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [name, attributes] of SHAPES[kind] ?? SHAPES.concept) {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
};

// Marks that turn the reading direction round, and controls: dropped where text is joined with
// other text and no <bdi> can isolate it.
tp.plain = (text) =>
  String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g, " ");

tp.clip = (text, length) => {
  const chars = Array.from(String(text).slice(0, length * 4));
  return chars.length > length ? `${chars.slice(0, length - 1).join("").trimEnd()}…` : String(text);
};

// What has happened, for those who do not see it.
tp.say = (text) => {
  const announcer = tp.byId("announcer");
  announcer.textContent = "";
  // A change within one frame would not be read.
  requestAnimationFrame(() => {
    announcer.textContent = tp.clip(tp.plain(text), 300);
  });
};

// A file of the page's own making, under a name that every system takes.
tp.keep = (what, ending, blob) => {
  const owner = tp.data.company.iri.split("/").at(-1).replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 60);
  const name = `${owner || "tpgraph"}-${what}.${ending}`;
  const url = URL.createObjectURL(blob);
  const link = tp.el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  tp.say(tp.t("export.saved", { name }));
};
tp.keepText = (what, ending, type, text) => tp.keep(what, ending, new Blob([text], { type: `${type};charset=utf-8` }));
