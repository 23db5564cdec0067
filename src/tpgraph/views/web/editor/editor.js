// SPARQL in the page: examples, the query, its answer. What answers is `tp.ask`: see ask_live.js.
"use strict";

tp.VIEWS.splice(tp.VIEWS.indexOf("queries") + 1, 0, "sparql");

tp.editor = (() => {
  const LONGEST_S = tp.data.longest_s ?? 20;
  const root = tp.byId("view-sparql");
  const part = (name, props = {}) => tp.el("div", { class: `editor-${name}`, id: `editor-${name}`, ...props });
  const parts = { head: part("head"), box: part("box", { dir: "ltr" }), controls: part("controls"), result: part("result", { "aria-live": "off" }) };
  let data = null; // prefixes, named queries, what errors are called
  let text = ""; // what stands in the editor
  let answer = null; // { query, edits, of, columns, rows, ms } or { query, edits, of, error, place }
  let running = null; // { query, abort }
  let failure = "";

  const load = async () => {
    data ??= JSON.parse(await tp.unpack("tp-editor"));
    return data;
  };

  // What the engine says is told in the reader's language, with the place.
  const told = (words) => {
    const found = /at (\d+):(\d+): expected (?:one of )?([^]*)$/.exec(words);
    if (!found) return { error: /service/i.test(words) ? tp.t("editor.noService") : tp.t("editor.refused", { why: tp.clip(words, 300) }) };
    const place = { line: Number(found[1]), column: Number(found[2]) };
    const known = { "Prefix not found": "sparql.prefix", "variable that is unbound": "sparql.unbound", "IRI parsing failed": "sparql.iri" };
    const key = Object.entries(known).find(([said]) => found[3].includes(said))?.[1];
    const tokens = found[3].split(", ").map((token) => token.trim()).filter((token) => token !== "[_]");
    const isShort = tokens.length > 0 && tokens.length <= 12 && tokens.every((token) => /^([A-Z]+|"[^"\\]{1,3}")$/.test(token));
    const template = data.errors[key ?? (isShort ? "sparql.expected" : "sparql.syntax")][tp.lang];
    const slots = { line: tp.number(place.line), column: tp.number(place.column), tokens: tokens.join(" ") };
    return { error: tp.t("editor.refused", { why: template.replace(/\{(\w+)\}/g, (_, name) => slots[name] ?? "") }), place };
  };

  const stop = (why = "stopped") => running?.abort.abort(why);

  const ask = async (query) => {
    stop("replaced");
    const mine = { query, of: tp.state.of, abort: new AbortController() };
    const { edits, of } = tp.state;
    running = mine;
    answer = null;
    tp.found.take(null);
    root.dataset.state = "busy";
    drawControls();
    drawResult();
    const timer = setTimeout(() => mine.abort.abort("late"), LONGEST_S * 1000);
    const begun = performance.now();
    let got;
    try {
      const { prefixes } = await load();
      got = await tp.ask(query, prefixes, mine.abort.signal, of);
    } catch (error) {
      const why = mine.abort.signal.reason;
      if (why === "replaced") return;
      if (why === "late") got = { error: tp.t("editor.late", { s: LONGEST_S }) };
      else if (why === "stopped") got = { error: tp.t("editor.stopped") };
      else got = { words: String(error.message ?? error) };
    } finally {
      clearTimeout(timer);
    }
    if (running !== mine) return;
    running = null;
    answer = { query, edits, of, ...got, ms: performance.now() - begun };
    root.dataset.state = "ready";
    if (answer.rows) tp.editorHistory.add(query, answer.rows.length);
    tp.found.take(answer.rows ?? null);
    drawControls();
    drawResult();
    tp.say(answer.rows ? tp.t("editor.rows", { n: answer.rows.length }) : (answer.error ?? told(answer.words).error));
  };

  // What stands in the editor, asked: the address carries it.
  const run = () => {
    if (!text.trim()) return;
    if (tp.state.query === text) ask(text);
    else tp.set({ query: text, lit: null });
  };
  const put = (query) => {
    text = query;
    tp.editorText.put(query);
  };
  // For "the query behind this", and for queries asked before.
  const open = (query) => {
    put(query.trim());
    if (tp.state.query === text && tp.state.view === "sparql") ask(text);
    else tp.set({ view: "sparql", query: text, lit: null });
  };

  const copyLink = async () => {
    tp.state = { ...tp.state, query: text, view: "sparql" };
    const link = `${location.href.split("#")[0]}#${tp.store.address()}`;
    try {
      await navigator.clipboard.writeText(link);
      tp.say(tp.t("editor.linkCopied"));
    } catch {
      // Some browsers keep the clipboard from a file on disk: the address line then has it.
      location.hash = tp.store.address();
      tp.say(tp.t("editor.linkInAddress"));
    }
  };

  const button = (key, act, props = {}) => tp.el("button", { type: "button", class: "button", id: `editor-${key}`, "data-key": `editor-${key}`, onclick: act, ...props }, tp.t(`editor.${key}`));

  const drawHead = () =>
    tp.fill(
      parts.head,
      tp.el("h2", { class: "section-title" }, tp.t("editor.title")),
      tp.el("p", { class: "muted editor-about" }, tp.t(tp.hasText("served.about") ? "served.about" : "editor.about", { s: LONGEST_S })),
      data ? tp.editorDataset?.draw() : null,
      data ? tp.editorExamples.draw(data, put, drawHead) : null,
    );

  const drawControls = () =>
    tp.fill(
      parts.controls,
      tp.el("div", { class: "editor-buttons" }, running ? button("stop", () => stop()) : button("run", run, { class: "button is-first", "aria-keyshortcuts": "Control+Enter" }), button("link", copyLink), tp.editorHistory.menu(open)),
      tp.el("p", { class: "muted", id: "editor-keys" }, tp.t("editor.keys")),
    );

  const asView = (view, key, n) => (n ? tp.el("button", { type: "button", class: "toggle", id: `editor-${key}`, "data-key": `editor-${key}`, onclick: () => tp.found.show(view, "all") }, tp.t(`editor.${key}`, { n })) : null);

  const drawAnswer = () => {
    const write = tp.editorTable.writer(data.prefixes);
    const isChart = tp.state.as === "chart";
    const as = (key, value) =>
      tp.el("button", { type: "button", class: "toggle", id: `editor-as-${key}`, "data-key": `editor-as-${key}`, "aria-pressed": String((tp.state.as ?? "table") === value), onclick: () => tp.set({ as: value === "table" ? null : value }) }, tp.t(`editor.${key}`));
    const { size } = tp.found.idsIn(answer.rows);
    return [
      tp.el("p", { class: "editor-told" }, tp.el("strong", {}, tp.t("editor.rows", { n: answer.rows.length })), tp.el("span", { class: "muted" }, ` · ${tp.t("editor.seconds", { s: tp.number(answer.ms / 1000, { maximumFractionDigits: 2 }) })}`)),
      answer.rows.length
        ? tp.el("div", { class: "editor-buttons" }, as("table", "table"), as("chart", "chart"), tp.el("button", { type: "button", class: "toggle", id: "editor-csv", "data-key": "editor-csv", onclick: () => tp.keepText("query", "csv", "text/csv", tp.editorTable.csv(answer)) }, tp.t("editor.csv")), tp.el("button", { type: "button", class: "toggle", id: "editor-json", "data-key": "editor-json", onclick: () => tp.keepText("query", "json", "application/sparql-results+json", tp.editorTable.json(answer)) }, tp.t("editor.json")), asView("map", "onMap", size), asView("network", "inNetwork", size))
        : tp.el("p", { class: "muted" }, tp.t("editor.nothing")),
      answer.rows.length ? (isChart ? tp.editorChart.draw(answer, write, drawResult) : tp.editorTable.draw(answer, write, drawResult)) : null,
    ];
  };

  const drawResult = () => {
    let place = null;
    if (failure) tp.fill(parts.result, tp.el("p", { class: "note" }, failure));
    else if (running) tp.fill(parts.result, tp.el("p", { class: "muted" }, tp.t("editor.running")));
    else if (!answer) parts.result.replaceChildren();
    else if (answer.rows) tp.fill(parts.result, drawAnswer());
    else {
      const said = answer.words === undefined ? answer : told(answer.words);
      ({ place = null } = said);
      tp.fill(parts.result, tp.el("p", { class: "note editor-error" }, tp.el("bdi", { dir: "auto" }, said.error)), place ? button("goTo", () => tp.editorText.goTo(place)) : null);
    }
    if (answer?.query === text) tp.editorText.mark(place);
  };

  const draw = () => {
    root.setAttribute("aria-label", tp.t("view.sparql"));
    drawHead();
    drawControls();
    drawResult();
    tp.editorText.label();
  };

  const first = () => tp.state.query || tp.editorFirst(data);
  const follow = () => {
    const { query } = tp.state;
    if (!query) return;
    const { edits, of } = tp.state;
    if (running ? running.query === query && running.of === of : answer?.query === query && answer.edits === edits && answer.of === of) return;
    put(query);
    ask(query);
  };

  const render = async () => {
    if (!root.hasChildNodes()) root.append(...Object.values(parts));
    draw();
    try {
      await load();
      if (!text) text = first();
      drawHead();
      await tp.editorText.start(parts.box, text, data.prefixes, { run, change: (value) => (text = value) });
      tp.editorText.refresh();
      root.dataset.editor = "ready";
    } catch (error) {
      console.error(error);
      failure = tp.t("editor.failed");
      drawResult();
      return;
    }
    follow();
  };

  tp.store.onChange((state, before) => {
    const isAsked = state.view === "sparql" || state.lit;
    if (isAsked && (!before || before.query !== state.query || before.edits !== state.edits || before.of !== state.of || state.lit)) load().then(follow);
    if (before && before.as !== state.as && state.view === "sparql") drawResult();
  });

  return { render, open, put, data: load, text: () => text };
})();

// What stands in an editor that nobody has written in yet.
tp.editorFirst = ({ prefixes }) => `PREFIX tpg: <${prefixes.tpg}>
PREFIX rdfs: <${prefixes.rdfs}>

SELECT ?status (COUNT(?finding) AS ?findings)
WHERE {
  ?finding a tpg:Finding ; tpg:status ?status .
}
GROUP BY ?status
ORDER BY ?status`;

tp.query = { open: tp.editor.open };
