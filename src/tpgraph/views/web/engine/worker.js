// The engine beside the page, in a worker of its own: the page stays quick, and a run can be ended.
// Before it stand the constants `oxigraph`, `store`, `rules`, `dataset` and `sparql`, each a module's
// exports.

const { Engine } = store;
const TPG_ = "https://w3id.org/tpgraph/ontology#";
const OWN = { stages: "atStage", categories: "inCategory", modalities: "inModality" };
let shared = null;
let asked = null; // what queries are asked of
let prepared = null; // what rules are asked of

const textOf = (o) => (typeof o === "string" ? o : o.value);

// What counts for each touchpoint, by what it states or by its kind.
const effective = (engine) => {
  const found = {};
  for (const [key, property] of Object.entries(OWN)) {
    for (const [s, , o] of engine.triples(null, TPG_ + property)) ((found[s] ??= {})[key] ??= []).push(textOf(o));
  }
  for (const [s, , o] of engine.triples(null, `${TPG_}lifecycle`)) (found[s] ??= {}).status = textOf(o).slice(TPG_.length);
  return found;
};

// The facts that findings rest on, by statement: the company's own, and what counts for touchpoints.
const FACTS = `PREFIX tpg: <${TPG_}>
SELECT ?hash ?s ?p ?o WHERE {
  { ?s tpg:ofCompany ?c } UNION { ?s a tpg:Company }
  ?s ?p ?o
  BIND(SUBSTR(SHA256(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o))), 1, 20) AS ?hash)
}`;

const factsOf = (engine, findings) => {
  const wanted = new Set(findings.flatMap((f) => f.facts));
  const facts = {};
  for (const [hash, s, p, o] of engine.select(FACTS).rows) {
    const iri = `${findings[0]?.company}/statement/${hash.value}`;
    if (wanted.has(iri)) facts[iri] = { s, p, o: textOf(o) };
  }
  return facts;
};

const calls = {
  // The wasm's bytes.
  start({ wasm }) {
    oxigraph.initSync({ module: wasm });
  },
  // The ontology's facts and the rules of every run to come.
  rules(given) {
    shared = given;
  },
  // A run over a company's graph: its findings of these statuses, without their triples.
  run({ inventory, statuses }) {
    const engine = new Engine(oxigraph);
    try {
      rules.prepare(engine, { ...shared, inventory, statuses });
      const found = rules.findings(engine, shared.gaps).map(({ triples, ...finding }) => finding);
      const open = found.filter((f) => f.status !== "ok");
      return { findings: found, facts: factsOf(engine, open), effective: effective(engine) };
    } finally {
      engine.close();
    }
  },
  // What queries are asked of from now on, whatever company is filled in.
  dataset(given) {
    asked = new dataset.Dataset(oxigraph, given);
  },
  // A company as it is at the moment.
  fill(given) {
    prepared?.close();
    prepared = new Engine(oxigraph);
    rules.prepare(prepared, { ...shared, inventory: given.inventory });
    const plain = new Engine(oxigraph);
    plain.load(given.inventory);
    asked.fill({ ...given, plain, engine: prepared, raw: rules.findings(prepared, shared.gaps) });
    plain.close();
  },
  // The answer to a query. What asks whether a status is reported is a rule, and asks what rules do.
  query({ text, prefixes }) {
    const isRule = /\btpg:isReported\b/.test(text);
    return sparql.answer(isRule ? prepared.store : asked.store, text, prefixes);
  },
};

self.onmessage = ({ data: { id, call, given } }) => {
  try {
    self.postMessage({ id, value: calls[call](given) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};
