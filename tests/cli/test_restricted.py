"""Commands that are restricted to an audience, or judged by other cross-hairs; and measures."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Company, Tp, require_valid
from tpgraph.views.packing import unpacked

TABLE = """\
name,audience,stages,leads_to,importance,satisfaction,satisfaction_scale
Poster,students,need recognition,Shop,5,2,1-5
Shop,everyone,purchase,,4,3,1-5
Hotline,,post-purchase,,2,5,1-5
Stand 7,firms,evaluation,Shop,1,4,1-5
"""
SAID = 'name = "Seg"\ncomplete = ["stages"]\n'
RESTRICTED = {"name": "students", "serving": 2, "not_known": 1, "left_out": 1}


@pytest.fixture
def folder(company: Company) -> Path:
    return company(TABLE, SAID)


@pytest.mark.parametrize(
    ("command", "schema"),
    [
        (("gaps",), "findings"),
        (("recommend",), "recommendations"),
        (("check",), "problems"),
        (("measures",), "measures"),
    ],
)
def test_every_answer_says_to_which_audience_it_is_restricted(
    tp: Tp, folder: Path, command: tuple[str, ...], schema: str
) -> None:
    ran = tp(*command, folder, "--audience", "Students", "--format", "json", "--quiet")
    require_valid(ran.json, schema)
    assert ran.json["audience"] == RESTRICTED
    assert "Stand 7" not in ran.out or command == ("check",)
    whole = tp(*command, folder, "--format", "json", "--quiet").json
    assert "audience" not in whole


def test_a_query_is_restricted_too(tp: Tp, folder: Path) -> None:
    select = "SELECT ?n WHERE { ?t a tpg:Touchpoint ; rdfs:label ?n } ORDER BY ?n"
    ran = tp("query", folder, "--text", select, "--format", "json", "--audience", "students")
    require_valid(ran.json, "rows")
    assert ran.json["audience"] == RESTRICTED
    assert [r["n"] for r in ran.json["rows"]] == ["Hotline", "Poster", "Shop"]


def test_people_are_told(tp: Tp, folder: Path) -> None:
    ran = tp("gaps", folder, "--audience", "students")
    assert "2 touchpoints meant for it, 1 of which it is not stated, 1 meant for others" in ran.err
    assert "Seg (students)" in ran.out
    assert tp("gaps", folder, "--audience", "students", "--quiet").err == ""


def test_the_files_are_restricted(tp: Tp, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert tp("analyze", folder, "--audience", "students", "--out", out, "--lang", "fa").code == 0
    page = (out / "graph.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="text/plain"[^>]*>([^<]*)</script>', page)
    said = "".join(unpacked(block).decode("utf-8", "replace") for block in blocks)
    assert "Seg (students)" in said
    assert "برای مخاطب «students»" in said
    assert "Stand 7" not in said + page
    assert "Stand 7" not in (out / "gaps.csv").read_text(encoding="utf-8-sig")


def test_an_audience_that_nobody_names(tp: Tp, folder: Path) -> None:
    ran = tp("gaps", folder, "--audience", "studnets")
    assert ran.code == 2
    assert 'There is no audience "studnets". Did you mean students?' in ran.err


def test_cross_hairs(tp: Tp, folder: Path) -> None:
    def gaps(*options: str) -> list[dict[str, str]]:
        ran = tp("gaps", folder, "--rule", "concentrate-here", "--format", "csv", *options)
        return list(csv.DictReader(io.StringIO(ran.out)))

    assert [g["concerns"] for g in gaps("--cross-hairs", "scale")] == ["Poster"]
    own = gaps("--cross-hairs", "0.7,0.6")
    assert [(g["concerns"], g["threshold"], g["margin"]) for g in own] == [
        ("Poster", "0.6", "0.3"),
        ("Shop", "0.6", "0.05"),
    ]
    refused = tp("gaps", folder, "--cross-hairs", "medium")
    assert refused.code == 2
    assert 'There are no cross-hairs "medium"' in refused.err


def test_a_table_says_how_far_and_what_is_borderline(tp: Tp, company: Company) -> None:
    # The shop's satisfaction lies below the mean (0.55) and on the median (0.5).
    table = (
        "name,importance,satisfaction,satisfaction_scale\n"
        "Shop,5,3,1-5\nA,4,3,1-5\nB,1,3,1-5\nC,1,5,1-5\nD,2,2,1-5\n"
    )
    folder = company(table, None)
    ran = tp("gaps", folder, "--rule", "concentrate-here", "--quiet")
    assert "distance to the nearest threshold: 0.05, borderline" in " ".join(ran.out.split())
    found = tp("gaps", folder, "--rule", "concentrate-here", "--format", "json").json["findings"]
    assert [(f["margin"], f["borderline"]) for f in found] == [(0.05, True), (0.05, True)]


@pytest.mark.parametrize("form", ["table", "csv"])
def test_measures(tp: Tp, folder: Path, form: str) -> None:
    ran = tp("measures", folder, "--format", form)
    assert ran.code == 0
    rows = [" ".join(line.replace(",", " ").split()) for line in ran.out.splitlines()]
    assert f"Shop {'0' if form == 'table' else '0.0'} yes 0 2 no" in rows
    assert any(line.startswith("Betweenness:") for line in rows) == (form == "table")
    assert any("it is not stated where they lead" in line for line in rows) == (form == "table")
