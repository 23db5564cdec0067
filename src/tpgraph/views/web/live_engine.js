// The engine of a live page: a worker that is unpacked and started when it is first needed.
"use strict";

// Each call gives an engine of its own: to end one does no harm to the others. It has the page's rules.
tp.makeEngine = () => {
  let worker = null;
  let starting = null;
  let number = 0;
  const waiting = new Map();

  const call = (name, given, transfer = []) =>
    new Promise((resolve, reject) => {
      number += 1;
      waiting.set(number, { resolve, reject });
      worker.postMessage({ id: number, call: name, given }, transfer);
    });

  const end = (why) => {
    worker?.terminate();
    worker = starting = null;
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };

  const begin = async () => {
    const [script, wasm] = await Promise.all([tp.stored("tp-worker").then((r) => r.blob()), tp.bytes("tp-wasm")]);
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    worker = new Worker(url);
    worker.onmessage = ({ data: { id, value, error } }) => {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error !== undefined) reject?.(new Error(error));
      else resolve?.(value);
    };
    worker.onerror = (event) => end(event.message || "the worker stopped");
    await call("start", { wasm }, [wasm.buffer]);
    const { ontology, rules, searched } = tp.liveData;
    await call("rules", { ontology, searched, ...rules });
    URL.revokeObjectURL(url);
  };

  const start = () => (starting ??= begin());

  // What the worker can do: see engine/worker.js.
  const ask = async (name, given) => {
    await start();
    return call(name, given);
  };

  return { ask, end };
};

// The engine of the what-if.
tp.liveEngine = (() => {
  const { ask } = tp.makeEngine();
  return {
    // A run of the rules over a company's graph (N-Triples).
    run: (inventory, statuses) => ask("run", { inventory, statuses }),
    // How findings of the last run are derived.
    prove: (findings) => ask("prove", { findings }),
    // The statuses that a run would find, beside the last one.
    simulate: (inventory, statuses) => ask("simulate", { inventory, statuses }),
  };
})();
