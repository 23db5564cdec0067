// What the reader has chosen: view, language, selection, filters. The address keeps all of it.
"use strict";

tp.VIEWS = ["map", "actions", "network"];
tp.FACETS = ["kind", "stage", "category", "modality", "status"];

tp.state = {
  view: "map",
  lang: tp.data.lang,
  selected: null,
  filters: { kind: [], stage: [], category: [], modality: [], status: [] },
  // Columns and rows of the map that are folded, as "col:<stage>" and "row:<category>".
  folded: [],
  handovers: false,
  // What is tried out in a live page, in its order.
  edits: [],
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
    if (state.view !== "map") parameters.set("view", state.view);
    if (state.lang !== tp.data.lang) parameters.set("lang", state.lang);
    if (state.selected) parameters.set("at", shorten(state.selected));
    for (const facet of tp.FACETS) {
      for (const value of state.filters[facet]) parameters.append(facet, shorten(value));
    }
    for (const key of state.folded) parameters.append("fold", key.slice(0, 4) + shorten(key.slice(4)));
    if (state.handovers) parameters.set("handovers", "1");
    if (state.edits.length) parameters.set("try", tp.liveEdits.write(state.edits, shorten));
    return parameters.toString();
  };

  const read = (hash) => {
    const parameters = new URLSearchParams(hash.replace(/^#/, ""));
    const view = parameters.get("view");
    const lang = parameters.get("lang");
    const at = parameters.get("at");
    const selected = at ? lengthen(at) : null;
    const filters = {};
    for (const facet of tp.FACETS) filters[facet] = parameters.getAll(facet).map(lengthen).slice(0, 40);
    return {
      view: tp.VIEWS.includes(view) ? view : "map",
      lang: tp.data.langs.includes(lang) ? lang : tp.data.lang,
      selected: selected && (tp.model.nodes.has(selected) || tp.cellOf(selected) || tp.handoverOf(selected)) ? selected : null,
      filters,
      folded: parameters
        .getAll("fold")
        .map((key) => key.slice(0, 4) + lengthen(key.slice(4)))
        .filter(isFold)
        .slice(0, 40),
      handovers: parameters.get("handovers") === "1",
      edits: tp.liveEdits?.read(parameters.get("try"), lengthen) ?? [],
    };
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

  const set = (change) => {
    const before = tp.state;
    tp.state = { ...before, ...change };
    tp.lang = tp.state.lang;
    const hash = write();
    if (`#${hash}` !== location.hash && !(hash === "" && location.hash === "")) {
      last = at += 1;
      // Some browsers refuse this for a file on disk; the page works without it.
      try {
        history.pushState({ at }, "", address(hash));
      } catch {
        location.hash = hash;
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

tp.say = (text) => {
  const announcer = tp.byId("announcer");
  announcer.textContent = "";
  // A change within one frame would not be read.
  requestAnimationFrame(() => {
    announcer.textContent = tp.clip(tp.plain(text), 300);
  });
};
