"""The page as text: its policy, its data, and what it does when a file is missing."""

from __future__ import annotations

import base64
import json
import re
import sys
import unicodedata
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.views.snapshots import LANGS, hostile_snapshot, large_snapshot, shop_snapshot
from tpgraph.errors import InputError, TpgraphError
from tpgraph.resources import web_dir
from tpgraph.views import page
from tpgraph.views.packing import Shortener, unpacked
from tpgraph.views.page_network import network_data

HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "<!-- <script>",
    "a\u2028b\u2029c\ud800d",
    "\u202eturned\u2066",
)


class _Elements(HTMLParser):
    """The elements of a page, with the text of those that hold scripts or data."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = []
        self.elements.append((tag, dict(attrs), self._open))

    def handle_data(self, data: str) -> None:
        self._open.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._open = []


def elements_of(text: str) -> list[tuple[str, dict[str, str | None], str]]:
    parser = _Elements()
    parser.feed(text)
    parser.close()
    return [(tag, attributes, "".join(data)) for tag, attributes, data in parser.elements]


@pytest.fixture(scope="module")
def shop_page() -> str:
    return page.render_page(shop_snapshot())


def test_snapshots_of_these_tests_fit_the_schema() -> None:
    schema = json.loads((Path(page.__file__).parent / "snapshot.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for snapshot in (shop_snapshot(), large_snapshot(30), hostile_snapshot(HOSTILE)):
        validator.validate(snapshot)


def test_every_script_is_allowed_by_its_hash_and_nothing_else_is(shop_page: str) -> None:
    elements = elements_of(shop_page)
    policy = next(
        attributes["content"] or ""
        for tag, attributes, _ in elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    directives = {d.split()[0]: d.split()[1:] for d in policy.split(";")}
    assert directives["default-src"] == directives["connect-src"] == ["'none'"]
    assert directives["base-uri"] == directives["form-action"] == ["'none'"]
    allowed = directives["script-src"]
    assert all(source.startswith("'sha256-") for source in allowed)
    (unpack,) = (
        text
        for tag, attributes, text in elements
        if tag == "script" and attributes.get("type") != "text/plain"
    )
    scripts = json.loads(_unpacked(shop_page, "tp-scripts"))
    assert len(scripts) == len(page.SCRIPTS) == len(allowed) - 2
    library = _unpacked(shop_page, "tp-library")
    for script in [unpack.encode(), *(s.encode() for s in scripts), library]:
        assert f"'sha256-{base64.b64encode(sha256(script).digest()).decode()}'" in allowed


def test_nothing_is_fetched_from_anywhere(shop_page: str) -> None:
    for tag, attributes, _ in elements_of(shop_page):
        assert tag not in {"link", "iframe", "img", "object", "embed", "base", "form"}
        assert not {"src", "href", "style"} & set(attributes) or attributes.get("href") == "#view"
        assert not any(name.startswith("on") for name in attributes)


def test_hostile_text_stays_inside_the_data() -> None:
    text = page.render_page(hostile_snapshot(HOSTILE))
    plain = elements_of(page.render_page(shop_snapshot()))
    assert [tag for tag, _, _ in elements_of(text)] == [tag for tag, _, _ in plain]
    data = _data(text, "tp-snapshot")
    assert data["touchpoints"][0]["name"] == HOSTILE[0]
    assert "network" not in data
    text.encode("utf-8")


def test_the_page_carries_the_snapshot_and_the_network_whole(shop_page: str) -> None:
    snapshot = shop_snapshot()
    apart = {name: snapshot.pop(name) for name in ("network", "queries")}
    assert _data(shop_page, "tp-snapshot") == snapshot
    assert _data(shop_page, "tp-network") == network_data(apart["network"])
    assert json.loads(_unpacked(shop_page, "tp-queries")) == apart["queries"]


def test_a_plain_page_is_about_a_megabyte(shop_page: str) -> None:
    shell = len(shop_page) - len(_block(shop_page, "tp-snapshot"))
    assert 600_000 < shell < 900_000


def test_names_and_prefixes_shorten_what_they_stand_for_and_nothing_else() -> None:
    prefix = "https://a.example/x/"
    names = [f"{prefix}{n}" for n in range(40)] + ['\ue002 "quoted"']
    data = {
        "iri": f"{prefix}1",
        f"{prefix}39": [names[-1], f"{prefix}39", f"{prefix}40"],
        "text": "\ue000 and \ue0015 stay",
        "more": [f"see {prefix}2", '"\ue0011"', "\ue0011"],
    }
    shortener = Shortener([prefix], names)
    short = shortener.shorten(data)
    assert "https" not in short
    assert short.count(f'"{chr(0xE001)}') == 4
    assert _long(short, [prefix], names) == data


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("fa", "rtl")])
def test_the_page_opens_in_its_language(lang: str, direction: str) -> None:
    text = page.render_page(shop_snapshot(lang=lang))
    assert text.startswith(f'<!doctype html>\n<html lang="{lang}" dir="{direction}">')


def test_pyvis_carries_the_network_without_text() -> None:
    network = network_data(shop_snapshot()["network"])
    assert len(network["nodes"]) == len(shop_snapshot()["network"]["nodes"])
    assert {"id", "group", "shape", "size", "x", "y"} <= set(network["nodes"][0])
    assert not {"label", "title", "font"} & {key for node in network["nodes"] for key in node}
    assert network["options"]["physics"] == {"enabled": False}
    # Parallel edges survive: undirected pyvis would drop one of a pair.
    assert len(network["edges"]) == len(shop_snapshot()["network"]["edges"])


def test_the_page_is_made_of_a_snapshot_that_it_leaves_alone() -> None:
    snapshot = shop_snapshot()
    page.render_page(snapshot)
    assert snapshot == shop_snapshot()


def test_the_same_snapshot_gives_the_same_page(shop_page: str) -> None:
    assert page.render_page(shop_snapshot()) == shop_page


def test_writing_leaves_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    path.write_text("old", encoding="utf-8")
    page.write_page(shop_snapshot(), path)
    assert [p.name for p in tmp_path.iterdir()] == ["graph.html"]
    assert path.read_text(encoding="utf-8").endswith("</html>\n")


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.html"
    path.write_text("old", encoding="utf-8")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match=r"graph\.html.*No space left"):
        page.write_page(shop_snapshot(), path)
    assert [p.name for p in tmp_path.iterdir()] == ["graph.html"]
    assert path.read_text(encoding="utf-8") == "old"


def test_a_missing_library_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in web_dir().iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(page, "web_dir", lambda: tmp_path)
    with pytest.raises(TpgraphError, match=r"vis-network.*hatch_build\.py"):
        page.render_page(shop_snapshot())


def test_every_script_is_named() -> None:
    named = {"unlzma.js", "unpack.js", *page.SCRIPTS, *page.LIVE_SCRIPTS}
    assert named == {file.name for file in web_dir().glob("*.js")}


@pytest.mark.parametrize("name", ["i18n.json", "i18n_live.json"])
def test_interface_texts_are_whole(name: str) -> None:
    texts: dict[str, dict[str, str]] = json.loads((web_dir() / name).read_bytes())
    for key, by_lang in texts.items():
        assert set(by_lang) == set(LANGS), key
        names = {lang: sorted(re.findall(r"\{(\w+)\}", text)) for lang, text in by_lang.items()}
        assert len({tuple(n) for n in names.values()}) == 1, (key, names)
        for lang, text in by_lang.items():
            assert text.strip() == text != "", (key, lang)
            assert unicodedata.is_normalized("NFC", text), (key, lang)
        assert not set("şţŞŢ") & set(by_lang["ro"]), key
        assert not set("يكىة") & set(by_lang["fa"]), key


def test_every_text_is_used_and_every_used_text_exists() -> None:
    texts = json.loads((web_dir() / "i18n.json").read_bytes())
    code = "".join((web_dir() / name).read_text(encoding="utf-8") for name in page.SCRIPTS)
    code += (web_dir() / "page.html.j2").read_text(encoding="utf-8")
    named = set(re.findall(r"""["'`]([a-z]+\.[a-zA-Z_]+)["'`]""", code))
    prefixes = set(re.findall(r"[`(]([a-z]+)\.\$\{", code))
    families = {key.split(".")[0] for key in texts}
    assert {n for n in named if n.split(".")[0] in families} <= set(texts)
    unused = {k for k in texts if k not in named and k.split(".")[0] not in prefixes}
    assert not unused


def test_pyvis_is_loaded_only_when_a_page_is_made() -> None:
    import subprocess

    code = "import sys, tpgraph.views.page; print('pyvis' in sys.modules, 'jinja2' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False", "False"]


def _long(text: str, prefixes: list[str], names: list[str]) -> Any:
    """Data as the page's ``core.js`` reads them."""
    for n, prefix in enumerate(prefixes):
        text = text.replace(chr(0xE000 + n), prefix)
    sign = chr(0xE000 + len(prefixes))
    return json.loads(re.sub(f'"{sign}(\\w+)"', lambda m: json.dumps(names[int(m[1], 36)]), text))


def _data(text: str, id_: str) -> Any:
    block = next(a for _, a, _ in elements_of(text) if a.get("id") == id_)
    prefixes = (block["data-prefixes"] or "").split()
    names = _long(_unpacked(text, "tp-names").decode(), prefixes, [])
    return _long(_unpacked(text, id_).decode(), prefixes, names)


def _unpacked(text: str, id_: str) -> bytes:
    return unpacked(_block(text, id_))


def _block(text: str, id_: str) -> Any:
    return next(data for _, attributes, data in elements_of(text) if attributes.get("id") == id_)
