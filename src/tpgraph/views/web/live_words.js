// An edit in words: what is done, to what, with which cells.
"use strict";

tp.liveWords = (() => {
  const { BOUND } = tp.liveCompany;
  const dotted = (parts) => parts.flatMap((part, i) => [i ? " · " : "", part]);

  const complete = (text) => {
    const known = text.split("|").map((name) => tp.liveData.save.columns.find((c) => c.name === name)?.iri).filter(Boolean);
    return known.length > 3 ? [tp.t("live.columns", { n: known.length })] : dotted(known.map((iri) => tp.labelNode(iri, 60)));
  };

  // A value of a cell or of a key: its terms by their labels, anything else as it is written.
  const value = (entry, text) => {
    if (text === "") return [tp.t("live.blank")];
    if (text === tp.liveRow.NONE && (entry.none || entry.holds === "concept")) return [tp.t("live.none")];
    const one = (part) => {
      const found = entry.holds === "kind" ? tp.liveRow.kindOf(part) : entry.choices?.find((c) => c.text === part);
      if (found?.iri) return tp.labelNode(found.iri, 60);
      return entry.holds === "yesno" ? tp.t(part === "yes" ? "value.yes" : "value.no") : tp.value(tp.clip(part, 120));
    };
    const several = entry.choices || entry.holds === "kind" || entry.holds === "links";
    return dotted((several ? tp.liveText.split(text, "|") : [text]).map(one));
  };

  const ofCompany = (key, text) => [" · ", key === "complete" ? tp.t("live.complete") : tp.liveChangeCompany.named(key), ": ", key === "complete" ? complete(text) : value(tp.liveData.company[key], text)];
  const ofCell = (column, text) => {
    const entry = tp.liveData.columns[column];
    return entry ? [" · ", tp.labelNode(entry.iri, 60), ": ", value(entry, text)] : [];
  };
  const isKey = (key) => key === "complete" || key in tp.liveData.company || key.startsWith(BOUND);

  return ({ action, target, cells }) => {
    const kind = action === "add" && cells.type ? tp.liveRow.kindOf(cells.type) : null;
    const added = cells.name ? tp.el("bdi", {}, cells.name) : kind ? tp.labelNode(kind.iri, 60) : cells.type;
    const shown = Object.entries(cells).filter(([column]) => !(action === "add" && ["name", "type"].includes(column)));
    const isOfCompany = target === tp.data.company.iri;
    const parts = shown.flatMap(([column, text]) => (isOfCompany ? (isKey(column) ? ofCompany(column, text) : []) : ofCell(column, text)));
    return [tp.el("strong", {}, tp.t({ add: "live.added", change: "live.changed", retire: "live.retired" }[action])), " ", action === "add" ? added : tp.labelNode(target, 80), parts];
  };
})();
