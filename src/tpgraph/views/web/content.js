// The language of the content: names, messages and definitions in another language than the buttons.
"use strict";

tp.content = (() => {
  const choose = (content, menu) => {
    menu.close();
    tp.set({ content });
    tp.say(tp.t("content.said", { lang: tp.languageName(tp.contentLang()) }));
  };

  const option = (value, name, menu) =>
    tp.el(
      "button",
      { type: "button", class: "menu-item choice", lang: value ?? undefined, "data-key": `content-${value ?? "same"}`, "aria-pressed": String(value === tp.state.content), onclick: () => choose(value, menu) },
      name,
    );

  const content = (menu) => [
    tp.el("p", { class: "menu-note" }, tp.t("content.about")),
    option(null, tp.t("content.same", { lang: tp.languageName(tp.lang) }), menu),
    tp.data.langs.map((lang) => option(lang, tp.languageName(lang), menu)),
  ];

  return {
    // In sight only where it is not as one would expect.
    menu: () => {
      const { content: chosen } = tp.state;
      const label = chosen ? tp.t("content.is", { lang: tp.languageName(chosen) }) : tp.t("content.title");
      return tp.menus.menu("content", "globe", label, content, { words: chosen ? tp.languageName(chosen) : false });
    },
  };
})();
