// The menu of all that can be taken away: pictures, data, paper.
"use strict";

tp.exports = (() => {
  const MAP_WIDTH = 1500;

  const mapPicture = () => {
    const hidden = tp.byId("view-map");
    const was = hidden.hidden;
    // Only what is laid out can be measured.
    hidden.hidden = false;
    try {
      return tp.map.whole(MAP_WIDTH, (root) => tp.picture.ofElement(root, `${tp.clip(tp.plain(tp.data.company.name), 80)} · ${tp.t("view.map")}`));
    } finally {
      hidden.hidden = was;
    }
  };

  const drawings = { map: mapPicture, network: () => tp.networkPicture() };
  const asSvg = (what) => tp.keep(what, "svg", new Blob([tp.picture.text(drawings[what]())], { type: "image/svg+xml" }));
  const asPng = async (what) => tp.keep(what, "png", await tp.picture.png(drawings[what]()));

  const ITEMS = [
    ["export.mapPng", () => asPng("map")],
    ["export.mapSvg", () => asSvg("map")],
    ["export.networkPng", () => asPng("network")],
    ["export.networkSvg", () => asSvg("network")],
    ["export.csv", () => tp.keepText("visible", "csv", "text/csv", tp.dataFiles.csv())],
    ["export.turtle", () => tp.keepText("findings", "ttl", "text/turtle", tp.dataFiles.turtle())],
    ["export.print", () => tp.print.now()],
  ];

  const content = ({ close }) => [
    tp.el("p", { class: "menu-note" }, tp.t("export.about")),
    ITEMS.map(([key, act]) =>
      tp.el(
        "button",
        {
          type: "button",
          class: "menu-item",
          "data-key": key,
          onclick: async () => {
            close();
            try {
              await act();
            } catch (error) {
              console.error(error);
              tp.say(tp.t("export.failed"));
            }
          },
        },
        tp.t(key),
      ),
    ),
  ];

  return { menu: () => tp.menus.menu("export", "download", tp.t("export.export"), content) };
})();
