"""The register of accounts: each row goes somewhere or is accounted for, and reads back."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inventory.conftest import AS_OF
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.accounts import import_accounts, read_agencies
from tpgraph.inventory.read import read_inventory

HEADER = (
    "id,organization,account,service_key,short_description,service_display_name,service_url,"
    "language,agencies"
)
REGISTER = "us_digital_registry_cached_accounts.csv"


def _register(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        writer.writerows(rows)
    return path


def _row(number: int, agencies: str, url: str = "https://facebook.com/x") -> list[str]:
    return [
        str(number),
        "Park",
        "park",
        "facebook",
        "Our\npage",
        "Facebook",
        url,
        "English",
        agencies,
    ]


ONE = '[{"id"=>1, "name"=>"Parks (P)", "info_url"=>nil}]'
TWO = '[{"id"=>1, "name"=>"Parks (P)"}, {"id"=>2, "name"=>"Rivers, \\"Big\\" ones"}]'


def test_rows_go_to_each_of_their_agencies_or_are_skipped_with_a_reason(tmp_path: Path) -> None:
    rows = [_row(1, ONE), _row(2, TWO), _row(3, "[]"), _row(4, "[{broken"), _row(1, ONE)]
    seen: list[tuple[int, int]] = []
    report = import_accounts(
        [_register(tmp_path, rows)], tmp_path / "out", on_progress=lambda *a: seen.append(a)
    )
    assert (report.rows_read, report.rows_used, len(report.skipped)) == (5, 2, 3)
    assert report.written == {"Parks (P)": 2, 'Rivers, "Big" ones': 1}
    assert [s.place.row for s in report.skipped] == [4, 5, 6]
    assert seen == [(5, 5)]
    inventory = read_inventory(report.folders["Parks (P)"], as_of=AS_OF)
    assert [t.name for t in inventory.touchpoints] == ["Park (Facebook)", "Park (Facebook, park)"]
    assert inventory.touchpoints[0].raw["notes"] == "Our\npage"
    assert inventory.company.name == "Parks (P)"
    assert not inventory.company.complete


def test_agencies_are_chosen_by_name_or_abbreviation(tmp_path: Path) -> None:
    register = _register(tmp_path, [_row(1, ONE), _row(2, TWO), _row(3, TWO)])
    report = import_accounts([register], tmp_path / "out", agencies=["p"])
    assert report.written == {"Parks (P)": 3}
    only = import_accounts([register], tmp_path / "out2", agencies=['rivers "big" ones'])
    assert (only.rows_used, [str(s.reason) for s in only.skipped]) == (
        2,
        ["its agencies were not asked for"],
    )
    with pytest.raises(CallError, match="Parks"):
        import_accounts([register], tmp_path / "out3", agencies=["Park"])
    assert not (tmp_path / "out3").exists()


def test_addresses_are_mended_and_said(tmp_path: Path) -> None:
    rows = [
        _row(1, ONE, "https:instagram.com/x"),
        _row(2, ONE, " Edit http://a.gov/y"),
        _row(3, ONE, "http://nodot/x"),
    ]
    report = import_accounts([_register(tmp_path, rows)], tmp_path / "out")
    assert [m.after for m in report.mended] == ["https://instagram.com/x", "http://a.gov/y"]


def test_a_folder_is_not_overwritten_unasked(tmp_path: Path) -> None:
    register, out = _register(tmp_path, [_row(1, ONE)]), tmp_path / "out"
    folder = import_accounts([register], out).folders["Parks (P)"]
    (folder / "mine.txt").write_text("kept")
    with pytest.raises(CallError, match="already there"):
        import_accounts([register], out)
    for _ in range(2):
        import_accounts([register], out, overwrite=True)
    assert sorted(p.name for p in out.iterdir()) == ["parks-p", "parks-p.bak", "parks-p.bak-2"]
    assert (out / "parks-p.bak" / "mine.txt").read_text() == "kept"


def test_a_file_that_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("name,organization\na,b\n")
    with pytest.raises(InputError, match="service_key"):
        import_accounts([path], tmp_path / "out")
    with pytest.raises(InputError, match="cannot be written"):
        import_accounts([_register(tmp_path, [_row(1, ONE)])], path)


@given(st.lists(st.text(min_size=1, max_size=30).filter(str.isprintable), max_size=4))
def test_names_come_back_from_ruby_and_json(names: list[str]) -> None:
    wanted = tuple(dict.fromkeys(" ".join(n.split()) for n in names if n.split()))
    ruby = ", ".join(f'{{"id"=>1, "name"=>{json.dumps(n)}, "info_url"=>nil}}' for n in names)
    found = read_agencies(f"[{ruby}]")
    assert found == wanted
    assert read_agencies(json.dumps([{"name": n} for n in names])) == found


def test_the_real_register(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / REGISTER
    if not path.is_file():
        pytest.skip(f"no shared data: {path.name} is not there")
    report = import_accounts([path], tmp_path / "out")
    assert (report.rows_read, report.rows_used, len(report.skipped)) == (4941, 4941, 0)
    assert len(report.written) == 135
    assert report.written["Peace Corps"] == 152
    assert report.written["Department of the Interior (DOI)"] == 1104
    # 3,419 accounts of one agency, 1,437 of two, 73 of three, 12 of more.
    assert sum(report.written.values()) == 6603
    assert len(report.mended) == 6
    keys: Counter[str] = Counter()
    for agency, folder in report.folders.items():
        inventory = read_inventory(folder, as_of=AS_OF)
        assert inventory.company.name == agency
        assert len(inventory.touchpoints) == report.written[agency]
        assert len({t.name for t in inventory.touchpoints}) == report.written[agency]
        keys.update(t.raw["channel"] for t in inventory.touchpoints)
    assert sum(keys.values()) == 6603
