// The details: what a thing is, why a finding is what it is, step by step, and what would change it.
"use strict";

tp.details = (() => {
  const { data, model } = tp;
  const root = tp.byId("details");
  const heading = (text, count) => tp.el("h3", {}, text, count === undefined ? null : [" ", tp.el("span", { class: "count" }, tp.number(count))]);
  const part = (title, ...content) => tp.el("section", { class: "part" }, heading(title), content);
  // Long lists begin folded.
  const FOLD = 25;
  const folded = (items, ul) => {
    if (items.length <= FOLD + 3) return tp.append(ul, items);
    const more = tp.el("li", {}, tp.el("button", { type: "button", class: "more" }, `+ ${tp.t("map.more", { n: items.length - FOLD })}`));
    more.firstChild.addEventListener("click", () => {
      more.replaceWith(...items.slice(FOLD));
      items[FOLD].querySelector("button")?.focus();
    });
    return tp.append(ul, [...items.slice(0, FOLD), more]);
  };
  const list = (ids, options) => folded(ids.map((id) => tp.el("li", {}, tp.itemButton(id, options))), tp.el("ul", { class: "plain" }));
  const pair = (term, ...value) => [tp.el("dt", {}, term), tp.el("dd", {}, value)];
  const pill = (kind, text) => tp.el("span", { class: `pill pill-${kind}` }, tp.glyph(kind), text);
  const termButton = (id) => tp.el("button", { type: "button", class: "term", "data-key": `term-${id}`, onclick: () => tp.select(id) }, tp.labelNode(id, 80));
  const terms = (ids) => tp.el("span", { class: "terms" }, ids.map((id) => (model.nodes.has(id) ? termButton(id) : tp.labelNode(id))));
  const tag = (source) => tp.el("span", { class: `tag tag-${source}` }, tp.t(`source.${source}`));
  const title = (...content) => tp.el("h2", { class: "details-name" }, content);
  const number = (value) => tp.number(value, { maximumFractionDigits: 3 });

  const area = (cell) => {
    const rows = [];
    if (cell.stages.length) rows.push(pair(tp.t("filter.stage"), terms(cell.stages)));
    if (cell.categories.length) rows.push(pair(tp.t("filter.category"), terms(cell.categories)));
    return rows;
  };

  const rationale = (f) => {
    const texts = data.rules?.[f.rule]?.rationale;
    return tp.choose(texts)[0] ? part(tp.t("details.rationale"), tp.el("p", {}, tp.text(texts, { length: 1200 }))) : null;
  };

  const finding = (f) => [
    tp.el("p", { class: "pills" }, pill(f.status, tp.t(`kind.${f.status}`)), f.status === "ok" ? null : tp.el("span", { class: `level level-${f.level}` }, `${tp.t("level.level")}: ${tp.t(`level.${f.level}`)}`)),
    title(tp.text(f.title)),
    tp.el("p", { class: "message" }, tp.text(f.message, { length: 1500 })),
    f.accepted
      ? tp.el("p", { class: "note" }, tp.t("details.accepted", { reason: tp.clip(tp.plain(f.accepted.reason), 300) }), f.accepted.until ? ` (${tp.t("details.until", { date: tp.date(f.accepted.until) })})` : null)
      : null,
    tp.el("dl", { class: "pairs" }, f.concerns.length ? pair(tp.t("details.concerns"), terms(f.concerns)) : null, area(f.cell)),
    tp.proof.ofFinding(f, heading),
    f.settled_by.length
      ? part(
          tp.t("details.settles"),
          folded(
            f.settled_by.map((s) =>
              tp.el("li", {}, s.text ? tp.text(s.text) : tp.tNodes(s.complete ? "details.settleComplete" : "details.settleCell", { column: tp.el("b", {}, tp.labelNode(s.column)), subject: tp.labelNode(s.subject, 80) })),
            ),
            tp.el("ul", { class: "facts settles" }),
          ),
        )
      : null,
    f.status === "ok"
      ? null
      : part(tp.t("details.do"), f.recommendations.length ? f.recommendations.map((id) => recommendationCard(model.recommendations.get(id))) : tp.el("p", { class: "muted" }, tp.t("details.noRecommendation"))),
    rationale(f),
    tp.el("dl", { class: "pairs small" }, pair(tp.t("details.rule"), tp.el("code", { dir: "ltr" }, f.rule)), pair(tp.t("details.severity"), number(f.severity))),
    tp.queryText.button({ finding: f }),
  ];

  const recommendationCard = (r) =>
    r &&
    tp.el(
      "button",
      { type: "button", class: "card card-recommendation", "data-key": `rec-${r.id}`, onclick: () => tp.select(r.id) },
      tp.glyph("recommendation"),
      tp.el("span", { class: "card-body" }, tp.el("span", { class: "card-title" }, tp.text(r.title)), tp.el("span", { class: "card-text" }, tp.text(r.message)), tp.el("span", { class: "card-meta" }, tp.outcome(r))),
    );

  const outcome = (key, ids) => [
    tp.el("dt", { class: tp.proof.isNow(key === "makesKnown" ? "makes_known" : key) ? "step-now" : undefined }, tp.t(`details.${key}`)),
    tp.el("dd", {}, ids.length ? list(ids.filter((id) => model.nodes.has(id))) : tp.el("span", { class: "muted" }, tp.t("details.nothing")), unseen(ids)),
  ];
  // A finding that exists only after the change has no details of its own here.
  const unseen = (ids) => {
    const n = ids.filter((id) => !model.nodes.has(id)).length;
    return n ? tp.el("span", { class: "muted" }, `+ ${tp.number(n)}`) : null;
  };

  const columnLabel = (name) => (data.labels[tp.columnIri(name)] ? tp.labelNode(tp.columnIri(name)) : tp.hasText(`fact.${name}`) ? tp.t(`fact.${name}`) : tp.el("bdi", {}, name));

  // A value in braces stands for one that only the company knows, and so does any that is to be recorded.
  const editValue = (r, column, value) => {
    if (column === "complete") return columnLabel(value);
    if (r.action === "record" || /^\{.*\}$/.test(value)) return tp.el("i", { class: "muted" }, tp.t("details.fillIn"));
    return tp.el("b", {}, tp.value(String(value)));
  };

  const edit = (r, e) =>
    tp.el(
      "li",
      {},
      e.target === data.company.iri
        ? tp.el("b", {}, tp.labelNode(e.target))
        : e.target && model.nodes.has(e.target) ? tp.itemButton(e.target) : tp.el("b", {}, tp.t("details.newRow")),
      tp.el("dl", { class: "pairs" }, Object.entries(e.cells).map(([column, value]) => pair(columnLabel(column), editValue(r, column, value)))),
    );

  const recommendation = (r) => [
    tp.el("p", { class: "pills" }, pill("recommendation", tp.t("kind.recommendation")), tp.el("span", { class: "tag" }, tp.t(`action.${r.action}`)), tp.el("span", { class: "tag" }, `${tp.t("effort.effort")}: ${tp.t(`effort.${r.effort}`)}`)),
    title(tp.text(r.title)),
    tp.el("p", { class: "message" }, tp.text(r.message, { length: 1500 })),
    r.caveat ? tp.el("p", { class: "note" }, tp.text(r.caveat)) : null,
    tp.el("section", { class: "part proof proof-recommendation" }, heading(tp.t("details.outcome")), tp.proof.ofRecommendation(r), tp.el("dl", { class: "outcomes" }, outcome("closes", r.closes), r.makes_known.length ? outcome("makesKnown", r.makes_known) : null, outcome("opens", r.opens), r.unasked.length ? outcome("unasked", r.unasked) : null), tp.liveAdvice?.beside(r)),
    r.kinds.length
      ? part(tp.t("details.kinds"), tp.el("ul", { class: "plain kinds" }, r.kinds.map((k) => tp.el("li", {}, tp.itemButton(k.kind), tp.el("p", { class: "why" }, tp.text(k.why), k.source && k.source !== "judgement" ? [" · ", source(k.source)] : null)))))
      : null,
    r.edits.length ? part(tp.t("details.edit"), folded(r.edits.map((e) => edit(r, e)), tp.el("ul", { class: "plain edits" }))) : null,
    part(tp.t("details.addresses"), list(r.addresses)),
    tp.el("dl", { class: "pairs small" }, area(r.cell), pair(tp.t("details.rule"), tp.el("code", { dir: "ltr" }, r.rule))),
  ];

  // What the network of links says of a touchpoint; an articulation point only where it is one.
  const measured = (measures) =>
    tp.el(
      "dl",
      { class: "pairs" },
      Object.entries(measures)
        .filter(([name, value]) => name !== "is_articulation" || value)
        .map(([name, value]) =>
          pair(tp.text(data.texts[`measure.${name}`]), value === true ? null : number(value), tp.el("span", { class: "where" }, " ", tp.text(data.texts[`measure.${name}.about`], { length: 400 }))),
        ),
    );

  const touchpoint = (t) => {
    const findings = t.findings.filter((id) => model.nodes.has(id) && model.nodes.get(id).kind !== "ok").sort((a, b) => tp.bySeverity(model.nodes.get(a), model.nodes.get(b)));
    const reached = model.reachedFrom.get(t.id) ?? [];
    return [
      tp.el("p", { class: "pills" }, pill("touchpoint", tp.t("kind.touchpoint")), tp.el("span", { class: "tag" }, tp.t(`life.${t.status}`))),
      title(tp.nameNode(t.id, { clip: 240 })),
      t.type ? tp.el("dl", { class: "pairs" }, pair(tp.t("details.kindOf"), terms([t.type]))) : null,
      part(tp.t("details.findings"), findings.length ? list(findings, { about: false }) : tp.el("p", { class: "muted" }, tp.t("details.noFindings"))),
      t.links.length ? part(tp.t("details.leadsTo"), list(t.links)) : null,
      reached.length ? part(tp.t("details.reachedFrom"), list(reached)) : null,
      part(
        tp.t("details.values"),
        tp.el(
          "dl",
          { class: "values" },
          t.cells.map((c) => [
            tp.el("dt", {}, tp.labelNode(c.column)),
            tp.el(
              "dd",
              {},
              tp.el("span", { class: "cell-value" }, c.values.length ? c.values.map((value, i) => [i ? " · " : null, tp.value(value)]) : tp.t("details.statedNone")),
              tp.el("span", { class: "where" }, tag(c.source), " ", c.source === "stated" ? tp.place(c.place) : null),
            ),
          ]),
        ),
      ),
      t.measures && data.texts["measure.betweenness"] ? part(tp.t("details.measures"), measured(t.measures)) : null,
    ];
  };

  const source = (name) => {
    const seed = /^seed(\d+)$/.exec(name);
    return seed ? tp.t("evidence.seed", { ref: seed[1] }) : tp.el("bdi", {}, name);
  };

  const concept = (id, c) => {
    const members = tp.related(id);
    const concerning = model.concerning.get(id) ?? [];
    const broader = (c.broader ?? []).filter((b) => model.nodes.has(b));
    const narrower = model.narrower.get(id) ?? [];
    const { group } = model.nodes.get(id);
    const answering = data.recommendations.filter((r) => r.kinds.some((k) => k.kind === id)).map((r) => r.id);
    return [
      tp.el("p", { class: "pills" }, pill("concept", tp.hasText(`group.${group}`) ? tp.t(`group.${group}`) : tp.t("kind.concept"))),
      title(tp.labelNode(id)),
      c.definition && Object.keys(c.definition).length ? tp.el("p", { class: "message" }, tp.text(c.definition)) : null,
      concerning.length ? part(tp.t("details.findings"), list(concerning, { about: false })) : null,
      ["stage", "category", "kind", "modality"].includes(group)
        ? part(tp.t("details.members"), members.length ? list(members) : tp.el("p", { class: "muted" }, tp.t("details.noMembers")))
        : null,
      answering.length ? part(tp.t("kinds.recommendation"), list(answering)) : null,
      part(
        tp.t("details.labels"),
        tp.el(
          "dl",
          { class: "pairs labels" },
          data.langs.filter((lang) => data.labels[id]?.[lang]).map((lang) => pair(tp.languageName(lang), tp.el("bdi", { lang, dir: tp.RIGHT_TO_LEFT.has(lang) ? "rtl" : "ltr" }, data.labels[id][lang]))),
        ),
      ),
      broader.length ? part(tp.t("details.broader"), terms(broader)) : null,
      narrower.length ? part(tp.t("details.narrower"), terms(narrower)) : null,
      c.sources?.length ? part(tp.t("details.sources"), tp.el("ul", { class: "facts" }, c.sources.map((s) => tp.el("li", {}, source(s))))) : null,
    ];
  };

  // What the company does not use is not in the snapshot but in the vocabulary.
  const kit = { part, list, title };
  const ofVocabulary = (id) => {
    if (tp.vocabulary.ready) return tp.conceptCard(id, kit);
    // An address may name what there is not.
    tp.vocabulary.load().then(() => tp.state.selected === id && (tp.vocabulary.isTerm(id) ? render() : tp.select(null)), () => {});
    return tp.el("p", { class: "muted" }, tp.t("concepts.loading"));
  };

  const cell = ({ stage, category }) => {
    const inCell = (n) => n.stages.includes(stage) && n.categories.includes(category);
    const all = [...model.nodes.values()];
    const touchpoints = all.filter((n) => n.kind === "touchpoint" && inCell(n)).map((n) => n.id);
    const recommended = all.filter((n) => n.kind === "recommendation" && n.of.action === "add" && inCell(n)).map((n) => n.id);
    const findings = [...(model.concerning.get(stage) ?? []), ...(model.concerning.get(category) ?? [])];
    return [
      title(stage === tp.NONE ? tp.t("map.stageUnknown") : tp.labelNode(stage), " × ", category === tp.NONE ? tp.t("map.none") : tp.labelNode(category)),
      part(tp.t("kinds.touchpoint"), touchpoints.length ? list(touchpoints) : tp.el("p", { class: "muted" }, tp.t("map.empty"))),
      findings.length ? part(tp.t("details.findings"), list(findings)) : null,
      recommended.length ? part(tp.t("details.cellRecommended"), list(recommended)) : null,
      tp.queryText.button({ cell: { stage, category } }),
    ];
  };

  const overview = () => {
    const gaps = [...model.nodes.values()].filter((n) => n.kind === "gap").sort(tp.bySeverity);
    const best = data.recommendations.slice(0, 3);
    return [
      title(tp.el("bdi", { dir: "auto" }, tp.clip(data.company.name, 200))),
      tp.el(
        "dl",
        { class: "tiles" },
        ["gap", "unknown", "ok"].map((status) =>
          tp.el("div", { class: `tile tile-${status}` }, tp.el("dt", {}, tp.glyph(status), tp.t(`kinds.${status}`)), tp.el("dd", {}, tp.number(data.counts[status] ?? 0))),
        ),
      ),
      gaps.length ? part(tp.t("details.worst"), list(gaps.slice(0, 3).map((n) => n.id))) : null,
      best.length ? part(tp.t("details.best"), best.map(recommendationCard)) : null,
      part(
        tp.t("details.company"),
        tp.el("dl", { class: "pairs" }, data.company.facts.map((f) => pair(tp.hasText(`fact.${f.key}`) ? tp.t(`fact.${f.key}`) : tp.el("bdi", {}, f.key), f.values.length ? tp.el("span", { class: "terms" }, f.values.map((v) => (model.nodes.has(v) && !/Column$/.test(v) ? termButton(v) : tp.el("span", {}, tp.value(v))))) : tp.t("details.statedNone")))),
      ),
    ];
  };

  const render = () => {
    const { selected } = tp.state;
    const node = model.nodes.get(selected);
    const at = tp.cellOf(selected);
    let content = overview;
    const handover = tp.handoverOf(selected);
    if (at) content = () => cell(at);
    else if (handover) content = () => tp.flow.card(handover, { part, list, title });
    else if (node?.kind === "touchpoint") content = () => touchpoint(node.of);
    else if (node?.kind === "recommendation") content = () => recommendation(node.of);
    else if (node && tp.isFinding(node)) content = () => finding(node.of);
    else if (node) content = () => concept(node.id, node.of);
    else if (tp.vocabulary.isTerm(selected)) content = () => ofVocabulary(selected);
    const open = Boolean(content !== overview);
    root.setAttribute("aria-label", tp.t("details.title"));
    tp.fill(
      root,
      tp.el(
        "div",
        { class: "details-bar" },
        tp.el("span", { class: "panel-title" }, tp.t(open ? "details.title" : "details.overview")),
        open ? tp.el("button", { type: "button", class: "link-button", "data-key": "details-close", onclick: () => close() }, tp.t("details.close")) : null,
      ),
      content(),
    );
    tp.byId("side").classList.toggle("open", open);
  };

  // Closing gives the keyboard back to where the selection was made.
  const close = () => {
    const from = tp.state.selected;
    tp.select(null);
    const origin = document.querySelector(`.view [data-id="${CSS.escape(from)}"]:is(button, [tabindex])`);
    (origin ?? tp.byId("view")).focus({ preventScroll: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && tp.state.selected && !event.defaultPrevented) close();
  });

  return { render, kit };
})();
