// How a finding is derived besides its facts: the search that decides it, and what its touchpoints
// have by their kind. The same steps as the command line's.
//
// Nothing is imported: see store.mjs.

const TPG = "https://w3id.org/tpgraph/ontology#";
const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
const PREFIXES = `PREFIX tpg: <${TPG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> `;

const textOf = (o) => (typeof o === "string" ? o : o.value);
const put = (map, key, value) => (map.has(key) ? map.get(key).push(value) : map.set(key, [value]));
const grouped = (triples) => {
  const found = new Map();
  for (const [s, , o] of triples) put(found, s, textOf(o));
  return found;
};

// What the ontology says of kinds; it is the same for every run over the same ontology.
const kindsIn = (engine) => {
  const defaults = new Map(engine.triples(null, `${TPG}columnDefault`).map(([c, , o]) => [c, textOf(o)]));
  const columns = new Map();
  for (const [c, , o] of engine.triples(null, `${TPG}columnEffective`)) columns.set(textOf(o), { column: c, usual: grouped(engine.triples(null, defaults.get(c))) });
  return {
    columns,
    defining: new Map(engine.triples(null, `${TPG}definedByValue`).map(([c, , o]) => [textOf(o), c])),
    above: grouped(engine.triples(null, SUBCLASS)),
  };
};

// Derives findings over an engine that has run; `searched` has each rule's pattern and columns.
export class Explainer {
  constructor(engine, searched, ontology = kindsIn(engine)) {
    this.engine = engine;
    this.searched = searched;
    this.ontology = ontology;
    this.counts = new Map();
    const touchpoints = new Set(engine.triples(null, `${TPG}ofCompany`).map(([t]) => t));
    this.kinds = grouped(engine.triples(null, RDF_TYPE).filter(([t]) => touchpoints.has(t)));
    this.stated = new Set(engine.triples(null, `${TPG}stated`).map(([t, , o]) => `${t} ${textOf(o)}`));
    this.derived = new Map();
    for (const p of ontology.columns.keys()) for (const [s, , o] of engine.triples(null, p)) put(this.derived, s, [p, textOf(o)]);
  }

  // Of a finding { rule, company, concerns, facts: [{ s, p, o }] }: { sought, inferences }.
  explain(finding) {
    return { sought: this.#sought(finding), inferences: this.#inferences(finding) };
  }

  // The deciding pattern is searched again, so that the count can be checked.
  #sought({ rule, company, concerns }) {
    const text = this.searched[rule]?.sought;
    if (!text) return null;
    const pattern = text.replaceAll("{company}", company).replaceAll("{concern}", concerns[0] ?? company);
    // Some patterns name no touchpoint: they are the same for all findings of their rule.
    if (!this.counts.has(pattern)) {
      const [[count]] = this.engine.select(`${PREFIXES} SELECT (COUNT(*) AS ?count) WHERE { ${pattern} }`).rows;
      this.counts.set(pattern, count ? Number(count.value) : 0);
    }
    return { pattern, count: this.counts.get(pattern) };
  }

  // The values that come from a touchpoint's kind, among those that the finding uses or its rule
  // looks at.
  #inferences({ rule, concerns, facts }) {
    const { columns, defining, above } = this.ontology;
    const needs = new Set(this.searched[rule]?.needs ?? []);
    const wanted = facts.map(({ s, p, o }) => [s, p, o]);
    for (const c of concerns) for (const [p, o] of this.derived.get(c) ?? []) if (needs.has(columns.get(p).column)) wanted.push([c, p, o]);
    const found = new Map();
    for (const [touchpoint, p, value] of wanted) {
      const key = `${touchpoint} ${p} ${value}`;
      const entry = columns.get(p);
      if (!entry || found.has(key) || this.stated.has(`${touchpoint} ${entry.column}`)) continue;
      for (const from of this.kinds.get(touchpoint) ?? []) {
        if (!entry.usual.get(from)?.includes(value)) continue;
        const defined = defining.get(value);
        const isAxiom = defined !== undefined && (above.get(from) ?? []).includes(defined);
        found.set(key, { touchpoint, from, to: isAxiom ? defined : value, value, basis: isAxiom ? "axiom" : "typical" });
      }
    }
    return [...found.values()];
  }
}
