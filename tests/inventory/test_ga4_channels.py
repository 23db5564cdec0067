"""Google's channel rules in their order, and the table of what a channel becomes."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tpgraph.inventory.ga4_channels import (
    OTHER,
    RULES,
    UNASSIGNED,
    channel_named,
    channel_of,
    channels,
    site_categories,
    words,
)
from tpgraph.inventory.recognise import load_index
from tpgraph.model import LANGUAGES
from tpgraph.resources import ontology_dir
from tpgraph.vocabulary import NAMESPACE, TERMS

CASES = [
    # source, medium, campaign, channel
    ("(direct)", "(none)", "", "Direct"),
    ("(direct)", "(not set)", "", "Direct"),
    ("(direct)", "referral", "", "Referral"),
    ("google", "cpc", "Spring Cross-network", "Cross-network"),
    ("amazon", "cpc", "", "Paid Shopping"),
    ("site.example", "paid_any", "eshop", "Paid Shopping"),
    ("google", "cpc", "spring", "Paid Search"),
    ("google", "cpm", "", "Paid Search"),  # rule 4 comes before 7
    ("bing", "ppc", "", "Paid Search"),
    ("facebook", "paid-social", "", "Paid Social"),
    ("facebook", "retargeting", "", "Paid Social"),
    ("youtube.com", "cpv-cpc", "", "Paid Video"),
    ("unlisted.example", "cpm", "", "Display"),  # rule 7 comes before 8
    ("unlisted.example", "banner", "", "Display"),
    ("unlisted.example", "interstitial", "", "Display"),
    ("unlisted.example", "expandable", "", "Display"),
    ("unlisted.example", "display", "", "Display"),
    ("unlisted.example", "cpc", "", "Paid Other"),
    ("unlisted.example", "paid", "", "Paid Other"),
    ("etsy.com", "referral", "", "Organic Shopping"),
    ("unlisted.example", "referral", "eshop", "Organic Shopping"),
    ("unlisted.example", "referral", "Shop now", "Organic Shopping"),
    ("unlisted.example", "referral", "shopping week", "Organic Shopping"),
    ("unlisted.example", "referral", "workshop-may", "Referral"),
    ("facebook", "referral", "", "Organic Social"),
    ("linkedin.com", "(not set)", "", "Organic Social"),
    ("unlisted.example", "social", "", "Organic Social"),
    ("unlisted.example", "sm", "", "Organic Social"),
    ("unlisted.example", "Social Network", "", "Organic Social"),
    ("unlisted.example", "social_paid", "", UNASSIGNED),  # it neither is PAID nor social
    ("youtube", "referral", "", "Organic Video"),
    ("unlisted.example", "in-video-link", "", "Organic Video"),
    ("google", "organic", "", "Organic Search"),
    ("google", "", "", "Organic Search"),
    ("unlisted.example", "organic", "", "Organic Search"),
    ("partner.example", "referral", "", "Referral"),
    ("partner.example", "app", "", "Referral"),
    ("partner.example", "link", "", "Referral"),
    ("e_mail", "x", "", "Email"),
    ("crm", "E-Mail", "", "Email"),
    ("crm", "e mail", "", "Email"),
    ("crm", "newsletter", "", UNASSIGNED),
    ("partner.example", "affiliate", "", "Affiliates"),
    ("partner.example", "affiliates", "", UNASSIGNED),
    ("radio.example", "audio", "", "Audio"),
    ("sms", "x", "", "SMS"),
    ("x", "sms", "", "SMS"),
    ("x", "web-push", "", "Mobile Push Notifications"),
    ("x", "mobile_app", "", "Mobile Push Notifications"),
    ("x", "notifications", "", "Mobile Push Notifications"),
    ("firebase", "x", "", "Mobile Push Notifications"),
    ("chatbot.example", "ai-assistant", "", "AI Assistant"),
    ("poster", "qr", "", UNASSIGNED),
    ("newspaper", "print", "", UNASSIGNED),
    ("doors", "leaflet", "", UNASSIGNED),
    ("(not set)", "(not set)", "", UNASSIGNED),
    ("", "", "", UNASSIGNED),
]


@pytest.mark.parametrize(("source", "medium", "campaign", "channel"), CASES)
def test_the_first_rule_that_holds_names_the_channel(
    source: str, medium: str, campaign: str, channel: str
) -> None:
    assert channel_of(source, medium, campaign) == channel
    # Case and blanks around do not count.
    assert channel_of(f" {source.upper()} ", medium.title(), campaign.upper()) == channel


def test_every_rule_has_a_case() -> None:
    assert {case[3] for case in CASES} == {name for name, _ in RULES} | {UNASSIGNED}
    assert list(channels()) == [*(name for name, _ in RULES), UNASSIGNED, OTHER]


def test_the_lists_of_sites_are_googles(shared_data: Path) -> None:
    original = shared_data / "ga4_source_categories.csv"
    if not original.is_file():
        pytest.skip(f"no shared data: {original.name} is not there")
    carried = ontology_dir() / "imports" / "ga4" / "sources.csv"
    assert carried.read_bytes() == original.read_bytes()


def test_the_lists_of_sites_are_whole() -> None:
    counts = Counter(c for found in site_categories().values() for c in found)
    assert counts == {
        "SOURCE_CATEGORY_SEARCH": 129,
        "SOURCE_CATEGORY_SHOPPING": 52,
        "SOURCE_CATEGORY_SOCIAL": 592,
        "SOURCE_CATEGORY_VIDEO": 46,
    }


def test_terms_of_a_channel_exist_and_their_labels_lead_back_to_them() -> None:
    index = load_index()
    schemes = {
        "kind": None,
        "category": f"{NAMESPACE}touchpointCategories",
        "stages": f"{NAMESPACE}purchaseStages",
        "ownership": f"{NAMESPACE}ownerships",
        "modality": f"{NAMESPACE}modalities",
    }
    seen = 0
    for channel in channels().values():
        for field, scheme in schemes.items():
            for name in filter(None, getattr(channel, field).split("|")):
                if name in ("unknown", "none"):
                    continue
                assert name in TERMS, (channel.name, name)
                iri = NAMESPACE + name
                assert index.terms(scheme, index.label(iri)) == (iri,)
                seen += 1
        assert bool(channel.ask) == bool(channel.about)
        if channel.about:
            about = channel.kind if channel.about == "type" else getattr(channel, channel.about)
            assert about in ("", "unknown"), f"{channel.name}: what is asked was answered"
    assert seen > 40


def test_kinds_are_those_of_the_mapping() -> None:
    """A channel's kind is a close or narrower match; what is only related is never taken."""
    path = ontology_dir() / "mappings" / "ga4.sssom.tsv"
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    sure: dict[str, set[str]] = {}
    for row in rows:
        if row["predicate_id"] in ("skos:closeMatch", "skos:narrowMatch"):
            sure.setdefault(row["object_id"], set()).add(row["subject_id"])
    known = {row["object_id"] for row in rows}
    for channel in channels().values():
        assert f"ga4:{channel.ga4}" in known
        matches = sure.get(f"ga4:{channel.ga4}", set())
        if channel.kind != "unknown":
            assert f"tpg:{channel.kind}" in matches
        if channel.category not in ("", "none", "unknown"):
            assert f"tpg:{channel.category}" in matches


def test_names_of_channels_are_unambiguous_in_every_language() -> None:
    for channel in channels().values():
        for name in (channel.name, *channel.also):
            assert channel_named(name) == channel.name
    assert channel_named("Ricerca organica") == "Organic Search"
    assert channel_named("PAID SEARCH") == "Paid Search"
    assert channel_named("Partner channels") is None


def test_headers_are_there_in_every_language() -> None:
    path = ontology_dir() / "imports" / "ga4" / "headers.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) == len({tuple(row) for row in rows})
    for means in words():
        assert {row[1] for row in rows if row[0] == means} == set(LANGUAGES), means
