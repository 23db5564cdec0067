// An answer as a table, a hundred rows at a time, and as the CSV that `tpgraph query` writes.
"use strict";

tp.editorTable = (() => {
  const AT_ONCE = 100;
  let page = 0;
  let shown = null;

  // A cell that a spreadsheet would run is made inert, as the command line does.
  const isNumber = (text) => /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) || /^[+-]?(inf(inity)?|nan)$/i.test(text.trim());
  const inert = (text) => (/^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text);
  const cell = (term) => inert(term === null ? "" : typeof term === "string" ? term : term.value);
  const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (texts) => `${texts.length === 1 && texts[0] === "" ? '""' : texts.map(quoted).join(",")}\n`;
  const csv = ({ columns, rows }) => line(columns) + rows.map((row) => line(row.map(cell))).join("");

  // The same as SPARQL 1.1 Query Results JSON; triples are rows of three.
  const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
  const told = (term) => {
    if (typeof term === "string") return term.startsWith("_:") ? { type: "bnode", value: term.slice(2) } : { type: "uri", value: term };
    const { value, datatype, language } = term;
    return { type: "literal", value, ...(language ? { "xml:lang": language } : datatype === XSD_STRING ? {} : { datatype }) };
  };
  const json = ({ form, columns, rows }) => {
    if (form === "ASK") return JSON.stringify({ head: {}, boolean: rows[0][0].value === "true" });
    const bindings = rows.map((row) => Object.fromEntries(columns.map((name, n) => [name, row[n]]).filter(([, term]) => term !== null).map(([name, term]) => [name, told(term)])));
    return JSON.stringify({ head: { vars: columns }, results: { bindings } }, null, 1);
  };

  // A term as a person reads it: a thing that the page shows can be selected.
  const writer = (prefixes) => (term) => {
    if (term === null) return "";
    if (typeof term !== "string") {
      if (/#(integer|decimal|double|float)$/.test(term.datatype) && Number.isFinite(Number(term.value))) return tp.number(Number(term.value), { maximumFractionDigits: 6, useGrouping: false });
      if (/#boolean$/.test(term.datatype)) return tp.t(term.value === "true" ? "value.yes" : "value.no");
      return tp.el("bdi", { dir: "auto", lang: term.language && term.language !== tp.lang ? term.language : undefined }, tp.clip(term.value, 800));
    }
    const node = tp.model.nodes.get(term);
    if (node && node.kind !== "ok") return tp.itemButton(term);
    const prefix = Object.entries(prefixes).find(([, iri]) => term.startsWith(iri));
    const code = tp.el("code", { dir: "ltr" }, tp.clip(prefix ? `${prefix[0]}:${term.slice(prefix[1].length)}` : term, 200));
    // A page that does not show things itself leads to where they are.
    const link = tp.linkTo?.(term);
    if (link) return link;
    if (!tp.data.labels[term]) return code;
    const label = tp.vocabulary.isTerm(term) ? tp.el("button", { type: "button", class: "link-button", onclick: () => tp.select(term) }, tp.labelNode(term)) : tp.labelNode(term);
    return tp.el("span", {}, label, " ", code);
  };

  const pager = (total, redraw) => {
    const last = Math.ceil(total / AT_ONCE) - 1;
    if (last < 1) return null;
    const turn = (by, key, off) =>
      tp.el("button", { type: "button", class: "button", id: key, "data-key": key, "aria-disabled": String(off), onclick: () => !off && ((page += by), redraw()) }, tp.t(`editor.${key}`));
    return tp.el(
      "p",
      { class: "editor-pager" },
      turn(-1, "previous", page === 0),
      tp.el("span", {}, tp.t("editor.range", { from: page * AT_ONCE + 1, to: Math.min(total, (page + 1) * AT_ONCE), n: total })),
      turn(1, "next", page === last),
    );
  };

  const draw = (answer, write, redraw) => {
    if (shown !== answer) [shown, page] = [answer, 0];
    const { columns, rows } = answer;
    const some = rows.slice(page * AT_ONCE, (page + 1) * AT_ONCE);
    const lights = some.some((row) => tp.found.idsOf(row).length);
    const light = (row, n) => {
      const { length } = tp.found.idsOf(row);
      if (!length) return tp.el("td", {});
      const label = tp.t("editor.showRow", { n });
      return tp.el("td", {}, tp.iconButton("target", label, { "data-key": `editor-row-${n}`, onclick: () => tp.found.show("map", String(n)) }));
    };
    return [
      tp.el(
        "div",
        { class: "editor-scroll", tabindex: "0", role: "region", "aria-label": tp.t("editor.answer") },
        tp.el(
          "table",
          { class: "editor-table" },
          tp.el("thead", {}, tp.el("tr", {}, columns.map((name) => tp.el("th", { scope: "col" }, tp.el("bdi", { dir: "ltr" }, name))), lights ? tp.el("th", { scope: "col" }, tp.el("span", { class: "visually-hidden" }, tp.t("editor.rowOnMap"))) : null)),
          tp.el("tbody", {}, some.map((row, n) => tp.el("tr", {}, row.map((term) => tp.el("td", { class: (term?.value?.length ?? 0) > 36 ? "is-long" : undefined }, write(term))), lights ? light(row, page * AT_ONCE + n + 1) : null))),
        ),
      ),
      pager(rows.length, redraw),
    ];
  };

  return { draw, csv, json, writer };
})();
