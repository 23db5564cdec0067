// The rule engine of a live page: a worker that is unpacked and started when it is first needed.
"use strict";

tp.liveEngine = (() => {
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
    const [script, wasm] = await Promise.all([tp.stored("tp-worker").then((r) => r.blob()), tp.stored("tp-wasm").then((r) => r.arrayBuffer())]);
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    worker = new Worker(url);
    worker.onmessage = ({ data: { id, value, error } }) => {
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error !== undefined) reject?.(new Error(error));
      else resolve?.(value);
    };
    worker.onerror = (event) => end(event.message || "the worker stopped");
    const { ontology, rules, searched } = tp.liveData;
    await call("start", { wasm, ontology, searched, ...rules }, [wasm]);
    URL.revokeObjectURL(url);
  };

  const start = () => (starting ??= begin());

  // A run of the rules over a company's graph (N-Triples).
  const run = async (inventory, statuses) => {
    await start();
    return call("run", { inventory, statuses });
  };

  // How findings of the last run are derived.
  const prove = (findings) => call("prove", { findings });

  // The statuses that a run would find, beside the last one.
  const simulate = (inventory, statuses) => call("simulate", { inventory, statuses });

  return { start, run, prove, simulate, end };
})();
