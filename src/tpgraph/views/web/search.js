// Search in the labels of any language, also of concepts that the company does not use.
"use strict";

tp.search = (() => {
  const OF_KIND = 6;
  const ALONE = 14;
  const { vocabulary } = tp;
  const KINDS = ["touchpoint", "concept", "gap", "recommendation", "unknown", "other"];

  // What the company has: touchpoints, findings, recommendations, and the concepts in use.
  // A large company's take a while: they are gone through a few at a time, from when the search is
  // entered on.
  let own = new tp.Index();
  const toFeed = () => [...tp.model.nodes.values()].filter((node) => node.kind !== "ok");
  let waiting = toFeed();
  const folded = new Map();
  const foldOnce = (text) => {
    if (!folded.has(text)) folded.set(text, tp.fold(tp.clip(text, 200)));
    return folded.get(text);
  };
  const put = (node) => {
    if (node.kind === "touchpoint") own.add(node.id, node.of.name, "");
    else if (node.kind === "concept") for (const [lang, text] of Object.entries(tp.data.labels[node.id] ?? {})) own.add(node.id, text, lang);
    else {
      for (const lang of tp.data.langs) {
        const about = tp.aboutIds(node).map((id) => tp.data.labels[id]?.[lang] ?? tp.data.labels[id]?.[""] ?? "");
        const parts = [node.of.title[lang] ?? "", ...about];
        own.add(node.id, parts.join(" "), lang, { folded: parts.map(foldOnce).join(" ").trim() });
      }
    }
  };
  const feed = (most = Infinity) => waiting.splice(0, most).forEach(put);
  const feedOn = () => {
    feed(250);
    if (waiting.length) setTimeout(feedOn);
  };

  let known = null;
  const buildKnown = () => {
    known = new tp.Index();
    for (const term of vocabulary.terms.values()) {
      const minor = ["scheme", "document", "disagreement"].includes(term.sort) ? 0.4 : 0;
      for (const [lang, text] of Object.entries(term.labels)) known.add(term.id, text, lang, { weight: minor });
      for (const [lang, texts] of Object.entries(term.alternatives)) for (const text of texts) known.add(term.id, text, lang, { weight: minor + 0.35 });
    }
  };

  const foreign = (entry) => (entry.lang && entry.lang !== tp.contentLang() && entry.lang !== tp.lang ? 0.25 : 0);
  const terms = (text) => {
    if (!vocabulary.ready) return [];
    if (!known) buildKnown();
    return known.find(text, (entry) => foreign(entry) + (vocabulary.used(entry.id).length ? 0 : 0.3));
  };

  const kindOf = (id) => {
    const kind = tp.model.nodes.get(id)?.kind;
    return kind && kind !== "concept" ? kind : kind || vocabulary.used(id).length ? "concept" : "other";
  };

  // Groups of one kind each, the group of the best match first.
  const find = (text) => {
    feed();
    const best = new Map();
    const penalty = (entry) => foreign(entry) + (tp.model.nodes.get(entry.id).kind === "unknown" ? 0.2 : 0);
    for (const result of [...own.find(text, penalty), ...terms(text)]) {
      const held = best.get(result.id);
      if (!held || result.points < held.points) best.set(result.id, result);
    }
    const groups = new Map();
    for (const result of [...best.values()].sort((a, b) => a.points - b.points)) {
      const kind = kindOf(result.id);
      if (groups.has(kind)) groups.get(kind).push(result);
      else groups.set(kind, [result]);
    }
    const most = groups.size === 1 ? ALONE : OF_KIND;
    return [...groups].map(([kind, all]) => ({ kind, total: all.length, results: all.slice(0, most) })).sort((a, b) => a.results[0].points - b.results[0].points || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  };

  // The name of what was found with the matching part marked; where another of its names matched,
  // that name follows in its language.
  const named = (result, query) => {
    const shown = tp.name(result.id);
    const folded = tp.fold(shown).split(" ");
    const words = tp.matchedWords(result);
    const { text, lang: textLang } = result.entry;
    const inName = words.some((word) => folded.includes(word));
    const node = tp.model.nodes.get(result.id);
    const lang = tp.choose(tp.data.labels[result.id])[1];
    const dir = node?.kind === "touchpoint" || !lang ? "auto" : tp.RIGHT_TO_LEFT.has(lang) ? "rtl" : "ltr";
    const other = !inName && text !== shown;
    return [
      tp.el("bdi", { dir, lang: lang && lang !== tp.lang ? lang : undefined }, inName ? tp.marked(tp.clip(shown, 120), words, query) : tp.clip(shown, 120)),
      other
        ? tp.el("span", { class: "about" }, tp.el("bdi", { lang: textLang, dir: "auto" }, tp.marked(tp.clip(text, 90), words, query)), textLang ? tp.el("small", { class: "fallback" }, ` ${tp.languageName(textLang)}`) : null)
        : null,
    ];
  };

  let active = -1;
  let flat = [];
  const input = tp.byId("search");
  const box = tp.byId("results");

  const close = () => {
    box.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (i) => {
    const result = flat[i];
    if (!result) return;
    close();
    input.value = "";
    if (!tp.model.nodes.has(result.id)) tp.set({ view: "concepts", selected: result.id });
    else tp.select(result.id);
    if (tp.state.view === "map") tp.map.reveal(result.id);
  };

  const show = () => {
    if (!input.value.trim()) {
      close();
      return;
    }
    if (!vocabulary.ready) vocabulary.load().then(() => document.activeElement === input && show(), () => {});
    const query = input.value;
    const groups = find(query);
    flat = groups.flatMap((g) => g.results);
    active = flat.length ? 0 : -1;
    let i = 0;
    const option = (result) => {
      const n = i;
      i += 1;
      return tp.el(
        "li",
        { role: "option", id: `result-${n}`, class: "item", "aria-selected": String(n === active), onmousedown: (e) => e.preventDefault(), onclick: () => choose(n) },
        tp.glyph(tp.model.nodes.get(result.id)?.kind ?? "concept"),
        tp.el("span", { class: "item-name" }, named(result, query)),
      );
    };
    const title = (kind) => tp.t(kind === "other" ? "search.other" : `kinds.${kind}`);
    tp.fill(
      box,
      groups.length
        ? groups.map((g) =>
            tp.el(
              "li",
              { role: "presentation" },
              tp.el(
                "ul",
                { role: "group", "aria-label": title(g.kind) },
                tp.el("li", { role: "presentation", class: "result-head" }, title(g.kind), tp.el("span", { class: "count" }, g.total > g.results.length ? tp.t("search.some", { n: g.results.length, total: g.total }) : tp.number(g.total))),
                g.results.map(option),
              ),
            ),
          )
        : tp.el("li", { role: "option", "aria-selected": "false", "aria-disabled": "true", class: "muted" }, tp.t("search.none")),
    );
    box.hidden = false;
    box.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    mark();
    tp.say(flat.length ? tp.t("search.results", { n: groups.reduce((n, g) => n + g.total, 0) }) : tp.t("search.none"));
  };

  const mark = () => {
    for (const option of box.querySelectorAll("[role=option]")) {
      const here = option.id === `result-${active}`;
      option.setAttribute("aria-selected", String(here));
      if (here && active) option.scrollIntoView({ block: "nearest" });
    }
    if (active >= 0) input.setAttribute("aria-activedescendant", `result-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };

  input.addEventListener("input", show);
  input.addEventListener("focus", () => {
    feedOn();
    show();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (box.hidden) input.value = "";
      close();
      event.stopPropagation();
    } else if (event.key === "Enter") choose(active);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && flat.length) {
      event.preventDefault();
      if (box.hidden) show();
      else {
        active = (active + (event.key === "ArrowDown" ? 1 : -1) + flat.length) % flat.length;
        mark();
      }
    }
  });
  // "/" goes to the search, as in many tools; so does Ctrl+K (or the Mac's ⌘K).
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!slash && (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  const render = () => {
    input.placeholder = tp.t("search.label");
    input.setAttribute("aria-label", tp.t("search.label"));
    input.setAttribute("aria-keyshortcuts", "/ Control+K");
    box.setAttribute("aria-label", tp.t("search.short"));
  };
  // What there is has changed.
  const forget = () => {
    own = new tp.Index();
    waiting = toFeed();
  };

  return { render, find, terms, named, forget };
})();
