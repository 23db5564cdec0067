"""What a page carries, packed: small, the same each time, and read by the page as it was."""

from __future__ import annotations

import base64
import gzip
import json
import random
import subprocess

import pytest

from tests.support.wasm import node_program
from tpgraph.resources import web_dir
from tpgraph.views.live.engine import packed_wasm, wasm
from tpgraph.views.packing import lzma_packed, packed, printable, unpacked

_READ = """
const { readFileSync } = require("node:fs");
const [web] = process.argv.slice(1);
const texts = readFileSync(0, "utf8");
const source = ["unlzma.js", "unpack.js"].map((name) => readFileSync(`${web}/${name}`, "utf8"));
// What unpacks, without what begins the page.
const read = new Function(`${source.join("").split("(async () =>")[0]}; return unpacked`)();
(async () => {
  for (const text of JSON.parse(texts)) {
    console.log(Buffer.from(await read(text).arrayBuffer()).toString("base64"));
  }
})();
"""


def _contents() -> list[bytes]:
    """Of all sorts: nothing, noise, what repeats near and far, and words in five scripts."""
    chance = random.Random(7)
    noise = chance.randbytes(40_000)
    near = b"".join(noise[i : i + 9] * chance.randrange(2, 400) for i in range(0, 3_000, 9))
    names = [chance.randbytes(9).hex() for _ in range(300)]
    rows = [{"id": chance.choice(names), "x": chance.randrange(99)} for _ in range(9_000)]
    far = json.dumps([rows, rows[:4_000]]).encode()
    words = "нет точки контакта, نقطه تماس, punct de contact ".encode() * 3_000
    return [b"", b"\0", b"ab" * 60_000, noise, near, far, words, noise + far + noise]


def test_the_page_reads_what_was_packed() -> None:
    program = node_program()
    if program is None:
        pytest.skip("needs Node.js")
    contents = _contents()
    texts = [printable(lzma_packed(c)) for c in contents] + [packed(c) for c in contents[:7]]
    texts.append(printable(lzma_packed(contents[5], thorough=True)))
    command = [program, "-e", _READ, str(web_dir())]
    run = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True, timeout=60
    )
    expected = [*contents, *contents[:7], contents[5]]
    assert [base64.b64decode(line) for line in run.stdout.splitlines()] == expected
    assert [unpacked(text) for text in texts] == expected


def test_lzma_is_taken_where_it_saves_a_fifth() -> None:
    noise, far = _contents()[3], _contents()[5]
    assert packed(far) == printable(lzma_packed(far))
    assert len(packed(far)) < len(printable(gzip.compress(far, 9))) * 0.8
    assert packed(noise) == printable(gzip.compress(noise, 9, mtime=0))


def test_the_engine_is_packed_as_it_is() -> None:
    assert unpacked(printable(packed_wasm())) == wasm()
    assert len(packed_wasm()) < 1_000_000
