// Saves the changed inventory: a zip of the folder that tpgraph reads, as CSV and company.toml.
"use strict";

tp.liveFiles = (() => {
  const cell = (text) => (/[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  // Headings and terms in English, as tpgraph writes them itself; what is new comes last.
  const csv = (rows) => {
    const { columns, extra_headers } = tp.liveData.save;
    // Beside a column that is not recognised stand all others: it must not be taken for one.
    const used = columns.filter((c) => extra_headers.length || rows.some((r) => r.cells[c.name]));
    const lines = rows.map((r) => [...used.map((c) => r.cells[c.name] ?? ""), ...extra_headers.map((h) => r.extra[h] ?? "")]);
    // The mark in front makes spreadsheet programs read it as UTF-8.
    return `\ufeff${[[...used.map((c) => c.heading), ...extra_headers], ...lines].map((line) => `${line.map(cell).join(",")}\n`).join("")}`;
  };

  const TABLE = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc32 = (bytes) => {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  };
  const little = (...fields) => {
    const bytes = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of fields) {
      if (size === 2) bytes.setUint16(at, value, true);
      else bytes.setUint32(at, value, true);
      at += size;
    }
    return new Uint8Array(bytes.buffer);
  };

  // A zip whose files are stored as they are; names are UTF-8, days the first that a zip knows.
  const zip = (files) => {
    const encoder = new TextEncoder();
    const body = [];
    const directory = [];
    let offset = 0;
    for (const [path, text] of files) {
      const [name, bytes] = [encoder.encode(path), encoder.encode(text)];
      const shared = [[2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
      const head = little([4, 0x04034b50], ...shared);
      body.push(head, name, bytes);
      directory.push(little([4, 0x02014b50], [2, 20], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]), name);
      offset += head.length + name.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = little([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]);
    return new Blob([...body, ...directory, end], { type: "application/zip" });
  };

  const save = (state) => {
    const folder = tp.data.company.iri.split("/").at(-1);
    const files = [
      [`${folder}/company.toml`, tp.liveCompany.toml(state)],
      [`${folder}/touchpoints.csv`, csv(state.rows)],
    ];
    tp.keep("changed", "zip", zip(files));
  };

  return { save };
})();
