// From edits to triples and cells: the company's graph and rows after what is tried out.
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
  const { TPG, NONE, about, valuesOf, irisOf, kindOf } = tp.liveRow;
  const company = tp.data.company.iri;
  const LONGEST_NAME = 60;
  const LEADS_TO = "leads_to";

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

  // Whether a name would make links ambiguous, or mend one: what is tried out must not do that.
  const takenNames = (rows) => {
    const taken = new Set([...tp.liveData.save.names, ...rows.map((r) => tp.liveText.normalise(r.cells.name))]);
    return (name) => taken.has(tp.liveText.normalise(name));
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

  const columnIri = (name) => tp.liveData.save.columns.find((c) => c.name === name)?.iri;
  const cleaned = (cells) => Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, tp.liveText.clean(text)]));

  const add = (state, given, isHypothetical) => {
    const cells = Object.fromEntries(Object.entries(cleaned(given)).filter(([, text]) => text));
    const kind = kindOf(cells.type);
    if (!kind) throw new Error(`There is no kind ${cells.type}.`);
    const name = (cells.name || kind.name).replace(/\s+/g, " ");
    if (name.length > LONGEST_NAME) throw new Error(`${name} cannot be tried as a name.`);
    if (takenNames(state.rows)(name)) throw new Error(`${name} is taken.`);
    const iri = iriOf(name, new Set(state.graph.keys()));
    const row = { id: iri, cells: { ...cells, name }, extra: {}, isNew: true };
    state.graph.set(iri, tp.liveRow.set(row, tp.liveRow.begun(company, name), Object.keys(cells), true));
    if (isHypothetical) state.graph.get(iri).push(`<${TPG}hypothetical> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>`);
    state.added.push(row);
    state.rows.push(row);
    if (cells[LEADS_TO]) state.linked.add(iri);
  };

  const change = (state, target, given) => {
    const at = state.rows.findIndex((r) => r.id === target);
    if (at < 0) throw new Error(`There is no touchpoint ${target}.`);
    const cells = cleaned(given);
    if ("name" in cells) throw new Error("A name is not changed here.");
    const row = { ...state.rows[at], cells: { ...state.rows[at].cells, ...cells } };
    state.rows[at] = row;
    state.added = state.added.map((r) => (r.id === target ? row : r));
    state.graph.set(target, tp.liveRow.set(row, state.graph.get(target), Object.keys(cells)));
    if (LEADS_TO in cells) state.linked.add(target);
    for (const column of Object.keys(cells)) state.touched.get(target)?.add(column) ?? state.touched.set(target, new Set([column]));
  };

  // Links are to the names that there are when all is done.
  const link = (state) => {
    const exact = new Map();
    const alike = new Map();
    const put = (map, key, id) => map.set(key, [...(map.get(key) ?? []), id]);
    for (const { id, cells } of state.rows) {
      put(exact, cells.name, id);
      put(alike, tp.liveText.normalise(cells.name), id);
    }
    const find = (name) => exact.get(name) ?? (tp.liveText.normalise(name) ? alike.get(tp.liveText.normalise(name)) : null) ?? [];
    const pieces = (text) => (find(text).length ? [text] : tp.liveText.split(text, "|").flatMap((p) => (find(p).length ? [p] : tp.liveText.split(p, "|;"))));
    for (const id of state.linked) {
      const text = state.rows.find((r) => r.id === id).cells[LEADS_TO] ?? "";
      const said = { terms: [], none: tp.liveText.isNone(text), unclear: tp.liveText.isUnknown(text) };
      if (!said.none && !said.unclear && !tp.liveText.isBlank(text)) {
        for (const piece of pieces(text)) {
          const found = find(piece);
          if (found.length !== 1) said.unclear = true;
          else if (found[0] !== id) said.terms.push(`<${found[0]}>`);
        }
      }
      said.terms = [...new Set(said.terms)];
      state.graph.set(id, tp.liveRow.put(state.graph.get(id), LEADS_TO, said));
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

  // The graph, the rows, the company and what is new after some edits; `touched` are the columns
  // that are edited, by touchpoint. Throws for an edit that cannot be made.
  const apply = (edits) => {
    const state = {
      graph: bySubject(tp.liveData.inventory),
      rows: tp.liveData.save.rows.map((row) => ({ ...row })),
      company: tp.liveCompany.start(),
      added: [],
      touched: new Map(),
      linked: new Set(),
    };
    for (const { action, target, cells, hypothetical } of edits) {
      if (action === "add") add(state, cells, hypothetical);
      else if (target === company && action !== "retire") tp.liveCompany.change(state, cells);
      else change(state, target, action === "retire" ? { status: retired() } : cells);
    }
    link(state);
    doubt(state);
    return state;
  };
  const retired = () => tp.liveData.columns.status.choices.find((c) => c.iri === `${TPG}retired`).text;

  const ntriples = (graph) => [...graph].map(([s, lines]) => lines.map((l) => `<${s}> ${l} .\n`).join("")).join("");
  const declared = (graph) => irisOf(graph.get(company), `${TPG}complete`);

  return { apply, ntriples, declared, retired, takenNames, columnIri, NONE };
})();
