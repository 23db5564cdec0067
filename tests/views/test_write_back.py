"""An inventory that is written, as a folder or a workbook, is read back as the same facts."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.conftest import ROOT
from tests.views.test_template import fill, said, said_of_company, shop_rows
from tpgraph.cli import main
from tpgraph.errors import CallError, InputError
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.inventory.toml import toml_value
from tpgraph.model import LANGUAGES, Inventory
from tpgraph.views.choices import choices_in
from tpgraph.views.template import template_xlsx
from tpgraph.views.write_back import write_inventory
from tpgraph.vocabulary import COLUMNS

AS_OF = date(2026, 11, 22)
SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
FORMS = ("folder", "book.xlsx")


def everything(inventory: Inventory) -> Any:
    """All that an inventory states, wherever it stands."""
    accepts = [(a.rule, a.concerns, a.reason, a.until) for a in inventory.company.accepts]
    graph = set(inventory_graph(inventory).ntriples.splitlines())
    return graph, said(inventory), said_of_company(inventory.company), accepts


def read(path: Path) -> Inventory:
    return read_inventory(path, as_of=AS_OF)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_comes_back(sample: str, language: str, form: str, tmp_path: Path) -> None:
    before = read(ROOT / "data" / sample)
    after = read(write_inventory(before, tmp_path / form, language))
    assert everything(after) == everything(before)
    # And once more, in the other form and another language.
    other = FORMS[1 - FORMS.index(form)]
    again = write_inventory(after, tmp_path / "again" / other, LANGUAGES[-1])
    assert everything(read(again)) == everything(before)
    errors = {p.code for p in before.problems if p.severity == "error"}
    assert {p.code for p in after.problems if p.severity == "error"} <= errors


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_written_and_comes_back(language: str, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(template_xlsx(language)))
    company = {"name": "Bottega Jeans", "size": choices_in(language).of_key("size")[0]}
    fill(book, language, shop_rows(), company)
    book.save(tmp_path / "filled.xlsx")
    filled = read(tmp_path / "filled.xlsx")
    assert len(filled.touchpoints) == 19
    for number, (form, other) in enumerate((*((f, f) for f in FORMS), ("folder", "b.xlsx"))):
        first = read(write_inventory(filled, tmp_path / f"{number}-{form}", language))
        second = read(write_inventory(first, tmp_path / f"{number}-again-{other}", "fa"))
        assert everything(second) == everything(first) == everything(filled)


# ------------------------------------------------------------------------- any inventory at all

_AWKWARD = (
    "=1+1", "+7 495", "-", "@home", "none", "unknown", "?", "нет", "ندارد", "1.234", "1,200",
    "1200", "0.1", "4.5", "-3", "1e3", "100 EUR", "12,5 %", "2026-03-01", "01.03.2026", "1-5",
    "nps", "0-10", "yes", "da", "perhaps", "true", "purchase|evaluation", "purchase; nowhere",
    "acquisto", "Листовка", "کوپن", "Coupon", "coupn", "advertising|Publicitate", "physical",
    "purchase\nevaluation", "a|b", "a;b", "a,b", '"quoted"', "it's", "_x0041_", "#N/A", "#REF!",
    "https://example.com/a;b", "ask Ana", "EUR", "lei", "Ana\x07", "\u200fمتن\u200f", "Facebook",
    "en|ro", "Shop", "Shop|Coupon", "  padded  ", "é", "TRUE", "NaN", "1/2", "00123",
)  # fmt: skip
_TEXT = st.one_of(st.sampled_from(_AWKWARD), st.text(max_size=12))
_NAMES = st.one_of(st.sampled_from(("Shop", "Coupon", "a|b", "=SUM(A1)", "IG page", "name")), _TEXT)
_ROW = st.dictionaries(
    st.sampled_from((*COLUMNS, "Own column", "stagess", "Цвет")), _TEXT, max_size=12
)
_TERMS = st.sampled_from(("small", "mică", "acquisition|retention", "none", "fashion", "their own"))
_COMPANY = st.fixed_dictionaries(
    {"name": st.sampled_from(("Café «Linden»", "شرکت", "A=B", "1200"))},
    optional={
        "industry": _TERMS,
        "size": _TERMS,
        "goals": st.lists(_TERMS, max_size=3),
        "understanding_methods": st.sampled_from(([], ["survey"], ["asking people"])),
        "sells_online": st.booleans(),
        "complete": st.one_of(
            st.booleans(), st.lists(st.sampled_from((*COLUMNS, "metrics")), max_size=4)
        ),
    },
)
_BOUNDS = st.dictionaries(
    st.sampled_from(("review_days", "category_share_max", "satisfaction_min", "currency")),
    st.sampled_from((90, 0.25, 4.5, "EUR", True)),
    max_size=3,
)


def write_source(folder: Path, rows: list[dict[str, str]], company: Any, bounds: Any) -> None:
    headers = list(dict.fromkeys(["name", *(column for row in rows for column in row)]))
    with (folder / "touchpoints.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows(rows)
    lines = [f"{key} = {toml_value(value)}" for key, value in company.items()]
    lines += ["[bounds]", *(f"{key} = {toml_value(value)}" for key, value in bounds.items())]
    (folder / "company.toml").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],  # to shrink an example takes minutes
    derandomize=True,
)
@given(
    names=st.lists(_NAMES, min_size=1, max_size=5),
    rows=st.lists(_ROW, min_size=5, max_size=5),
    company=_COMPANY,
    bounds=_BOUNDS,
    language=st.sampled_from(LANGUAGES),
)
def test_any_inventory_comes_back(
    form: str,
    names: list[str],
    rows: list[dict[str, str]],
    company: Any,
    bounds: Any,
    language: str,
) -> None:
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        table = [dict(row, name=name) for name, row in zip(names, rows, strict=False)]
        try:
            write_source(place, table, company, bounds)
            before = read(place)
        except (InputError, UnicodeEncodeError, csv.Error):
            return  # there is nothing to write back
        try:
            written = write_inventory(before, place / "out" / form, language)
        except InputError:
            # A row that was left out for want of a name keeps complete columns in doubt.
            assert {p.code for p in before.problems} & {"no-name"}
        else:
            assert everything(read(written)) == everything(before)


# ------------------------------------------------------------------------------- what it refuses


def test_what_a_form_cannot_hold_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_text('name;owner\nShop;"Ana; Ion"\nTill;Eva\n', encoding="utf-8")
    before = read(source)
    assert [v.literal for v in before.touchpoints[0].values["owner"]] == ["Ana; Ion"]
    folder = write_inventory(before, tmp_path / "folder")
    assert everything(read(folder)) == everything(before)
    with pytest.raises(InputError, match="Shop"):  # in a workbook the semicolon parts values
        write_inventory(before, tmp_path / "book.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "source.csv"]


def test_nothing_is_replaced(tmp_path: Path) -> None:
    before = read(ROOT / "data" / "bottega_jeans")
    for form in FORMS:
        path = write_inventory(before, tmp_path / form)
        with pytest.raises(CallError, match=form):
            write_inventory(before, path)


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_text("name,notes,Own\n=A1,=1+1,#N/A\n", encoding="utf-8")
    path = write_inventory(read(source), tmp_path / "book.xlsx")
    cells = [c for row in load_workbook(path).worksheets[0].iter_rows(min_row=4) for c in row]
    found = {c.value: c.data_type for c in cells if c.value is not None}
    assert found == {"=A1": "s", "=1+1": "s", "#N/A": "s"}


def run(*words: object) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def test_the_command_writes_both_forms(tmp_path: Path, capsys: Any) -> None:
    source = ROOT / "data" / "hanul_teilor"
    book, folder, day = tmp_path / "hanul.xlsx", tmp_path / "hanul", ("--as-of", AS_OF)
    assert run("template", book, "--from", source, "--lang", "fa", *day) == 0
    assert run("template", folder, "--from", book, *day) == 0
    assert everything(read(folder)) == everything(read(source))
    assert str(folder) in capsys.readouterr().out
    assert run("template", tmp_path / "x.csv", "--from", source) == 2
    assert run("template", book, "--from", source) == 2
