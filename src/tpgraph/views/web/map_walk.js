// The journey map from the keyboard: one place takes Tab, arrow keys move it.
"use strict";

tp.mapWalk = (() => {
  // The place that Tab comes back to.
  let current = null;

  // One place in the table takes Tab; arrow keys move it.
  const rove = (table, stop) => {
    const stops = table.querySelectorAll("[data-stop]");
    stops.forEach((s) => s.setAttribute("tabindex", "-1"));
    (stop ?? table.querySelector("tbody td[data-stop], tbody td [data-stop]") ?? stops[0])?.setAttribute("tabindex", "0");
  };

  const remember = (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop) return;
    current = stop.dataset.key;
    rove(stop.closest("table"), stop);
  };

  const stopsIn = (td) => (td.matches("[data-stop]") ? [td] : [...td.querySelectorAll("[data-stop]")]);

  const walk = (event) => {
    const table = event.currentTarget;
    const stop = event.target.closest("[data-stop]");
    if (!stop || !table.matches("table")) return;
    const td = stop.closest("td, th");
    const tr = td.parentElement;
    const rows = [...table.rows];
    const row = rows.indexOf(tr);
    const column = [...tr.cells].indexOf(td);
    // A head's fold button lies beside it: left and right reach it, up and down pass it by.
    const fold = td.querySelector(".fold");
    const within = stopsIn(td).filter((s) => s !== fold);
    const at = within.indexOf(stop === fold ? td.querySelector(".head-button") : stop);
    const forward = tp.isRtl() ? "ArrowLeft" : "ArrowRight";
    const backward = tp.isRtl() ? "ArrowRight" : "ArrowLeft";
    const go = (r, c, last = false) => {
      const stops = rows[r]?.cells[c] ? stopsIn(rows[r].cells[c]).filter((s) => !s.matches(".fold")) : [];
      return last ? stops.at(-1) : stops[0];
    };
    // The next row up or down that has something in this column.
    const onward = (step) => {
      for (let r = row + step; rows[r]; r += step) if (go(r, column)) return go(r, column, step < 0);
      return null;
    };
    let to = null;
    if (event.key === "ArrowDown") to = within[at + 1] ?? onward(1);
    else if (event.key === "ArrowUp") to = within[at - 1] ?? onward(-1);
    else if (event.key === forward) to = fold && stop !== fold ? fold : go(row, column + 1);
    else if (event.key === backward) to = stop === fold ? within[0] : go(row, column - 1);
    else if (event.key === "Home") to = go(event.ctrlKey ? 1 : row, event.ctrlKey ? 1 : 0) ?? go(row, 1);
    else if (event.key === "End") to = event.ctrlKey ? go(rows.length - 1, rows.at(-1).cells.length - 1, true) : go(row, tr.cells.length - 1);
    else if ((event.key === "Enter" || event.key === " ") && stop === td) {
      event.preventDefault();
      tp.select(td.dataset.id);
      return;
    } else return;
    event.preventDefault();
    to?.focus();
    to?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  // After the table has been made anew.
  const resume = (table) => rove(table, [...table.querySelectorAll("[data-stop]")].find((s) => s.dataset.key === current) ?? null);

  return { walk, remember, resume };
})();
