// The touchpoints of a tried-out inventory as the snapshot tells them: cells, places, links.
"use strict";

tp.liveTouchpoints = (() => {
  const { TPG, valuesOf, irisOf } = tp.liveRow;
  const LINES = { stages: "stage", categories: "category", modalities: "modality" };
  const KEYS = { stages: "stages", categories: "category", modalities: "modality" };

  const plain = (term) => (term.startsWith("<") ? term.slice(1, -1) : tp.liveText.unescaped(/^"((?:[^"\\]|\\.)*)"/.exec(term)[1]));
  const ofColumn = (lines, { name, property }) => [
    ...valuesOf(lines, property).filter((o) => o !== `<${TPG}Touchpoint>`).map(plain),
    ...(name === "channel" ? irisOf(lines, `${TPG}platform`) : []),
  ];
  const same = (a, b) => a.length === b.length && [...a].sort().every((value, i) => value === [...b].sort()[i]);

  // Its cells: what is as it was keeps its place, what was edited stands in the edit.
  const cells = (id, was, state, effective) => {
    const lines = state.graph.get(id);
    const row = state.rows.find((r) => r.id === id);
    const none = new Set(irisOf(lines, `${TPG}statedNone`));
    const stated = new Set(irisOf(lines, `${TPG}stated`));
    const found = [];
    for (const column of tp.liveData.save.columns) {
      if (column.name === "name") continue;
      const { iri, name } = column;
      const values = ofColumn(lines, column);
      const old = (was?.cells ?? []).find((c) => c.column === iri && c.source !== "kind");
      const isEdited = tp.livePlaces.edited(id, name, state);
      if (values.length || none.has(iri)) {
        if (old && !isEdited && same(old.values, values)) found.push(old);
        else if (row.cells[name]) found.push({ column: iri, values, source: "stated", place: tp.livePlaces.ofCell(id, name, state) });
        else if (name === "status") found.push({ column: iri, values, source: "assumed", place: tp.livePlaces.ofCell(id, name, state, "assumed") });
        else found.push({ column: iri, values, source: "name", place: tp.livePlaces.ofCell(id, "name", state, "from the name") });
      } else if (!stated.has(iri) && effective?.[name]?.length) {
        found.push({ column: iri, values: [...effective[name]].sort(), source: "kind", place: tp.livePlaces.ofRow(id, state).split(" | ")[0] });
      }
    }
    return found;
  };

  // A planned or retired touchpoint covers nothing, but it still has its place.
  const place = (key, effective, lines) => {
    const found = effective?.[KEYS[key]];
    return found ? [...found].sort() : irisOf(lines, TPG + LINES[key]);
  };

  const one = (id, name, was, state, run, findings) => {
    const lines = state.graph.get(id);
    const effective = run.effective[id];
    const type = irisOf(lines, tp.liveData.columns.type.property).filter((iri) => iri !== `${TPG}Touchpoint`);
    return {
      id,
      name,
      // Of several kinds the first that the row names.
      type: type.includes(was?.type) ? was.type : (type[0] ?? null),
      status: effective?.status ?? was?.status ?? "unknown",
      ...Object.fromEntries(Object.keys(KEYS).map((key) => [key, place(key, effective, lines)])),
      cells: cells(id, was, state, effective),
      links: irisOf(lines, tp.liveData.columns.leads_to.property),
      findings: findings.get(id) ?? [],
    };
  };

  // All of them in the inventory's order, what is new after the others; `findings` are those told.
  const all = (made, state, run, findings) => {
    const concerning = new Map();
    for (const f of findings) for (const c of f.concerns) concerning.set(c, [...(concerning.get(c) ?? []), f.id]);
    const added = state.added.map((row) => one(row.id, row.cells.name, null, state, run, concerning));
    const told = [...made.map((t) => one(t.id, t.name, t, state, run, concerning)), ...added];
    const measures = tp.liveMeasures(told.filter((t) => t.status === "active").map((t) => t.id), run.figures[`${TPG}linksTo`]);
    const kept = new Map(made.map((t) => [t.id, t.measures]));
    return told.map((t) => {
      const measured = measures ? measures.get(t.id) : kept.get(t.id);
      return measured ? { ...t, measures: measured } : t;
    });
  };

  return { all };
})();
