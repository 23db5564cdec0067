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

// A term of Oxigraph's own, as a plain value.
const plain = (term) => {
  if (term.termType === "NamedNode") return term.value;
  if (term.termType === "Literal") return literal(term.value, term.datatype.value, term.language);
  return term.toString();
};

// A term of a SELECT's answer in JSON, as a plain value; null where the variable is unbound.
const plainOfJson = (term) => {
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

  // Adds triples.
  add(triples) {
    for (const [s, p, o] of triples) this.store.add(this.oxigraph.quad(this.#node(s), this.#node(p), this.#term(o)));
  }

  // Adds what a CONSTRUCT query gives.
  materialise(construct) {
    this.store.update(construct.replace(CONSTRUCT, "$1INSERT"));
  }

  // The triples a CONSTRUCT query gives, each once.
  construct(query) {
    // As text, which tells a CONSTRUCT without an answer from a SELECT without one.
    const lines = this.store.query(query, { results_format: NTRIPLES }).split("\n");
    const quads = this.oxigraph.parse([...new Set(lines)].join("\n"), { format: NTRIPLES });
    return quads.map((quad) => this.#triple(quad));
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
    const pattern = [s, p, o].map((iri) => iri && this.#node(iri));
    return this.store.match(...pattern, this.oxigraph.defaultGraph()).map((quad) => this.#triple(quad));
  }

  // Everything, as N-Triples.
  dump() {
    return this.store.dump({ format: NTRIPLES, from_graph_name: this.oxigraph.defaultGraph() });
  }

  #answer(query) {
    return JSON.parse(this.store.query(query, { results_format: JSON_RESULTS }));
  }

  #node(iri) {
    return this.oxigraph.namedNode(iri);
  }

  #term(o) {
    if (typeof o === "string") return this.#node(o);
    return this.oxigraph.literal(o.value, o.language || this.#node(o.datatype));
  }

  #triple(quad) {
    const triple = [plain(quad.subject), quad.predicate.value, plain(quad.object)];
    quad.free(); // the garbage collector does not see how much memory it holds
    return triple;
  }
}
