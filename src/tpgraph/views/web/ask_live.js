// How a live page's editor gets its answers: an engine of its own, filled with the facts of the moment.
//
// `tp.ask(text, signal)` is all that the editor knows of it: it gives { form, columns, rows }, a term
// being an address (text), { value, datatype, language? } or null, and throws an Error with the
// engine's words. A server's page of queries has another `tp.ask`.
"use strict";

(() => {
  const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
  let engine = null;
  let begun = null;
  let filled = ""; // the facts and the language that the engine holds
  const { company } = tp.data;

  const begin = async () => {
    engine = tp.makeEngine();
    const [asked, vocabulary] = await Promise.all(["tp-asked", "tp-vocabulary"].map((id) => tp.unpack(id).then(JSON.parse)));
    await engine.ask("dataset", { ...asked, vocabulary, places: tp.liveData.places });
  };

  const end = () => {
    engine?.end("stopped");
    engine = begun = null;
    filled = "";
  };

  const quoted = (text, end_ = `^^<${XSD_STRING}>`) => `"${String(text).replace(/["\\\n\r]/g, (c) => ({ '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r" })[c])}"${end_}`;

  // The recommendations that the page shows, as N-Triples.
  const advice = () => {
    const { TPG } = tp.liveRow;
    const lines = [];
    for (const r of tp.data.recommendations) {
      const say = (name, object) => lines.push(`<${r.id}> <${TPG}${name}> ${object} .\n`);
      const each = (name, ids) => ids.forEach((id) => say(name, `<${id}>`));
      lines.push(`<${r.id}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${TPG}Recommendation> .\n`);
      say("rule", `<https://w3id.org/tpgraph/rule/${r.rule}>`);
      say("ofCompany", `<${company.iri}>`);
      say("action", quoted(r.action));
      say("title", quoted(tp.inLang(r.title), `@${tp.contentLang()}`));
      say("message", quoted(tp.inLang(r.message), `@${tp.contentLang()}`));
      say("effort", quoted(r.effort));
      each("addresses", r.addresses);
      each("suggests", r.kinds.map(({ kind }) => kind));
      for (const { target, cells } of r.edits) {
        if (target) say("target", `<${target}>`);
        for (const [column, text] of Object.entries(cells)) say("edit", quoted(`${column}=${text}`));
      }
      each("closes", r.closes);
      each("opens", r.opens);
      each("makesKnown", r.makes_known);
      each("noLongerAsks", r.unasked);
    }
    return lines.join("");
  };

  const fill = async () => {
    await tp.live.settled();
    const inventory = tp.live.asserted();
    const lang = tp.contentLang();
    const key = `${lang} ${inventory}`;
    if (key === filled) return;
    const told = {};
    for (const f of tp.data.findings) told[f.id] = { lang, level: f.level, title: tp.inLang(f.title), message: f.message.asWritten?.(lang) ?? tp.inLang(f.message), accepted: f.accepted?.reason ?? null };
    const columns = Object.fromEntries(tp.liveData.save.columns.map((c) => [c.property, c.name]));
    const rows = Object.fromEntries(tp.live.rows().map((row, n) => [row.id, n + 2]));
    // Cells that were edited no longer stand where they did.
    const edited = tp.state.edits.filter(({ target }) => target && target !== company.iri).flatMap(({ action, target, cells }) => (action === "retire" ? ["status"] : Object.keys(cells)).map((column) => `${target}#${column}`));
    await engine.ask("fill", { company: company.iri, inventory, told, advice: advice(), columns, rows, edited });
    filled = key;
  };

  tp.ask = async (text, prefixes, signal) => {
    signal?.addEventListener("abort", end);
    try {
      await (begun ??= begin());
      await fill();
      return await engine.ask("query", { text, prefixes });
    } finally {
      signal?.removeEventListener("abort", end);
    }
  };
})();
