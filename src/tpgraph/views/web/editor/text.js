// The editor proper: yasqe, started when the view is first opened, with completion of our own.
"use strict";

tp.editorText = (() => {
  let yasqe = null;
  let starting = null;
  let prefixes = {};
  let onRun = () => {};
  let onChange = () => {};
  let wrong = null; // the line that is marked

  // In a page of one file the script's hash stands in the policy: see network.js. A served page has
  // both at addresses of their own.
  const load = async () => {
    const [src, href] = ["tp-yasqe", "tp-yasqe-style"].map((id) => tp.byId(id).dataset.src);
    const script = tp.el("script", { src });
    const style = href ? tp.el("link", { rel: "stylesheet", href }) : tp.el("style");
    if (!src) [script.textContent, style.textContent] = await Promise.all([tp.unpack("tp-yasqe"), tp.unpack("tp-yasqe-style")]);
    const come = src ? [script, style].map((part) => new Promise((done, fail) => Object.assign(part, { onload: done, onerror: () => fail(new Error("not loaded")) }))) : [];
    // Before our own styles, which refine it.
    document.head.prepend(style);
    document.head.append(script);
    await Promise.all(come);
    if (!window.Yasqe) throw new Error("yasqe did not start");
  };

  const label = () => {
    if (!yasqe) return;
    const field = yasqe.getInputField();
    field.setAttribute("aria-label", tp.t("editor.text"));
    field.setAttribute("aria-describedby", "editor-keys");
    // What scrolls must be reached from the keyboard, too.
    const scroller = yasqe.getScrollerElement();
    for (const [name, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": tp.t("editor.lines") })) scroller.setAttribute(name, value);
  };

  const start = (box, text, known, { run, change }) =>
    (starting ??= (async () => {
      await load();
      [prefixes, onRun, onChange] = [known, run, change];
      yasqe = new window.Yasqe(box, {
        value: text,
        // Nothing is kept, shared or fetched by it: the page does that itself, in the reader's language.
        persistenceId: null,
        createShareableLink: null,
        consumeShareLink: null,
        showQueryButton: false,
        resizeable: false,
        autocompleters: [],
        syntaxErrorCheck: true,
        editorHeight: "auto",
        lineWrapping: true,
        extraKeys: {
          "Ctrl-Enter": () => onRun(),
          "Cmd-Enter": () => onRun(),
          "Ctrl-Space": () => complete(true),
          // The keyboard must get out of it.
          Tab: false,
          "Shift-Tab": false,
          "Ctrl-S": false,
          Esc: () => yasqe.getInputField().blur(),
        },
      });
      yasqe.on("change", (_, change) => {
        onChange(yasqe.getValue());
        mark(null);
        if (change.origin === "+input" && /[\p{L}:?$]/u.test(change.text.join(""))) complete(false);
      });
      label();
    })());

  // What has been begun at the cursor: a variable, a prefixed name or a word in any script.
  const BEGUN = /(?:[?$]\w*|[\p{L}\p{M}_][\p{L}\p{M}\d_:\-\u200c]*)$/u;
  const begun = () => {
    const cursor = yasqe.getDoc().getCursor();
    const before = yasqe.getDoc().getLine(cursor.line).slice(0, cursor.ch);
    // Not within a comment, a string or an address.
    const outside = before.replace(/<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (all) => " ".repeat(all.length));
    const word = /[#"'<]/.test(outside.replace(/\?\w+\s*<\s/g, "")) ? "" : (BEGUN.exec(before)?.[0] ?? "");
    return { cursor, word };
  };

  const hint = () => {
    const { cursor, word } = begun();
    const variables = [...new Set(yasqe.getValue().match(/[?$]\w+/g) ?? [])];
    const list = tp.editorTerms.find(word, variables).map((term) => ({ text: term.text, render: (element) => draw(element, term) }));
    return { list, from: { line: cursor.line, ch: cursor.ch - word.length }, to: cursor };
  };

  const draw = (element, { text, sort, names }) => {
    const [name] = tp.choose(names);
    tp.append(element, [
      tp.el("span", { class: "hint-text", dir: "ltr" }, tp.clip(text, 60)),
      name ? tp.el("bdi", { class: "hint-name" }, tp.clip(name, 60)) : null,
      tp.el("span", { class: "hint-sort" }, tp.t(`editor.sort.${sort}`)),
    ]);
  };

  // Where completions are shown: a part of the page with a name, above all others.
  const place = () => {
    const found = tp.byId("editor-hints") ?? document.body.appendChild(tp.el("div", { id: "editor-hints", role: "region" }));
    found.setAttribute("aria-label", tp.t("editor.completions"));
    return found;
  };

  // While one writes, from the second letter on; when it is asked for, always.
  const complete = async (isAsked) => {
    if (yasqe.state.completionActive) return;
    await tp.editorTerms.load(prefixes);
    const { word } = begun();
    if (!isAsked && (word.length < 2 || word.endsWith("::"))) return;
    if (!hint().list.length) return;
    yasqe.showHint({ hint, completeSingle: false, closeCharacters: /[\s()[\]{};,.>"]/, container: place() });
    const list = document.querySelector(".CodeMirror-hints");
    // It scrolls: so it must be possible to reach it from the keyboard.
    for (const [name, value] of Object.entries({ tabindex: "0", "aria-label": tp.t("editor.completions") })) list?.setAttribute(name, value);
  };

  // Where a query is wrong: line and column, counted from 1.
  const mark = (place) => {
    if (wrong !== null) yasqe?.removeLineClass(wrong, "background", "is-wrong");
    wrong = null;
    if (!place || !yasqe) return;
    wrong = yasqe.getDoc().getLineHandle(place.line - 1) ?? null;
    if (wrong !== null) yasqe.addLineClass(wrong, "background", "is-wrong");
  };
  const goTo = ({ line, column }) => {
    yasqe.getDoc().setCursor({ line: line - 1, ch: column - 1 });
    yasqe.focus();
  };

  // Another text keeps what can be undone in it.
  const put = (text) => {
    if (yasqe && yasqe.getValue() !== text) yasqe.setValue(text);
  };

  return { start, put, label, mark, goTo, refresh: () => yasqe?.refresh() };
})();
