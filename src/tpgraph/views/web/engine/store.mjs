// Oxigraph's WebAssembly build as an engine: one default graph; terms cross as plain values.
//
// An IRI is a string; a literal is { value, datatype, language? }; a triple is [s, p, o]. Nothing is
// imported: whoever uses this hands in the started module `oxigraph`, so that a page can carry all
// of it inline. A text that Oxigraph refuses throws its Error.

const NTRIPLES = "application/n-triples";
const JSON_RESULTS = "application/sparql-results+json";
const STRING = "http://www.w3.org/2001/XMLSchema#string";
const LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
// A CONSTRUCT that starts a line becomes the INSERT of the same template and pattern: the triples
// then never leave the engine.
const CONSTRUCT = /^(\s*)CONSTRUCT\b/im;

const literal = (value, datatype, language) =>
  language ? { value, datatype: LANG_STRING, language } : { value, datatype: datatype ?? STRING };

// A line of N-Triples as Oxigraph writes them. To read that here is ten times as fast as to ask
// Oxigraph for each term, and leaves nothing in its memory that has to be freed.
const LINE = /^(?:<([^>]*)>|(_:\S+)) <([^>]*)> (?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([\w-]+))?) \.$/;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const WRITTEN = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r" };
const ESCAPED = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

const unescaped = (text) => {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, four, eight, one) => {
    if (one !== undefined) return ESCAPED[one] ?? one;
    return String.fromCodePoint(parseInt(four ?? eight, 16));
  });
};

// The triples of N-Triples, each once, in the order of the text.
export const triplesOf = (ntriples) => {
  const triples = [];
  for (const line of new Set(ntriples.split("\n"))) {
    if (line === "") continue;
    const parts = LINE.exec(line);
    if (parts === null) throw new Error(`Not a triple: ${line}`);
    const [, iri, blank, predicate, object, blankObject, text, datatype, language] = parts;
    const o = text === undefined ? (object ?? blankObject) : literal(unescaped(text), datatype, language);
    triples.push([iri ?? blank, predicate, o]);
  }
  return triples;
};

// A plain value as N-Triples.
const written = (term) => {
  if (typeof term === "string") return term.startsWith("_:") ? term : `<${term}>`;
  const text = `"${term.value.replace(/["\\\n\r]/g, (char) => WRITTEN[char])}"`;
  return term.language ? `${text}@${term.language}` : `${text}^^<${term.datatype}>`;
};

// A term of a SELECT's answer in JSON, as a plain value; null where the variable is unbound.
export const plainOfJson = (term) => {
  if (term === undefined) return null;
  if (term.type === "uri") return term.value;
  if (term.type === "literal") return literal(term.value, term.datatype, term["xml:lang"]);
  return `_:${term.value}`;
};

export class Engine {
  constructor(oxigraph) {
    this.oxigraph = oxigraph;
    this.store = new oxigraph.Store();
  }

  // Gives the store's memory back; the engine is of no use any more.
  close() {
    this.store.free();
  }

  // Adds N-Triples (text, or bytes in UTF-8).
  load(ntriples) {
    this.store.load(ntriples, { format: NTRIPLES });
  }

  // Adds triples, all at once: one by one takes Oxigraph a hundred times as long.
  add(triples) {
    this.load(triples.map(([s, p, o]) => `${written(s)} <${p}> ${written(o)} .\n`).join(""));
  }

  // Adds what a CONSTRUCT query gives.
  materialise(construct) {
    this.store.update(construct.replace(CONSTRUCT, "$1INSERT"));
  }

  // The triples a CONSTRUCT query gives, each once.
  construct(query) {
    return triplesOf(this.store.query(query, { results_format: NTRIPLES }));
  }

  // The answer to a SELECT query: { columns, rows }.
  select(query) {
    const { head, results } = this.#answer(query);
    if (!results) throw new Error("A SELECT query was expected.");
    const rows = results.bindings.map((row) => head.vars.map((name) => plainOfJson(row[name])));
    return { columns: head.vars, rows };
  }

  // The answer to an ASK query.
  ask(query) {
    const { boolean } = this.#answer(query);
    if (boolean === undefined) throw new Error("An ASK query was expected.");
    return boolean;
  }

  // The triples that match; null matches anything.
  triples(s = null, p = null, o = null) {
    const [subject, predicate, object] = [s, p, o].map((iri, i) => (iri === null ? `?${"spo"[i]}` : `<${iri}>`));
    const pattern = `${subject} ${predicate} ${object}`;
    return this.construct(`CONSTRUCT { ${pattern} } WHERE { ${pattern} }`);
  }

  // Everything, as N-Triples.
  dump() {
    return this.store.dump({ format: NTRIPLES, from_graph_name: this.oxigraph.defaultGraph() });
  }

  #answer(query) {
    return JSON.parse(this.store.query(query, { results_format: JSON_RESULTS }));
  }
}
