// Views that the reader has named: what the address says, kept by this browser under a name.
"use strict";

tp.saved = (() => {
  const KEY = `tpgraph.views.${tp.data.company.iri}`;
  const MOST = 50;
  const LENGTH = 60;
  // A browser may refuse to keep anything for a file on disk: the list then lasts as long as the page.
  let views = null;
  let kept = true;
  let renaming = null;

  const all = () => {
    if (views) return views;
    views = [];
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      if (Array.isArray(found)) {
        views = found.filter((v) => typeof v?.name === "string" && typeof v.at === "string").slice(0, MOST);
      }
    } catch {
      kept = false;
    }
    return views;
  };

  const put = (next) => {
    views = next.slice(0, MOST);
    try {
      localStorage.setItem(KEY, JSON.stringify(views));
    } catch {
      kept = false;
    }
  };

  // A view of the same name is replaced.
  const save = (name) => put([{ name, at: tp.store.address() }, ...all().filter((v) => v.name !== name)]);
  const rename = (old, name) => put(all().filter((v) => v.name === old || v.name !== name).map((v) => (v.name === old ? { ...v, name } : v)));
  const remove = (name) => put(all().filter((v) => v.name !== name));
  const clean = (text) => tp.plain(text).trim().slice(0, LENGTH);

  const form = (id, value, button, act) => {
    const input = tp.el("input", { type: "text", id, maxlength: LENGTH, dir: "auto", autocomplete: "off", "data-key": id, "aria-label": tp.t("saved.name"), placeholder: tp.t("saved.name"), value });
    const done = () => {
      const name = clean(input.value);
      if (name) act(name);
      else input.focus();
    };
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      done();
    });
    return tp.el("div", { class: "menu-form" }, input, tp.el("button", { type: "button", class: "button", "data-key": `${id}-do`, onclick: done }, button));
  };

  const row = (view, menu) => {
    const key = (part) => `saved-${part}-${view.name}`;
    if (renaming === view.name) {
      return tp.el("li", {}, form("saved-rename", view.name, tp.t("saved.rename"), (name) => {
        rename(view.name, name);
        renaming = null;
        menu.redraw();
      }));
    }
    const tool = (part, icon, act) => tp.iconButton(icon, tp.t(`saved.${part}Named`, { name: tp.plain(view.name) }), { class: "tool small", "data-key": key(part), onclick: act });
    return tp.el(
      "li",
      { class: "saved-row" },
      tp.el(
        "button",
        { type: "button", class: "menu-item", "data-key": key("open"), onclick: () => {
          menu.close();
          tp.store.open(view.at);
          tp.say(tp.t("saved.opened", { name: tp.plain(view.name) }));
        } },
        tp.el("bdi", { dir: "auto" }, view.name),
      ),
      tool("rename", "pencil", () => {
        renaming = view.name;
        menu.redraw();
        tp.byId("saved-rename").focus();
      }),
      tool("delete", "trash", () => {
        remove(view.name);
        menu.redraw();
        tp.byId("saved-new").focus();
        tp.say(tp.t("saved.deleted", { name: tp.plain(view.name) }));
      }),
    );
  };

  // All as it was when the page was made; the language stays the reader's.
  const reset = (menu) => {
    menu.close();
    tp.store.open(tp.state.lang === tp.data.lang ? "" : `lang=${tp.state.lang}`);
  };

  const content = (menu) => [
    tp.el("p", { class: "menu-note" }, tp.t("saved.about")),
    form("saved-new", null, tp.t("saved.save"), (name) => {
      save(name);
      menu.redraw();
      tp.byId("saved-new").value = "";
      tp.say(tp.t("saved.saved", { name }));
    }),
    all().length ? tp.el("ul", { class: "saved-list" }, all().map((view) => row(view, menu))) : tp.el("p", { class: "muted" }, tp.t("saved.none")),
    kept ? null : tp.el("p", { class: "menu-note" }, tp.t("saved.notKept")),
    tp.el("button", { type: "button", class: "menu-item ruled", "data-key": "saved-reset", onclick: () => reset(menu) }, tp.t("saved.reset")),
  ];

  return {
    menu: () => {
      renaming = null;
      return tp.menus.menu("saved", "bookmark", tp.t("saved.views"), content);
    },
  };
})();
