// In a page of one file: unpacks what is needed at once, then runs the page's scripts in their order.
"use strict";

// What is stored compressed (gzip) and in base64, as a response that gives text, JSON or bytes.
const unpacked = (packed) => {
  const text = atob(packed.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
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
