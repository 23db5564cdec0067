"use strict";
// The reference reads without this script; it adds the search and lets a language keep the place.
(() => {
  const byId = (id) => document.getElementById(id);

  // ---------------------------------------------------------------- the place, in every language
  const languages = [...document.querySelectorAll("a[hreflang]")].map((a) => [a, a.getAttribute("href")]);
  const contents = document.querySelector(".contents");
  let here = null;
  const followPlace = () => {
    for (const [link, page] of languages) link.setAttribute("href", page + location.hash);
    if (!contents) return;
    if (here) here.removeAttribute("aria-current");
    here = location.hash && [...contents.querySelectorAll("a")].find((a) => a.hash === location.hash);
    if (!here) return;
    here.setAttribute("aria-current", "true");
    for (let box = here.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (matchMedia("(min-width: 60rem)").matches) here.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", followPlace);
  const whole = document.querySelector(".whole");
  if (whole && !matchMedia("(min-width: 60rem)").matches) whole.open = false;
  followPlace();

  // ------------------------------------------------------------------------------------- search
  const form = byId("_form");
  if (!form) return;
  const input = byId("_search"), list = byId("_results"), said = byId("_said");
  const MOST = 12;
  let index = null, active = -1;

  // As labels are compared: case, accents, Arabic forms of Persian letters and joiners aside.
  const plain = (text) => text.normalize("NFKD").toLowerCase()
    .replace(/[\u064b-\u065f\u0670\u0300-\u036f\u200d-\u200f\u00ad]/g, "")
    .replace(/[يى]/g, "ی").replace(/ك/g, "ک").replace(/[ةۀ]/g, "ه").replace(/ё/g, "е")
    .replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6f0)
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const build = () => {
    index = [];
    for (const card of document.querySelectorAll("article")) {
      const title = card.querySelector(".self").textContent;
      const seen = new Set();
      const add = (text, lang, rank) => {
        const key = plain(text);
        if (key && !seen.has(key)) { seen.add(key); index.push({ key, text, lang, rank, title, id: card.id }); }
      };
      add(title, "", 0);
      for (const names of card.querySelectorAll(".names li")) {
        for (const name of names.querySelectorAll("b")) add(name.textContent, names.lang, 1);
        for (const name of names.querySelectorAll("i")) add(name.textContent, names.lang, 2);
      }
      add(card.id.replace(/([a-z])([A-Z])/g, "$1 $2"), "", 3);
    }
  };

  // How many letters must change, up to a bound: for words mistyped.
  const distance = (a, b, bound) => {
    if (Math.abs(a.length - b.length) > bound) return bound + 1;
    let before = null, last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > bound) return bound + 1;
      before = last; last = row;
    }
    return last[b.length];
  };

  const find = (text) => {
    if (!index) build();
    const key = plain(text);
    if (!key) return [];
    const bound = key.length < 4 ? 0 : key.length < 8 ? 1 : 2;
    const best = new Map();
    for (const name of index) {
      let score;
      if (name.key === key) score = 0;
      else if (name.key.startsWith(key)) score = 10;
      else if (` ${name.key}`.includes(` ${key}`)) score = 20;
      else if (key.length > 2 && name.key.includes(key)) score = 30;
      else {
        const far = distance(key, name.key, bound);
        if (far > bound) continue;
        score = 40 + far;
      }
      score += name.rank + name.key.length / 1000;
      const known = best.get(name.id);
      if (!known || score < known.score) best.set(name.id, { ...name, score });
    }
    return [...best.values()].sort((a, b) => a.score - b.score || (a.title < b.title ? -1 : 1));
  };

  const close = () => {
    list.hidden = true; active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const go = (item) => {
    if (!item) return;
    close();
    location.hash = item.dataset.hash;
    const target = byId(item.dataset.id), title = target && target.querySelector(".self");
    if (title) title.focus({ preventScroll: true });
  };

  const show = () => {
    const found = find(input.value);
    list.replaceChildren(...found.slice(0, MOST).map((name, n) => {
      const item = document.createElement("li");
      item.id = `_result${n}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.id = name.id;
      item.dataset.hash = "#" + encodeURIComponent(name.id);
      const title = document.createElement("bdi");
      title.textContent = name.title;
      item.append(title);
      if (name.text !== name.title && name.lang) {
        const other = document.createElement("small");
        other.lang = name.lang; other.dir = "auto";
        other.textContent = `${name.text} · ${name.lang}`;
        item.append(" ", other);
      }
      return item;
    }));
    said.textContent = found.length ? said.dataset.count.replace("{count}", found.length) : input.value.trim() ? said.dataset.none : "";
    said.classList.toggle("unseen", found.length > 0 || !input.value.trim());
    list.hidden = found.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
  };

  const move = (step) => {
    const items = [...list.children];
    if (list.hidden || !items.length) return;
    active = (active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length;
    items.forEach((item, n) => item.setAttribute("aria-selected", String(n === active)));
    input.setAttribute("aria-activedescendant", items[active].id);
    items[active].scrollIntoView({ block: "nearest" });
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); go(list.children[Math.max(active, 0)]); });
  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value) show(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Escape") { if (!list.hidden) event.preventDefault(); close(); }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("li")));
  addEventListener("pointerdown", (event) => { if (!form.contains(event.target)) close(); });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && document.activeElement !== input) {
      event.preventDefault(); input.focus();
    }
  });
})();
