// Texts of cells read as the reader of inventories reads them: little words, addresses, platforms.
"use strict";

tp.liveText = (() => {
  const LONGEST_WORD = 20; // characters of the little words
  const LONGEST_LABEL = 200;
  const BLANK = new Set(["", "-", "--", "–", "—", "n/a", "n.a.", "#n/a"]);
  const ALIKE = { ي: "ی", ى: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", ٱ: "ا", ؤ: "و", ё: "е", ı: "i", ł: "l", ø: "o", đ: "d", æ: "ae", œ: "oe", þ: "th", ð: "d", "\u200c": " ", ـ: "" };
  const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
  const DIGITS = /\p{Nd}/u;

  // A digit of any script: they stand in tens, each from its zero on.
  const digit = (char) => {
    let zero = char.codePointAt(0);
    const here = zero;
    while (here - zero < 9 && DIGITS.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(here - zero);
  };

  const comparable = (char) => {
    if (char in ALIKE) return ALIKE[char];
    if (DIGITS.test(char)) return char < "\u0080" ? char : digit(char);
    if (/\p{L}/u.test(char)) {
      const base = [...char.normalize("NFD")][0];
      return base < "\u0080" ? base : char;
    }
    if (/\p{Mn}/u.test(char)) return /[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff]/u.test(char) ? "" : char;
    return /[\p{Mc}\p{N}]/u.test(char) ? char : " ";
  };

  // Two spellings of one word give one text.
  const normalise = (text) => {
    const folded = text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").normalize("NFKC").replace(INVISIBLE, "");
    return [...folded].map(comparable).join("").split(/\s+/).filter(Boolean).join(" ");
  };

  // Without what nobody sees and could mislead.
  const clean = (text) =>
    text
      .replace(/[\u200e\u200f\u061c\ufeff]/g, "")
      .replace(/\r\n|[\r\u0085\u2028\u2029]/g, "\n")
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
      .trim();

  const isBlank = (text) => BLANK.has(text.trim().toLowerCase());
  const is = (text, words) => text.length <= LONGEST_WORD && words.includes(normalise(text) || text.trim());
  const isNone = (text) => is(text, tp.liveData.reading.none);
  const isUnknown = (text) => is(text, tp.liveData.reading.unknown);
  const split = (text, marks) =>
    [...marks.slice(1)]
      .reduce((joined, mark) => joined.replaceAll(mark, marks[0]), text)
      .split(marks[0])
      .map((part) => part.trim())
      .filter(Boolean);

  // The one platform of that name; "Google" is not the closed platform "Google+".
  const platform = (text) => {
    const { platforms } = tp.liveData.reading;
    const key = normalise(text.replaceAll("+", " plus "));
    const found = text.length <= LONGEST_LABEL && Object.hasOwn(platforms, key) ? [...new Set(platforms[key])] : [];
    return found.length === 1 ? found[0] : null;
  };

  // The platforms that a name mentions; the longest name counts.
  const platformsIn = (name) => {
    const words = name.split(/[^\p{L}\p{N}_+\u200c]+/u).filter(Boolean);
    const found = new Set();
    for (let at = 0; at < words.length; at += 1) {
      for (let length = Math.min(3, words.length - at); length > 0; length -= 1) {
        const said = words.slice(at, at + length).join(" ");
        const iri = [...said].length >= 2 ? platform(said) : null;
        if (!iri) continue;
        found.add(iri);
        at += length - 1;
        break;
      }
    }
    return [...found];
  };

  const HOST = /^(?:(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+\p{L}(?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?|\d{1,3}(?:\.\d{1,3}){3})$/u;
  const hostOf = (text) => {
    const [head, ...tail] = text.split("://");
    if (tail.length && !["http", "https"].includes(head.toLowerCase())) return null;
    const rest = tail.length ? tail.join("://") : text.replace(/^\/\//, "");
    const [, host, , port] = /^([^:]*)(:(.*))?$/s.exec(rest.split(/[/?#]/)[0]);
    if ((port && !/^\d+$/.test(port)) || host.length > 253) return null;
    return HOST.test(host.replace(/\.+$/, "")) ? host.toLowerCase() : null;
  };
  const isAddress = (text) => text.length <= 2000 && !/[\s<>"\\^`{}\u0000-\u0020\u007f]/.test(text) && hostOf(text) !== null;
  const platformOf = (address) => {
    const parts = hostOf(address)?.replace(/\.+$/, "").split(".") ?? [];
    const { hosts } = tp.liveData.reading;
    for (let start = 0; start < parts.length - 1; start += 1) {
      const name = parts.slice(start).join(".");
      if (Object.hasOwn(hosts, name)) return hosts[name];
    }
    return null;
  };
  // Case, scheme, "www." and the slash at the end set aside.
  const urlKey = (url) =>
    url.trim().toLowerCase().replace(/^(?:https?:)?\/\//, "").replace(/^www\./, "").replace(/\/+$/, "");

  const ESCAPED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const literal = (text) => `"${text.replace(/[\\"\n\r\t]/g, (c) => ESCAPED[c])}"`;
  // What N-Triples has between the quotes, as it was written.
  const unescaped = (text) => text.replace(/\\(.)/g, (_, c) => ({ n: "\n", r: "\r", t: "\t" })[c] ?? c);

  return { normalise, clean, isBlank, isNone, isUnknown, split, platform, platformsIn, isAddress, platformOf, urlKey, literal, unescaped };
})();
