// Texts, labels, numbers and dates in the reader's language, switched while the page is open.
"use strict";

tp.RIGHT_TO_LEFT = new Set(["fa"]);
tp.lang = tp.data.lang;
tp.isRtl = () => tp.RIGHT_TO_LEFT.has(tp.lang);

const OWN_NAMES = { en: "English", ro: "Română", ru: "Русский", fa: "فارسی", it: "Italiano" };
tp.languageName = (lang) => OWN_NAMES[lang] ?? lang;

// A text of the interface; {name} stands for a value.
tp.t = (key, values = {}) => {
  const text = tp.texts[key]?.[tp.lang] ?? tp.texts[key]?.en ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? tp.number(value) : value;
  });
};
tp.hasText = (key) => key in tp.texts;

// The same with elements in place of {name}: gives a list of nodes.
tp.tNodes = (key, nodes) =>
  (tp.texts[key]?.[tp.lang] ?? key).split(/\{(\w+)\}/).map((part, i) => (i % 2 ? nodes[part] : part));

// ca-persian is what readers of Persian expect of a date.
const LOCALES = { fa: "fa-IR-u-nu-arabext", en: "en-GB" };
tp.locale = () => LOCALES[tp.lang] ?? tp.lang;
// To make a formatter takes far longer than to use it.
const formatters = new Map();
tp.number = (value, options) => {
  const key = tp.locale() + (options ? JSON.stringify(options) : "");
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(tp.locale(), options));
  return formatters.get(key).format(value);
};
tp.date = (iso) => {
  const date = new Date(`${iso}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(tp.locale(), { dateStyle: "long", timeZone: "UTC" }).format(date);
};

// Names, messages and definitions may be read in another language than the buttons.
tp.contentLang = () => tp.state?.content ?? tp.lang;

// Which text of {lang: text} is shown: the reader's language, else one without language (a name as
// somebody wrote it), else English, else any. Gives [text, language].
tp.choose = (texts) => {
  if (!texts) return ["", ""];
  for (const lang of [tp.contentLang(), "", "en", ...Object.keys(texts)]) {
    if (texts[lang]) return [texts[lang], lang];
  }
  return ["", ""];
};

// The text in the language of names and messages, for what is asked in one language alone.
tp.inLang = (texts) => texts[tp.contentLang()] ?? tp.choose(texts)[0];

const localName = (iri) => String(iri).split(/[#/]/).pop();
const isIri = (value) => /^https?:\/\/w3id\.org\//.test(value);

// The label of a term or touchpoint, as a string for sorting, canvas and announcements.
tp.label = (iri) => tp.choose(tp.data.labels[iri])[0] || localName(iri);

// Where a long word may break, for narrow columns: many browsers bring no hyphenation of their own.
// A syllable begins at the last consonant before a vowel; English does not follow such a rule.
const VOWELS = { ru: "аеёиоуыэюя", it: "aeiouàèéìòù", ro: "aăâeiîou" };
const SIGNS = "ьъй";
tp.hyphenate = (text, lang) => {
  const vowels = VOWELS[lang];
  if (!vowels) return text;
  return text.replace(/\p{L}{10,}/gu, (word) => {
    const isVowel = (c) => vowels.includes(c.toLowerCase());
    let out = "";
    for (let i = 0; i < word.length; i += 1) {
      const begins = !isVowel(word[i]) && !SIGNS.includes(word[i]) && isVowel(word[i + 1] ?? "-");
      const inside = i > 2 && i < word.length - 2 && [...word.slice(0, i)].some(isVowel);
      if (begins && inside) out += "\u00ad";
      out += word[i];
    }
    return out;
  });
};

// A text in its language, isolated from what stands around it. A text that the reader's language
// does not have says so.
tp.text = (texts, { length = 600, narrow = false } = {}) => {
  const [found, lang] = tp.choose(texts);
  const text = narrow ? tp.hyphenate(found, lang) : found;
  // A sentence may begin with a name in another script: its direction is its language's.
  const dir = lang === "" ? "auto" : tp.RIGHT_TO_LEFT.has(lang) ? "rtl" : "ltr";
  if (lang === "" || lang === tp.contentLang()) {
    return tp.el("bdi", { dir, lang: lang && lang !== tp.lang ? lang : undefined }, tp.clip(text, length));
  }
  const note = tp.t("text.fallback", { lang: tp.languageName(lang) });
  return tp.el(
    "span",
    {},
    tp.el("bdi", { lang, dir }, tp.clip(text, length)),
    tp.el("small", { class: "fallback", title: note }, tp.el("span", { class: "visually-hidden" }, ` (${note})`), tp.el("span", { "aria-hidden": "true" }, ` ${lang}`)),
  );
};

tp.labelNode = (iri, length = 160, narrow = false) => tp.text(tp.data.labels[iri] ?? { "": localName(iri) }, { length, narrow });

// A property: by its label, else by that of the column it comes from, else by the company's key.
tp.property = (iri) => {
  const named = (id) => Object.keys(tp.data.labels[id] ?? {}).some(Boolean);
  if (named(iri)) return tp.labelNode(iri);
  if (named(`${iri}Column`)) return tp.labelNode(`${iri}Column`);
  const key = `fact.${localName(iri)}`;
  return tp.hasText(key) ? tp.t(key) : tp.labelNode(iri);
};

// A value of a cell or fact: a term by its label, yes and no, numbers in the reader's digits,
// anything else as it was written.
tp.value = (value) => {
  if (tp.data.labels[value] && value !== "true" && value !== "false") return tp.labelNode(value);
  if (value === "true") return tp.t("value.yes");
  if (value === "false") return tp.t("value.no");
  if (/^-?\d{1,15}(\.\d{1,6})?$/.test(value)) return tp.number(Number(value), { maximumFractionDigits: 6 });
  return tp.el("bdi", { dir: "auto" }, isIri(value) ? localName(value) : tp.clip(value, 2000));
};

// "touchpoints.csv, row 4, column stages" in the reader's language.
tp.place = (places) => {
  // A fact of several sources has several places.
  const each = (places ?? "").split(" | ");
  if (each.length > 1) return tp.el("span", { class: "places" }, each.flatMap((place, i) => (i ? [" | ", tp.place(place)] : [tp.place(place)])));
  const place = places;
  const found = /^(.*?)(?:, sheet ([^,]+))?(?:, row (\d+))?(?:, column (.*?))?(?: \(([^()]*)\))?$/.exec(place ?? "");
  if (!found) return tp.el("bdi", {}, place ?? "");
  const [, file, sheet, row, column] = found;
  const parts = [[tp.el("bdi", {}, file)]];
  if (sheet) parts.push(tp.tNodes("place.sheet", { sheet: tp.el("bdi", {}, sheet) }));
  if (row) parts.push(tp.tNodes("place.row", { row: tp.number(Number(row), { useGrouping: false }) }));
  if (column) parts.push(tp.tNodes("place.column", { column: tp.el("bdi", {}, column) }));
  const comma = tp.lang === "fa" ? "، " : ", ";
  return tp.el("span", { class: "place" }, parts.flatMap((part, i) => (i ? [comma, ...part] : part)));
};
