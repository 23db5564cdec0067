// Finds texts by words of any language: accents, Arabic forms of letters and small slips do not count.
"use strict";

tp.fold = (() => {
  const ALIKE = { ي: "ی", ى: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", ٱ: "ا", ؤ: "و", ё: "е", ı: "i", ł: "l", ø: "o", đ: "d", "\u200c": " ", ـ: "" };
  return (text) => {
    const lower = tp.plain(text).normalize("NFKC").toLowerCase();
    // Most texts are plain already.
    const simple = /^[\x20-\x7e]*$/.test(lower)
      ? lower
      : lower
          .replace(/[يىكةۀأإٱؤёıłøđ\u200cـ]/g, (c) => ALIKE[c])
          .normalize("NFD")
          // Only Latin letters lose their marks: й and آ are letters of their own.
          .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
          .normalize("NFC")
          .replace(/[\u064b-\u0652\u0654]/g, "")
          .replace(/[\u06f0-\u06f9]/g, (d) => d.charCodeAt(0) - 0x6f0)
          .replace(/[\u0660-\u0669]/g, (d) => d.charCodeAt(0) - 0x660);
    return simple.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  };
})();

// Optimal string alignment (two neighbouring letters swapped count once), given up above `most`.
tp.distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
};

// Texts by their words. A word that occurs in a thousand texts is compared with the query once.
tp.Index = class {
  #entries = [];
  #words = new Map();
  #long = new Map();

  // `folded` may be handed over where it is known already.
  add(id, text, lang, { weight = 0, folded = tp.fold(tp.clip(text, 200)) } = {}) {
    if (!folded) return;
    const entry = this.#entries.push({ id, text, lang, weight, folded }) - 1;
    for (const word of new Set(folded.split(" "))) {
      if (this.#words.has(word)) this.#words.get(word).push(entry);
      else this.#words.set(word, [entry]);
    }
    // Words that are written together or apart (جستجو, جست‌وجو) are compared without spaces.
    const joined = folded.replaceAll(" ", "");
    if (joined.length > 40) return;
    if (this.#long.has(joined)) this.#long.get(joined).push(entry);
    else this.#long.set(joined, [entry]);
  }

  // Words like a word of the query, each with what it costs: its own, its beginnings, slips.
  #like(word) {
    const most = word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0;
    const found = new Map();
    for (const other of this.#words.keys()) {
      let cost = null;
      if (other === word) cost = 0;
      else if (other.startsWith(word)) cost = 0.3;
      else if (word.length >= 4 && other.includes(word)) cost = 0.8;
      else if (most && other.length >= word.length - most) {
        const near = Math.min(tp.distance(word, other, most), other.length > word.length ? tp.distance(word, other.slice(0, word.length), most) + 0.3 : most + 1);
        if (near < most + 1) cost = 1 + near;
      }
      if (cost !== null) found.set(other, cost);
    }
    return found;
  }

  // Matching texts, the best of each id, best first: {id, text, lang, points, words}. Lower is
  // better; `words` are those that matched, folded.
  find(text, penalty = () => 0) {
    const query = tp.fold(text);
    if (!query) return [];
    let held = null;
    for (const word of query.split(" ")) {
      const here = new Map();
      for (const [other, cost] of this.#like(word)) {
        for (const entry of this.#words.get(other)) {
          const before = held ? held.get(entry) : { cost: 0, words: [] };
          if (!before) continue;
          const sum = before.cost + cost;
          if (sum < (here.get(entry)?.cost ?? Infinity)) here.set(entry, { cost: sum, words: [...before.words, other] });
        }
      }
      held = here;
      if (!held.size) break;
    }
    const joined = query.replaceAll(" ", "");
    if (held.size < 5 && joined.length >= 6) {
      for (const [other, entries] of this.#long) {
        const slips = tp.distance(joined, other, 2);
        if (slips > 2) continue;
        for (const entry of entries) if (!held.has(entry)) held.set(entry, { cost: 2 + slips, words: this.#entries[entry].folded.split(" ") });
      }
    }
    const best = new Map();
    for (const [at, { cost, words }] of held) {
      const entry = this.#entries[at];
      const whole = entry.folded === query ? -2 : entry.folded.startsWith(query) ? -1 : 0;
      const points = cost + whole + entry.weight + penalty(entry);
      if (points < (best.get(entry.id)?.points ?? Infinity)) best.set(entry.id, { ...entry, points, words });
    }
    return [...best.values()].sort((a, b) => a.points - b.points || a.folded.length - b.folded.length);
  }
};

// A text with the words marked that matched.
tp.marked = (text, words, query) => {
  const asked = tp.fold(query).split(" ");
  return String(text)
    .split(/([\p{L}\p{N}\p{M}]+)/u)
    .map((part) => {
      const folded = tp.fold(part);
      if (!folded || !words.includes(folded)) return part;
      const begun = asked.find((word) => folded.startsWith(word));
      // The beginning alone, where folding has kept the letters apart one by one.
      const length = begun && folded.length === part.length ? begun.length : part.length;
      return [tp.el("mark", {}, part.slice(0, length)), part.slice(length)];
    });
};
