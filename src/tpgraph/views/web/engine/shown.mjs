// What a page shows of a run besides its findings: facts, what counts for touchpoints, figures.
//
// Nothing is imported: see store.mjs.

const TPG = "https://w3id.org/tpgraph/ontology#";
const WORK = "https://w3id.org/tpgraph/working#";

// What counts for a touchpoint, by what it states or by its kind: the property of each column.
const EFFECTIVE = {
  category: "inCategory",
  stages: "atStage",
  goals: "servesGoal",
  modality: "inModality",
  personal: "inContactForm",
  ownership: "underOwnership",
  media: "inMedia",
  supports: "givesSupport",
  feedback: "collectsFeedback",
};
const AXES = ["importance", "satisfaction"];
// What the plots are drawn from, and the network of links.
const FIGURES = [
  ...AXES.flatMap((axis) => ["Scaled", "LineSource", "Line"].map((name) => WORK + axis + name)),
  ...["other", "mean", "median"].flatMap((of) => ["Importance", "Satisfaction"].map((axis) => `${WORK}${of}${axis}${of === "other" ? "Line" : ""}`)),
  ...["placedBy", "costIn", "costBasis", "hasBetterPeer", "boundCurrency", "costUnsettled"].map((name) => WORK + name),
  ...["cost", "conversions", "contacts", "costPerConversionMax", "costPerContactMax", "linksTo"].map((name) => TPG + name),
];

const textOf = (o) => (typeof o === "string" ? o : o.value);

// By touchpoint: its values by column, and its status.
export const effective = (engine) => {
  const found = {};
  for (const [column, property] of Object.entries(EFFECTIVE)) {
    for (const [s, , o] of engine.triples(null, TPG + property)) ((found[s] ??= {})[column] ??= []).push(textOf(o));
  }
  for (const [s, , o] of engine.triples(null, `${TPG}lifecycle`)) (found[s] ??= {}).status = textOf(o).slice(TPG.length);
  return found;
};

// Subjects and objects (as text) of each property.
export const figures = (engine) => Object.fromEntries(FIGURES.map((p) => [p, engine.triples(null, p).map(([s, , o]) => [s, textOf(o)])]));

// The facts that findings rest on, by statement: the company's own, and what counts for touchpoints.
const FACTS = `PREFIX tpg: <${TPG}>
SELECT ?hash ?s ?p ?o WHERE {
  { ?s tpg:ofCompany ?c } UNION { ?s a tpg:Company }
  ?s ?p ?o
  BIND(SUBSTR(SHA256(CONCAT(STR(?s), " ", STR(?p), " ", STR(?o))), 1, 20) AS ?hash)
}`;

export const facts = (engine, findings) => {
  const wanted = new Set(findings.flatMap((f) => f.facts));
  const found = {};
  for (const [hash, s, p, o] of engine.select(FACTS).rows) {
    const iri = `${findings[0]?.company}/statement/${hash.value}`;
    if (wanted.has(iri)) found[iri] = { s, p, o: textOf(o) };
  }
  return found;
};
