// Runs the page's engine under Node for the tests: a request a line (JSON) in, an answer a line out.
// Started as: node wasm.mjs WEB, the folder of the page's assets.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const web = process.argv[2];
const load = (...names) => import(pathToFileURL(join(web, ...names)).href);
const oxigraph = await load("vendor", "oxigraph.mjs");
const { Engine } = await load("engine", "store.mjs");
const { candidates, findings, prepare } = await load("engine", "rules.mjs");
oxigraph.initSync({ module: readFileSync(join(web, "vendor", "oxigraph.wasm")) });

const engines = new Map();
let rules;
const calls = {
  open(engine) {
    engines.set(engine, new Engine(oxigraph));
  },
  // A method of an engine.
  on(engine, method, ...given) {
    return engines.get(engine)[method](...given);
  },
  // The ontology's facts and the rules of every run to come.
  rules(given) {
    rules = given;
  },
  // A whole run over one company: { findings, candidates }.
  run(inventory, statuses) {
    const engine = new Engine(oxigraph);
    try {
      prepare(engine, { ...rules, inventory, statuses });
      const found = findings(engine, rules.gaps);
      const open = found.filter((finding) => finding.status !== "ok");
      return { findings: found, candidates: candidates(engine, rules.recommendations, open) };
    } finally {
      engine.close();
    }
  },
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const [call, ...given] = JSON.parse(line);
  let answer;
  try {
    answer = { value: calls[call](...given) ?? null };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
