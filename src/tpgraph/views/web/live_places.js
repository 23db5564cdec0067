// Where the facts of a tried-out inventory stand: in the files that were read, or in an edit.
"use strict";

tp.livePlaces = (() => {
  const WHAT_IF = "what-if"; // the file in the place of an edited cell, as for tpgraph
  const { TPG } = tp.liveRow;
  const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  const OWN = { [`${TPG}platform`]: "channel", [`${TPG}urlKey`]: "url" };
  // What stands in no cell of its own.
  const NOWHERE = new Set(["stated", "unclear", "ofCompany", "asOf", "doubtful", "hypothetical"].map((name) => TPG + name));

  const columns = () => tp.liveData.save.columns;
  const columnOf = (p, o) => {
    if (p === `${TPG}statedNone`) return columns().find((c) => c.iri === o)?.name;
    if (p === RDF_TYPE) return o === `${TPG}Touchpoint` ? undefined : "type";
    return OWN[p] ?? columns().find((c) => c.property === p)?.name;
  };

  const said = (parts, note) => `${parts.filter(Boolean).join(", ")}${note ? ` (${note})` : ""}`;
  const inWords = ([file, sheet, row, column, note]) => said([file, sheet && `sheet ${sheet}`, row && `row ${row}`, column && `column ${column}`], note);
  let read = null; // what was read of the files, by what it says
  const readOf = (s, p, o) => {
    read ??= new Map(tp.liveData.places.map((fact) => [fact.slice(0, 3).join(" "), fact.slice(3)]));
    return read.get(`${s} ${p} ${o}`)?.map(inWords).join(" | ");
  };
  const readAt = (id) => readOf(id, RDF_TYPE, `${TPG}Touchpoint`) ?? "";
  const rowNumber = (place) => Number(/, row (\d+)/.exec(place)?.[1] ?? 0);

  // The row of a touchpoint: what is new comes after all others.
  const rowOf = (id, state) => {
    const at = state.added.findIndex((r) => r.id === id);
    if (at < 0) return rowNumber(readAt(id));
    const read = tp.liveData.save.rows.map((r) => rowNumber(readAt(r.id)));
    return read.reduce((a, b) => Math.max(a, b), 1) + at + 1;
  };
  const isNew = (id, state) => state.added.some((r) => r.id === id);
  const edited = (id, column, state) => isNew(id, state) || Boolean(state.touched.get(id)?.has(column));

  // The place of a touchpoint as a whole, and of one of its cells.
  const ofRow = (id, state) => (isNew(id, state) ? said([WHAT_IF, `row ${rowOf(id, state)}`]) : readAt(id));
  const ofCell = (id, column, state, note = "") => {
    const inEdit = said([WHAT_IF, `row ${rowOf(id, state)}`]);
    return said([edited(id, column, state) ? inEdit : readAt(id).split(" | ")[0], `column ${column}`], note);
  };

  const KEYS = () => Object.entries(tp.liveData.company);
  const ofCompany = (p, o, state) => {
    const known = readOf(tp.data.company.iri, p, o);
    if (p === `${TPG}complete`) return known ?? said([WHAT_IF, "column complete"]);
    const key = KEYS().find(([, entry]) => entry.property === p || (p === `${TPG}statedNone` && entry.none === o))?.[0];
    return key && state.company.said.has(key) ? said([WHAT_IF, `column ${key}`]) : known;
  };

  // Where an asserted fact stands; null for what follows from others, undefined for what is no fact
  // that anybody wrote.
  const ofFact = ({ s, p, o }, state) => {
    if (NOWHERE.has(p) || (s === tp.data.company.iri && p === RDF_TYPE)) return undefined;
    const lines = state.graph.get(s) ?? [];
    if (!lines.some((l) => l.startsWith(`<${p}> `))) return null;
    if (s === tp.data.company.iri) return ofCompany(p, o, state);
    const column = columnOf(p, o);
    if (!column) return ofRow(s, state);
    const row = state.rows.find((r) => r.id === s);
    const isWritten = Boolean(row?.cells[column]);
    if (edited(s, column, state) && isWritten) return ofCell(s, column, state);
    const known = readOf(s, p, o);
    if (known && !edited(s, column, state)) return known;
    if (column === "type" || column === "channel") return ofCell(s, "name", state, "from the name");
    return ofCell(s, column, state, column === "status" ? "assumed" : "");
  };

  // The column that a fact is about: that of its cell, or the one that is none or complete.
  const columnOfFact = ({ p, o, source }) => {
    if (p === `${TPG}complete` || p === `${TPG}statedNone`) return o;
    const name = /, column ([^()|,]*?)(?: \([^()]*\))?$/.exec((source ?? "").split(" | ")[0])?.[1];
    return columns().find((c) => c.name === name)?.iri;
  };

  return { ofRow, ofCell, ofFact, columnOfFact, edited };
})();
