// The card of a concept: names in five languages, what it means, where it stands, who says so.
"use strict";

tp.conceptCard = (() => {
  const HOW = ["necessary", "usual", "impossible"];
  const MOST_NAMES = 12;
  const bdi = (text, lang) => tp.el("bdi", { lang, dir: tp.RIGHT_TO_LEFT.has(lang) ? "rtl" : "ltr" }, text);
  const link = (id) => tp.el("button", { type: "button", class: "term", "data-key": `term-${id}`, onclick: () => tp.select(id) }, tp.labelNode(id, 120));
  const named = (id) => (tp.vocabulary.terms.has(id) ? link(id) : tp.labelNode(id, 120));
  const terms = (ids) => tp.el("ul", { class: "terms" }, ids.map((id) => tp.el("li", {}, named(id))));

  const names = (term) =>
    tp.el(
      "dl",
      { class: "names" },
      tp.data.langs.map((lang) => {
        const others = term.alternatives[lang] ?? [];
        const comma = lang === "fa" ? "، " : ", ";
        const first = others.slice(0, MOST_NAMES);
        const rest = others.slice(MOST_NAMES);
        return [
          tp.el("dt", {}, tp.languageName(lang)),
          tp.el(
            "dd",
            { "data-lang": lang },
            term.labels[lang] ? tp.el("b", {}, bdi(term.labels[lang], lang)) : tp.el("span", { class: "muted" }, "—"),
            first.length ? tp.el("span", { class: "others" }, bdi(first.join(comma), lang)) : null,
            rest.length ? tp.el("details", {}, tp.el("summary", {}, tp.t("map.more", { n: rest.length })), tp.el("span", { class: "others" }, bdi(rest.join(comma), lang))) : null,
          ),
        ];
      }),
    );

  const document_ = (name) => {
    const id = tp.vocabulary.iri(name);
    return tp.vocabulary.terms.has(id) ? link(id) : tp.el("bdi", {}, name);
  };
  const place = (said) => [document_(said.source), said.line ? [" · ", tp.t("concepts.line", { line: said.line })] : null];

  // A column's values: always, usually and never, each with who says so.
  const stands = (term) => {
    const columns = [...new Set(term.values.map((v) => v.column))];
    const one = (v) => {
      const places = [...new Map(v.said.map((s) => [`${s.source}${s.line}`, s])).values()];
      const notes = [];
      if (v.of !== term.id) notes.push(tp.tNodes("concepts.inherited", { kind: tp.labelNode(v.of, 60) }));
      if (places.length) notes.push(...places.slice(0, 2).map(place));
      else if (v.how === "usual") notes.push(tp.t("concepts.judgement"));
      return tp.el(
        "li",
        {},
        tp.el("span", { class: `how how-${v.how}` }, tp.t(`concepts.${v.how}`)),
        " ",
        tp.vocabulary.terms.has(v.value) ? link(v.value) : tp.value(v.value.split("#").pop()),
        notes.length ? tp.el("span", { class: "where" }, notes.map((n, i) => [i ? " · " : null, n])) : null,
      );
    };
    return tp.el(
      "dl",
      { class: "stands" },
      columns.map((column) => {
        const values = term.values.filter((v) => v.column === column).sort((a, b) => HOW.indexOf(a.how) - HOW.indexOf(b.how));
        return [tp.el("dt", {}, tp.labelNode(column)), tp.el("dd", {}, tp.el("ul", {}, values.map(one)))];
      }),
    );
  };

  const statement = (said) => {
    const written = Object.keys(said.sentences).length ? tp.text(said.sentences) : [said.about, said.relation, said.object].filter(Boolean).map((part, i) => [i ? " — " : null, tp.labelNode(tp.vocabulary.iri(part))]);
    return tp.el("li", {}, written, tp.el("q", { class: "words" }, tp.el("bdi", { dir: "auto" }, said.words)), tp.el("span", { class: "where" }, place(said)));
  };

  const otherLanguages = (term) => {
    const others = tp.data.langs.filter((lang) => lang !== tp.contentLang() && term.definition[lang]);
    if (!others.length) return null;
    return tp.el(
      "details",
      { class: "other-definitions" },
      tp.el("summary", {}, tp.t("concepts.otherDefinitions")),
      tp.el("dl", { class: "names" }, others.map((lang) => [tp.el("dt", {}, tp.languageName(lang)), tp.el("dd", {}, bdi(term.definition[lang], lang))])),
    );
  };

  // Notes and examples are lists of texts by language.
  const lists = (title, texts, part) => {
    const lang = [tp.contentLang(), "en"].find((l) => texts[l]);
    return lang ? part(title, tp.el("ul", { class: "facts" }, texts[lang].map((text) => tp.el("li", {}, tp.text({ [lang]: text }))))) : null;
  };

  const way = (term) => {
    const above = tp.vocabulary.path(term.id).slice(0, -1);
    return above.length ? tp.el("p", { class: "way" }, above.map((id, i) => [i ? tp.el("span", { class: "way-sep", "aria-hidden": "true" }, "›") : null, link(id)])) : null;
  };

  const sortText = (term) => tp.t(term.sort === "kind" ? "group.kind" : `concepts.${term.sort}`);

  return (id, { part, list, title }) => {
    const { vocabulary } = tp;
    const term = vocabulary.terms.get(id);
    const touchpoints = vocabulary.used(id);
    const findings = [...new Set([...vocabulary.findings(id), ...touchpoints.flatMap((t) => vocabulary.findings(t))])]
      .sort((a, b) => tp.bySeverity(tp.model.nodes.get(a), tp.model.nodes.get(b)));
    const answering = tp.data.recommendations.filter((r) => r.kinds.some((k) => k.kind === id)).map((r) => r.id);
    const below = vocabulary.below(id);
    const placed = ["kind", "concept"].includes(term.sort);
    return [
      way(term),
      tp.el("p", { class: "pills" }, tp.el("span", { class: "pill pill-concept" }, tp.glyph("concept"), sortText(term)), placed ? tp.el("span", { class: `pill ${touchpoints.length ? "pill-touchpoint" : "pill-unknown"}` }, tp.t(touchpoints.length ? "concepts.used" : "concepts.unused", { n: touchpoints.length })) : null),
      title(tp.labelNode(id)),
      Object.keys(term.definition).length ? tp.el("p", { class: "message" }, tp.text(term.definition, { length: 2000 })) : null,
      tp.el("div", { class: "card-parts" }, [
        part(tp.t("details.labels"), names(term), otherLanguages(term)),
        term.values.length ? part(tp.t("concepts.stands"), stands(term)) : null,
        term.broader.some((b) => vocabulary.terms.has(b)) ? part(tp.t("details.broader"), terms(term.broader.filter((b) => vocabulary.terms.has(b)))) : null,
        below.length ? part(`${tp.t("details.narrower")} (${tp.number(below.length)})`, terms(below)) : null,
        term.related.length ? part(tp.t("concepts.related"), terms(term.related)) : null,
        placed ? part(tp.t("concepts.touchpoints"), touchpoints.length ? list(touchpoints) : tp.el("p", { class: "muted" }, tp.t("details.noMembers"))) : null,
        findings.length ? part(tp.t("details.findings"), list(findings)) : null,
        answering.length ? part(tp.t("kinds.recommendation"), list(answering)) : null,
        lists(tp.t("concepts.notes"), term.notes, part),
        lists(tp.t("concepts.examples"), term.examples, part),
        term.about.length ? part(tp.t("concepts.said"), tp.el("ul", { class: "facts said" }, term.about.slice(0, 30).map(statement))) : null,
        term.sources.length ? part(tp.t("details.sources"), terms(term.sources)) : null,
      ]),
      tp.el("p", { class: "address" }, tp.el("code", { dir: "ltr" }, id)),
    ];
  };
})();
