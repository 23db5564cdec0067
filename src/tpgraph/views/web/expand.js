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

  const message = (finding, lang) => {
    const { slots } = finding;
    // A date is written as the language writes it; its digits would else be turned round in Persian.
    const date = (value) =>
      /^\d{4}-\d\d-\d\d$/.test(value)
        ? new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" }).format(new Date(value))
        : value;
    const number = (value) => (value === null ? "" : String(value));
    return fill(data.rules[finding.rule][finding.status][lang], {
      company: data.company.name,
      concern: list(finding.concerns, lang),
      columns: list(slots.columns, lang),
      settles: settles(finding, lang),
      area: slots.area ? label(slots.area, lang) : "",
      other: list(slots.other, lang),
      platform: list(slots.platform, lang),
      channel: slots.channel,
      measured: number(finding.measured),
      threshold: number(finding.threshold),
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
      return message(this.#finding, lang);
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
