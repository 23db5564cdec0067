// The engine beside the page, in a worker of its own: the page stays quick, and a run can be ended.
// Before it stand the constants `oxigraph`, `store` and `rules`, each a module's exports.

const { Engine } = store;
const TPG_ = "https://w3id.org/tpgraph/ontology#";
const OWN = { stages: "atStage", categories: "inCategory", modalities: "inModality" };
let shared = null;

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
  // The wasm's bytes, the ontology's facts and the rules of every run to come.
  start({ wasm, ontology, classify, gaps }) {
    oxigraph.initSync({ module: wasm });
    shared = { ontology, classify, gaps };
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
};

self.onmessage = ({ data: { id, call, given } }) => {
  try {
    self.postMessage({ id, value: calls[call](given) });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};
