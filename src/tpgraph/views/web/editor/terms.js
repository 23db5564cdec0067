// What can be written in a query: terms by any of their names, in any language, and SPARQL's words.
"use strict";

tp.editorTerms = (() => {
  const MOST = 40;
  const WORDS = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS VALUES BIND EXISTS NOT GRAPH ORDER BY GROUP HAVING LIMIT OFFSET CONSTRUCT ASK DESCRIBE COUNT SUM MIN MAX AVG SAMPLE STR LANG BOUND COALESCE CONTAINS STRSTARTS REGEX LCASE UCASE CONCAT AS IN ASC DESC PREFIX".split(" ");
  const LABELS = `SELECT DISTINCT ?term ?label WHERE {
  VALUES ?by { skos:prefLabel skos:altLabel rdfs:label } ?term ?by ?label FILTER STRSTARTS(STR(?term), STR(tpg:)) }`;
  const TYPES = `SELECT DISTINCT ?term ?type WHERE {
  VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property }
  ?term a ?type FILTER STRSTARTS(STR(?term), STR(tpg:)) }`;
  const SORTS = { Class: "class", ObjectProperty: "property", DatatypeProperty: "property", AnnotationProperty: "property", Property: "property" };
  let terms = null;
  let loading = null;

  const read = async (prefixes) => {
    const [labels, types] = [await tp.ask(LABELS, prefixes), await tp.ask(TYPES, prefixes)];
    const found = new Map();
    const short = (iri) => {
      const [name, base] = Object.entries(prefixes).find(([, b]) => iri.startsWith(b)) ?? [];
      const local = name && iri.slice(base.length);
      return local && /^[A-Za-z_][\w-]*$/.test(local) ? `${name}:${local}` : `<${iri}>`;
    };
    const at = (iri, sort) => {
      if (!found.has(iri)) {
        const text = short(iri);
        found.set(iri, { text, sort, names: {}, folded: [tp.fold(text.replace(/^\w+:/, "").replace(/([a-z])([A-Z])/g, "$1 $2")), text.toLowerCase()] });
      }
      return found.get(iri);
    };
    for (const [iri, type] of types.rows) at(iri, SORTS[type.split("#").pop()]);
    for (const [iri, label] of labels.rows) {
      const term = at(iri, "individual");
      term.names[label.language ?? ""] ??= label.value;
      term.folded.push(tp.fold(label.value));
    }
    for (const t of tp.data.touchpoints) {
      const term = at(t.id, "touchpoint");
      term.names[""] = t.name;
      term.folded.push(tp.fold(t.name));
    }
    for (const [rule, { title }] of Object.entries(tp.data.rules)) {
      const term = at(`${prefixes.rule}${rule}`, "rule");
      term.names = title;
      term.folded.push(...Object.values(title).map(tp.fold));
    }
    terms = [...found.values()];
  };

  // Asked of the same store as everything else, when the editor is first used.
  const load = (prefixes) =>
    (loading ??= read(prefixes).catch((error) => {
      loading = null;
      console.info(error);
    }));

  // How well a term fits what has been written: its own name first, then any name's beginning.
  const rank = (term, word, folded) => {
    const [local, whole] = term.folded;
    if (whole.startsWith(word) || whole.slice(whole.indexOf(":") + 1).startsWith(word)) return 0;
    if (!folded) return null;
    if (local.startsWith(folded)) return 0;
    if (term.folded.some((name) => name.startsWith(folded))) return 1;
    return term.folded.some((name) => name.includes(` ${folded}`)) ? 2 : null;
  };

  // What can stand where `word` has been begun; `variables` are those of the query.
  const find = (word, variables) => {
    if (/^[?$]/.test(word)) return variables.filter((v) => v.startsWith(word) && v !== word).map((text) => ({ text, sort: "variable", names: {} }));
    const lower = word.toLowerCase();
    const folded = tp.fold(word.replace(/^\w*:/, ""));
    const ranked = (terms ?? []).map((term) => [rank(term, lower, folded), term]).filter(([r]) => r !== null);
    ranked.sort(([a, x], [b, y]) => a - b || x.text.length - y.text.length || (x.text < y.text ? -1 : 1));
    const words = word.includes(":") ? [] : WORDS.filter((w) => w.startsWith(word.toUpperCase()) && w !== word).map((text) => ({ text, sort: "keyword", names: {} }));
    return [...words, ...ranked.map(([, term]) => term)].slice(0, MOST);
  };

  return { load, find };
})();
