// The engine beside the page, in a worker of its own: the page stays quick, and a run can be ended.
// Before it stand `isLzma` and `unlzma`, and the constants `oxigraph`, `store`, `rules`, `shown`,
// `proofs`, `dataset` and `sparql`, each a module's exports.

const { Engine } = store;
let shared = null;
let last = null; // the engine of the last run, so that its findings can be proved
let kinds; // what the ontology says of kinds: read once
let asked = null; // what queries are asked of
let prepared = null; // what the rules among queries are asked of

const calls = {
  // The wasm's bytes, as the page carries them.
  start({ wasm }) {
    oxigraph.initSync({ module: isLzma(wasm) ? unlzma(wasm) : wasm });
  },
  // The ontology's facts, the rules of every run to come, what they search for.
  rules({ ontology, classify, gaps, searched }) {
    shared = { ontology, classify, gaps, searched };
  },
  // A run over a company's graph: its findings of these statuses, without their triples.
  run({ inventory, statuses }) {
    last?.close();
    last = null;
    const engine = new Engine(oxigraph);
    try {
      rules.prepare(engine, { ...shared, inventory, statuses });
      const found = rules.findings(engine, shared.gaps).map(({ triples, ...finding }) => finding);
      const open = found.filter((f) => f.status !== "ok");
      last = engine;
      return { findings: found, facts: shown.facts(engine, open), effective: shown.effective(engine), figures: shown.figures(engine) };
    } finally {
      if (!last) engine.close();
    }
  },
  // The statuses that a run would find; the last run stays the one that can be proved.
  simulate({ inventory, statuses }) {
    const engine = new Engine(oxigraph);
    try {
      rules.prepare(engine, { ...shared, inventory, statuses });
      return rules.findings(engine, shared.gaps).map(({ id, status }) => ({ id, status }));
    } finally {
      engine.close();
    }
  },
  // How findings of the last run are derived, in their order.
  prove({ findings }) {
    const explainer = new proofs.Explainer(last, shared.searched, kinds);
    kinds = explainer.ontology;
    return findings.map((f) => explainer.explain(f));
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
