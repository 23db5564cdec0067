"""Each kind of cell: what is taken, what is refused, and what is only said."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.inventory.conftest import AS_OF, term
from tpgraph.inventory.addresses import why_no_address
from tpgraph.inventory.cells import BLANK, Cell, CellParser, scale_range
from tpgraph.inventory.columns import COLUMNS
from tpgraph.inventory.dates import solar_hijri
from tpgraph.inventory.numbers import PLACES, Reading, canonical, read_number
from tpgraph.inventory.recognise import Index


@pytest.fixture(scope="module")
def parser(index: Index) -> CellParser:
    return CellParser(index, as_of=AS_OF)


def literal(cell: Cell) -> str | None:
    assert len(cell.parts) == 1, cell
    return cell.parts[0].literal


def doubts(cell: Cell) -> list[str]:
    return [d.code for d in cell.doubts]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.50", "1.5"), ("4.0", "4"), ("0", "0"), ("-0", "0"), ("1200", "1200"), (".5", "0.5"),
        ("1 200,50", "1200.5"), ("1.200,50", "1200.5"), ("1,200.50", "1200.5"), ("0,125", "0.125"),
        ("1'200", "1200"), ("1,200,000", "1200000"), ("1.200.000", "1200000"), ("1e3", "1000"),
        ("€ 120", "120"), ("120 EUR", "120"), ("120 lei", "120"), ("$1,200.00", "1200"),
        ("۱۲۰۰", "1200"), ("۱۲٫۵", "12.5"), ("۱٬۲۰۰٬۰۰۰", "1200000"), ("1\u00a0200", "1200"),
        ("1234.567", "1234.567"),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(parser: CellParser, text: str, number: str) -> None:
    cell = parser.parse("cost", text)
    assert literal(cell) == number
    assert doubts(cell) == []


@pytest.mark.parametrize(
    "text",
    [
        "abc", "-5", "1e309", "1e99999", "nan", "inf", "-inf", "1e15", "45%", "12 34", "1.2.3",
        "1,2,3", "10-20", "ca. 50", "(120)", "1" * 65, "1e-50", "=1+1", "½", "0x10", "1_000",
        "cam 40", "sub 100", "max 50",  # words of three letters, no codes of currencies
    ],
)  # fmt: skip
def test_what_is_no_number_is_an_error(parser: CellParser, text: str) -> None:
    cell = parser.parse("cost", text)
    assert doubts(cell) == ["bad-number"]
    assert cell.unclear
    assert not cell.parts


def test_what_engines_reckon_with_has_room(parser: CellParser) -> None:
    # The most that may be paid, for the least that may be counted, in thousandths.
    most, least = parser.parse("cost", "1e14"), parser.parse("conversions", "0.001")
    assert (literal(most), literal(least)) == ("100000000000000", "0.001")
    assert Decimal(literal(most)) / Decimal(literal(least)) * 1000 < Decimal(2) ** 127 / 10**18
    assert doubts(parser.parse("conversions", "0.0009")) == ["bad-number"]
    assert doubts(parser.parse("cost", "0.0009")) == []


def test_a_mark_before_three_digits_is_never_read_in_silence(parser: CellParser) -> None:
    assert doubts(parser.parse("cost", "1,200")) == ["ambiguous-number"]
    assert not parser.parse("cost", "1,200").parts
    point = parser.parse("cost", "1.200")
    assert literal(point) == "1.2"
    assert doubts(point) == ["number-assumed"]
    # Counts are whole, and a rating has a range: there is no doubt.
    assert literal(parser.parse("clicks", "1,200")) == "1200"
    assert literal(parser.parse("importance", "4,125")) == "4.125"


@given(st.decimals(min_value=0, max_value=10**14, places=2, allow_nan=False))
def test_a_number_comes_back_from_its_canonical_text(number: Decimal) -> None:
    reading = read_number(canonical(number))
    assert isinstance(reading, Reading)
    assert reading.number == number
    assert canonical(reading.number) == canonical(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_canonical_numbers_have_one_form(number: Decimal) -> None:
    text = canonical(number)
    assert "e" not in text.lower()
    assert not text.endswith(".")
    assert len(text.partition(".")[2]) <= PLACES
    assert canonical(Decimal(text)) == text


@given(st.text(max_size=80))
def test_no_text_breaks_the_readers_of_cells(text: str) -> None:
    parser = CellParser(_EMPTY, as_of=AS_OF)
    for column in COLUMNS:
        cell = parser.parse(column, text)
        assert not (cell.none and cell.parts)
        for part in cell.parts:
            if part.datatype == "decimal":
                assert part.literal is not None
                assert canonical(Decimal(part.literal)) == part.literal


_EMPTY = Index(columns={}, kinds={}, schemes={}, platform_hosts={}, labels={})


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("importance", "6", "out-of-range"),
        ("importance", "0", "out-of-range"),
        ("space", "5.5", "out-of-range"),
        ("design", "-1", "out-of-range"),
    ],
)
def test_ratings_have_a_range(parser: CellParser, column: str, text: str, code: str) -> None:
    assert doubts(parser.parse(column, text)) == [code]


def test_a_row_may_state_its_scale(parser: CellParser) -> None:
    assert literal(parser.parse("satisfaction", "8", scale_range("0-10"))) == "8"
    assert doubts(parser.parse("satisfaction", "8", scale_range("1-5"))) == ["out-of-range"]
    assert literal(parser.parse("satisfaction", "-40", scale_range("nps"))) == "-40"
    assert doubts(parser.parse("satisfaction", "-140", scale_range("nps"))) == ["out-of-range"]


@pytest.mark.parametrize(
    ("text", "scale"),
    [("1-5", "1-5"), ("0 – 10", "0-10"), ("1 to 7", "1-7"), ("NPS", "nps"), ("۱-۵", "1-5")],
)
def test_scales(parser: CellParser, text: str, scale: str) -> None:
    assert literal(parser.parse("satisfaction_scale", text)) == scale


@pytest.mark.parametrize("text", ["5-1", "stars", "5", "01-May", "2026-05-01"])
def test_what_is_no_scale(parser: CellParser, text: str) -> None:
    cell = parser.parse("satisfaction_scale", text)
    assert doubts(cell) == ["bad-scale"]
    if "M" in text or "20" in text:
        assert "spreadsheet" in str(cell.doubts[0].params["mend"])


@given(st.dates(min_value=date(1900, 1, 1), max_value=AS_OF))
def test_dates_come_back(day: date) -> None:
    parser = CellParser(_EMPTY, as_of=AS_OF)
    for text in (day.isoformat(), f"{day.isoformat()}T10:30:00Z", f"{day.isoformat()} 10:30"):
        cell = parser.parse("reviewed", text)
        assert literal(cell) == day.isoformat()
        assert not cell.doubts


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("01/03/2026", "Write 2026-03-01 or 2026-01-03"),
        ("1-3-2026", "Write 2026-03-01 or 2026-01-03"),
        ("13.12.2026", "Write 2026-12-13,"),  # after the day of the analysis
        ("2026/12/24", "Write 2026-12-24."),
        ("1447-05-10", "Solar Hijri"),  # of the lunar calendar, or to come
        ("1404-13-10", "Solar Hijri"),
        ("1404-12-30", "Solar Hijri"),  # no leap year
        ("31.02.2026", "year-month-day"),
        ("yesterday", "year-month-day"),
        ("2026-02-30", "year-month-day"),
        ("0001-01-01", "year-month-day"),
    ],
)
def test_other_dates_are_errors_with_the_mend(parser: CellParser, text: str, mend: str) -> None:
    cell = parser.parse("reviewed", text)
    assert doubts(cell) == ["bad-date"]
    assert mend in str(cell.doubts[0].params["mend"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-3-1", "2026-03-01"),
        ("2026/03/01", "2026-03-01"),
        ("13/03/2026", "2026-03-13"),
        ("03/13/2026", "2026-03-13"),
        ("03/03/2026", "2026-03-03"),
        ("13.03.2026", "2026-03-13"),
        ("01.03.2026", "2026-03-01"),  # with points the day comes first everywhere
        ("۱۴۰۵/۰۲/۱۰", "2026-04-30"),
        ("1404-12-29", "2026-03-20"),
        ("1405-01-01", "2026-03-21"),
        ("1403-12-30", "2025-03-20"),  # a leap year
        ("1300/1/1", "1921-03-21"),
        ("1357-11-22", "1979-02-11"),
    ],
)
def test_other_dates_that_leave_no_doubt_are_read_and_said(
    parser: CellParser, text: str, day: str
) -> None:
    cell = parser.parse("reviewed", text)
    assert (literal(cell), doubts(cell)) == (day, ["date-read"])
    assert cell.doubts[0].params["day"] == day


@pytest.mark.parametrize("year", [1399, 1403, 1408])
def test_days_of_the_solar_hijri_calendar_follow_each_other(year: int) -> None:
    lengths = [31] * 6 + [30] * 5 + [30]  # all three are leap years
    days = [
        solar_hijri(year, month, day)
        for month, length in enumerate(lengths, start=1)
        for day in range(1, length + 1)
    ]
    known = [day for day in days if day is not None]
    assert len(known) == 366 == len(days)
    assert known == [known[0] + timedelta(number) for number in range(366)]
    assert solar_hijri(year + 1, 1, 1) == known[-1] + timedelta(1)
    assert solar_hijri(year + 1, 12, 30) is None
    assert solar_hijri(year, 7, 31) is solar_hijri(1299, 1, 1) is None


def test_a_future_date_is_kept_and_said(parser: CellParser) -> None:
    day = (AS_OF + timedelta(days=1)).isoformat()
    assert literal(parser.parse("reviewed", day)) == day
    assert doubts(parser.parse("reviewed", day)) == ["future-date"]
    assert not parser.parse("reviewed", AS_OF.isoformat()).doubts


@pytest.mark.parametrize("text", ["yes", "Y", "da", "Да", "بله", "sì", "Sì", "x", "✓", "TRUE", "1"])
def test_yes(parser: CellParser, text: str) -> None:
    assert literal(parser.parse("supports", text)) == "true"


@pytest.mark.parametrize("text", ["no", "N", "nu", "нет", "خیر", "✗", "false", "0", "none"])
def test_no(parser: CellParser, text: str) -> None:
    assert literal(parser.parse("supports", text)) == "false"


@pytest.mark.parametrize("text", ["unknown", "?", "necunoscut", "неизвестно", "نامعلوم", "non so"])
def test_unknown_is_neither_blank_nor_none(parser: CellParser, text: str) -> None:
    assert parser.parse("supports", text) == Cell(unclear=True)
    assert parser.parse("owner", text) == Cell(unclear=True)
    # No kind speaks for these, so that unknown is what a blank is.
    assert parser.parse("look_ok", text) == BLANK


@pytest.mark.parametrize("text", ["none", "Niciunul", "niciuna", "нет", "ندارد", "هیچ", "nessuno"])
def test_none_is_stated(parser: CellParser, text: str) -> None:
    for column in ("stages", "owner", "leads_to", "cost", "reviewed", "url", "type", "channel"):
        assert parser.parse(column, text) == Cell(none=True), column


@pytest.mark.parametrize("text", ["", "-", "–", "n/a", "N/A", "  "])
def test_blank(parser: CellParser, text: str) -> None:
    assert all(parser.parse(column, text) == BLANK for column in COLUMNS if column != "name")


def test_several_values(parser: CellParser, index: Index) -> None:
    both = (term("purchase"), term("postPurchase"))
    assert tuple(p.iri for p in parser.parse("stages", "purchase|Post purchase").parts) == both
    assert tuple(p.iri for p in parser.parse("stages", "acquisto; post-purchase").parts) == both
    by_semicolon = CellParser(index, as_of=AS_OF, separators="|")
    assert doubts(by_semicolon.parse("stages", "purchase;post-purchase")) == ["unknown-value"]
    assert len(parser.parse("stages", "purchase|purchase").parts) == 1
    assert literal(parser.parse("hours", "Mon 9-18; Sat 9-13")) == "Mon 9-18; Sat 9-13"
    assert literal(parser.parse("notes", "a|b")) == "a|b"
    assert doubts(parser.parse("status", "active|retired")) == ["too-many-values"]
    assert doubts(parser.parse("stages", "none|purchase")) == ["mixed-none"]
    assert parser.parse("stages", "none|purchase").unclear


def test_a_letter_that_differs_is_taken_and_said(parser: CellParser) -> None:
    cell = parser.parse("stages", "purchse|post-purchase")
    assert [p.iri for p in cell.parts] == [term("purchase"), term("postPurchase")]
    assert not cell.unclear
    assert [(d.code, d.severity) for d in cell.doubts] == [("value-taken", "note")]
    # Too short, or as near to another label: asked.
    assert doubts(parser.parse("ownership", "brnad")) == ["unknown-value"]


def test_what_is_not_understood_is_asked(parser: CellParser) -> None:
    cell = parser.parse("stages", "purchsee|post-purchase")
    assert [p.iri for p in cell.parts] == [term("postPurchase")]
    assert cell.unclear
    assert "Purchase" in str(cell.doubts[0].params["mend"])
    assert cell.doubts[0].severity == "error"
    assert parser.parse("type", "cupon").doubts[0].severity == "warning"
    assert doubts(parser.parse("type", "message")) == ["ambiguous-value"]
    comma = parser.parse("stages", "purchase, post-purchase")
    assert "purchase|post-purchase" in str(comma.doubts[0].params["mend"])


@pytest.mark.parametrize(
    ("text", "code"), [("eur", "EUR"), ("€", "EUR"), ("RON", "RON"), ("lei", "RON"), ("₽", "RUB")]
)
def test_currencies(parser: CellParser, text: str, code: str) -> None:
    assert literal(parser.parse("currency", text)) == code


def test_a_currency_that_could_be_several(parser: CellParser) -> None:
    assert doubts(parser.parse("currency", "$")) == ["unknown-currency"]


def test_a_word_of_three_letters_is_no_currency(parser: CellParser) -> None:
    assert doubts(parser.parse("currency", "abc")) == ["unknown-currency"]
    assert literal(parser.parse("cost", "40 chf")) == "40"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com", "http://www.example.com/a?b=c#d", "example.com/shop", "магазин.рф",
        "HTTPS://Example.COM/", "https://example.com:8080/x", "http://10.0.0.1/",
        "https://fa.example.ir/صفحه",
    ],
)  # fmt: skip
def test_addresses(url: str) -> None:
    assert why_no_address(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://example.com",
        "info@example.com", "https://user@example.com", "http://", "https:example.com", "shop",
        "https://example.com/<script>", "https://example.com/a b", "file:///etc/passwd",
        "=HYPERLINK(\"https://example.com\")", "https://example.com/" + "a" * 2000, "//", ":",
        "javascript://example.com/%0aalert(1)", "\\\\example.com", "https://exa\nmple.com",
    ],
)  # fmt: skip
def test_what_is_no_address(parser: CellParser, url: str) -> None:
    assert why_no_address(url)
    assert doubts(parser.parse("url", url)) == ["bad-url"]


@given(st.text(max_size=60).map(str.strip))
def test_texts_come_back(text: str) -> None:
    assume(text and "|" not in text and ";" not in text)
    cell = CellParser(_EMPTY, as_of=AS_OF).parse("notes", text)
    if cell.parts:
        assert cell.parts[0].text == text
