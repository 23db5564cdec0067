// How the editor of the page of queries gets its answers: from this server's endpoint.
//
// It gives what the other pages' `tp.ask` gives: { form, columns, rows }, a term being an address
// (text), { value, datatype, language? } or null.
"use strict";

tp.ask = (() => {
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
  const AT_ONCE = 3;
  const MOST_ROWS = 100_000;

  const term = (told) => {
    if (!told) return null;
    if (told.type === "uri") return told.value;
    if (told.type === "bnode") return `_:${told.value}`;
    const language = told["xml:lang"];
    return { value: told.value, datatype: told.datatype ?? (language ? LANG_STRING : `${XSD}string`), ...(language ? { language } : {}) };
  };

  // The triples of a CONSTRUCT, line by line of N-Triples.
  const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/;
  const node = (text) => {
    if (text.startsWith("<")) return text.slice(1, -1);
    const found = LITERAL.exec(text);
    if (!found) return text;
    return term({ type: "literal", value: JSON.parse(`"${found[1].replace(/\\U([0-9A-Fa-f]{8})/g, (_, code) => String.fromCodePoint(parseInt(code, 16)))}"`), "xml:lang": found[2], datatype: found[3] });
  };
  const triples = (text) => text.split("\n").map((line) => /^(\S+) (\S+) (.+) \.$/.exec(line.trim())).filter(Boolean).map(([, ...parts]) => parts.map(node));

  // Prefixes that need not be declared are known to the server, too.
  const one = async (query, graphs, signal) => {
    const headers = { Accept: "application/sparql-results+json, application/n-triples;q=0.9", "Accept-Language": tp.lang };
    const body = new URLSearchParams([["query", query], ...graphs.map((graph) => ["default-graph-uri", graph])]);
    const answer = await fetch("/sparql", { method: "POST", body, headers, signal });
    if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.detail ?? `HTTP ${answer.status}`);
    if (!(answer.headers.get("content-type") ?? "").includes("json")) return { form: "CONSTRUCT", columns: ["subject", "predicate", "object"], rows: triples(await answer.text()) };
    const told = await answer.json();
    if ("boolean" in told) return { form: "ASK", columns: ["answer"], rows: [[{ value: String(told.boolean), datatype: `${XSD}boolean` }]] };
    const columns = told.head.vars;
    return { form: "SELECT", columns, rows: told.results.bindings.map((row) => columns.map((name) => term(row[name]))) };
  };

  // A few at a time, in the companies' order: one table with a column of their names, as the named
  // queries have it. Triples need none.
  const each = async (query, signal) => {
    const { companies } = tp.data;
    const answers = new Array(companies.length);
    let next = 0;
    let rows = 0;
    const work = async () => {
      while (next < companies.length && rows < MOST_ROWS) {
        const n = next++;
        answers[n] = await one(query, companies[n].graphs, signal);
        rows += answers[n].rows.length;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const { form, columns } = answers[0];
    if (form === "CONSTRUCT") return { form, columns, rows: answers.flatMap((answer) => answer?.rows ?? []) };
    const own = columns.includes("company") ? "ofCompany" : "company";
    const named = (answer, n) => answer.rows.map((row) => [{ value: companies[n].name, datatype: `${XSD}string` }, ...row]);
    return { form: "SELECT", columns: [own, ...columns], rows: answers.flatMap(named) };
  };

  return (query, _prefixes, signal, of) => {
    if (of === tp.EACH) return each(query, signal);
    return one(query, tp.data.companies.find(({ slug }) => slug === of)?.graphs ?? [], signal);
  };
})();
