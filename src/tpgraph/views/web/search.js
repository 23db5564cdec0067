// Search in the labels of any language; accents, Arabic forms of letters and small slips do not count.
"use strict";

tp.search = (() => {
  const MOST = 12;
  const ALIKE = { ي: "ی", ى: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", ٱ: "ا", ؤ: "و", ё: "е", ı: "i", ł: "l", ø: "o", đ: "d", "\u200c": " ", ـ: "" };

  const fold = (text) =>
    tp
      .plain(text)
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[يىكةۀأإٱؤёıłøđ\u200cـ]/g, (c) => ALIKE[c])
      .normalize("NFD")
      // Only Latin letters lose their marks: й and آ are letters of their own.
      .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
      .normalize("NFC")
      .replace(/[\u064b-\u0652\u0654]/g, "")
      .replace(/[\u06f0-\u06f9]/g, (d) => d.charCodeAt(0) - 0x6f0)
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  // Optimal string alignment (two neighbouring letters swapped count once), given up above `most`.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  let index = null;
  const build = () => {
    index = [];
    const put = (id, text, lang) => {
      const folded = fold(tp.clip(text, 200));
      if (folded) index.push({ id, text, lang, folded, words: folded.split(" "), joined: folded.replaceAll(" ", "") });
    };
    for (const node of tp.model.nodes.values()) {
      if (node.kind === "touchpoint") put(node.id, node.of.name, "");
      else if (node.kind === "concept") for (const [lang, text] of Object.entries(tp.data.labels[node.id] ?? {})) put(node.id, text, lang);
      else if (node.kind !== "ok") {
        for (const lang of tp.data.langs) {
          const about = tp.aboutIds(node).map((id) => tp.data.labels[id]?.[lang] ?? tp.data.labels[id]?.[""] ?? "");
          put(node.id, [node.of.title[lang] ?? "", ...about].join(" "), lang);
        }
      }
    }
  };

  // Words that are written together or apart (جستجو, جست‌وجو): compared without spaces.
  const joined = (entry, query) => {
    const wanted = query.replaceAll(" ", "");
    if (wanted.length < 6) return null;
    const slips = distance(wanted, entry.joined, 2);
    return slips > 2 ? null : 5 + slips;
  };

  // Lower is better; null does not match.
  const score = (entry, query, words) => {
    if (entry.folded === query) return 0;
    if (entry.folded.startsWith(query)) return 1;
    if (words.every((w) => entry.words.some((x) => x.startsWith(w)))) return 2;
    if (entry.folded.includes(query)) return 3;
    let slips = 0;
    for (const word of words) {
      const most = word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0;
      let best = most + 1;
      for (const x of entry.words) {
        if (x.startsWith(word)) best = 0;
        if (best === 0) break;
        if (most) best = Math.min(best, distance(word, x, most), distance(word, x.slice(0, word.length), most));
      }
      if (best > most) return joined(entry, query);
      slips += best;
    }
    return 4 + slips;
  };

  const find = (text) => {
    const query = fold(text);
    if (!query) return [];
    if (!index) build();
    const words = query.split(" ");
    const best = new Map();
    for (const entry of index) {
      let points = score(entry, query, words);
      if (points === null) continue;
      if (entry.lang && entry.lang !== tp.lang) points += 0.4;
      if (tp.model.nodes.get(entry.id).kind === "unknown") points += 0.2;
      const held = best.get(entry.id);
      if (!held || points < held.points) best.set(entry.id, { ...entry, points });
    }
    return [...best.values()].sort((a, b) => a.points - b.points || a.folded.length - b.folded.length).slice(0, MOST);
  };

  let active = -1;
  let results = [];
  const input = tp.byId("search");
  const box = tp.byId("results");

  const close = () => {
    box.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (i) => {
    const result = results[i];
    if (!result) return;
    close();
    input.value = "";
    tp.select(result.id);
    if (tp.state.view === "map") tp.map.reveal(result.id);
  };

  const show = () => {
    if (!input.value.trim()) {
      close();
      return;
    }
    results = find(input.value);
    active = results.length ? 0 : -1;
    const options = results.map((result, i) => {
      const node = tp.model.nodes.get(result.id);
      const other = result.lang && result.lang !== tp.lang && node.kind === "concept";
      return tp.el(
        "li",
        { role: "option", id: `result-${i}`, class: "item", "aria-selected": String(i === active), onmousedown: (e) => e.preventDefault(), onclick: () => choose(i) },
        tp.glyph(node.kind),
        tp.el("span", { class: "item-name" }, tp.nameNode(result.id)),
        tp.el(
          "span",
          { class: "item-extra" },
          other ? tp.el("bdi", { lang: result.lang }, tp.clip(result.text, 50)) : tp.t(`kind.${node.kind}`),
        ),
      );
    });
    tp.fill(box, options.length ? options : tp.el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "muted" }, tp.t("search.none")));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
    tp.say(results.length ? tp.t("search.results", { n: results.length }) : tp.t("search.none"));
  };

  const mark = () => {
    box.querySelectorAll("[role=option]").forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === active));
      if (i === active) option.scrollIntoView({ block: "nearest" });
    });
    if (active >= 0) input.setAttribute("aria-activedescendant", `result-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (box.hidden) input.value = "";
      close();
      event.stopPropagation();
    } else if (event.key === "Enter") choose(active);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && results.length) {
      event.preventDefault();
      if (box.hidden) show();
      else {
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + results.length) % results.length;
        mark();
      }
    }
  });
  // Ctrl+K (or the Mac's ⌘K) goes to the search, as in many tools.
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    input.focus();
  });

  const render = () => {
    input.placeholder = tp.t("search.label");
    input.setAttribute("aria-label", tp.t("search.label"));
    box.setAttribute("aria-label", tp.t("search.short"));
  };
  // What there is has changed.
  const forget = () => {
    index = null;
  };

  return { render, find, forget };
})();
