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

// Which letters a word has, as bits: words that lack too many of the query's need no closer look.
tp.letters = (word) => {
  let bits = 0;
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits;
};
tp.lacking = (wanted, present) => {
  let bits = wanted & ~present;
  let n = 0;
  for (; bits; n += 1) bits &= bits - 1;
  return n;
};

// Texts by their words. A word that occurs in a thousand texts is compared with the query once.
tp.Index = class {
  #entries = [];
  #words = new Map();
  #joined = new Map();

  // `folded` may be handed over where it is known already.
  add(id, text, lang, { weight = 0, folded = tp.fold(tp.clip(text, 200)) } = {}) {
    if (!folded) return;
    const entry = { id, text, lang, weight, folded };
    this.#entries.push(entry);
    const put = (map, key) => {
      const held = map.get(key);
      if (held) held.entries.push(entry);
      else map.set(key, { letters: tp.letters(key), entries: [entry] });
    };
    for (const word of new Set(folded.split(" "))) put(this.#words, word);
    // Words that are written together or apart (جستجو, جست‌وجو) are compared without spaces.
    const joined = folded.replaceAll(" ", "");
    if (joined.length <= 40) put(this.#joined, joined);
  }

  // Words like a word of the query, each with what it costs: its own, its beginnings, slips. A slip
  // in a number is another number.
  #like(word) {
    const most = /\p{N}/u.test(word) ? 0 : word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0;
    const letters = tp.letters(word);
    const found = [];
    for (const [other, held] of this.#words) {
      let cost = null;
      if (other === word) cost = 0;
      else if (other.startsWith(word)) cost = 0.3;
      else if (word.length >= 4 && other.includes(word)) cost = 0.8;
      else if (most && other.length >= word.length - most && tp.lacking(letters, held.letters) <= most) {
        const near = Math.min(tp.distance(word, other, most), other.length > word.length ? tp.distance(word, other.slice(0, word.length), most) + 0.3 : most + 1);
        if (near < most + 1) cost = 1 + near;
      }
      if (cost !== null) found.push({ word: other, cost, entries: held.entries });
    }
    return found;
  }

  // Entries that hold each word, in any order: with what it costs and the chain of matching words.
  #holding(words) {
    let held = null;
    for (const word of words) {
      const here = new Map();
      for (const { word: other, cost, entries } of this.#like(word)) {
        for (const entry of entries) {
          const before = held?.get(entry);
          if (held && !before) continue;
          const sum = cost + (before?.cost ?? 0);
          const known = here.get(entry);
          if (!known || sum < known.cost) here.set(entry, { cost: sum, word: other, before });
        }
      }
      held = here;
      if (!held.size) break;
    }
    return held;
  }

  // Matching texts, the best of each id, best first: {id, entry, points, match}. Lower is better.
  find(text, penalty = () => 0) {
    const query = tp.fold(text);
    if (!query) return [];
    const words = query.split(" ");
    let held = this.#holding(words);
    // Little words ("of", "și") need not be there.
    const long = words.filter((word) => word.length > 2);
    if (!held.size && long.length && long.length < words.length) held = this.#holding(long);
    const joined = query.replaceAll(" ", "");
    if (held.size < 5 && joined.length >= 6) {
      const letters = tp.letters(joined);
      for (const [other, { letters: present, entries }] of this.#joined) {
        if (tp.lacking(letters, present) > 2) continue;
        const slips = tp.distance(joined, other, 2);
        if (slips > 2) continue;
        for (const entry of entries) if (!held.has(entry)) held.set(entry, { cost: 2 + slips, word: null });
      }
    }
    const best = new Map();
    for (const [entry, match] of held) {
      const whole = entry.folded === query ? -2 : entry.folded.startsWith(query) ? -1 : 0;
      const points = match.cost + whole + entry.weight + penalty(entry);
      const known = best.get(entry.id);
      if (!known || points < known.points) best.set(entry.id, { id: entry.id, entry, points, match });
    }
    return [...best.values()].sort((a, b) => a.points - b.points || a.entry.folded.length - b.entry.folded.length);
  }
};

// The words of a text that matched, folded; all of them where it matched as a whole.
tp.matchedWords = ({ entry, match }) => {
  const words = [];
  for (let link = match; link; link = link.before) words.push(link.word);
  return words.includes(null) ? entry.folded.split(" ") : words;
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
