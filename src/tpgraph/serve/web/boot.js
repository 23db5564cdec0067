// Fetches what the page reads first, then runs the page's scripts: the served page's only own start.
"use strict";

(() => {
  const { page } = document.currentScript.dataset;

  const fill = async (block) => {
    const answer = await fetch(block.dataset.src);
    if (!answer.ok) throw new Error(`${block.dataset.src}: ${answer.status}`);
    block.textContent = await answer.text();
  };

  const start = async () => {
    // The scripts come meanwhile, and are then taken from the browser's cache.
    await Promise.all([fetch(page), ...[...document.querySelectorAll("script[data-first]")].map(fill)]);
    const script = document.createElement("script");
    script.src = page;
    document.body.append(script);
  };

  start().catch((error) => {
    console.error(error);
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "alert");
    note.textContent = String(error.message);
    document.getElementById("view").append(note);
  });
})();
