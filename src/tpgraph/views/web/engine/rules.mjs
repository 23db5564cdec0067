// Runs the rules over one company: shared facts, findings, candidates for advice.
//
// The rules are the files of ontology/rules, unchanged, each as { name, text }; `engine` is an
// Engine of store.mjs, or anything like it. What comes out is what the command line computes.

const TPG = "https://w3id.org/tpgraph/ontology#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const INTEGERS = new Set(["integer", "int", "long", "nonNegativeInteger"].map((name) => XSD + name));
const REALS = new Set(["decimal", "double", "float"].map((name) => XSD + name));

// Properties that a finding has at most once, and its key for each.
const SINGLE = {
  severity: "severity",
  area: "area",
  measured: "measured",
  threshold: "threshold",
  thresholdSource: "threshold_source",
  margin: "margin",
  borderline: "borderline",
};

const lexical = (o) => (typeof o === "string" ? o : o.value);

const valueOf = (o) => {
  if (typeof o === "string") return o;
  if (INTEGERS.has(o.datatype) || REALS.has(o.datatype)) return Number(o.value);
  if (o.datatype === `${XSD}boolean`) return ["true", "1"].includes(o.value);
  return o.value;
};

// By code points, where JavaScript's own order is by UTF-16: the halves of letters beyond U+FFFF
// would come before some of the others.
const byCodePoints = (a, b) => {
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i += 1;
  if (i === shorter) return a.length - b.length;
  const [left, right] = [a, b].map((text) => text.charCodeAt(i));
  const place = (unit) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
  return place(left) - place(right);
};

const sorted = (texts) => [...texts].sort(byCodePoints);

const bySubject = (triples) => {
  const found = new Map();
  for (const triple of triples) {
    if (!found.has(triple[0])) found.set(triple[0], []);
    found.get(triple[0]).push(triple);
  }
  return found;
};

// Loads the ontology's run-time facts and a company's graph (N-Triples both) and what rules ask
// before they say anything of a status, and adds the shared facts.
export const prepare = (engine, { ontology, inventory, classify, statuses = ["gap", "unknown"] }) => {
  engine.load(ontology);
  engine.load(inventory);
  const yes = { value: "true", datatype: `${XSD}boolean` };
  engine.add(statuses.map((status) => [TPG + status, `${TPG}isReported`, yes]));
  for (const rule of classify) engine.materialise(rule.text);
};

const raw = (subject, triples) => {
  const values = new Map();
  for (const [, p, o] of triples) {
    const key = p.startsWith(TPG) ? p.slice(TPG.length) : p;
    if (!values.has(key)) values.set(key, []);
    values.get(key).push(o);
  }
  if (!values.has("status") || !values.has("rule")) return null;
  const all = (key) => sorted((values.get(key) ?? []).map(lexical));
  const rule = lexical(values.get("rule")[0]).split("/").at(-1);
  const one = (key) => {
    const said = values.get(key) ?? [];
    if (said.length > 1) throw new Error(`The rule ${rule} gives more than one ${key} to one finding, ${subject}.`);
    return said[0];
  };
  const status = lexical(one("status"));
  const finding = {
    id: subject,
    rule,
    status: [`${TPG}gap`, `${TPG}ok`].includes(status) ? status.slice(TPG.length) : "unknown",
    company: lexical(values.get("ofCompany")[0]),
    concerns: all("concerns"),
    severity: 0,
    area: null,
    measured: null,
    threshold: null,
    threshold_source: null,
    margin: null,
    borderline: false,
    facts: all("usesFact"),
    settled_by: all("settledBy"),
    triples,
  };
  for (const [property, key] of Object.entries(SINGLE)) {
    const said = one(property);
    if (said !== undefined) finding[key] = valueOf(said);
  }
  return finding;
};

// The findings of gap rules over an engine that is prepared: rule by rule, each by its IRI.
export const findings = (engine, gaps) =>
  gaps.flatMap((rule) => {
    const found = bySubject(engine.construct(rule.text));
    return sorted(found.keys())
      .map((subject) => raw(subject, found.get(subject)))
      .filter((finding) => finding !== null);
  });

const SETS = { addresses: "addresses", covers: "covers", link: "links", cell: "settles" };
const TEXTS = { action: "action", target: "target", suggests: "kind", effort: "effort" };

const take = (candidate, key, value) => {
  if (key in SETS) candidate[SETS[key]].add(value);
  else if (key in TEXTS) candidate[TEXTS[key]] = value;
  else if (key === "rank") candidate.rank = Math.max(candidate.rank, Number(value));
  else if (key === "edit") {
    const at = value.indexOf("=");
    const [column, text] = at < 0 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
    (candidate.cells[column] ??= new Set()).add(text);
  }
};

// What the recommendation rules propose, before anything is simulated. The findings are added to
// the engine, but for those with ids in `accepted`: they are input of these rules alone, so that
// gap rules have run before.
export const candidates = (engine, recommendations, found, accepted = new Set()) => {
  engine.add(found.filter((finding) => !accepted.has(finding.id)).flatMap((finding) => finding.triples));
  const proposed = new Map();
  for (const rule of recommendations) {
    for (const [id, triples] of bySubject(engine.construct(rule.text))) {
      if (!proposed.has(id)) {
        const sets = Object.fromEntries(Object.values(SETS).map((name) => [name, new Set()]));
        const blank = { id, rule: rule.name, action: "", target: null, kind: null, rank: 0, effort: "medium" };
        proposed.set(id, { ...blank, ...sets, cells: {} });
      }
      for (const [, p, o] of triples) take(proposed.get(id), p.slice(TPG.length), lexical(o));
    }
  }
  return sorted(proposed.keys()).map((id) => {
    const { addresses, covers, links, settles, cells, ...rest } = proposed.get(id);
    const texts = Object.entries(cells).map(([column, values]) => [column, sorted(values)]);
    return {
      ...rest,
      addresses: sorted(addresses),
      covers: sorted(covers),
      links: sorted(links),
      settles: sorted(settles),
      cells: Object.fromEntries(texts),
    };
  });
};
