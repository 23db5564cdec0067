// The tree of concepts: branches open by click and by keyboard, as trees do on every system.
"use strict";

tp.conceptTree = (() => {
  const { vocabulary } = tp;
  const open = new Set();
  let focused = null;
  let typed = "";
  let typedAt = 0;
  const key = (way) => way.join(" ");

  const visible = (id) => !tp.state.used || vocabulary.schemes.has(id) || vocabulary.used(id).length > 0;
  const below = (id) => vocabulary.below(id).filter(visible);

  // Opens the branches above a term and makes it the one that the keyboard is on.
  const reveal = (id) => {
    const way = vocabulary.path(id);
    for (let i = 1; i < way.length; i += 1) open.add(key(way.slice(0, i)));
    focused = key(way);
  };

  const item = (id, above, n, of) => {
    const way = [...above, id];
    const at = key(way);
    const children = below(id).filter((child) => !way.includes(child));
    const isOpen = children.length > 0 && open.has(at);
    const count = vocabulary.used(id).length;
    const counted = vocabulary.schemes.has(id) ? null : count;
    return tp.el(
      "li",
      {
        role: "treeitem",
        tabindex: at === focused ? "0" : "-1",
        "aria-level": way.length,
        "aria-setsize": of,
        "aria-posinset": n + 1,
        "aria-expanded": children.length ? String(isOpen) : undefined,
        "aria-selected": String(id === tp.state.selected),
        "aria-label": tp.plain(tp.label(id)) + (counted ? `, ${tp.t("concepts.used", { n: counted })}` : ""),
        "data-key": `tree-${at}`,
        "data-at": at,
        "data-id": id,
      },
      tp.el(
        "span",
        { class: "tree-row" },
        tp.el("span", { class: "twisty" }, children.length ? tp.icon(isOpen ? "down" : "right") : null),
        tp.el("span", { class: "tree-name" }, tp.labelNode(id, 120)),
        counted ? tp.el("span", { class: "count-pill" }, tp.number(counted)) : null,
      ),
      isOpen ? tp.el("ul", { role: "group" }, children.map((child, i) => item(child, way, i, children.length))) : null,
    );
  };

  const root = () => tp.byId("concept-tree");
  const items = () => [...root().querySelectorAll("[role=treeitem]")];

  const draw = () => {
    const tops = vocabulary.roots();
    focused ??= tops[0];
    const list = tops.map((id, i) => item(id, [], i, tops.length));
    tp.fill(root(), list);
    // What the keyboard was on may have gone with a branch.
    if (!root().querySelector("[tabindex='0']")) root().firstChild?.setAttribute("tabindex", "0");
  };

  const focus = (element) => {
    if (!element) return;
    for (const other of root().querySelectorAll("[tabindex='0']")) other.setAttribute("tabindex", "-1");
    element.setAttribute("tabindex", "0");
    focused = element.dataset.at;
    element.focus({ preventScroll: true });
    element.firstChild.scrollIntoView({ block: "nearest" });
  };

  const toggle = (element, wanted = !open.has(element.dataset.at)) => {
    const { at } = element.dataset;
    if (wanted) open.add(at);
    else open.delete(at);
    focused = at;
    draw();
    focus(items().find((e) => e.dataset.at === at));
  };

  // The next item whose name begins with what is typed.
  const typeAhead = (letter, all, now) => {
    const at = Date.now();
    typed = at - typedAt > 800 ? letter : typed + letter;
    typedAt = at;
    const wanted = tp.fold(typed);
    if (!wanted) return;
    const from = typed.length > 1 ? now : now + 1;
    const order = [...all.slice(from), ...all.slice(0, from)];
    focus(order.find((e) => tp.fold(tp.label(e.dataset.id)).startsWith(wanted)));
  };

  const onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const element = event.target.closest("[role=treeitem]");
    if (!element) return;
    const all = items();
    const now = all.indexOf(element);
    const expanded = element.getAttribute("aria-expanded");
    const deeper = tp.isRtl() ? "ArrowLeft" : "ArrowRight";
    const higher = tp.isRtl() ? "ArrowRight" : "ArrowLeft";
    const act = {
      ArrowDown: () => focus(all[now + 1]),
      ArrowUp: () => focus(all[now - 1]),
      Home: () => focus(all[0]),
      End: () => focus(all.at(-1)),
      [deeper]: () => (expanded === "false" ? toggle(element, true) : expanded === "true" ? focus(all[now + 1]) : null),
      [higher]: () => (expanded === "true" ? toggle(element, false) : focus(element.parentElement.closest("[role=treeitem]"))),
      Enter: () => tp.select(element.dataset.id),
      " ": () => tp.select(element.dataset.id),
      "*": () => {
        for (const sibling of element.parentElement.children) if (sibling.hasAttribute("aria-expanded")) open.add(sibling.dataset.at);
        toggle(element, true);
      },
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key.length === 1 && event.key !== "/") {
      event.preventDefault();
      typeAhead(event.key, all, now);
    }
  };

  const onclick = (event) => {
    const element = event.target.closest("[role=treeitem]");
    if (!element) return;
    const branch = element.hasAttribute("aria-expanded");
    if (event.target.closest(".twisty") && branch) toggle(element);
    else {
      if (branch) open.add(element.dataset.at);
      focused = element.dataset.at;
      // Drawn anew by the selection; here only where it was selected before.
      if (tp.state.selected === element.dataset.id) draw();
      else tp.select(element.dataset.id);
    }
  };

  // A term that is chosen elsewhere is shown in the tree; one chosen here stays where it was chosen.
  const show = (id) => {
    if (!id || !vocabulary.terms.has(id)) draw();
    else {
      if (focused?.split(" ").at(-1) !== id) reveal(id);
      draw();
      const element = items().find((e) => e.dataset.at === focused);
      if (root().offsetParent) element?.firstChild.scrollIntoView({ block: "nearest" });
    }
  };

  return { element: () => tp.el("ul", { id: "concept-tree", role: "tree", class: "tree", "aria-label": tp.t("concepts.tree"), onkeydown, onclick }), show };
})();
