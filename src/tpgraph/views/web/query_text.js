// "The query behind this": its SPARQL, to be copied, or opened in the editor where there is one.
"use strict";

tp.queryText = (() => {
  const open = new Set();
  let loading = null;
  // The texts are stored compressed, and read when they are first asked for.
  const load = () => (loading ??= tp.unpack("tp-queries").then(JSON.parse));

  const head = ({ prefixes }, names) => `${names.map((name) => `PREFIX ${name}: <${prefixes[name]}>`).join("\n")}\n`;
  const term = (iri) => {
    const [base, name] = [tp.data.stages[0].replace(/[^#/]*$/, ""), iri.split("#").pop()];
    return iri.startsWith(base) && /^[A-Za-z][\w-]*$/.test(name) ? `tpg:${name}` : `<${iri}>`;
  };
  const ACTIVE = "?touchpoint tpg:lifecycle tpg:active ; rdfs:label ?name .";

  const ofCell = (data, { stage, category }) => {
    const at = (property, value) => (value === tp.NONE ? `FILTER NOT EXISTS { ?touchpoint ${property} ?any }` : `?touchpoint ${property} ${term(value)} .`);
    return `${head(data, ["tpg", "rdfs"])}SELECT DISTINCT ?name ?touchpoint\nWHERE {\n  ${ACTIVE}\n  ${at("tpg:atStage", stage)}\n  ${at("tpg:inCategory", category)}\n}\nORDER BY ?name`;
  };

  const ofFindings = (data, { id, rule }) =>
    `${head(data, ["tpg", "rule"])}# All findings of the rule; VALUES ?finding { <${id}> } asks for this one alone.\nSELECT ?finding ?status ?concern ?measured ?threshold ?message\nWHERE {\n  ?finding tpg:rule rule:${rule} ; tpg:status ?status ; tpg:message ?message .\n  OPTIONAL { ?finding tpg:concerns ?concern }\n  OPTIONAL { ?finding tpg:measured ?measured }\n  OPTIONAL { ?finding tpg:threshold ?threshold }\n}\nORDER BY ?status ?concern`;

  const OF_PLOTS = {
    ratings: `SELECT ?name ?importance ?importanceScale ?satisfaction ?satisfactionScale\nWHERE {\n  ${ACTIVE}\n  ?touchpoint tpg:importance ?importance ; tpg:satisfaction ?satisfaction .\n  OPTIONAL { ?touchpoint tpg:importanceScale ?importanceScale }\n  OPTIONAL { ?touchpoint tpg:satisfactionScale ?satisfactionScale }\n}\nORDER BY DESC(?importance) ?satisfaction`,
    costs: `SELECT ?name ?currency ?cost ?conversions ?contacts\nWHERE {\n  ${ACTIVE}\n  ?touchpoint tpg:cost ?cost .\n  OPTIONAL { ?touchpoint tpg:currency ?currency }\n  OPTIONAL { ?touchpoint tpg:conversions ?conversions }\n  OPTIONAL { ?touchpoint tpg:contacts ?contacts }\n  FILTER (BOUND(?conversions) || BOUND(?contacts))\n}\nORDER BY ?currency DESC(?cost)`,
  };

  // What the query of a thing is: [title, text] once or more.
  const texts = (data, about) => {
    if (about.plot) return [[null, `${head(data, ["tpg", "rdfs"])}${OF_PLOTS[about.plot]}`]];
    if (about.cell) return [[null, ofCell(data, about.cell)]];
    const { finding } = about;
    // What is found of a rule only after a change is not among the snapshot's.
    const rule = data.rules[finding.rule] ?? tp.liveData?.rules.gaps.find((r) => r.name === finding.rule)?.text;
    return [
      [tp.t("query.select"), ofFindings(data, finding)],
      ...(rule ? [[tp.t("query.rule"), rule]] : []),
    ];
  };

  const copy = async (text, pre) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Some browsers keep the clipboard from a file on disk: what is selected can be copied.
      const range = document.createRange();
      range.selectNodeContents(pre);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    tp.say(tp.t("query.copied"));
  };

  // A text in SPARQL with what can be done with it.
  const block = (title, text) => {
    const pre = tp.el("pre", { class: "query-text", dir: "ltr", tabindex: "0", role: "region", "aria-label": title ?? tp.t("query.behind") }, text.trim());
    return tp.el(
      "div",
      { class: "query-block" },
      title ? tp.el("h4", {}, title) : null,
      pre,
      tp.el(
        "div",
        { class: "query-tools" },
        tp.el("button", { type: "button", class: "toggle", onclick: () => copy(text, pre) }, tp.t("query.copy")),
        tp.query?.open ? tp.el("button", { type: "button", class: "toggle", onclick: () => tp.query.open(text) }, tp.t("query.open")) : null,
      ),
    );
  };

  const keyOf = (about) => about.plot ?? about.finding?.id ?? tp.cellId(about.cell.stage, about.cell.category);

  // Folded until it is asked for; it stays open while the page is drawn anew.
  const button = (about) => {
    const key = keyOf(about);
    const body = tp.el("div", { class: "query-body" });
    const details = tp.el("details", { class: "query-behind", open: open.has(key) }, tp.el("summary", { "data-key": `query-${key}` }, tp.t("query.behind")), body);
    const fill = async () => {
      const data = await load();
      if (!body.hasChildNodes()) tp.append(body, texts(data, about).map(([title, text]) => block(title, text)));
    };
    details.addEventListener("toggle", () => {
      if (details.open) {
        open.add(key);
        fill();
      } else open.delete(key);
    });
    return details;
  };

  // An example with its parameters filled in, so that it runs as it stands.
  const filled = (data, { text, parameters }, given = {}) => {
    const values = { ...parameters, ...("lang" in parameters ? { lang: tp.contentLang() } : {}), ...given };
    const body = Object.entries(values).reduce((t, [name, value]) => t.replace(new RegExp(`[?$]${name}\\b`, "g"), () => JSON.stringify(value)), text);
    const used = Object.keys(data.prefixes).filter((name) => new RegExp(`\\b${name}:`).test(body) && !new RegExp(`^\\s*PREFIX ${name}:`, "im").test(body));
    return head(data, used) + body;
  };

  return { load, button, block, filled };
})();
