// The company's own keys and bounds: what an edit of them comes to as triples and in its file.
"use strict";

tp.liveCompany = (() => {
  const { TPG, NONE, about, triple } = tp.liveRow;
  const BOUND = "bounds.";
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const iri = tp.data.company.iri;
  const table = () => tp.liveData.company;
  const refuse = (text, key) => {
    throw new Error(`${text} is no value of ${key}.`);
  };

  // A JSON string is a TOML one, but for the one control character that JSON leaves alone.
  const quoted = (text) => JSON.stringify(text).replaceAll("\x7f", "\\u007f");

  const number = (key, text) => {
    const { high, signed } = table()[key];
    const value = Number(text);
    const isNumber = /^-?\d{1,14}(\.\d{1,3})?$/.test(text) && (signed || value >= 0) && value <= (high ?? Infinity);
    return isNumber ? String(value) : refuse(text, key);
  };

  // What a key says: the objects of its triples, itself as TOML, its values as they are shown.
  const read = (key, text) => {
    const entry = table()[key];
    if (!entry) throw new Error(`There is no key ${key}.`);
    if (entry.holds === "yesno") {
      if (!["yes", "no"].includes(text)) refuse(text, key);
      const said = String(text === "yes");
      return { objects: [`"${said}"^^<${XSD}boolean>`], toml: said, values: [said] };
    }
    if (entry.holds === "number") {
      const said = number(key, text);
      return { objects: [`"${said}"^^<${XSD}decimal>`], toml: said, values: [said] };
    }
    const parts = tp.liveText.split(text, "|;");
    if (entry.holds === "text") {
      if (!parts.length || parts.some((p) => /^[\d.,+-]+$/.test(p))) refuse(text, key);
      return { objects: parts.map(tp.liveText.literal), toml: `[${parts.map(quoted).join(", ")}]`, values: parts };
    }
    if (text === NONE) return { objects: [], none: entry.none, toml: "[]", values: [] };
    const terms = [...new Set(parts)].map((part) => entry.choices.find((c) => c.text === part) ?? refuse(part, key));
    if (!terms.length || (entry.one && terms.length > 1)) refuse(text, key);
    const toml = entry.one ? quoted(parts[0]) : `[${terms.map((c) => quoted(c.text)).join(", ")}]`;
    return { objects: terms.map((c) => `<${c.iri}>`), toml, values: terms.map((c) => c.iri) };
  };

  const declare = (lines, scopes) => {
    const names = scopes.split("|").filter(Boolean);
    const found = names.map((name) => tp.liveData.save.columns.find((c) => c.name === name) ?? refuse(name, "complete"));
    return [...lines, ...found.map((c) => about("complete", c.iri)).filter((line) => !lines.includes(line))];
  };

  // The company as it was read: its file by key, and what is shown of it.
  const start = () => ({
    keys: new Map(tp.liveData.save.keys),
    bounds: new Map(tp.liveData.save.bounds),
    said: new Map(),
  });

  // Puts the cells of an edit in the place of what the company says; a blank text takes it away.
  const change = (state, cells) => {
    let lines = state.graph.get(iri);
    for (const [key, written] of Object.entries(cells)) {
      const text = tp.liveText.clean(written);
      if (key === "complete") {
        lines = declare(lines, text);
        continue;
      }
      const said = text === "" ? null : read(key, text);
      const { property, none } = table()[key] ?? refuse(text, key);
      lines = lines.filter((l) => !l.startsWith(`<${property}> `) && !(none && l === about("statedNone", none)));
      if (said) lines = [...lines, ...said.objects.map((o) => triple(property, o)), ...(said.none ? [about("statedNone", said.none)] : [])];
      const [file, name] = key.startsWith(BOUND) ? [state.company.bounds, key.slice(BOUND.length)] : [state.company.keys, key];
      if (said) file.set(name, said.toml);
      else file.delete(name);
      state.company.said.set(key, said?.values ?? null);
    }
    state.graph.set(iri, lines);
  };

  const valueOf = (term) => (term.startsWith("<") ? term.slice(1, -1) : tp.liveText.unescaped(/^"((?:[^"\\]|\\.)*)"/.exec(term)[1]));

  // A key's value as an edit would have it; blank where nothing is stated.
  const current = (state, key) => {
    const { property, holds, none, choices } = table()[key];
    const lines = state.graph.get(iri);
    if (none && lines.includes(about("statedNone", none))) return NONE;
    const values = tp.liveRow.valuesOf(lines, property).map(valueOf);
    if (holds === "yesno") return { true: "yes", false: "no" }[values[0]] ?? "";
    if (holds === "concept") return choices.filter((c) => values.includes(c.iri)).map((c) => c.text).join("|");
    return values.join("|");
  };

  // What is shown of the company: its facts with those that are tried out.
  const facts = (made, state) => {
    const told = made.filter((f) => f.key !== "complete" && !state.company.said.has(f.key));
    for (const [key, values] of state.company.said) if (values?.length && !key.startsWith(BOUND)) told.push({ key, values });
    const declared = tp.liveRow.irisOf(state.graph.get(iri), `${TPG}complete`);
    return declared.length ? [...told, { key: "complete", values: declared }] : told;
  };

  // The company's file as it is written back.
  const toml = (state) => {
    const declared = tp.liveRow.irisOf(state.graph.get(iri), `${TPG}complete`);
    const all = tp.liveData.save.columns;
    const names = all.filter((c) => declared.includes(c.iri)).map((c) => quoted(c.name));
    const complete = names.length === all.length ? "true" : `[${names.join(", ")}]`;
    const lines = [...state.company.keys].map(([key, value]) => `${key} = ${value}`);
    if (names.length) lines.push(`complete = ${complete}`);
    if (state.company.bounds.size) lines.push("", "[bounds]", ...[...state.company.bounds].map(([key, value]) => `${key} = ${value}`));
    return `${lines.join("\n")}\n${tp.liveData.save.accepts}`;
  };

  return { iri, start, change, current, facts, toml, read, BOUND };
})();
