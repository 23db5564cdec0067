// Marks a quiz in the page: what was chosen is held against each question's key.
(() => {
  "use strict";
  const form = document.getElementById("quiz");
  const score = document.getElementById("score");
  const digits = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });

  function given(question) {
    if (question.dataset.form === "open") return null;
    const selects = [...question.querySelectorAll("select")];
    if (selects.length) return selects.map((select) => select.value);
    const chosen = question.querySelector("input:checked");
    return [chosen ? chosen.value : ""];
  }

  function mark(question) {
    const answer = given(question);
    const result = question.querySelector(".result");
    const verdict = result.querySelector(".verdict");
    result.hidden = false;
    if (answer === null) return null;
    const key = JSON.parse(question.dataset.key);
    const right = answer.length === key.length && answer.every((value, n) => value === key[n]);
    const blank = answer.every((value) => value === "");
    question.classList.toggle("is-right", right);
    question.classList.toggle("is-wrong", !right);
    verdict.textContent = right ? score.dataset.right : blank ? score.dataset.unanswered : score.dataset.wrong;
    return right;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const marks = [...form.querySelectorAll("fieldset")].map(mark).filter((m) => m !== null);
    const right = marks.filter(Boolean).length;
    score.textContent = score.dataset.score
      .replace("{right}", digits.format(right)).replace("{all}", digits.format(marks.length));
    score.focus();
  });

  form.addEventListener("reset", () => {
    for (const question of form.querySelectorAll("fieldset")) {
      question.classList.remove("is-right", "is-wrong");
      question.querySelector(".result").hidden = true;
    }
    score.textContent = "";
    window.scrollTo(0, 0);
  });
})();
