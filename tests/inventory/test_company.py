"""company.toml: what is understood, what is refused, and on which line."""

from __future__ import annotations

from datetime import date

import pytest

from tests.inventory.conftest import ReadText, codes, term
from tpgraph.errors import InputError
from tpgraph.inventory.columns import COLUMNS, METRICS

TABLE = "name\nShop\n"


def test_a_whole_company(read: ReadText) -> None:
    company = read(
        TABLE,
        """name = "Bottega"
industry = "Clothing retail"
size = "micro"
sells = ["physical goods", "services"]
sells_online = true
has_store = "no"
goals = "awareness; retention"
complete = ["stages", "metrics"]
understanding_methods = []

[bounds]
review_days = 365
category_share_max = 0.50
languages = ["it", "en"]

[[accept]]
rule = "modality-missing"
concerns = "physical"
reason = "No shop is planned."
until = 2027-03-01

[[accept]]
rule = "dead-platform"
reason = "An archive."
""",
    ).company
    assert (company.name, company.slug) == ("Bottega", "bottega")
    values = {k: [v.iri or v.literal for v in vs] for k, vs in company.values.items()}
    assert values == {
        "industry": [term("clothingRetail")],
        "size": [term("micro")],
        "sells": [term("physicalGoods"), term("services")],
        "sells_online": ["true"],
        "has_store": ["false"],
        "goals": [term("brandAwareness"), term("customerRetention")],
    }
    assert company.none["understanding_methods"].row == 9
    assert set(company.complete) == {"stages", *METRICS}
    assert company.complete["stages"].row == 8
    bounds = {k: [(v.literal, v.datatype) for v in vs] for k, vs in company.bounds.items()}
    assert bounds == {
        "review_days": [("365", "decimal")],
        "category_share_max": [("0.5", "decimal")],
        "languages": [("it", "string"), ("en", "string")],
    }
    assert company.bounds["review_days"][0].place.row == 12
    first, second = company.accepts
    assert (first.concerns, first.until, first.place.row) == (("physical",), date(2027, 3, 1), 17)
    assert (second.concerns, second.until, second.place.row) == ((), None, 23)


def test_a_bound_names_its_unit_as_a_cell_does(read: ReadText) -> None:
    bounds = 'name = "A"\n[bounds]\ncurrency = "€"\nsatisfaction_scale = "1 to 5"\n'
    company = read(TABLE, bounds + "satisfaction_min = -20\ncategory_share_max = 1\n").company
    assert {k: [v.literal for v in vs] for k, vs in company.bounds.items()} == {
        "currency": ["EUR"],
        "satisfaction_scale": ["1-5"],
        "satisfaction_min": ["-20"],
        "category_share_max": ["1"],
    }


# Company files with the problems that are found in them.
PROBLEMS: dict[str, tuple[str, list[str]]] = {
    "no name": ('size = "micro"', ["no-company-name"]),
    "blank name": ('name = " "', ["no-company-name"]),
    "a number for a name": ("name = 5", ["bad-type", "no-company-name"]),
    "unknown key": ('name = "A"\ngoal = "awareness"', ["unknown-key"]),
    "unknown industry": ('name = "A"\nindustry = "fishing"', ["unknown-value"]),
    "unknown size": ('name = "A"\nsize = "tiny"', ["unknown-value"]),
    "two sizes": ('name = "A"\nsize = ["micro", "small"]', ["too-many-values"]),
    "unknown scope": ('name = "A"\ncomplete = ["stage", "mtrics"]', ["unknown-complete"]),
    "a number for complete": ('name = "A"\ncomplete = 3', ["bad-type"]),
    "a table for goals": ('name = "A"\n[goals]\nx = 1', ["bad-type"]),
    "neither yes nor no": ('name = "A"\nhas_store = "often"', ["bad-type"]),
    "no table for bounds": ('name = "A"\nbounds = 3', ["bad-type"]),
    "misspelt bound": ('name = "A"\n[bounds]\nreview_day = 3', ["unknown-key"]),
    "a bound that is no name": ('name = "A"\n[bounds]\n"a> <b" = 3', ["unknown-key"]),
    "infinite bound": ('name = "A"\n[bounds]\nreview_days = inf', ["bad-number"]),
    "huge bound": (f'name = "A"\n[bounds]\nreview_days = 0x{"f" * 5000}', ["bad-number"]),
    "share of more than all": ('name = "A"\n[bounds]\ncategory_share_max = 40', ["bad-type"]),
    "bound below nothing": ('name = "A"\n[bounds]\ncategory_count_max = -1', ["bad-type"]),
    "bound in quotes": ('name = "A"\n[bounds]\nsatisfaction_min = "4"', ["bad-type"]),
    "two bounds in one": ('name = "A"\n[bounds]\ncost_per_contact_max = [1, 2]', ["bad-type"]),
    "no such lines": ('name = "A"\n[bounds]\ncrosshair = "middle"', ["bad-type"]),
    "no such currency": ('name = "A"\n[bounds]\ncurrency = "shells"', ["bad-type"]),
    "no scale": ('name = "A"\n[bounds]\nsatisfaction_scale = "stars"', ["bad-type"]),
    "accept without rule": ('name = "A"\n[[accept]]\nreason = "x"', ["bad-accept"]),
    "accept without reason": ('name = "A"\n[[accept]]\nrule = "x"', ["accept-without-reason"]),
    "accept until never": (
        'name = "A"\n[[accept]]\nrule = "x"\nreason = "y"\nuntil = "never"',
        ["bad-accept"],
    ),
    "accept with another key": (
        'name = "A"\n[[accept]]\nrule = "x"\nreason = "y"\nconcern = "z"',
        ["unknown-key"],
    ),
    "accept that is no table": ('name = "A"\naccept = ["x"]', ["bad-accept"]),
    "control characters": ('name = "A\\u001b[31m"', ["control-characters"]),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_problems_of_a_company_file(read: ReadText, case: str) -> None:
    text, expected = PROBLEMS[case]
    inventory = read(TABLE, text)
    assert codes(inventory) == expected
    assert all(p.place.file == "company.toml" and p.mend for p in inventory.problems)


def test_what_an_open_list_lacks_is_kept_as_text(read: ReadText) -> None:
    inventory = read(TABLE, 'name = "A"\nunderstanding_methods = ["survey", "tarot"]')
    methods = inventory.company.values["understanding_methods"]
    assert [v.iri or v.literal for v in methods] == [term("survey"), "tarot"]
    assert inventory.problems[0].severity == "warning"
    assert inventory.problems[0].place.row == 2


def test_complete_true_is_every_column(read: ReadText) -> None:
    assert set(read(TABLE, 'name = "A"\ncomplete = true').company.complete) == set(COLUMNS)
    assert not read(TABLE, 'name = "A"\ncomplete = false').company.complete


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'name = "A"\nsize = \n', "row 2, column 8"),
        (b'name = "A', "row 1"),
        (b'name = "A"\nname = "B"', "row 2"),
        (b'name = "a\x81"', "byte 9"),
        ('name = "A"'.encode("utf-16"), "UTF-16"),
        (b"x = " + b"[" * 5000, "nested"),
        (b"x = " + b"9" * 5000, "company.toml"),
        (b'name = "A\x00"', "row 1"),
    ],
)
def test_a_file_that_is_no_toml(read: ReadText, data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=r"company\.toml") as error:
        read(TABLE, data)
    assert said in str(error.value)


def test_a_byte_order_mark_and_windows_lines(read: ReadText) -> None:
    inventory = read(TABLE, b'\xef\xbb\xbfname = "A"\r\nsize = "tiny"\r\n')
    assert inventory.company.name == "A"
    assert inventory.problems[0].place.row == 2
