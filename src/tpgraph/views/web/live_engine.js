// The engine of a live page: a worker that is unpacked and started when it is first needed.
"use strict";

// Each call gives an engine of its own: to end one does no harm to the others.
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
    await call("start", { wasm }, [wasm]);
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
