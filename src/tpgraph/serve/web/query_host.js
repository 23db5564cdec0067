// What the editor needs of the page around it, for the page of queries: a state that the address
// keeps, the terms' names, and where things are shown. There is no map and no network here.
"use strict";

tp.isServed = true;
tp.VIEWS = ["queries"];
tp.model = { nodes: new Map(), groups: new Map(), findings: new Map() };
tp.vocabulary = { isTerm: () => false };
tp.found = { take: () => {}, show: () => {}, idsIn: () => new Set(), idsOf: () => [] };
{
  const { labels, rules } = JSON.parse(tp.byId("tp-labels").textContent);
  tp.data.labels = { ...labels, ...tp.data.labels };
  tp.data.rules = rules;
}

// Of whom a query is asked: null for all together, EACH for one after the other, else a company.
tp.EACH = "*";
tp.state = { view: "sparql", lang: tp.data.lang, query: "", as: null, of: null };

tp.store = (() => {
  const listeners = [];
  const known = new Set([tp.EACH, ...tp.data.companies.map(({ slug }) => slug)]);
  const tell = (before) => listeners.forEach((listener) => listener(tp.state, before));

  const address = () => {
    const told = Object.entries({ query: tp.state.query, as: tp.state.as, of: tp.state.of });
    return new URLSearchParams(told.filter(([, value]) => value)).toString();
  };
  const read = () => {
    const told = new URLSearchParams(location.hash.slice(1));
    return {
      ...tp.state,
      query: (told.get("query") ?? "").slice(0, 20_000),
      as: told.get("as") === "chart" ? "chart" : null,
      of: known.has(told.get("of")) ? told.get("of") : null,
    };
  };

  // The same question in another language is one step away.
  const keepInLinks = () => {
    for (const link of document.querySelectorAll(".languages a")) link.hash = location.hash;
  };

  const set = (change, { step = true } = {}) => {
    const before = tp.state;
    tp.state = { ...before, ...change };
    const hash = address();
    if (hash !== location.hash.slice(1)) history[step ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
    keepInLinks();
    tell(before);
  };

  const restore = () => {
    const before = tp.state;
    tp.state = read();
    keepInLinks();
    tell(before);
  };

  return {
    onChange: (listener) => listeners.push(listener),
    set,
    address,
    start: () => {
      tp.state = read();
      keepInLinks();
      addEventListener("popstate", restore);
      // A link on this very page changes the hash alone.
      addEventListener("hashchange", () => location.hash.slice(1) !== address() && restore());
    },
  };
})();
tp.set = tp.store.set;

// The page of a thing of ours, under its name or, where it has none here, the end of its address.
tp.linkTo = (iri) => {
  const { base } = tp.data;
  if (typeof iri !== "string" || !iri.startsWith(base)) return null;
  const rest = iri.slice(base.length);
  const asked = new URLSearchParams(location.search).get("lang");
  const href = `/${rest.replace("#", "/")}${asked ? `?lang=${encodeURIComponent(asked)}` : ""}`;
  const short = tp.el("code", { dir: "ltr" }, tp.clip(rest.replace(/^(data|ontology)[/#]/, ""), 200));
  return tp.el("a", { href }, tp.data.labels[iri] ? tp.labelNode(iri) : short);
};
