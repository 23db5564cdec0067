"""Which rows are one touchpoint: by decision, address, name; the ambiguous is left apart."""

from __future__ import annotations

from pathlib import Path

from tests.inventory.merging.conftest import facts, read, said, the, told
from tpgraph.model import Inventory


def names(inventory: Inventory) -> list[str]:
    return [t.name for t in inventory.touchpoints]


def test_by_address_by_name_and_the_facts_know_every_cell(tmp_path: Path) -> None:
    inventory = read(
        tmp_path,
        {
            "a.csv": "name,url,owner\nInstagram,https://www.instagram.com/shop/,Ana\nTill,,Ana\n",
            "b.csv": "name;url;cost;currency\nIG page;instagram.com/shop;5;EUR\ntill;;;\n",
        },
    )
    assert names(inventory) == ["IG page", "Till"]
    page = the(inventory, "IG page")
    assert said(page, "owner") == {"Ana": ["a.csv, row 2, column owner"]}
    assert said(page, "cost") == {"5": ["b.csv, row 2, column cost"]}
    assert said(page, "url") == {
        "https://www.instagram.com/shop/": ["a.csv, row 2, column url", "b.csv, row 2, column url"]
    }
    assert said(the(inventory, "Till"), "name") == {
        "Till": ["a.csv, row 3, column name", "b.csv, row 3, column name"]
    }
    assert [p.value for p in told(inventory, "other-name")] == ["Instagram"]


def test_the_merged_graph_is_that_of_one_list(tmp_path: Path) -> None:
    """What two lists say together is what one list would say, worked out by hand."""
    both = read(
        tmp_path / "both",
        {
            "a.csv": "name,type,stages,owner,leads_to\n"
            "Till,Cashier,purchase,Ana,Bill\nBill,Receipt,purchase,,\n",
            "crm/touchpoints.csv": "name,stages,satisfaction,satisfaction_scale,leads_to\n"
            "Bill,post-purchase,,,\nTill,,4,1-5,Hotline\nHotline,post-purchase,3,1-5,Bill\n",
        },
    )
    one = read(
        tmp_path / "one",
        {
            "a.csv": "name,type,stages,owner,satisfaction,satisfaction_scale,leads_to\n"
            "Till,Cashier,purchase,Ana,4,1-5,Bill|Hotline\n"
            "Bill,Receipt,purchase|post-purchase,,,,\n"
            "Hotline,,post-purchase,,3,1-5,Bill\n"
        },
    )
    assert facts(both) == facts(one)
    assert names(both) == names(one) == ["Till", "Bill", "Hotline"]


def test_by_decision(tmp_path: Path) -> None:
    files = {"a.csv": "name,owner\nIG,Ana\nShop,\n", "b.csv": "name,reach\nInstagram,7\nStore,8\n"}
    mapping = '[same]\nIG = "Instagram"\n"Shop" = ["Store"]\n'
    inventory = read(tmp_path, files, mapping=mapping)
    # The name on the right is what the touchpoint is called.
    assert names(inventory) == ["Instagram", "Store"]
    assert the(inventory, "Instagram").extra == {"name (a.csv)": "IG"}
    assert said(the(inventory, "Store"), "reach") == {"8": ["b.csv, row 3, column reach"]}


def test_a_link_may_use_the_name_of_its_source(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,leads_to\nIG,\nShop,IG\n",
        "b.csv": "name,leads_to\nInstagram,\nBill,Instagram\n",
    }
    inventory = read(tmp_path, files, mapping='[same]\nIG = "Instagram"\n')
    iri = the(inventory, "Instagram").iri
    links = [[v.iri for v in t.values.get("leads_to", ())] for t in inventory.touchpoints]
    assert links == [[], [iri], [iri]]
    assert not told(inventory, "broken-link")
    assert not told(inventory, "ambiguous-link")


def test_a_name_that_a_source_has_twice_is_ambiguous(tmp_path: Path) -> None:
    inventory = read(
        tmp_path, {"a.csv": "name,hours\nTill,9-17\nTill,9-18\n", "b.csv": "name\ntill\n"}
    )
    assert len(inventory.touchpoints) == 3
    (problem,) = told(inventory, "ambiguous-name")
    assert problem.severity == "warning"
    rows = ("a.csv, row 2", "a.csv, row 3", "b.csv, row 2")
    assert all(place in problem.message for place in rows)


def test_an_address_tells_apart_what_a_name_does_not(tmp_path: Path) -> None:
    inventory = read(
        tmp_path,
        {
            "a.csv": "name,url\nPage,facebook.com/one\nPage,facebook.com/two\n",
            "b.csv": "name,url\nPage,https://facebook.com/one\n",
        },
    )
    assert [len(t.parts) for t in inventory.touchpoints] == [2, 0]
    assert not told(inventory, "ambiguous-name")


def test_an_address_that_a_source_has_twice_is_ambiguous(tmp_path: Path) -> None:
    inventory = read(
        tmp_path,
        {
            "a.csv": "name,url\nHome,shop.example.com\nBlog,shop.example.com\n",
            "b.csv": "name,url\nSite,shop.example.com\n",
        },
    )
    assert len(inventory.touchpoints) == 3
    assert len(told(inventory, "ambiguous-address")) == 1


def test_what_would_join_two_rows_of_a_source_joins_nothing(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,url\nOne,x.example.com|y.example.com\n",
        "b.csv": "name,url\nTwo,x.example.com\nThree,y.example.com\n",
    }
    inventory = read(tmp_path / "address", files)
    assert len(inventory.touchpoints) == 3
    assert len(told(inventory, "ambiguous-address")) == 1
    decided = read(
        tmp_path / "decision",
        {"a.csv": "name\nIG\nInstagram\n", "b.csv": "name\nInsta\n"},
        mapping='[same]\nIG = "Insta"\nInstagram = "Insta"\n',
    )
    assert len(decided.touchpoints) == 3
    assert len(told(decided, "ambiguous-decision")) == 1


def test_two_are_kept_apart_by_decision(tmp_path: Path) -> None:
    files = {
        "a.csv": "name,url\nTill,\nPage,x.example.com\n",
        "b.csv": "name,url\nTill,\nBlog,x.example.com\n",
    }
    assert len(read(tmp_path / "merged", files).touchpoints) == 2
    mapping = '[different]\nTill = "till"\nPage = "Blog"\n'
    inventory = read(tmp_path / "apart", files, mapping=mapping)
    assert [len(t.parts) for t in inventory.touchpoints] == [0, 0, 0, 0]
    assert len({t.iri for t in inventory.touchpoints}) == 4
    assert not told(inventory, "ambiguous-name")


def test_the_alike_is_offered_and_never_merged(tmp_path: Path) -> None:
    files = {
        "a.csv": "name\nInstagram\nShop window\nStore 12\n",
        "b.csv": "name\nInstagram page\nShop windows\nStore 13\n",
    }
    inventory = read(tmp_path / "offered", files)
    assert len(inventory.touchpoints) == 6
    offered = {p.value: p.mend for p in told(inventory, "near-name")}
    assert offered.keys() == {"Instagram", "Shop window"}
    assert '"Instagram" = "Instagram page"' in offered["Instagram"]
    mapping = '[different]\nInstagram = "Instagram page"\n[same]\n"Shop window" = "Shop windows"\n'
    decided = read(tmp_path / "decided", files, mapping=mapping)
    assert not told(decided, "near-name")
    assert len(decided.touchpoints) == 5


def test_within_one_source_nothing_is_merged(tmp_path: Path) -> None:
    rows = "name,url\nPage,x.example.com\nPage,x.example.com\n"
    inventory = read(tmp_path, {"a.csv": rows, "b.csv": "name\nOther\n"})
    assert names(inventory) == ["Page", "Page", "Other"]
    assert inventory.touchpoints[1].iri.endswith("/page-2")
    assert len(told(inventory, "same-name")) == 1


def test_decisions_that_fit_nothing_are_told(tmp_path: Path) -> None:
    inventory = read(
        tmp_path,
        {"a.csv": "name\nIG\n", "b.csv": "name\nInstagram\n"},
        mapping='[same]\nIG = "Instagrm"\nx = 3\n[different]\nNo = "IG"\n'
        '[prefer]\ncots = "a.csv"\nowner = "c.csv"\ncost = 4\nNobody = {owner = "a.csv"}\n',
    )
    wrong = [p.value for p in told(inventory, "bad-mapping")]
    assert sorted(map(str, wrong)) == [
        "Instagrm", "No", "Nobody", "c.csv", "cost", "cots", "x",
    ]  # fmt: skip
    assert len(inventory.touchpoints) == 2
