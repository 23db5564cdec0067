"""`check --lang`: a broken inventory is explained wholly in the language, with the same data."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Company, Tp, require_valid
from tpgraph.model import LANGUAGES
from tpgraph.phrases import phrases_in

OTHERS = [language for language in LANGUAGES if language != "en"]

TABLE = """\
name,type,category,stages,modality,ownership,owner,leads_to,look_ok,url,cost,reach,satisfaction,\
satisfaction_scale,foo bar,reviewed,currency,
Window,Shop window,advertizing,bla bla,virtual,brand,Ana,Tilll,mayb,http:foo,1.234,"1,234",9,,x,\
12.03.2026,,zz
Till,Cashier,,purchase,physical,brand,,Till,no,a b,a5,12%,x,,,2030-01-01,EURO9,
Till,,,"purchase, evaluation",,brand,,Café,no,ftp://x.y,-5,7 8 9,7,1-5,,1404-01-02,,
,Leaflet,,purchase,,,,,,,,,,,,,,
Radio,Radio advertisement,word of mouth|none,,physical,,,,,,7 €,1e99,5,9-1,,2026-3-1,,
Chat,Zzyzx,,,,,,Till|Chat,,,5 $,,5,05 Jan,,yesterday,USD,
"""
COMPANY = """\
name = 5
size = ["micro", "small"]
goals = ["acquisition", "mooncheese"]
sells_online = "maybe so"
complete = ["stages", "owner", "nosuch"]
colour = "red"
sells = 7

[bounds]
review_days = "soon"
cost_per_contact_max = "much"
category_share_max = 3
crosshair = "middle"

[[accept]]
rule = "no-such-rule"
concerns = ["Nobody"]
until = 2020-01-01

[[accept]]
reason = "we know"

[[accept]]
rule = "stage-uncovered"
until = "soon"
"""
MAPPING = """\
[headers]
"foo bar" = "nowhere"
[names]
Chat = "mooncheese"
Till = 7
[values.url]
x = "y"
[wrong]
a = "b"
"""
# What stays as it is in every script: names of files, keys and values to be typed, formats.
TYPED = set(
    re.findall(
        r"\w+",
        "accept as company complete concepts concerns crosshair csv days eur example com false "
        "http https importance means medians metrics name nps of owner page reason review "
        "rule satisfaction scale stages toml touchpoints tpgraph true until usd",
    )
)


@pytest.fixture
def broken(company: Company) -> Path:
    folder = company(TABLE, toml=COMPANY, name="broken")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return folder


def data_of(slots: Any) -> list[str]:
    """Every text in the slots of a problem."""
    if isinstance(slots, dict):
        return [text for name, slot in slots.items() if name != "key" for text in data_of(slot)]
    if isinstance(slots, list):
        return [text for slot in slots for text in data_of(slot)]
    return [str(slots)]


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_a_broken_inventory_is_explained_in_english(
    tp: Tp, broken: Path, language: str
) -> None:
    english = tp("check", broken, "--format", "json").json
    ran = tp("check", broken, "--format", "json", "--lang", language)
    assert ran.code == 1
    require_valid(ran.json, "problems")
    assert ran.json["lang"] == language
    told, known = ran.json["problems"], english["problems"]
    assert len(told) == len(known)
    assert len({p["code"] for p in told}) > 30
    for ours, theirs in zip(told, known, strict=True):
        same = ("code", "severity", "place", "value", "slots")
        assert {k: ours[k] for k in same} == {k: theirs[k] for k in same}
        for part in ("message", "mend"):
            text = ours[part]
            assert text != theirs[part] or not re.search("[a-z]{3} [a-z]{3}", text)
            assert not re.search(r"\{=?\w+\}", text)
            if language in ("ru", "fa"):
                assert latin_words(text, ours) <= TYPED, text
    for ours, theirs in zip(ran.json["recognitions"], english["recognitions"], strict=True):
        assert {k: ours[k] for k in ("what", "text", "status", "place", "column", "count")} == {
            k: theirs[k] for k in ("what", "text", "status", "place", "column", "count")
        }
        assert [o["term"] for o in ours["offers"]] == [o["term"] for o in theirs["offers"]]
        assert not ours["reason"] or ours["reason"] != theirs["reason"]


def latin_words(text: str, problem: dict[str, Any]) -> set[str]:
    """The Latin words of ``text`` that are no data of the problem, in small letters."""
    data = [problem["value"] or "", *data_of(problem["slots"]), problem["place"]["column"] or ""]
    known = {word for item in data for word in re.findall("[a-z]+", item.casefold())}
    return {w for w in re.findall("[a-z]+", text.casefold()) if len(w) > 1} - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_what_json_says(tp: Tp, broken: Path, language: str) -> None:
    answer = tp("check", broken, "--format", "json", "--lang", language).json
    ran = tp("check", broken, "--lang", language)
    assert ran.code == 1
    told = phrases_in(language)
    for problem in answer["problems"]:
        assert problem["message"] in ran.out
        assert problem["mend"] in ran.out
        assert f": {told['severity.' + problem['severity']]}: " in ran.out
    for status in {r["status"] for r in answer["recognitions"]}:
        assert told[f"check.{status}"] in ran.out
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", ran.out)
    if language != "en":
        for key in ("place.row", "place.column", "severity.error", "check.unknown"):
            word = phrases_in("en")[key].partition("{")[0].strip()
            assert not re.search(rf"\b{word}\b", ran.out)
    count = len([p for p in answer["problems"] if p["severity"] == "error"])
    last = ran.out.rstrip().splitlines()[-1]
    assert (str(count) in last) == (language != "fa")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_cell_names_its_column(tp: Tp, broken: Path, language: str) -> None:
    whole = {"too-many-cells", "no-company-name", "no-company-file"}
    for problem in tp("check", broken, "--format", "json", "--lang", language).json["problems"]:
        assert problem["place"]["column"] or problem["code"] in whole, problem
        assert problem["place"]["row"] or problem["code"] in whole, problem


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("head.csv", b"name,type\n"),
        ("noname.csv", b"type,category\nShop,x\n"),
        ("twice.csv", b"name,Name\na,b\n"),
        ("quote.csv", b'name\n"a\n'),
        ("nul.csv", b"name\na\x00b\n"),
        ("zip.csv", b"PK\x03\x04"),
        ("bad.json", b'{"touchpoints": [1'),
        ("shape.json", b'"name"'),
        ("bad.xlsx", b"no workbook"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("form.docx", b"x"),
        ("remote.jsonld", b'{"@context": "https://example.com/c"}'),
        ("absent.csv", None),
    ],
)
def test_what_cannot_be_read_is_explained_in_the_language(
    tp: Tp, tmp_path: Path, name: str, content: bytes | None, language: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    english = tp("check", path)
    ran = tp("check", path, "--lang", language)
    assert (ran.code, english.code) == (2, 2)
    assert ran.out == ""
    ours, theirs = (text.replace(str(path), "") for text in (ran.err, english.err))
    assert not re.search(r"\{=?\w+\}", ours + theirs)
    assert not pairs_of_words(ours) & pairs_of_words(theirs)


def pairs_of_words(text: str) -> set[tuple[str, str]]:
    """Neighbouring words, parted by one blank; single ones may be the same in two languages."""
    words = re.findall(r"[^\s]+", text)
    plain = re.compile("[A-Za-z]{3,}")
    return {
        (a, b)
        for a, b in pairwise(words)
        if plain.fullmatch(a) and plain.fullmatch(b) and a != "tpgraph"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_of_other_commands_is_in_the_language(
    tp: Tp, broken: Path, language: str
) -> None:
    ran = tp("gaps", broken, "--lang", language)
    more = phrases_in(language)["check.more"].partition("{count}")[0]
    assert more in ran.err
    assert f"tpgraph check {broken}" in ran.err
    assert f": {phrases_in(language)['severity.warning']}: " in ran.err
