// Unpacks what the page is made of, then runs its scripts in their order.
"use strict";

// What the page is: its snapshot, its network as pyvis hands it to vis-network, its texts, and
// all that the scripts add.
const tp = {};

tp.byId = (id) => document.getElementById(id);

// A block that is stored compressed (gzip, base64), as a response that gives text, JSON or bytes.
tp.unpacked = (id) => {
  const text = atob(tp.byId(id).textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
};

tp.unpack = (id) => tp.unpacked(id).text();

(async () => {
  const { prefixes, failed } = tp.byId("boot").dataset;
  // Prefixes of addresses that occur often stand as one character each, from U+E000 on; whole
  // names as the character behind those and their number.
  const signs = prefixes.split(" ").map((prefix, i) => [String.fromCharCode(0xe000 + i), prefix]);
  const long = (text) => signs.reduce((sum, [sign, prefix]) => sum.replaceAll(sign, prefix), text);
  const named = new RegExp(`"${String.fromCharCode(0xe000 + signs.length)}([0-9a-z]+)"`, "g");
  try {
    const [names, snapshot, network, texts, scripts] = await Promise.all(["tp-names", "tp-snapshot", "tp-network", "tp-texts", "tp-scripts"].map(tp.unpack));
    const whole = JSON.parse(long(names)).map((name) => JSON.stringify(name));
    const read = (text) => JSON.parse(long(text).replace(named, (_, n) => whole[parseInt(n, 36)]));
    tp.data = read(snapshot);
    tp.graph = read(network);
    tp.texts = JSON.parse(texts);
    for (const text of JSON.parse(scripts)) {
      // Run as an inline script, which the policy allows by the hash of exactly this text.
      const script = document.createElement("script");
      script.textContent = text;
      document.head.append(script);
    }
  } catch (error) {
    console.error(error);
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = failed;
    tp.byId("view").replaceChildren(note);
  }
})();
