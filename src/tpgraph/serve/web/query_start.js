// Starts the editor with what the address asks for: a query of one's own, or a named one.
"use strict";

(async () => {
  const asked = new URLSearchParams(location.search);
  tp.store.start();
  tp.byId("view-sparql").hidden = false;
  tp.byId("_plain").hidden = true;
  const data = await tp.editor.data();
  const known = tp.data.companies.some(({ slug }) => slug === asked.get("company"));
  const name = asked.get("name");
  if (name && !tp.state.query) {
    const query = data.queries.find((q) => q.name === name);
    const text = query ? tp.editorExamples.choose(data, name, Object.fromEntries([...asked].filter(([key]) => key in query.parameters))) : "";
    if (known) tp.set({ of: asked.get("company") }, { step: false });
    else if (query) tp.editorDataset.suit(query);
    if (asked.has("run")) tp.set({ query: text }, { step: false });
    else tp.editor.put(text);
  } else if (asked.get("sparql") && !tp.state.query) tp.editor.put(asked.get("sparql"));
  await tp.editor.render();
  tp.store.onChange((state, before) => {
    // The choice may have come from the address.
    if (before.of !== state.of && tp.byId("editor-dataset")) tp.byId("editor-dataset").value = state.of ?? "";
  });
  document.documentElement.dataset.ready = "";
})();
