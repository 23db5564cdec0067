// From edits to triples and cells. What a cell comes to is told by the tables that the page carries.
"use strict";

// Edits as the address carries them: [action, target, cells].
tp.liveEdits = (() => {
  const MOST = 100;
  const ACTIONS = ["add", "change", "retire"];
  const isText = (value) => typeof value === "string" && value.length <= 2000;
  const isEdit = (e) =>
    Array.isArray(e) && ACTIONS.includes(e[0]) && (e[1] === null || isText(e[1])) && e[2] !== null && typeof e[2] === "object" && Object.values(e[2]).every(isText);

  const write = (edits, shorten) => JSON.stringify(edits.map((e) => [e.action, e.target && shorten(e.target), e.cells]));
  const read = (text, lengthen) => {
    if (!text) return [];
    try {
      const said = JSON.parse(text);
      if (!Array.isArray(said) || !said.every(isEdit)) return [];
      return said.slice(0, MOST).map(([action, target, cells]) => ({ action, target: target && lengthen(target), cells }));
    } catch {
      return [];
    }
  };
  return { read, write };
})();

tp.liveCells = (() => {
  const TPG = "https://w3id.org/tpgraph/ontology#";
  const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
  const company = tp.data.company.iri;
  const NONE = "none";
  const LONGEST_NAME = 60;
  const triple = (p, o) => `<${p}> ${o}`;
  const about = (p, iri) => triple(TPG + p, `<${iri}>`);
  const ESCAPED = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const literal = (text) => `"${text.replace(/[\\"\n\r\t]/g, (c) => ESCAPED[c])}"`;

  // As the command line makes it; names here are short enough never to be cut.
  const slug = (name) =>
    name
      .normalize("NFC")
      .toLowerCase()
      .normalize("NFC")
      .replace(/[\u00ad\u061c\u180e\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, "")
      .replace(/(?![\p{L}\p{N}]|(?![\x00-\x7f])[\p{Mn}\p{Mc}])./gsu, " ")
      .trim()
      .split(/\s+/)
      .join("-") || "touchpoint";

  const iriOf = (name, taken) => {
    const first = `${company}/${slug(name)}`;
    let iri = first;
    for (let n = 2; taken.has(iri); n += 1) iri = `${first}-${n}`;
    return iri;
  };

  const fold = (name) => name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // Whether a name would make links ambiguous, or mend one: what is tried out must not do that.
  const takenNames = (rows) => {
    const taken = new Set([...tp.liveData.save.names, ...rows.map((r) => r.cells.name)].map(fold));
    return (name) => taken.has(fold(name));
  };

  // The lines of a graph by subject, each without its subject and its end.
  const bySubject = (ntriples) => {
    const found = new Map();
    for (const line of ntriples.split("\n")) {
      if (!line) continue;
      const end = line.indexOf("> ");
      const subject = line.slice(1, end);
      if (!found.has(subject)) found.set(subject, []);
      found.get(subject).push(line.slice(end + 2, -2));
    }
    return found;
  };

  const columns = () => tp.liveData.columns;
  const all = () => tp.liveData.save.columns;
  const columnIri = (name) => all().find((c) => c.name === name)?.iri;
  const valuesOf = (lines, p) => lines.filter((l) => l.startsWith(`<${p}> `)).map((l) => l.slice(p.length + 3));
  const irisOf = (lines, p) => valuesOf(lines, p).map((o) => o.slice(1, -1));

  // The numbers that a touchpoint's cell may hold: its own scale counts before the column's.
  const limits = (lines, name) => {
    const { low, high } = columns()[name];
    const [scale] = valuesOf(lines, `${TPG}${name}Scale`);
    if (!scale) return { low, high };
    if (scale === '"nps"') return { low: -100, high: 100 };
    const found = /^"(-?[\d.]+)-(-?[\d.]+)"/.exec(scale);
    return found ? { low: Number(found[1]), high: Number(found[2]) } : { low, high };
  };

  const setCell = (lines, name, text) => {
    const column = columns()[name];
    if (!column) throw new Error(`The column ${name} cannot be edited here.`);
    const marks = ["stated", "statedNone", "unclear"].map((p) => about(p, column.iri));
    const kept = lines.filter((l) => !l.startsWith(`<${column.property}> `) && !marks.includes(l));
    if (text === "") return kept;
    if (text === NONE && column.none) return [...kept, marks[1], marks[0]];
    const terms = column.form
      ? [column.form.join(text)]
      : text.split("|").map((part) => {
          const choice = column.choices.find((c) => c.text === part);
          if (!choice) throw new Error(`${part} is no value of ${name}.`);
          return choice.term;
        });
    return [...kept, marks[0], ...terms.map((term) => triple(column.property, term))];
  };

  const kindOf = (text) => tp.liveData.kinds.find((k) => k.text === text);

  const add = (state, cells) => {
    const kind = kindOf(cells.type);
    if (!kind) throw new Error(`There is no kind ${cells.type}.`);
    const name = cells.name || kind.name;
    if (name.length > LONGEST_NAME || (kind.named && cells.name && !cells.name.startsWith(kind.name))) throw new Error(`${name} cannot be tried as a name.`);
    if (takenNames(state.rows)(name)) throw new Error(`${name} is taken.`);
    const iri = iriOf(name, new Set(state.graph.keys()));
    let lines = kind.lines.map((l) => (l.startsWith(`<${LABEL}> `) ? triple(LABEL, literal(name)) : l));
    for (const [column, text] of Object.entries(cells)) {
      if (column !== "name" && column !== "type") lines = setCell(lines, column, text);
    }
    state.graph.set(iri, lines);
    state.added.push({ iri, name, kind: kind.iri });
    state.rows.push({ id: iri, cells: { ...cells, name }, extra: {}, isNew: true });
  };

  const change = (state, target, cells) => {
    const row = state.rows.find((r) => r.id === target);
    for (const [column, text] of Object.entries(cells)) {
      state.graph.set(target, setCell(state.graph.get(target), column, text));
      row.cells = { ...row.cells, [column]: text };
    }
    state.touched.add(target);
  };

  const declare = (state, scopes) => {
    for (const name of scopes.split("|")) {
      const iri = columnIri(name);
      const line = iri && about("complete", iri);
      if (line && !state.graph.get(company).includes(line)) state.graph.get(company).push(line);
    }
  };

  // A complete column with a cell that is not understood proves nothing as a whole.
  const doubt = (state) => {
    const lines = state.graph.get(company);
    const declared = irisOf(lines, `${TPG}complete`);
    const [status, type] = ["status", "type"].map(columnIri);
    const unclear = new Set(tp.liveData.save.reopened.map(columnIri));
    for (const row of state.rows) {
      const said = state.graph.get(row.id);
      const marked = irisOf(said, `${TPG}unclear`);
      for (const iri of marked) unclear.add(iri);
      if (marked.includes(status) && !valuesOf(said, `${TPG}lifecycle`).length) {
        const none = irisOf(said, `${TPG}statedNone`);
        const stated = irisOf(said, `${TPG}stated`).filter((iri) => !none.includes(iri));
        for (const iri of stated.includes(type) ? declared : stated) unclear.add(iri);
      }
    }
    unclear.delete(type);
    const others = lines.filter((l) => !l.startsWith(`<${TPG}doubtful> `));
    state.graph.set(company, [...others, ...declared.filter((iri) => unclear.has(iri)).map((iri) => about("doubtful", iri))]);
  };

  // The graph, the rows and what is new after some edits. Throws for an edit that cannot be made.
  const apply = (edits) => {
    const state = {
      graph: bySubject(tp.liveData.inventory),
      rows: tp.liveData.save.rows.map((row) => ({ ...row })),
      added: [],
      touched: new Set(),
    };
    for (const { action, target, cells } of edits) {
      if (action === "add") add(state, cells);
      else if (target === company && action === "change") declare(state, cells.complete ?? "");
      else if (!state.rows.some((r) => r.id === target)) throw new Error(`There is no touchpoint ${target}.`);
      else change(state, target, action === "retire" ? { status: retired() } : cells);
    }
    doubt(state);
    return state;
  };
  const retired = () => columns().status.choices.find((c) => c.iri === `${TPG}retired`).text;

  const ntriples = (graph) => [...graph].map(([s, lines]) => lines.map((l) => `<${s}> ${l} .\n`).join("")).join("");
  const declared = (graph) => irisOf(graph.get(company), `${TPG}complete`);

  return { apply, ntriples, limits, kindOf, declared, irisOf, valuesOf, retired, takenNames, TPG, NONE };
})();
