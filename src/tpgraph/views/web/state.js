// What the reader has chosen: view, language, selection, filters. The address keeps all of it.
"use strict";

tp.VIEWS = ["map", "actions", "plots", "network", "concepts", "queries"];
// A page of a comparison begins with what differs.
if (tp.data.comparison) tp.VIEWS.unshift("compare");
tp.HOME = tp.VIEWS[0];
tp.FACETS = ["kind", "stage", "category", "modality", "status", "level", "rule", "owner", "complete"];
// The values of these are addresses; of the others, words.
tp.IRI_FACETS = new Set(["stage", "category", "modality", "complete"]);
tp.noFilters = () => Object.fromEntries(tp.FACETS.map((facet) => [facet, []]));

tp.state = {
  view: tp.HOME,
  lang: tp.data.lang,
  // The language of names and messages, where it is not that of the buttons.
  content: null,
  selected: null,
  filters: tp.noFilters(),
  // Columns and rows of the map that are folded, as "col:<stage>" and "row:<category>".
  folded: [],
  handovers: false,
  // What is tried out in a live page, in its order.
  edits: [],
  // Whether the tree of concepts shows only those that the company uses.
  used: false,
  // The network: what is opened, how many of its neighbours (0: the fewest), clusters by a facet.
  around: [],
  more: 0,
  cluster: null,
  // Where the cross-hairs of importance and satisfaction are tried out.
  cross: null,
  // Which step of a derivation is walked through.
  step: null,
  // The panels beside the view, where the reader has opened or closed them.
  panels: { filters: null, side: null },
  // The SPARQL query that was asked last, how its answer is shown ("chart", else as a table), and
  // whether "all" that it found or one row of it (counted from 1) is lit in the other views.
  query: "",
  as: null,
  lit: null,
};

tp.store = (() => {
  const listeners = [];
  // Long addresses are shortened: what lies under the company, and what the ontology defines.
  const prefixes = [
    [`${tp.data.company.iri}/`, "~"],
    [tp.data.stages[0].replace(/[^#/]*$/, ""), "!"],
  ];
  const shorten = (iri) => {
    for (const [prefix, sign] of prefixes) if (iri.startsWith(prefix)) return sign + iri.slice(prefix.length);
    return iri;
  };
  const lengthen = (text) => {
    for (const [prefix, sign] of prefixes) if (text.startsWith(sign)) return prefix + text.slice(1);
    return text;
  };

  const write = () => {
    const parameters = new URLSearchParams();
    const { state } = tp;
    if (state.view !== tp.HOME) parameters.set("view", state.view);
    if (state.lang !== tp.data.lang) parameters.set("lang", state.lang);
    if (state.content) parameters.set("content", state.content);
    if (state.selected) parameters.set("at", shorten(state.selected));
    for (const facet of tp.FACETS) {
      for (const value of state.filters[facet]) parameters.append(facet, tp.IRI_FACETS.has(facet) ? shorten(value) : value);
    }
    for (const key of state.folded) parameters.append("fold", key.slice(0, 4) + shorten(key.slice(4)));
    if (state.handovers) parameters.set("handovers", "1");
    if (state.edits.length) parameters.set("try", tp.liveEdits.write(state.edits, shorten));
    if (state.used) parameters.set("used", "1");
    for (const id of state.around) parameters.append("around", shorten(id));
    if (state.more) parameters.set("more", String(state.more));
    if (state.cluster) parameters.set("cluster", state.cluster);
    if (state.step !== null) parameters.set("step", String(state.step + 1));
    if (state.cross) parameters.set("cross", state.cross.join(","));
    for (const [panel, open] of Object.entries(state.panels)) if (open !== null) parameters.set(panel, open ? "1" : "0");
    if (state.query) parameters.set("query", state.query);
    if (state.as) parameters.set("as", state.as);
    if (state.lit) parameters.set("lit", state.lit);
    return parameters.toString();
  };

  const read = (hash) => {
    const parameters = new URLSearchParams(hash.replace(/^#/, ""));
    const view = parameters.get("view");
    const lang = parameters.get("lang");
    const content = parameters.get("content");
    const at = parameters.get("at");
    const selected = at ? lengthen(at) : null;
    const filters = {};
    for (const facet of tp.FACETS) filters[facet] = parameters
        .getAll(facet)
        .map((value) => (tp.IRI_FACETS.has(facet) ? lengthen(value) : value))
        .slice(0, 40);
    return {
      view: tp.VIEWS.includes(view) ? view : tp.HOME,
      lang: tp.data.langs.includes(lang) ? lang : tp.data.lang,
      content: tp.data.langs.includes(content) ? content : null,
      selected: selected && (tp.model.nodes.has(selected) || tp.cellOf(selected) || tp.handoverOf(selected) || tp.vocabulary.isTerm(selected)) ? selected : null,
      filters,
      folded: parameters
        .getAll("fold")
        .map((key) => key.slice(0, 4) + lengthen(key.slice(4)))
        .filter(isFold)
        .slice(0, 40),
      handovers: parameters.get("handovers") === "1",
      edits: tp.liveEdits?.read(parameters.get("try"), lengthen) ?? [],
      used: parameters.get("used") === "1",
      around: parameters.getAll("around").map(lengthen).filter((id) => tp.model.groups.has(id)).slice(0, 40),
      more: Math.max(0, Math.min(6, Math.trunc(Number(parameters.get("more"))) || 0)),
      cluster: ["stage", "category", "modality"].includes(parameters.get("cluster")) ? parameters.get("cluster") : null,
      step: /^\d{1,4}$/.test(parameters.get("step") ?? "") ? Math.max(0, Number(parameters.get("step")) - 1) : null,
      cross: crossOf(parameters.get("cross")),
      panels: Object.fromEntries(["filters", "side"].map((panel) => [panel, { 1: true, 0: false }[parameters.get(panel)] ?? null])),
      query: (parameters.get("query") ?? "").slice(0, 20_000),
      as: parameters.get("as") === "chart" ? "chart" : null,
      lit: /^(all|[1-9]\d{0,6})$/.test(parameters.get("lit") ?? "") ? parameters.get("lit") : null,
    };
  };

  const crossOf = (text) => {
    const found = /^([01](?:\.\d{1,9})?),([01](?:\.\d{1,9})?)$/.exec(text ?? "");
    const values = found?.slice(1).map(Number);
    return values?.every((value) => value <= 1) ? values : null;
  };

  const isFold = (key) => {
    const scheme = { "col:": "stage", "row:": "category" }[key.slice(0, 4)];
    return Boolean(scheme) && (key.slice(4) === tp.NONE || tp.model.scheme[scheme].has(key.slice(4)));
  };

  const tell = (before) => {
    for (const listener of listeners) listener(tp.state, before);
  };

  // How many steps lie behind and ahead: the browser's history does not tell.
  let at = 0;
  let last = 0;
  const address = (hash) => (hash ? `#${hash}` : location.pathname + location.search);

  const restore = (hash) => {
    const before = tp.state;
    tp.state = read(hash);
    tp.lang = tp.state.lang;
    tell(before);
  };

  // The frame of a notebook has no history of its own: what lies behind and ahead is kept here.
  let kept = null;
  const keep = (from, hash, step) => {
    kept ??= [];
    if (!step) {
      kept[at] = hash;
      return;
    }
    kept[at - 1] ??= from;
    kept.length = at;
    kept.push(hash);
  };
  const go = (step) => {
    if (!kept) return history.go(step);
    at += step;
    restore(kept[at]);
  };

  // A change is a step that can be undone, unless it is only the page that adapts itself.
  const set = (change, { step = true } = {}) => {
    const before = tp.state;
    const from = write();
    // Another thing is begun from its beginning.
    tp.state = { ...before, ...("selected" in change ? { step: null } : {}), ...change };
    tp.lang = tp.state.lang;
    const hash = write();
    if (hash !== (kept ? from : location.hash.slice(1))) {
      if (step) last = at += 1;
      // Some browsers refuse this for a file on disk; the page works without it.
      try {
        history[step ? "pushState" : "replaceState"]({ at }, "", address(hash));
      } catch {
        if (window === window.top) location.hash = hash;
        else keep(from, hash, step);
      }
    }
    tell(before);
  };

  return {
    onChange: (listener) => listeners.push(listener),
    set,
    // All is drawn anew.
    refresh: () => tell(null),
    // What is shown as the part of an address behind "#", and back.
    address: write,
    open: (hash) => set(read(hash)),
    canUndo: () => at > 0,
    canRedo: () => at < last,
    undo: () => at > 0 && go(-1),
    redo: () => at < last && go(1),
    start: () => {
      tp.state = read(location.hash);
      tp.lang = tp.state.lang;
      last = at = history.state?.at ?? 0;
      // Back and forward in the browser undo and redo.
      window.addEventListener("popstate", (event) => {
        at = event.state?.at ?? 0;
        last = Math.max(at, last);
        restore(location.hash);
      });
      tell(null);
    },
  };
})();

tp.set = tp.store.set;

// A cell of the map is selected as "cell:<stage>|<category>".
tp.cellId = (stage, category) => `cell:${stage}|${category}`;
tp.cellOf = (id) => {
  if (!id?.startsWith("cell:")) return null;
  const [stage, category] = id.slice(5).split("|");
  const known = (value, scheme) => value === tp.NONE || tp.model.scheme[scheme].has(value);
  return known(stage, "stage") && known(category, "category") ? { stage, category } : null;
};

// The way from one stage to another is selected as "handover:<stage>|<stage>".
tp.handoverId = (from, to) => `handover:${from}|${to}`;
tp.handoverOf = (id) => {
  if (!id?.startsWith("handover:")) return null;
  const [from, to] = id.slice(9).split("|");
  const known = (stage) => tp.model.scheme.stage.has(stage);
  return known(from) && known(to) ? { from, to } : null;
};

tp.select = (id) => tp.set({ selected: id });
