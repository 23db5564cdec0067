// An answer as bars: how many rows each value has, or the numbers of a column beside its names.
"use strict";

tp.editorChart = (() => {
  const MOST = 40;
  const COUNT = "";
  let chosen = { by: null, value: null };

  const numberOf = (term) => (term && typeof term !== "string" && /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/.test(term.datatype) ? Number(term.value) : NaN);
  const isNumeric = (rows, n) => rows.some((row) => row[n] !== null) && rows.every((row) => row[n] === null || !Number.isNaN(numberOf(row[n])));

  // What is drawn: names, each with its sum or number of rows, the largest first.
  const bars = ({ rows }, by, value) => {
    const found = new Map();
    for (const row of rows) {
      const term = row[by];
      const key = JSON.stringify(term);
      const amount = value === null ? 1 : (numberOf(row[value]) || 0);
      if (!found.has(key)) found.set(key, { term, amount: 0 });
      found.get(key).amount += amount;
    }
    return [...found.values()].sort((a, b) => b.amount - a.amount);
  };

  const select = (id, label, options, value, pick) =>
    tp.el(
      "p",
      { class: "field" },
      tp.el("label", { for: id }, label),
      tp.el("select", { id, "data-key": id, onchange: (event) => pick(event.target.value) }, options.map(([key, text]) => tp.el("option", { value: key, selected: key === value }, text))),
    );

  // Columns that were chosen hold as long as the answer has them. Else rows are counted, but where
  // each has a name of its own and a number: these are then drawn.
  const choose = ({ columns, rows }) => {
    const numeric = columns.filter((_, n) => isNumeric(rows, n));
    const names = columns.filter((name) => !numeric.includes(name));
    const distinct = (name) => new Set(rows.map((row) => JSON.stringify(row[columns.indexOf(name)]))).size;
    const named = numeric.length ? names.find((name) => distinct(name) === rows.length) : undefined;
    const rank = (name) => (distinct(name) === 1 ? Infinity : distinct(name));
    const telling = [...(names.length ? names : columns)].sort((a, b) => rank(a) - rank(b))[0];
    const by = columns.includes(chosen.by) ? chosen.by : (named ?? telling);
    const value = chosen.value === COUNT || numeric.includes(chosen.value) ? chosen.value : named ? numeric[0] : COUNT;
    return { by, numeric, value };
  };

  const draw = (answer, write, redraw) => {
    const { by, value, numeric } = choose(answer);
    const found = bars(answer, answer.columns.indexOf(by), value === COUNT ? null : answer.columns.indexOf(value));
    const most = Math.max(...found.map(({ amount }) => Math.abs(amount)), 0) || 1;
    const pick = (key) => (picked) => {
      chosen = { by, value, [key]: picked };
      redraw();
    };
    const round = (n) => tp.number(n, { maximumFractionDigits: 3 });
    return [
      tp.el(
        "div",
        { class: "editor-choices" },
        select("editor-chart-by", tp.t("editor.by"), answer.columns.map((name) => [name, name]), by, pick("by")),
        numeric.length ? select("editor-chart-value", tp.t("editor.value"), [[COUNT, tp.t("editor.count")], ...numeric.map((name) => [name, name])], value, pick("value")) : null,
      ),
      tp.el(
        "ol",
        { class: "editor-bars", "aria-label": `${by} · ${value === COUNT ? tp.t("editor.count") : value}` },
        found.slice(0, MOST).map(({ term, amount }) =>
          tp.el(
            "li",
            {},
            tp.el("span", { class: "bar-name" }, term === null ? tp.t("editor.blank") : write(term)),
            tp.el("span", { class: `bar${amount < 0 ? " is-negative" : ""}`, "aria-hidden": "true", style: `--share: ${((100 * Math.abs(amount)) / most).toFixed(2)}%` }),
            tp.el("span", { class: "bar-number" }, round(amount)),
          ),
        ),
      ),
      found.length > MOST ? tp.el("p", { class: "muted" }, tp.t("editor.more", { n: found.length - MOST })) : null,
    ];
  };

  return { draw };
})();
