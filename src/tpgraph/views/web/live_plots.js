// What the plots draw of a tried-out inventory: the ratings and costs as the rules see them.
"use strict";

tp.livePlots = (() => {
  const { TPG } = tp.liveRow;
  const WORK = "https://w3id.org/tpgraph/working#";
  const AXES = ["importance", "satisfaction"];
  const RESULTS = ["conversions", "contacts"];
  const company = tp.data.company.iri;
  const capital = (name) => name[0].toUpperCase() + name.slice(1);

  return (run, rows) => {
    const pairs = (p) => run.figures[p];
    const numbers = (p) => new Map(pairs(p).map(([s, o]) => [s, Number(o)]));
    const texts = (p) => new Map(pairs(p));
    const one = (p) => pairs(p).map(([, o]) => o).sort()[0] ?? "";
    // A number of the company for each axis; nothing where one of them is not known.
    const pair = (before, after) => {
      const values = AXES.map((axis) => numbers(WORK + before + (before ? capital(axis) : axis) + after).get(company));
      return values.includes(undefined) ? null : values;
    };

    // How many touchpoints cannot be judged, and how often each column is what they lack.
    const unsettled = (p) => {
      const counts = new Map();
      const keys = new Set();
      const column = (name) => tp.liveData.save.columns.find((c) => c.name === name);
      for (const [, cell] of pairs(p)) {
        const at = cell.indexOf("#");
        const [subject, name] = [cell.slice(0, at), cell.slice(at + 1)];
        if (subject !== company && column(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
        else if (subject === company && !column(name)) keys.add(name);
      }
      const bound = (name) => (name.startsWith("bound-") ? { key: "settle.bound", bound: name.slice(6) } : { key: `settle.${name}`, bound: "" });
      return {
        unsettled: new Set(pairs(p).map(([s]) => s)).size,
        missing: [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name, count]) => ({ column: column(name).iri, count })),
        company_missing: [...keys].sort().map(bound),
      };
    };

    const ratings = () => {
      const axes = AXES.map((axis) => numbers(`${WORK}${axis}Scaled`));
      const lines = pair("", "Line");
      return {
        points: rows.filter((id) => axes.every((axis) => axis.has(id))).map((id) => [id, ...axes.map((axis) => axis.get(id))]),
        lines,
        sources: lines ? AXES.map((axis) => TPG + one(`${WORK}${axis}LineSource`)) : [],
        others: pair("other", "Line"),
        means: pair("mean", ""),
        medians: pair("median", ""),
        ...unsettled(`${WORK}placedBy`),
      };
    };

    const costs = () => {
      const cost = numbers(`${TPG}cost`);
      const results = RESULTS.map((name) => [name, numbers(TPG + name)]);
      const currencies = new Map();
      for (const [s, o] of pairs(`${WORK}costIn`)) currencies.set(s, [...(currencies.get(s) ?? []), o]);
      const [bases, better] = [texts(`${WORK}costBasis`), texts(`${WORK}hasBetterPeer`)];
      const bounds = RESULTS.map((name) => [name, numbers(`${TPG}costPer${capital(name).slice(0, -1)}Max`).get(company)]);
      return {
        points: rows
          .filter((id) => bases.has(id) && currencies.has(id))
          .map((id) => ({
            id,
            cost: cost.get(id),
            currencies: currencies.get(id).sort(),
            basis: bases.get(id).replace(TPG, ""),
            ...Object.fromEntries(results.filter(([, of]) => of.has(id)).map(([name, of]) => [name, of.get(id)])),
            ...(better.has(id) ? { better: better.get(id) } : {}),
          })),
        bounds: Object.fromEntries(bounds.filter(([, value]) => value !== undefined)),
        bound_currency: one(`${WORK}boundCurrency`) || null,
        ...unsettled(`${WORK}costUnsettled`),
      };
    };

    return { ratings: ratings(), costs: costs() };
  };
})();
