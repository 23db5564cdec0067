// Checks the exercises of a unit at once: what was chosen is held against each key.
(() => {
  "use strict";
  const score = document.getElementById("score");
  if (!score) return;
  const exercises = [...document.querySelectorAll(".exercise")];
  const digits = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });

  function tell(exercise, right, text) {
    exercise.classList.toggle("is-right", right);
    exercise.classList.toggle("is-wrong", !right);
    const verdict = exercise.querySelector(".verdict");
    // The same words twice are read out twice only if they were gone in between.
    verdict.textContent = "";
    setTimeout(() => { verdict.textContent = text; }, 30);
    const done = exercises.filter((e) => e.classList.contains("is-right")).length;
    score.textContent = score.dataset.score
      .replace("{right}", digits.format(done)).replace("{all}", digits.format(exercises.length));
  }

  function mark(element, right) {
    element.classList.toggle("is-right", right);
    element.classList.toggle("is-wrong", !right);
  }

  function unmark(element) {
    element.classList.remove("is-right", "is-wrong");
  }

  for (const exercise of exercises) {
    const key = JSON.parse(exercise.dataset.key);
    const choices = [...exercise.querySelectorAll(".choice")];
    for (const choice of choices) {
      choice.addEventListener("click", () => {
        const right = key.includes(choice.value);
        for (const other of choices) {
          unmark(other);
          other.setAttribute("aria-pressed", String(other === choice));
        }
        mark(choice, right);
        tell(exercise, right, right ? score.dataset.right : score.dataset.wrong);
      });
    }
    const check = exercise.querySelector(".check");
    if (!check) continue;
    const selects = [...exercise.querySelectorAll("select")];
    for (const select of selects) {
      select.addEventListener("change", () => unmark(select.parentElement));
    }
    check.addEventListener("click", () => {
      const blank = selects.some((select) => select.value === "");
      selects.forEach((select, n) => {
        if (select.value !== "") mark(select.parentElement, select.value === key[n]);
      });
      const right = selects.every((select, n) => select.value === key[n]);
      const { right: yes, wrong: no, blank: open } = score.dataset;
      tell(exercise, right, right ? yes : blank ? open : no);
    });
  }
})();
