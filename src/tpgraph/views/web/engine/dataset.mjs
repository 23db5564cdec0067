// What queries are asked of, in the graphs that `tpgraph query` has: ontology, facts, findings, advice.
//
// Nothing is imported: the worker hands in the started module `oxigraph`, an engine that rules.mjs
// has prepared, and what the page knows in words.

const TPG = "https://w3id.org/tpgraph/ontology#";
const RULE = "https://w3id.org/tpgraph/rule/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
const NTRIPLES = "application/n-triples";
const ESCAPED = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r" };

const iri = (text) => (text.startsWith("_:") ? text : `<${text}>`);
const quoted = (text) => `"${String(text).replace(/["\\\n\r]/g, (char) => ESCAPED[char])}"`;
const written = (o) => (typeof o === "string" ? iri(o) : o.language ? `${quoted(o.value)}@${o.language}` : `${quoted(o.value)}^^<${o.datatype}>`);

// Six digits, as Python's "g" gives them, but never with an exponent.
const decimal = (number) => `${quoted(Number(number.toPrecision(6)).toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 }))}^^<${XSD}decimal>`;

// Every text of a JSON value, once, in the order in which it is written.
const textsOf = (value, found = new Set()) => {
  if (typeof value === "string") found.add(value);
  else if (value && typeof value === "object") for (const each of Object.values(value)) textsOf(each, found);
  return found;
};

// The packed ontology (see packed_ontology in live/asked.py) as N-Triples.
export const ontologyOf = ({ terms, groups }, vocabulary) => {
  const texts = [...textsOf(vocabulary)];
  const names = terms.map(iri);
  const lines = [];
  for (const [predicate, kind, steps, objects] of groups) {
    const end = kind === "" ? "" : kind.startsWith("@") ? kind : `^^<${kind}>`;
    let subject = 0;
    let last = 0;
    objects.forEach((object, n) => {
      subject += steps[n];
      let o = object;
      if (kind === "") o = names[object];
      else {
        if (typeof object === "number") o = texts[(last += object)];
        o = quoted(o) + end;
      }
      lines.push(`${names[subject]} ${names[predicate]} ${o} .`);
    });
  }
  return `${lines.join("\n")}\n`;
};

const HASHED = `SELECT ?hash ?s ?p ?o WHERE { ?s ?p ?o
  BIND(SUBSTR(SHA256(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o))), 1, 20) AS ?hash) }`;
// What the inventory's graph holds besides what somebody states.
const UNPLACED = new Set(["stated", "ofCompany", "asOf"].map((name) => TPG + name));

const isIri = (text) => /^https?:\/\//.test(text);
const valueOf = (o) => (typeof o === "string" ? o : o.value);

export class Dataset {
  constructor(oxigraph, { ontology, vocabulary, graphs, derived, places }) {
    this.oxigraph = oxigraph;
    this.store = new oxigraph.Store();
    [this.ontology, this.asserted, this.findings, this.advice] = graphs;
    this.derived = derived;
    // By what is stated: where it is.
    this.places = new Map(places.map(([s, p, o, ...where]) => [`${s} ${p} ${o}`, where]));
    // By the hashes of facts of several places: all their addresses' ends.
    this.several = new Map();
    this.#load(this.ontology, ontologyOf(ontology, vocabulary));
  }

  #load(graph, ntriples) {
    this.store.load(ntriples, { format: NTRIPLES, to_graph_name: this.oxigraph.namedNode(graph) });
  }

  // Puts a company's graphs in the place of the earlier ones. `plain` is an engine with the inventory
  // alone, `engine` one that the rules have been prepared in, `raw` their findings. `told` has the
  // words of findings by their addresses, `advice` triples (N-Triples), `columns` the column of each
  // property for what was never written down, `rows` where a touchpoint stands,
  // `edited` the cells, as "touchpoint#column", that stand nowhere else any more.
  fill({ company, inventory, plain, engine, raw, told, advice, columns, rows, edited }) {
    for (const graph of [this.asserted, this.findings, this.advice]) this.store.update(`CLEAR SILENT GRAPH <${graph}>`);
    const stated = plain.triples();
    this.#load(this.asserted, inventory + this.#facts(company, plain, columns, rows, new Set(edited)));
    const said = new Set(stated.map((triple) => triple.map(written).join(" ")));
    const named = new Set(stated.filter(([, p]) => p === `${RDFS}label`).map(([s]) => s));
    const lines = this.#inferred(engine, named).map((triple) => triple.map(written).join(" "));
    // What is asserted is not said again: a count over both graphs would be too high.
    const inferred = [...new Set(lines)].filter((line) => !said.has(line)).map((line) => `${line} .\n`);
    const findings = raw.filter((f) => told[f.id]).map((f) => this.#finding(f, told[f.id], company));
    this.#load(this.findings, inferred.join("") + findings.join(""));
    this.#load(this.advice, advice);
  }

  #facts(company, plain, columns, rows, edited) {
    const found = [];
    this.several.clear();
    for (const [{ value: hash }, s, p, o] of plain.select(HASHED).rows) {
      const value = valueOf(o);
      if (UNPLACED.has(p) || (p === `${RDF}type` && value === `${TPG}Company`)) continue;
      const known = edited.has(`${s}#${columns[p]}`) ? null : this.places.get(`${s} ${p} ${value}`);
      const where = known ?? [["what-if", null, rows[s] ?? null, value === `${TPG}Touchpoint` ? null : columns[p] ?? null]];
      // One for each further place, and one for a fact that stands nowhere.
      const ids = [hash, ...where.slice(1).map((_, n) => `${hash}-${n + 2}`)];
      if (ids.length > 1) this.several.set(hash, ids);
      ids.forEach((id, n) => {
        const subject = `<${company}/statement/${id}>`;
        const say = (predicate, object) => found.push(`${subject} <${predicate}> ${object} .\n`);
        say(`${RDF}type`, `<${TPG}Fact>`);
        say(`${RDF}subject`, `<${s}>`);
        say(`${RDF}predicate`, `<${p}>`);
        say(`${RDF}object`, isIri(value) ? `<${value}>` : quoted(value));
        const [file, sheet, row, column] = where[n] ?? [];
        if (file) say(`${TPG}file`, quoted(file));
        if (sheet) say(`${TPG}sheet`, quoted(sheet));
        if (row !== null && row !== undefined) say(`${TPG}row`, `"${row}"^^<${XSD}integer>`);
        if (column) say(`${TPG}column`, quoted(column));
      });
    }
    return found.join("");
  }

  // As found_quads of views/triples.py has it.
  #inferred(engine, named) {
    const triples = this.derived.flatMap((name) => engine.triples(null, TPG + name));
    const above = new Map();
    for (const [s, , o] of engine.triples(null, `${RDFS}subClassOf`)) {
      if (!above.has(s)) above.set(s, []);
      above.get(s).push(o);
    }
    for (const [s, p, kind] of engine.triples(null, `${RDF}type`)) {
      if (named.has(s)) for (const general of above.get(kind) ?? []) triples.push([s, p, general]);
    }
    const defined = new Map(engine.triples(null, `${TPG}definedByValue`).map(([c, , o]) => [o, c]));
    for (const name of ["inCategory", "inModality", "inContactForm"]) {
      for (const [s, , value] of engine.triples(null, TPG + name)) {
        if (defined.has(value)) triples.push([s, `${RDF}type`, defined.get(value)]);
      }
    }
    return triples;
  }

  #finding(raw, told, company) {
    const pairs = [
      [`${RDF}type`, `<${TPG}Finding>`],
      [`${TPG}rule`, `<${RULE}${raw.rule}>`],
      [`${TPG}ofCompany`, `<${company}>`],
      [`${TPG}status`, `<${TPG}${raw.status}>`],
      ...raw.concerns.map((c) => [`${TPG}concerns`, `<${c}>`]),
      [`${TPG}severity`, decimal(raw.severity)],
      [`${TPG}level`, quoted(told.level)],
      [`${TPG}title`, `${quoted(told.title)}@${told.lang}`],
      [`${TPG}message`, `${quoted(told.message)}@${told.lang}`],
    ];
    for (const name of ["measured", "threshold", "margin"]) if (raw[name] !== null) pairs.push([TPG + name, decimal(raw[name])]);
    if (raw.area) pairs.push([`${TPG}area`, quoted(raw.area)]);
    if (raw.borderline) pairs.push([`${TPG}borderline`, `"true"^^<${XSD}boolean>`]);
    if (raw.threshold_source) pairs.push([`${TPG}thresholdSource`, quoted(raw.threshold_source)]);
    if (told.accepted) pairs.push([`${TPG}acceptedReason`, quoted(told.accepted)]);
    for (const fact of raw.facts) pairs.push([`${TPG}usesFact`, `<${fact}>`], ...this.#also(fact).map((id) => [`${TPG}usesFact`, `<${id}>`]));
    for (const cell of raw.settled_by) pairs.push([`${TPG}settledBy`, `<${cell}>`]);
    return pairs.map(([p, o]) => `<${raw.id}> <${p}> ${o} .\n`).join("");
  }

  // The further addresses of a fact that stands in several places.
  #also(fact) {
    const at = fact.lastIndexOf("/") + 1;
    return (this.several.get(fact.slice(at)) ?? []).slice(1).map((id) => fact.slice(0, at) + id);
  }
}
