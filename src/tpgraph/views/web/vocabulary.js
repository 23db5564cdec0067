// The whole vocabulary, also what the company does not use: unpacked when it is first asked for.
"use strict";

tp.vocabulary = (() => {
  const { data, model } = tp;
  const NAMESPACE = data.stages[0].replace(/[^#/]*$/, "");
  const ROOT = `${NAMESPACE}Touchpoint`;
  // What a marketer looks for first; then the rest by the alphabet, then what serves the tool itself.
  const FIRST = ["purchaseStages", "touchpointCategories", "modalities", "goals", "platforms", "metrics"];
  const LAST = ["columns", "findingStatuses", "thresholdSources", "principleDemands", "problems", "documents", "disagreements"];
  const terms = new Map();
  const schemes = new Map();
  let loading = null;

  const iri = (name) => (name.includes("://") ? name : NAMESPACE + name);

  const take = (raw) => {
    const byLang = (key, n, empty) => {
      const found = {};
      for (const lang of raw.langs) {
        const value = raw.texts[lang][key][n];
        if (value !== empty && value.length) found[lang] = value;
      }
      return found;
    };
    raw.ids.forEach((name, n) => {
      const id = iri(name);
      terms.set(id, {
        id,
        sort: raw.sorts[n],
        broader: raw.broader[n].map(iri),
        narrower: [],
        related: raw.related[n].map(iri),
        sources: raw.sources[n].map(iri),
        values: raw.values[n].map((v) => ({ ...v, column: iri(v.column), value: iri(v.value), of: iri(v.of), said: v.said.map((s) => raw.statements[s]) })),
        schemes: [],
        about: [],
        labels: byLang("label", n, ""),
        alternatives: byLang("alternatives", n),
        definition: byLang("definition", n, ""),
        notes: byLang("notes", n),
        examples: byLang("examples", n),
      });
    });
    for (const term of terms.values()) {
      for (const b of term.broader) terms.get(b)?.narrower.push(term.id);
      data.labels[term.id] ??= term.labels;
    }
    for (const [name, labels] of Object.entries(raw.relations)) data.labels[iri(name)] ??= labels;
    for (const { id, members, ordered } of raw.schemes) {
      schemes.set(iri(id), { members: members.map(iri).filter((m) => terms.has(m)), ordered });
      for (const m of members) terms.get(iri(m))?.schemes.push(iri(id));
    }
    for (const said of raw.statements) terms.get(iri(said.about))?.about.push(said);
    use();
  };

  // Which of the company's touchpoints are of a kind, or have a value: a kind has those below it, too.
  const used = new Map();
  const use = () => {
    for (const t of data.touchpoints) {
      const of = new Set([...t.stages, ...t.categories, ...t.modalities, ...t.cells.flatMap((c) => c.values)].filter((v) => terms.has(v)));
      const up = (id) => {
        if (!id || of.has(id) || !terms.has(id)) return;
        of.add(id);
        terms.get(id).broader.forEach(up);
      };
      up(t.type);
      for (const id of of) {
        if (used.has(id)) used.get(id).push(t.id);
        else used.set(id, [t.id]);
      }
    }
  };

  const load = () => {
    loading ??= tp.unpack("tp-vocabulary").then((text) => {
      take(JSON.parse(text));
      api.ready = true;
    });
    return loading;
  };

  const sorted = (ids) => {
    const { compare } = new Intl.Collator(tp.contentLang());
    return [...ids].sort((a, b) => compare(tp.label(a), tp.label(b)));
  };

  // What stands below a node of the tree.
  const below = (id) => {
    const scheme = schemes.get(id);
    if (scheme) {
      const within = new Set(scheme.members);
      const tops = scheme.members.filter((m) => !terms.get(m).broader.some((b) => within.has(b)));
      return scheme.ordered ? tops : sorted(tops);
    }
    return sorted(terms.get(id).narrower);
  };

  const roots = () => {
    const rank = (id) => {
      const name = id.slice(NAMESPACE.length);
      if (FIRST.includes(name)) return FIRST.indexOf(name);
      return LAST.includes(name) ? 1000 : 100;
    };
    return [ROOT, ...sorted(schemes.keys()).sort((a, b) => rank(a) - rank(b))].filter((id) => terms.has(id));
  };

  // The way from the root of the tree to a term, both included.
  const path = (id) => {
    const way = [id];
    for (;;) {
      const term = terms.get(way[0]);
      const above = term.broader.find((b) => terms.has(b) && !way.includes(b)) ?? term.schemes.find((s) => !way.includes(s));
      if (!above || way[0] === ROOT) return way;
      way.unshift(above);
    }
  };

  // Whether an address may name a term: known for sure once the vocabulary is there.
  const isTerm = (id) => (api.ready ? terms.has(id) : Boolean(id?.startsWith(NAMESPACE)) && /^\w+$/.test(id.slice(NAMESPACE.length)));

  const api = { ready: false, load, terms, schemes, roots, below, path, isTerm, iri, ROOT, used: (id) => used.get(id) ?? [], findings: (id) => model.concerning.get(id) ?? [] };
  return api;
})();
