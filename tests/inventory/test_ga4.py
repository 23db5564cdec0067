"""Downloads of Google Analytics in every shape; every row goes somewhere or is accounted for."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inventory.conftest import AS_OF, term
from tpgraph.errors import CallError, InputError
from tpgraph.inventory.ga4 import Ga4Report, Grain, import_ga4
from tpgraph.inventory.ga4_file import read_export
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory

PREAMBLE = """\
# ----------------------------------------
# Traffic acquisition: Session source / medium
# Account: Shop
# Property: shop.example, all of it
# ----------------------------------------
#
# All Users
# Start date: 20260101
# End date: 20260131
"""
TABLE = """\
Session source / medium,Sessions,Engaged sessions,Total users,Key events
google / organic,1000,700,800,12
(direct) / (none),500,300,450,3
facebook.com / referral,200,90,180,0
news / print,60,10,60,1
"""


def run(tmp_path: Path, *texts: str | bytes, **options: object) -> Ga4Report:
    files = []
    for number, text in enumerate(texts, start=1):
        file = tmp_path / f"download-{number}.csv"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        files.append(file)
    by = options.get("by", "source")
    grain: Grain = "channel" if by == "channel" else "source"
    company, size = options.get("company"), options.get("min_sample", 30)
    assert company is None or isinstance(company, str)
    assert isinstance(size, int)
    out = tmp_path / str(options.get("out", "out"))
    return import_ga4(files, out, company=company, by=grain, min_sample=size)


def cells(report: Ga4Report) -> dict[str, dict[str, str]]:
    """The rows of the first folder by name."""
    folder = next(iter(report.folders.values()))
    with (folder / "touchpoints.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def inventory(report: Ga4Report) -> Inventory:
    found = read_inventory(next(iter(report.folders.values())), as_of=AS_OF)
    assert [p for p in found.problems if p.severity == "error"] == []
    return found


def adds_up(report: Ga4Report) -> None:
    assert report.rows_read == report.rows_used + len(report.skipped)
    assert report.visits_read == report.visits_written + report.visits_too_few
    written = 0
    for folder in report.folders.values():
        for touchpoint in read_inventory(folder, as_of=AS_OF).touchpoints:
            written += int(touchpoint.raw.get("contacts") or 0)
    assert written == report.visits_written


def test_a_report_with_preamble(tmp_path: Path) -> None:
    report = run(tmp_path, PREAMBLE + TABLE)
    adds_up(report)
    assert (report.rows_read, report.rows_used, report.visits_read) == (4, 4, 1760)
    found = cells(report)
    assert list(found) == [
        "Organic Search: google",
        "Direct",
        "Organic Social: facebook.com",
        "Unassigned: news",
    ]
    google = found["Organic Search: google"]
    assert (google["contacts"], google["reach"], google["conversions"]) == ("1000", "800", "12")
    assert google["clicks"] == ""  # sessions are visits: nobody counted the clicks
    assert "row 11" in google["notes"]
    assert "2026-01-01 to 2026-01-31" in (tmp_path / "out/download-1/company.toml").read_text()


def test_what_is_stated_what_is_asked_and_what_stays_unknown(tmp_path: Path) -> None:
    read = inventory(run(tmp_path, TABLE))
    assert not read.company.complete
    google, direct, social, printed = read.touchpoints
    assert [v.iri for v in google.values["type"]] == [term("OrganicSearchResult")]
    assert google.none == {"category"}
    assert [v.iri for v in google.values["stages"]] == [term("informationSearch")]
    assert [v.iri for v in google.values["ownership"]] == [term("brandOwned")]
    assert "type" not in direct.values
    assert direct.none == {"category"}
    # Ambiguous: whose posts? No kind, no category, and a question.
    assert "type" not in social.values
    assert "category" not in social.values
    assert "category" not in social.none
    assert "column category" in social.raw["notes"]
    assert "type" not in printed.values
    assert {"type", "category", "stages"} <= printed.unclear
    assert "modality" not in printed.values


def test_questions_are_asked_once_a_channel(tmp_path: Path) -> None:
    table = TABLE + "x.com / social,40,1,30,0\npress.example / referral,99,1,90,0\n"
    report = run(tmp_path, table)
    assert [(q.channel, q.column, len(q.touchpoints)) for q in report.questions] == [
        ("Organic Social", "category", 2),
        ("Referral", "category", 1),
    ]


def test_ambiguous_channels_are_never_given_a_category(tmp_path: Path) -> None:
    table = "Default channel group,Sessions\n" + "".join(
        f"{name},100\n" for name in ("Organic Social", "Organic Video", "Referral", "Unassigned")
    )
    for touchpoint in inventory(run(tmp_path, table)).touchpoints:
        assert "category" not in touchpoint.values
        assert "category" not in touchpoint.none
        assert "type" not in touchpoint.values


def test_channels_alone(tmp_path: Path) -> None:
    table = (
        "Session primary channel group (Default Channel Group),Users,Sessions,Conversions\n"
        "Organic Search,40,50,1\nEmail,60,80,2.5\nPaid Search,90,99,0\nCross-network,70,77,0\n"
        "Paid Other,70,77,0\n(other),40,44,0\nAffiliates,44,55,0\n"
    )
    report = run(tmp_path, table)
    adds_up(report)
    found = {t.name: t for t in inventory(report).touchpoints}
    assert found["Email"].raw["conversions"] == "2.5"
    assert [v.iri for v in found["Email"].values["category"]] == [term("directMarketing")]
    assert [v.iri for v in found["Paid Search"].values["category"]] == [term("advertising")]
    # The table names no one stage for these: the kind must not speak for them.
    for name in ("Cross-network", "Paid Other"):
        assert "stages" in found[name].unclear
        assert "stages" not in found[name].values
    assert [v.iri for v in found["Affiliates"].values["ownership"]] == [term("partnerOwned")]
    assert "category" in found["(other)"].unclear


LOCALISED = {
    "en-api": (
        "sessionSource,sessionMedium,sessionCampaignName,sessions,totalUsers,keyEvents",
        ",",
    ),
    "en-bigquery": ("source,medium,campaign,visits,users,conversions", ","),
    "it": (
        "Sorgente sessione;Mezzo sessione;Campagna della sessione;Sessioni;Utenti totali;"
        "Eventi chiave",
        ";",
    ),
    "ro": (
        "Sursa sesiunii;Mediul sesiunii;Campania sesiunii;Sesiuni;Total utilizatori;"
        "Evenimente cheie",
        ";",
    ),
    "ru": (
        "Источник сеанса\tКанал сеанса\tКампания сеанса\tСеансы\tВсего пользователей\t"
        "Ключевые события",
        "\t",
    ),
    "fa": ("منبع جلسه,رسانه جلسه,کمپین جلسه,جلسات,کل کاربران,رویدادهای کلیدی", ","),
}


@pytest.mark.parametrize("shape", LOCALISED)
def test_headers_in_each_language_and_delimiter(tmp_path: Path, shape: str) -> None:
    header, delimiter = LOCALISED[shape]
    rows = [
        ["google", "cpc", "spring", "400", "300", "5"],
        ["google", "cpc", "autumn", "100", "90", "1"],
        ["crm", "email", "(not set)", "50", "40", "2"],
    ]
    table = "\n".join([header, *(delimiter.join(row) for row in rows)])
    report = run(tmp_path, table)
    adds_up(report)
    found = cells(report)
    assert list(found) == ["Paid Search: google", "Email: crm"]
    paid = found["Paid Search: google"]
    assert (paid["contacts"], paid["conversions"]) == ("500", "6")
    # People of two campaigns may be the same: their sum is no reach.
    assert paid["reach"] == ""
    assert "300 to 390" in paid["notes"]
    assert "spring, autumn" in paid["notes"]
    assert found["Email: crm"]["reach"] == "40"


@pytest.mark.parametrize(
    ("header", "direct"),
    [
        ("Gruppo di canali principale della sessione (Gruppo di canali predefinito)", "Direct"),
        ("Grupul de canale prestabilit al sesiunii", "Acces direct"),
        ("Основная группа каналов для сеанса (Группа каналов по умолчанию)", "Прямой"),
        ("گروه کانال پیش‌فرض جلسه", "مستقیم"),
        ("Raggruppamento dei canali predefinito", "Diretto"),
        ("Grupul principal de canale al sesiunii (Grupul de canale prestabilit)", "Direct"),
        ("sessionDefaultChannelGroup", "Direct"),
        ("session_default_channel_group", "direct"),
    ],
)
def test_channel_groups_in_each_language(tmp_path: Path, header: str, direct: str) -> None:
    report = run(tmp_path, f"{header},Sessions\n{direct},70\n")
    assert list(cells(report)) == ["Direct"]


@pytest.mark.parametrize(
    ("total", "header"),
    [
        (",1760,1000,1490,16,Grand total\n", True),  # an exploration: behind the row
        ("Grand total,1760,,,\n", True),
        ("Totale complessivo,1760,,,\n", True),
        ("Общий итог,1760,,,\n", True),
        ("Total general,1760,,,\n", True),
        ("جمع کل,1760,,,\n", True),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_totals_are_no_touchpoint(tmp_path: Path, total: str, header: bool, first: bool) -> None:
    head, _, rows = TABLE.partition("\n")
    text = f"{head}\n{total}{rows}" if first else TABLE + total
    report = run(tmp_path, text)
    adds_up(report)
    assert (report.rows_read, report.rows_used) == (5, 4)
    assert [str(s.reason) for s in report.skipped] == ["it is a row of totals"]
    assert not report.doubts


def test_a_total_that_differs_is_told(tmp_path: Path) -> None:
    report = run(tmp_path, TABLE + "Grand total,2000,,,\n")
    (doubt,) = report.doubts
    assert "2000" in str(doubt.text)
    assert "1760" in str(doubt.text)


def test_several_blocks_of_one_file_count_each_visit_once(tmp_path: Path) -> None:
    chart = "Nth day,Sessions\n0000,900\n0001,860\n"
    channels = "Session default channel group,Sessions\nOrganic Search,1000\nDirect,500\n"
    text = f"{PREAMBLE}{chart}\n{PREAMBLE}{channels}\n{PREAMBLE}{TABLE}"
    report = run(tmp_path, text)
    adds_up(report)
    assert (report.rows_read, report.rows_used, report.visits_read) == (8, 4, 1760)
    reasons = sorted(str(s.reason) for s in report.skipped)
    assert reasons == [
        "its block counts the same visits as another one",
        "its block counts the same visits as another one",
        "its block has no column of source, medium or channel with figures",
        "its block has no column of source, medium or channel with figures",
    ]


def test_blocks_of_different_periods_are_added(tmp_path: Path) -> None:
    february = PREAMBLE.replace("202601", "202602").replace("0231", "0228")
    report = run(tmp_path, f"{PREAMBLE}{TABLE}\n{february}{TABLE}")
    adds_up(report)
    assert report.visits_read == 3520
    assert cells(report)["Organic Search: google"]["contacts"] == "2000"


def test_a_second_segment_is_not_added(tmp_path: Path) -> None:
    mobile = PREAMBLE.replace("All Users", "Mobile traffic")
    report = run(tmp_path, f"{PREAMBLE}{TABLE}\n{mobile}{TABLE}")
    adds_up(report)
    assert (report.visits_read, len(report.skipped)) == (1760, 4)


def test_a_table_that_goes_on_after_a_blank_line_or_its_header(tmp_path: Path) -> None:
    head = TABLE.partition("\n")[0]
    more = "bing / organic,70,1,60,0\n"
    report = run(tmp_path, f"{TABLE}\n{more}", f"{TABLE}{head}\n{more}")
    adds_up(report)
    assert list(report.written.values()) == [5, 5]


def test_several_files_of_one_company(tmp_path: Path) -> None:
    february = PREAMBLE.replace("202601", "202602").replace("0231", "0228")
    files = (PREAMBLE + TABLE, february + TABLE, PREAMBLE + TABLE)
    report = run(tmp_path, *files, company="The shop")
    adds_up(report)
    assert report.written == {"The shop": 4}
    assert (report.rows_read, report.rows_used) == (12, 8)  # January came twice
    assert (tmp_path / "out" / "the-shop").is_dir()
    # A figure of two downloads names the row of each.
    notes = cells(report)["Organic Search: google"]["notes"]
    assert "download-1.csv, row 11, download-2.csv, row 11." in notes
    apart = run(tmp_path, *files, out="apart")
    assert len(apart.written) == 3


def test_a_channel_alone_can_be_the_touchpoint(tmp_path: Path) -> None:
    table = TABLE + "bing / organic,500,1,400,8\n"
    report = run(tmp_path, table, by="channel")
    adds_up(report)
    search = cells(report)["Organic Search"]
    assert (search["contacts"], search["conversions"], search["reach"]) == ("1500", "20", "")


def test_a_small_sample_is_reported_and_not_judged(tmp_path: Path) -> None:
    report = run(tmp_path, TABLE + "tiny / email,4,1,3,1\n")
    adds_up(report)
    assert report.too_small == {"Download 1": ("Email: tiny",)}
    tiny = cells(report)["Email: tiny"]
    assert [tiny[c] for c in ("reach", "contacts", "conversions")] == ["", "", ""]
    assert "4 sessions, 3 users, 1 key events" in tiny["notes"]
    whole = run(tmp_path, TABLE + "tiny / email,4,1,3,1\n", min_sample=4, out="o2")
    assert cells(whole)["Email: tiny"]["contacts"] == "4"
    with pytest.raises(CallError, match="-1"):
        run(tmp_path, TABLE, min_sample=-1, out="o3")


def test_the_files_channel_counts_and_a_difference_is_told(tmp_path: Path) -> None:
    table = (
        "Session default channel group,Session source / medium,Sessions\n"
        "Cross-network,google / cpc,100\nOrganic Search,google / organic,100\n"
        "Our own group,crm / email,100\nOur own group,crm / strange,100\n"
    )
    report = run(tmp_path, table)
    adds_up(report)
    found = cells(report)
    assert list(found) == [
        "Cross-network: google",
        "Organic Search: google",
        "Email: crm",
        "Unassigned: crm",
    ]
    (doubt,) = report.doubts
    assert "Cross-network" in str(doubt.text)
    assert "Paid Search" in str(doubt.text)
    assert doubt.place.row == 2
    assert "Our own group" in found["Email: crm"]["notes"]


def test_without_medium_and_channel_nothing_is_guessed(tmp_path: Path) -> None:
    report = run(tmp_path, "Session source,Sessions\ngoogle,100\n(direct),100\n")
    assert list(cells(report)) == ["Unassigned: google", "Unassigned: (direct)"]
    assert {str(d.text) for d in report.doubts} == {"the file names neither a channel nor a medium"}
    own = run(tmp_path, "Channel,Sessions\nPartners,100\nShops,90\n", out="own")
    assert list(cells(own)) == ["Unassigned: Partners", "Unassigned: Shops"]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [("1.234", "1234"), ("1 234", "1234"), ("1'234", "1234"), ("۱۲۳۴", "1234"), ("1234.0", "1234")],
)
def test_numbers_as_a_spreadsheet_leaves_them(tmp_path: Path, sessions: str, expected: str) -> None:
    report = run(tmp_path, f"Session source / medium;Sessions\ngoogle / organic;{sessions}\n")
    assert cells(report)["Organic Search: google"]["contacts"] == expected


def test_conversions_that_can_be_two_numbers_are_left_out_and_told(tmp_path: Path) -> None:
    head = "Default channel group;Sessions;Key events\n"
    unclear = run(tmp_path, head + "Email;900;1.234\n")
    assert cells(unclear)["Email"]["conversions"] == ""
    assert "1.234" in str(unclear.doubts[0].text)
    plain = run(tmp_path, head + "Email;9000;1.234\n", out="plain")
    assert cells(plain)["Email"]["conversions"] == "1.23"
    grouped = run(tmp_path, head + "Email;9.000;1.234\n", out="grouped")
    assert cells(grouped)["Email"]["conversions"] == "1234"


def test_rows_that_cannot_be_read_are_skipped_with_a_reason(tmp_path: Path) -> None:
    table = TABLE + (
        "a / email,many,1,1,1\nb / email,,1,1,1\nc / email,-3,1,1,1\nd / email,2.5,1,1,1\n"
        "e / email,70,1,1,1,1,1\n"
    )
    report = run(tmp_path, table)
    adds_up(report)
    assert [
        (s.place.row, str(s.reason).partition(": ")[0].partition(' "')[0]) for s in report.skipped
    ] == [
        (6, "its figure"),
        (7, "it has no figure"),
        (8, "its figure"),
        (9, "its figure"),
        (10, "it has more cells than the header"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, newline: str) -> None:
    text = (PREAMBLE + TABLE).replace("\n", newline)
    report = run(tmp_path, text.encode(encoding))
    assert (report.rows_used, report.visits_read) == (4, 1760)


def test_a_download_saved_again_by_a_spreadsheet(tmp_path: Path) -> None:
    lines = (PREAMBLE + TABLE).splitlines()
    padded = [x.replace(",", ";") if x[:1] != "#" else f'"{x}";;;;' for x in lines]
    report = run(tmp_path, "\r\n".join([*padded, ";;;;", ""]))
    assert (report.rows_read, report.rows_used) == (4, 4)


def test_a_campaign_that_begins_like_a_comment_is_a_row(tmp_path: Path) -> None:
    table = "Session campaign,Session source / medium,Sessions\n# sale,crm / email,80\n"
    assert list(cells(run(tmp_path, table))) == ["Email: crm"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"# only a comment\n", "Session source / medium"),
        (b"Page path,Views\n/,5\n", "Page path, Views"),
        (b"\xef\xbb\xbfSession source / medium,Sessions\n\xe9,5\n", "UTF-8"),
        (b"Session source / medium,Sessions\na\x00,5\n", "NUL"),
        (b'Session source / medium,Sessions\n"a,5\n', "row 2: a quote"),
        (b"\xff\xfea", "Session source / medium"),
        (b"Session source / medium,Sessions\n", "only a header"),
        (b"Session source / medium,Sessions\n,5\n", "it is a row of totals"),
    ],
)
def test_bad_files_are_refused_with_their_name_and_a_mend(
    tmp_path: Path, data: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        run(tmp_path, data)
    assert "download-1.csv" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    run(tmp_path, TABLE)
    (tmp_path / "out" / "download-1" / "mine.txt").write_text("kept")
    with pytest.raises(CallError, match="already there"):
        run(tmp_path, TABLE)
    report = import_ga4([tmp_path / "download-1.csv"], tmp_path / "out", overwrite=True)
    assert report.rows_used == 4
    assert (tmp_path / "out" / "download-1.bak" / "mine.txt").read_text() == "kept"
    with pytest.raises(InputError, match="no-such"):
        import_ga4([tmp_path / "no-such.csv"], tmp_path / "other")


def test_names_from_outside_cannot_be_formulas_or_break_the_table(tmp_path: Path) -> None:
    table = 'Session source / medium,Sessions\n"=cmd|\'x\'!A1 / =1+1",50\n"a;b|c / email",60\n'
    report = run(tmp_path, table)
    found = cells(report)
    assert all(value[:1] not in "=+-@" for row in found.values() for value in row.values() if value)
    assert len(inventory(report).touchpoints) == 2


_NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(
    st.lists(
        st.tuples(
            _NAMES, st.sampled_from(["cpc", "organic", "email", "qr", ""]), st.integers(0, 500)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_counts_always_add_up(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("ga4")
    with (folder / "d.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Session source", "Session medium", "Sessions"])
        writer.writerows(rows)
    if not any(source.strip() or medium for source, medium, _ in rows):
        with pytest.raises(InputError, match="no row of it can be used"):
            import_ga4([folder / "d.csv"], folder / "out")
        return
    report = import_ga4([folder / "d.csv"], folder / "out")
    adds_up(report)
    assert report.rows_read >= sum(bool(s.strip() or m) for s, m, _ in rows)


def test_the_real_downloads(shared_data: Path, tmp_path: Path) -> None:
    files = sorted((shared_data / "ga4_usagov").glob("*.csv"))
    if not files:
        pytest.skip("no shared data: ga4_usagov is not there")
    report = import_ga4(files, tmp_path / "out")
    adds_up(report)
    lines = sum(len(f.read_text(encoding="utf-8").strip().splitlines()) - 1 for f in files)
    assert (len(files), report.rows_read, report.rows_used) == (12, lines, lines)
    assert not report.skipped
    assert report.too_small["Nuclear regulatory commission"] == ("Direct",)
    for folder in report.folders.values():
        found = read_inventory(folder, as_of=date(2026, 11, 22))
        assert [p for p in found.problems if p.severity != "note"] == []
        assert not found.company.complete
    assert {q.channel for q in report.questions} <= {"Organic Social", "Organic Video", "Referral"}


def test_a_download_of_many_rows_takes_seconds(tmp_path: Path) -> None:
    rows = "".join(f"site{i % 5000}.example / referral,{i % 90},1,1,0\n" for i in range(50_000))
    report = run(tmp_path, TABLE.partition("\n")[0] + "\n" + rows)
    assert (report.rows_read, report.written["Download 1"]) == (50_000, 5_000)


@pytest.mark.parametrize(
    "header",
    [
        "Session source / medium",
        "First user source / medium",
        "Sorgente/mezzo della sessione",
        "Origine / mezzo sessione",
        "Sursa/mediul sesiunii",
        "Источник или канал сеанса",
        "Источник / средство (сеанс)",
        "منبع / رسانهٔ جلسه",
        "source_medium",
    ],
)
def test_source_and_medium_in_one_column(tmp_path: Path, header: str) -> None:
    report = run(tmp_path, f"{header};Sessions\nnews / email;70\na / b / cpc;80\n")
    assert list(cells(report)) == ["Email: news", "Paid Other: a / b"]


def test_the_session_counts_before_the_first_user_and_all_users_before_active(
    tmp_path: Path,
) -> None:
    table = (
        "First user source / medium,Session source / medium,Active users,Total users,Sessions,"
        "Engaged sessions,Timpul mediu de implicare per sesiune,Session source platform\n"
        "google / organic,crm / email,50,60,70,65,12,Manual\n"
    )
    row = cells(run(tmp_path, table))["Email: crm"]
    assert (row["contacts"], row["reach"]) == ("70", "60")


def test_what_a_column_of_the_download_is_not_needed_for(tmp_path: Path) -> None:
    file = tmp_path / "d.csv"
    file.write_text(PREAMBLE + TABLE)
    (block,) = read_export(file).blocks
    assert block.unused == ("Engaged sessions",)
    assert block.period == ("2026-01-01", "2026-01-31")


@pytest.mark.parametrize("language", ["it", "ro", "ru", "fa", "en"])
def test_a_download_of_each_language_adds_up(tmp_path: Path, language: str) -> None:
    head, channel, number = {
        "it": ("Canale predefinito della sessione,Sessioni,Utenti totali", "Diretto", "12.345"),
        "ro": ("Sursă/mediu de sesiune,Sesiuni,Utilizatori", "(direct) / (none)", "12.345"),
        "ru": ("Источник или канал сеанса,Сеансы,Пользователи", "(direct) / (none)", "12 345"),
        "fa": ("گروه کانال پیش‌فرض جلسه,جلسات,مجموع کاربران", "مستقیم", "۱۲٬۳۴۵"),
        "en": ("Session source / medium,Sessions,Total users", "(direct) / (none)", '"12,345"'),
    }[language]
    # 1210 is not grouped: another program wrote that cell.
    text = f"# 20260901-20260930\n{head}\n{channel},{number},1210\n"
    report = run(tmp_path, text.encode("cp1251") if language == "ru" else text)
    adds_up(report)
    assert (report.rows_used, report.visits_read) == (1, 12345)
    assert cells(report)["Direct"]["contacts"] == "12345"
    assert [d.text.key for d in report.doubts] == ["encoding-detected"] * (language == "ru")


def test_undated_files_that_may_count_the_same_visits_are_warned_of(tmp_path: Path) -> None:
    files = (TABLE, TABLE.replace("1000", "900"), PREAMBLE + TABLE)
    report = run(tmp_path, *files, company="The shop")
    adds_up(report)
    assert {s.place.file for s in report.skipped} == {"download-2.csv", "download-3.csv"}
    said = [d.text.text("en") for d in report.undated]
    assert [text.partition(":")[0] for text in said] == ["download-2.csv", "download-3.csv"]
    assert all("start and end date" in text and "one by one" in text for text in said)
    # The third file tells its days: what lacks them is the first.
    assert "download-1.csv without dates" in said[1]


def test_dated_files_and_blocks_of_one_file_are_not_warned_of(tmp_path: Path) -> None:
    february = PREAMBLE.replace("202601", "202602").replace("0231", "0228")
    dated = run(tmp_path, PREAMBLE + TABLE, february + TABLE, PREAMBLE + TABLE, company="Shop")
    assert dated.undated == ()
    assert dated.skipped
    # One file: the chart above the table, or a second segment, is known to be of the same days.
    one = run(tmp_path, f"{TABLE}\n{TABLE}", company="Shop", out="one")
    assert one.undated == ()
    # Other rows of the same report go on where the first stopped.
    more = "Session source / medium,Sessions,Engaged sessions,Total users,Key events\n"
    on = run(tmp_path, TABLE, f"{more}bing / organic,70,1,60,0\n", company="Shop", out="on")
    assert (on.undated, on.skipped) == ((), ())


def test_a_workbook_is_read_as_the_text_is(tmp_path: Path) -> None:
    from openpyxl import Workbook

    text = f"{PREAMBLE}\n{TABLE}\n,1760,1090,1490,16\n"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in text.splitlines():
        parts = line.split(",") if not line.startswith("#") else [line]
        sheet.append([int(part) if part.isdigit() else part or None for part in parts])
    file = tmp_path / "download-1.xlsx"
    book.save(file)
    plain = run(tmp_path, text)
    report = import_ga4([file], tmp_path / "of-workbook")
    adds_up(report)
    assert report.rows_read == plain.rows_read
    assert [s.place.row for s in report.skipped] == [s.place.row for s in plain.skipped]
    told = [{**row, "notes": ""} for row in cells(report).values()]
    assert told == [{**row, "notes": ""} for row in cells(plain).values()]
    block = read_export(file).blocks[0]
    assert block.period == ("2026-01-01", "2026-01-31")
    assert block.rows[0].place.row == 12


def test_a_number_of_a_workbook_is_what_it_is_there(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Session source / medium", "Sessions", "Key events"])
    sheet.append(["google / organic", 100, 1.234])
    book.save(tmp_path / "attributed.xlsx")
    report = import_ga4([tmp_path / "attributed.xlsx"], tmp_path / "out")
    assert cells(report)["Organic Search: google"]["conversions"] == "1.23"
    assert report.doubts == ()


def test_a_file_that_only_looks_like_a_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "download.xlsx"
    file.write_text(TABLE)
    with pytest.raises(InputError, match=r"download\.xlsx"):
        import_ga4([file], tmp_path / "out")
