// What the reader has chosen: view, language, selection, filters. The address keeps all of it.
"use strict";

tp.VIEWS = ["map", "actions", "network"];
tp.FACETS = ["kind", "stage", "category", "modality", "status"];

tp.state = {
  view: "map",
  lang: tp.data.lang,
  selected: null,
  filters: { kind: [], stage: [], category: [], modality: [], status: [] },
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
      selected: selected && (tp.model.nodes.has(selected) || tp.cellOf(selected)) ? selected : null,
      filters,
    };
  };

  const tell = (before) => {
    for (const listener of listeners) listener(tp.state, before);
  };

  return {
    onChange: (listener) => listeners.push(listener),
    start: () => {
      tp.state = read(location.hash);
      tp.lang = tp.state.lang;
      // Back and forward in the browser undo and redo.
      window.addEventListener("popstate", () => {
        const before = tp.state;
        tp.state = read(location.hash);
        tp.lang = tp.state.lang;
        tell(before);
      });
      tell(null);
    },
    set: (change) => {
      const before = tp.state;
      tp.state = { ...before, ...change };
      tp.lang = tp.state.lang;
      const hash = write();
      if (`#${hash}` !== location.hash && !(hash === "" && location.hash === "")) {
        // Some browsers refuse this for a file on disk; the page works without it.
        try {
          history.pushState(null, "", hash ? `#${hash}` : location.pathname + location.search);
        } catch {
          location.hash = hash;
        }
      }
      tell(before);
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

tp.select = (id) => tp.set({ selected: id });

tp.say = (text) => {
  const announcer = tp.byId("announcer");
  announcer.textContent = "";
  // A change within one frame would not be read.
  requestAnimationFrame(() => {
    announcer.textContent = tp.clip(tp.plain(text), 300);
  });
};
