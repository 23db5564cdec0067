// The field for SPARQL: asks this server's endpoint, shows the answer, keeps a history in the browser.
// Without this script the form still asks, and the browser shows what the endpoint sends.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("_sparql_form"), field = byId("_sparql"), said = byId("_state");
  const answer = byId("_answer"), share = byId("_share"), stop = byId("_stop");
  const history = byId("_history");
  const KEY = "tpgraph.queries", KEPT = 50, SHOWN = 500;
  const { lang } = form.dataset;
  const number = new Intl.NumberFormat(lang === "fa" ? "fa-IR" : lang);
  let running = null;

  // The one place that knows where queries go.
  const ask = async (query, accept, signal) => {
    const body = new URLSearchParams({ query });
    const got = await fetch("/sparql", { method: "POST", body, signal, headers: { Accept: accept } });
    if (got.ok) return got;
    const type = got.headers.get("content-type") ?? "";
    const why = type.includes("json") ? (await got.json()).detail : await got.text();
    throw new Error(why || `HTTP ${got.status}`);
  };

  const el = (name, text, props = {}) => {
    const made = Object.assign(document.createElement(name), props);
    if (text !== null) made.textContent = text;
    return made;
  };

  const BASE = "https://w3id.org/tpgraph/";
  const cell = (term) => {
    const td = el("td", null);
    if (!term) return td;
    const bdi = el("bdi", term.value);
    if (term.type !== "uri" && term.value.length > 50) td.className = "long";
    if (term.type === "uri" && term.value.startsWith(BASE)) {
      const link = el("a", null, { href: `/${term.value.slice(BASE.length).replace("#", "/")}` });
      link.append(bdi);
      td.append(link);
    } else if (term["xml:lang"]) {
      td.dir = term["xml:lang"].startsWith("fa") ? "rtl" : "ltr";
      td.append(term.value);
    } else td.append(bdi);
    return td;
  };

  const table = ({ head, results }) => {
    const made = el("table", null);
    const top = el("tr", null);
    for (const name of head.vars) top.append(Object.assign(el("th", name), { scope: "col", dir: "ltr" }));
    const body = el("tbody", null);
    for (const row of results.bindings.slice(0, SHOWN)) {
      const line = el("tr", null);
      line.append(...head.vars.map((name) => cell(row[name])));
      body.append(line);
    }
    const first = el("thead", null);
    first.append(top);
    made.append(first, body);
    return made;
  };

  const show = (type, text) => {
    if (!type.includes("sparql-results+json")) {
      answer.replaceChildren(Object.assign(el("pre", text), { dir: "ltr" }));
      return null;
    }
    const told = JSON.parse(text);
    if ("boolean" in told) {
      answer.replaceChildren(Object.assign(el("pre", String(told.boolean)), { dir: "ltr" }));
      return null;
    }
    answer.replaceChildren(table(told));
    return told.results.bindings.length;
  };

  const stored = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found.filter((text) => typeof text === "string") : [];
    } catch {
      return [];
    }
  };
  const store = (texts) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(texts));
    } catch {
      // A browser may keep nothing: the history is then empty.
    }
  };
  const drawHistory = () => {
    const texts = stored();
    history.hidden = !texts.length;
    history.querySelector("ol").replaceChildren(
      ...texts.map((text) => {
        const item = el("li", null);
        const button = el("button", text.replace(/\s+/g, " ").slice(0, 160), { type: "button", className: "past", dir: "ltr" });
        button.addEventListener("click", () => {
          field.value = text;
          field.focus();
        });
        item.append(button);
        return item;
      }),
    );
  };

  const shareAt = (text) => {
    const at = new URL("/query", location.href);
    if (new URLSearchParams(location.search).has("lang")) at.searchParams.set("lang", lang);
    at.searchParams.set("sparql", text);
    share.href = at;
    share.hidden = false;
  };

  const run = async () => {
    const text = field.value;
    running?.abort();
    const mine = (running = new AbortController());
    stop.hidden = false;
    said.textContent = form.dataset.running;
    answer.hidden = true;
    shareAt(text);
    store([text, ...stored().filter((other) => other !== text)].slice(0, KEPT));
    drawHistory();
    try {
      const got = await ask(text, "application/sparql-results+json, text/turtle;q=0.9", mine.signal);
      const rows = show(got.headers.get("content-type") ?? "", await got.text());
      if (mine !== running) return;
      answer.hidden = rows === 0;
      for (const id of ["_csv", "_json"]) byId(id).hidden = rows === null;
      said.textContent = rows === null ? "" : rows === 0 ? form.dataset.empty : form.dataset.count.replace(/[0۰]/, number.format(rows));
    } catch (error) {
      if (mine !== running) return;
      said.textContent = mine.signal.aborted ? "" : `${form.dataset.failed} ${error.message}`;
    } finally {
      if (mine === running) stop.hidden = true;
    }
  };

  const save = (accept, name) => async () => {
    try {
      const blob = await (await ask(field.value, accept)).blob();
      const link = el("a", null, { href: URL.createObjectURL(blob), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      said.textContent = `${form.dataset.failed} ${error.message}`;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  stop.addEventListener("click", () => running?.abort());
  byId("_csv").addEventListener("click", save("text/csv", "answer.csv"));
  byId("_json").addEventListener("click", save("application/sparql-results+json", "answer.json"));
  byId("_forget").addEventListener("click", () => {
    store([]);
    drawHistory();
  });
  // A chosen question is asked anew with its own fields.
  byId("_name").addEventListener("change", () => {
    const at = new URL("/query", location.href);
    at.searchParams.set("name", byId("_name").value);
    at.searchParams.set("lang", lang);
    if (byId("_company")?.value) at.searchParams.set("company", byId("_company").value);
    location.href = at;
  });
  drawHistory();
})();
