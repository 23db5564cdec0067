// What edits come to: which findings close, open, get known, become unknown or are asked no longer.
"use strict";

tp.liveOutcome = (() => {
  const OPEN = ["gap", "unknown"];

  const changesBetween = (before, after) => {
    const found = new Map();
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const was = before.get(id)?.status ?? null;
      const now = after.get(id)?.status ?? null;
      if (was !== now && (before.has(id) || now !== "ok")) found.set(id, [was, now]);
    }
    return found;
  };

  const stated = (edits) =>
    new Set(
      edits.flatMap(({ target, cells }) =>
        [...Object.keys(cells).map((key) => key.replace(/^bounds\./, "bound-")), ...(cells.complete ?? "").split("|").filter(Boolean).map((name) => `complete-${name}`)].map((column) => `${target}#${column}`),
      ),
    );

  // The same as the command line's: a gap is closed where its rule says ok then, or where what is
  // wrong is that the touchpoint is there. One that nobody asks for any more is no merit.
  const of = (before, after, edits) => {
    const open = new Map([...before].filter(([, f]) => OPEN.includes(f.status)));
    const ends = new Set(tp.liveData.ended_by_retiring);
    const said = stated(edits);
    const retired = new Set(edits.filter((e) => e.action === "retire").map((e) => e.target));
    const outcome = { closes: [], opens: [], makes_known: [], makes_unknown: [], unasked: [] };
    const changes = changesBetween(open, after);
    for (const id of [...changes.keys()].sort()) {
      const [was, now] = changes.get(id);
      const finding = open.get(id);
      if (now === "gap") outcome.opens.push(id);
      if (now === "unknown") outcome.makes_unknown.push(id);
      const isGone = finding?.concerns.some((c) => retired.has(c));
      if (was === "unknown") (now || (finding.settled_by.some((cell) => said.has(cell)) && !isGone) ? outcome.makes_known : outcome.unasked).push(id);
      else if (was === "gap" && (now === "ok" || now === null)) (now || (ends.has(finding.rule) && isGone) ? outcome.closes : outcome.unasked).push(id);
    }
    return { ...outcome, changes };
  };

  return { of, OPEN };
})();
