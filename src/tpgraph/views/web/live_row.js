// A touchpoint's cells as triples: what the reader of inventories makes of them, cell by cell.
"use strict";

tp.liveRow = (() => {
  const TPG = "https://w3id.org/tpgraph/ontology#";
  const NONE = "none";
  const text_ = tp.liveText;
  const triple = (p, o) => `<${p}> ${o}`;
  const about = (p, iri) => triple(TPG + p, `<${iri}>`);
  const columns = () => tp.liveData.columns;
  const valuesOf = (lines, p) => lines.filter((l) => l.startsWith(`<${p}> `)).map((l) => l.slice(p.length + 3));
  const irisOf = (lines, p) => valuesOf(lines, p).map((o) => o.slice(1, -1));
  const refuse = (text, name) => {
    throw new Error(`${text} is no value of ${name}.`);
  };

  // What a cell says: its terms as N-Triples, whether it states that there is none, or is unclear.
  const says = (terms, { none = false, unclear = false } = {}) => ({ terms, none, unclear });
  const BLANK = says([]);

  const SCALE = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/;
  const isPlain = (number) => String(Number(number)) === number;
  const scaleOf = (text) => {
    if (text === "nps") return { low: -100, high: 100 };
    const [, low, high] = SCALE.exec(text) ?? [];
    return low !== undefined && isPlain(low) && isPlain(high) && Number(low) < Number(high) ? { low: Number(low), high: Number(high) } : null;
  };

  // A point before three digits could part thousands.
  const number = (name, text, { low, high }) => {
    if (!/^-?\d{1,14}(\.\d{1,9})?$/.test(text) || /^-?\d{1,3}\.\d{3}$/.test(text) || text.length > 16) return null;
    const value = Number(text);
    const isInside = (low ?? -Infinity) <= value && value <= (high ?? Infinity) && (value === 0 || Math.abs(value) >= 0.001);
    return isInside ? says([columns()[name].form.join(String(value === 0 ? 0 : value))]) : null;
  };

  const free = (name, column, text) => {
    if (name === "notes") return says([text_.literal(text.normalize("NFC"))]);
    const pieces = text_.split(text, column.parts);
    const named = pieces.filter((p) => !text_.isNone(p) && !text_.isBlank(p));
    if (!named.length) return says([], { none: pieces.length > 0 });
    // Beside "none" nothing else can stand.
    if (pieces.some(text_.isNone) || (name === "url" && !named.every(text_.isAddress))) refuse(text, name);
    return says([...new Set(named.map((p) => text_.literal(p.normalize("NFC"))))]);
  };

  // A cell of any column but links, which need the other touchpoints.
  const read = (name, text, limits) => {
    const column = columns()[name];
    if (!column) throw new Error(`There is no column ${name}.`);
    if (text_.isBlank(text)) return BLANK;
    if (column.none && text_.isUnknown(text)) return says([], { unclear: true });
    if (column.none && text_.isNone(text)) return says([], { none: true });
    if (column.holds === "number") return number(name, text, limits) ?? refuse(text, name);
    if (column.holds === "date") return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? says([column.form.join(text)]) : refuse(text, name);
    if (column.holds === "text") return free(name, column, text);
    if (column.holds === "scale") return scaleOf(text) ? says([text_.literal(text)]) : refuse(text, name);
    if (column.holds === "currency") return column.offered.includes(text) ? says([text_.literal(text)]) : refuse(text, name);
    const parts = column.parts ? text_.split(text, column.parts) : [text];
    if (column.holds === "kind") return says([...new Set(parts)].map((part) => `<${(kindOf(part) ?? refuse(part, name)).iri}>`));
    return says([...new Set(parts)].map((part) => (column.choices.find((c) => c.text === part) ?? refuse(part, name)).term));
  };

  const kindOf = (text) => tp.liveData.kinds.find((k) => k.text === text);

  // The numbers that a cell may hold: the row's own scale counts before the column's.
  const limits = (lines, name) => {
    const { low, high } = columns()[name];
    const [scale] = valuesOf(lines, `${TPG}${name}Scale`);
    return (scale && scaleOf(scale.slice(1, -1))) || { low, high };
  };

  // The lines of a row with one column's put in the place of those before.
  const put = (lines, name, { terms, none, unclear }, more = []) => {
    const { iri, property } = columns()[name];
    const marks = ["stated", "statedNone", "unclear"].map((p) => about(p, iri));
    const isOwn = (l) => l.startsWith(`<${property}> `) && l !== triple(property, `<${TPG}Touchpoint>`);
    const other = { channel: `<${TPG}platform> `, url: `<${TPG}urlKey> ` }[name];
    const kept = lines.filter((l) => !isOwn(l) && !marks.includes(l) && !(other && l.startsWith(other)));
    const isStated = terms.length || more.length || none || unclear;
    return [...kept, ...(isStated ? [marks[0]] : []), ...(none ? [marks[1]] : []), ...(unclear ? [marks[2]] : []), ...terms.map((t) => triple(property, t)), ...more];
  };

  // The kind that a name says, if the row states nothing that can never be of it.
  const kindOfName = (id, lines) => {
    const named = tp.liveData.named[id];
    const isExcluded = named && !named.decided && irisOf(lines, columns().modality.property).some((iri) => named.never.includes(iri));
    return says(named && !isExcluded ? [`<${named.kind}>`] : []);
  };

  // The text of a channel and the platforms that it, the address or the name tells.
  const channel = (row, lines) => {
    const said = read("channel", row.cells.channel ?? "");
    const own = said.terms.map((t) => text_.platform(text_.unescaped(t.slice(1, -1)))).filter(Boolean);
    const urls = said.none ? [] : valuesOf(lines, columns().url.property).map((t) => text_.platformOf(text_.unescaped(t.slice(1, -1))));
    let found = own.length ? own : urls.filter(Boolean).slice(0, 1);
    const isBlank = !said.terms.length && !said.none && !said.unclear;
    const lives = () => irisOf(lines, columns().type.property).some((iri) => tp.liveData.kinds.find((k) => k.iri === iri)?.on_platform);
    if (isBlank && !found.length && lives()) found = text_.platformsIn(row.cells.name);
    return [said, [...new Set(found)].map((iri) => about("platform", iri))];
  };

  // A rating is read anew by another scale, and may not be on it.
  const rate = (name, row, lines) => {
    const text = row.cells[name] ?? "";
    if (text_.isBlank(text) || text_.isUnknown(text) || text_.isNone(text)) return lines;
    return put(lines, name, number(name, text, limits(lines, name)) ?? says([], { unclear: true }));
  };

  // The lines of a row after some of its cells have changed; `row.cells` holds them already. What
  // other cells tell is told anew, as the reader does: the kind and the platform by the name.
  const set = (row, lines, names, isNew = false) => {
    const changed = new Set(names);
    const ordered = [...names].sort((a, b) => Boolean(columns()[b]?.rates) - Boolean(columns()[a]?.rates));
    let found = lines;
    for (const name of ordered) {
      if (["name", "type", "channel", "leads_to"].includes(name)) continue;
      const said = read(name, row.cells[name] ?? "", columns()[name]?.holds === "number" ? limits(found, name) : undefined);
      const keys = name === "url" ? said.terms.map((t) => triple(`${TPG}urlKey`, text_.literal(text_.urlKey(text_.unescaped(t.slice(1, -1)))))) : [];
      found = put(found, name, said, keys);
    }
    for (const name of names) if (columns()[name]?.rates && !changed.has(columns()[name].rates)) found = rate(columns()[name].rates, row, found);
    const type = row.cells.type ?? "";
    const isTyped = isNew || changed.has("type") || (changed.has("modality") && !type);
    if (isTyped) {
      if (row.isNew && text_.isBlank(type)) throw new Error(`${row.cells.name} needs a kind.`);
      const said = read("type", type);
      found = put(found, "type", said === BLANK ? kindOfName(row.id, found) : said);
    }
    if (isNew || changed.has("channel") || changed.has("url") || (isTyped && !row.cells.channel)) found = put(found, "channel", ...channel(row, found));
    if ((isNew || changed.has("status")) && !valuesOf(found, columns().status.property).length) found = put(found, "status", says([`<${TPG}active>`]));
    return found;
  };

  // A touchpoint that begins with its name alone.
  const begun = (company, name) => [
    triple("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", `<${TPG}Touchpoint>`),
    about("ofCompany", company),
    about("stated", tp.liveData.save.columns.find((c) => c.name === "name").iri),
    triple("http://www.w3.org/2000/01/rdf-schema#label", text_.literal(name)),
  ];

  return { TPG, NONE, about, triple, says, read, put, set, begun, limits, kindOf, valuesOf, irisOf, scaleOf };
})();
