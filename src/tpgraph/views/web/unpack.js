// In a page of one file: unpacks what is needed at once, then runs the page's scripts in their order.
"use strict";

// Five characters for four bytes: see views/packing.py.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=:?@^_`{|}~";
const bytesOf = (text) => {
  const digits = new Uint8Array(128);
  for (let i = 0; i < 85; i += 1) digits[DIGITS.charCodeAt(i)] = i;
  const missing = (5 - (text.length % 5)) % 5;
  const whole = text + "~".repeat(missing);
  const bytes = new Uint8Array((whole.length / 5) * 4);
  for (let i = 0, at = 0; i < whole.length; i += 5) {
    let value = 0;
    for (let j = 0; j < 5; j += 1) value = value * 85 + digits[whole.charCodeAt(i + j)];
    bytes[at++] = value >>> 24;
    bytes[at++] = value >>> 16;
    bytes[at++] = value >>> 8;
    bytes[at++] = value;
  }
  return bytes.subarray(0, bytes.length - missing);
};

// What is stored compressed (LZMA or gzip), as a response that gives text, JSON or bytes.
const unpacked = (packed) => {
  const bytes = bytesOf(packed.trim());
  return new Response(isLzma(bytes) ? unlzma(bytes) : new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
};

(async () => {
  try {
    const unpack = async (block) => {
      block.textContent = await unpacked(block.textContent).text();
    };
    await Promise.all([...document.querySelectorAll("script[data-first]")].map(unpack));
    for (const text of JSON.parse(document.getElementById("tp-scripts").textContent)) {
      // Run as an inline script, which the policy allows by the hash of exactly this text.
      const script = document.createElement("script");
      script.textContent = text;
      document.head.append(script);
    }
  } catch (error) {
    console.error(error);
    const view = document.getElementById("view");
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = view.dataset.failed;
    view.replaceChildren(note);
  }
})();
