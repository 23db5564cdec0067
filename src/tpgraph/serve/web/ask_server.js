// How the served page's editor asks the server, of all companies, where the address says `?ask=server`.
//
// It takes the place of the page's own `tp.ask` and gives the same: { form, columns, rows }, a term
// being an address (text), { value, datatype, language? } or null.
"use strict";

(() => {
  if (tp.byId("stale").dataset.ask !== "server") return;
  const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
  const LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

  const term = (told) => {
    if (!told) return null;
    if (told.type === "uri") return told.value;
    if (told.type === "bnode") return `_:${told.value}`;
    const language = told["xml:lang"];
    return { value: told.value, datatype: told.datatype ?? (language ? LANG_STRING : XSD_STRING), ...(language ? { language } : {}) };
  };

  // Before the first line's text, so that the lines of errors stay as they are.
  const withPrefixes = (text, prefixes) => {
    const missing = Object.entries(prefixes).filter(([name]) => !new RegExp(`\\bPREFIX\\s+${name}:`, "i").test(text));
    return missing.map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("") + text;
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

  tp.ask = async (text, prefixes, signal) => {
    const headers = { Accept: "application/sparql-results+json, application/n-triples;q=0.9" };
    const body = new URLSearchParams({ query: withPrefixes(text, prefixes) });
    const answer = await fetch("/sparql", { method: "POST", body, headers, signal });
    if (!answer.ok) throw new Error((await answer.json().catch(() => null))?.detail ?? `HTTP ${answer.status}`);
    if (!(answer.headers.get("content-type") ?? "").includes("json")) return { form: "CONSTRUCT", columns: ["subject", "predicate", "object"], rows: triples(await answer.text()) };
    const told = await answer.json();
    if ("boolean" in told) return { form: "ASK", columns: ["answer"], rows: [[term({ type: "literal", value: String(told.boolean), datatype: "http://www.w3.org/2001/XMLSchema#boolean" })]] };
    const columns = told.head.vars;
    return { form: "SELECT", columns, rows: told.results.bindings.map((row) => columns.map((name) => term(row[name]))) };
  };
})();
