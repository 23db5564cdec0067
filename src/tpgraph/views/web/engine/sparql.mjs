// Answers SPARQL as `tpgraph query` does: columns and rows, whatever the form of the query.
//
// The readers of answers come from store.mjs, which stands before this as the constant `store`.

const JSON_RESULTS = "application/sparql-results+json";
const NTRIPLES = "application/n-triples";

// Comments, strings and addresses may hold any word.
const bare = (text) => text.replace(/<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g, " ");

export const formOf = (text) => (/\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare(text))?.[1] ?? "SELECT").toUpperCase();

// The common prefixes stand before the text in its own first line, so that lines count as they are
// shown; what the engine says of a column of the first line is counted back.
export const answer = (store_, text, prefixes) => {
  const prologue = Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
  const form = formOf(text);
  const isGraph = form === "CONSTRUCT" || form === "DESCRIBE";
  let said;
  try {
    said = store_.query(prologue + text, { use_default_graph_as_union: true, results_format: isGraph ? NTRIPLES : JSON_RESULTS });
  } catch (error) {
    throw new Error(String(error?.message ?? error).replace(/\bat 1:(\d+)/, (_, column) => `at 1:${Math.max(1, Number(column) - prologue.length)}`));
  }
  if (isGraph) return { form, columns: ["subject", "predicate", "object"], rows: store.triplesOf(said) };
  const { head, boolean, results } = JSON.parse(said);
  if (boolean !== undefined) return { form, columns: ["answer"], rows: [[{ value: String(boolean), datatype: "http://www.w3.org/2001/XMLSchema#boolean" }]] };
  return { form, columns: head.vars, rows: results.bindings.map((row) => head.vars.map((name) => store.plainOfJson(row[name]))) };
};
