// Gives each finding its rule's texts: the snapshot says them once, however many findings there are.
"use strict";

(() => {
  const { data } = tp;
  const SETTLES_SHOWN = 3;

  const label = (iri, lang) => {
    const labels = data.labels[iri];
    return labels?.[lang] ?? labels?.[""] ?? labels?.en ?? iri.split(/[#/]/).at(-1);
  };
  const listed = (items, lang) => items.join(data.texts["mark.list"][lang]);
  const list = (iris, lang) => listed(iris.map((iri) => label(iri, lang)), lang);
  // A slot that is filled is not looked at again: a name may hold braces.
  const fill = (template, slots) => template.replace(/\{(\w+)\}/g, (whole, name) => slots[name] ?? whole);

  const settles = (finding, lang) => {
    const text = (key, slots) => fill(data.texts[key][lang], slots);
    const own = [];
    const others = [];
    for (const cell of finding.settled_by) {
      const column = label(cell.column, lang);
      if (cell.key) others.push(text(cell.key, { bound: cell.bound }));
      else if (cell.complete) others.push(text("settle.complete", { column }));
      else if (finding.concerns.includes(cell.subject)) own.push(column);
      else others.push(text("settle.cell", { column, subject: label(cell.subject, lang) }));
    }
    const parts = others.slice(0, SETTLES_SHOWN);
    if (others.length > SETTLES_SHOWN) parts.push("…");
    if (own.length) parts.unshift(text("settle.columns", { columns: listed(own, lang) }));
    return parts.join(data.texts["mark.parts"][lang]);
  };

  // A number as a text shows it: two decimals, three below 1, and more where it would else seem to be
  // nothing, or to stand otherwise to the number beside it. As the command line has it.
  const placesOf = (value) => (Math.abs(value) >= 1 ? 2 : 3);
  const rounded = (value, places) => Number(new Intl.NumberFormat("en", { maximumFractionDigits: places, useGrouping: false }).format(value));
  const number = (value, beside, lang) => {
    if (value === null) return "";
    const other = beside ?? value;
    let places = placesOf(value);
    for (; places < 9; places += 1) {
      const [shown, its] = [rounded(value, places), rounded(other, placesOf(other) + places - placesOf(value))];
      if (Math.sign(shown - its) === Math.sign(value - other) && (shown !== 0 || value === 0)) break;
    }
    return new Intl.NumberFormat(lang === "fa" ? "fa-u-nu-arabext" : lang, { maximumFractionDigits: places, useGrouping: false }).format(value).replace("\u200e", "");
  };

  // In quotation marks each item of a list has its own.
  const QUOTED = /([“„«"])\{(concern|columns|other|platform)\}([”“»"])/g;
  const message = (finding, lang, isAsWritten) => {
    const { slots } = finding;
    const lists = { concern: finding.concerns, columns: slots.columns, other: slots.other, platform: slots.platform };
    const template = data.rules[finding.rule][finding.status][lang];
    // A date is written as the language writes it; its digits would else be turned round in Persian.
    const date = (value) =>
      /^\d{4}-\d\d-\d\d$/.test(value) && !isAsWritten
        ? new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(value))
        : value;
    const quoted = {};
    const text = template.replace(QUOTED, (_, opening, name, closing) => {
      quoted[`${name}_quoted`] = listed(lists[name].map((iri) => `${opening}${label(iri, lang)}${closing}`), lang);
      return `{${name}_quoted}`;
    });
    return fill(text, {
      ...quoted,
      company: data.company.name,
      concern: list(lists.concern, lang),
      columns: list(lists.columns, lang),
      settles: settles(finding, lang),
      area: slots.area ? label(slots.area, lang) : "",
      other: list(lists.other, lang),
      platform: list(lists.platform, lang),
      channel: slots.channel,
      measured: number(finding.measured, finding.threshold, lang),
      threshold: number(finding.threshold, finding.measured, lang),
      threshold_source: slots.threshold_source ? label(slots.threshold_source, lang) : date(finding.threshold_source ?? ""),
    });
  };

  // Made when it is asked for: most findings of a large company are never opened.
  class Message {
    #finding;
    constructor(finding) {
      this.#finding = finding;
    }
    in(lang) {
      return message(this.#finding, lang, false);
    }
    // Word for word as `tpgraph query` has it: dates as they are stored.
    asWritten(lang) {
      return message(this.#finding, lang, true);
    }
  }
  for (const lang of data.langs) {
    Object.defineProperty(Message.prototype, lang, {
      get() {
        return this.in(lang);
      },
    });
  }

  // Title, evidence and message of a finding, and what would settle it.
  tp.expand = (finding) => {
    const rule = data.rules[finding.rule];
    for (const cell of finding.settled_by.filter((c) => c.key)) {
      cell.text = {};
      for (const lang of data.langs) cell.text[lang] = fill(data.texts[cell.key][lang], { bound: cell.bound });
    }
    finding.title = rule.title;
    finding.evidence = rule.evidence;
    // One that waits for an audience says so in its own words.
    if (!finding.message) finding.message = new Message(finding);
    return finding;
  };
  data.findings.forEach(tp.expand);
})();
