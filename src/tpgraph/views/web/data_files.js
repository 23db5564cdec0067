// What the page knows as files: a table of what is visible (CSV), the findings as RDF (Turtle).
"use strict";

tp.dataFiles = (() => {
  // A spreadsheet takes a cell that begins so for a formula.
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
    return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const ORDER = ["touchpoint", "gap", "unknown", "recommendation"];

  const csv = () => {
    const list = (ids) => ids.filter((id) => id !== tp.NONE).map((id) => tp.label(id)).join(" | ");
    const nodes = [...tp.filters.visible()].map((id) => tp.model.nodes.get(id)).filter((n) => ORDER.includes(n.kind));
    const head = ["csv.kind", "csv.name", "csv.about", "csv.level", "filter.stage", "filter.category", "filter.modality", "filter.status", "csv.message", "csv.id"].map((key) => tp.t(key));
    const rows = nodes
      .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
      .map((n) => [
        tp.t(`kind.${n.kind}`),
        n.kind === "touchpoint" ? n.of.name : tp.choose(n.of.title)[0],
        n.kind === "touchpoint" ? (n.of.type ? tp.label(n.of.type) : "") : list(tp.isFinding(n) ? n.of.concerns : tp.aboutIds(n)),
        tp.isFinding(n) ? tp.t(`level.${n.of.level}`) : "",
        list(n.stages),
        list(n.categories),
        list(n.modalities),
        n.status ? tp.t(`life.${n.status}`) : "",
        n.kind === "touchpoint" ? "" : tp.choose(n.of.message)[0],
        n.id,
      ]);
    // The mark at the beginning tells Excel that this is UTF-8.
    return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  };

  const RULE = "https://w3id.org/tpgraph/rule/";
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const iri = (value) => `<${String(value).replace(/[\u0000-\u0020<>"{}|^`\\]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}>`;
  const string = (value) =>
    `"${String(value).replace(/[\\"\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, (c) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
  const decimal = (value) => `"${value}"^^xsd:decimal`;

  // Findings and recommendations as `graph.ttl` has them, with texts in every language.
  const turtle = () => {
    const tpg = tp.data.stages[0].replace(/[^#/]*$/, "");
    const texts = (value) => tp.data.langs.filter((lang) => value?.[lang]).map((lang) => `${string(value[lang])}@${lang}`);
    const block = (subject, type, properties) => {
      const parts = properties.filter(([, values]) => values.length).map(([name, values]) => `    tpg:${name} ${values.join(" , ")}`);
      return `${iri(subject)} a tpg:${type} ;\n${parts.join(" ;\n")} .\n`;
    };
    const company = iri(tp.data.company.iri);
    const one = (value, write = string) => (value === null || value === undefined || value === "" ? [] : [write(value)]);
    const findings = tp.data.findings.map((f) =>
      block(f.id, "Finding", [
        ["rule", [iri(RULE + f.rule)]],
        ["ofCompany", [company]],
        ["status", [`tpg:${f.status}`]],
        ["level", [string(f.level)]],
        ["severity", [decimal(f.severity)]],
        ["concerns", f.concerns.map(iri)],
        ["measured", one(f.measured, decimal)],
        ["threshold", one(f.threshold, decimal)],
        ["title", texts(f.title)],
        ["message", texts(f.message)],
      ]),
    );
    const recommendations = tp.data.recommendations.map((r) =>
      block(r.id, "Recommendation", [
        ["rule", [iri(RULE + r.rule)]],
        ["ofCompany", [company]],
        ["action", [string(r.action)]],
        ["effort", [string(r.effort)]],
        ["addresses", r.addresses.map(iri)],
        ["closes", r.closes.map(iri)],
        ["opens", r.opens.map(iri)],
        ["makesKnown", r.makes_known.map(iri)],
        ["noLongerAsks", r.unasked.map(iri)],
        ["suggests", r.kinds.map((k) => iri(k.kind))],
        ["target", [...new Set(r.edits.map((e) => e.target).filter(Boolean))].map(iri)],
        ["title", texts(r.title)],
        ["message", texts(r.message)],
      ]),
    );
    return `@prefix tpg: <${tpg}> .\n@prefix xsd: <${XSD}> .\n\n${[...findings, ...recommendations].join("\n")}`;
  };

  return { csv, turtle };
})();
