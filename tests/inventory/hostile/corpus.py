"""The hostile corpus: a file for each way to harm a reader, made when it is needed.

A case is a name and the file's content; ``says`` is what its message must hold where it must be
refused, None where it may be read. ``reads`` is how many touchpoints there are where it is read.
"""

# The lines below are tables: one case a line, however long.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.inventory.formats.writers import ods_document
from tests.inventory.hostile import zips
from tests.inventory.hostile.zips import HEAD, Part, ods, packed, relations, row, sheet, xlsx

Content = bytes | str | Callable[[], bytes]


class Case(NamedTuple):
    """A hostile file."""

    file: str
    content: Content
    says: tuple[str, ...] | None = None
    reads: int | None = None

    def data(self) -> bytes:
        """Its bytes."""
        found = self.content() if callable(self.content) else self.content
        return found.encode() if isinstance(found, str) else found


def refused(file: str, content: Content, *says: str) -> Case:
    """A file that must be refused, with a message that holds ``says``."""
    return Case(file, content, says)


def read(file: str, content: Content, count: int | None = None) -> Case:
    """A file that must be read; ``count`` touchpoints."""
    return Case(file, content, None, -1 if count is None else count)


def either(file: str, content: Content) -> Case:
    """A file that may be read or refused, and nothing else."""
    return Case(file, content)


_MB = 1 << 20
_LAUGHS = "".join(
    f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10)
)  # fmt: skip
_DTDS = {
    "laughs": f"<!DOCTYPE x [{_LAUGHS}]>",
    "quadratic": f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 100_000}">]>',
    "external": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "remote": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]>',
    "subset": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TPG = "https://w3id.org/tpgraph/ontology#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_INCLUDE = (
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
)


def _cell_row(text: str) -> str:
    return f"<table:table-row>{_ods_cell(text)}</table:table-row>"


def _ods_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def _ods_rows(rows: str) -> bytes:
    return ods_document({"Touchpoints": _cell_row("name") + rows}).encode()


def _rdf_xml(inner: str, dtd: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{dtd}<rdf:RDF xmlns:rdf="{_RDF}" xmlns:t="{_TPG}" '
        f'xmlns:rdfs="{_RDFS}">{inner}</rdf:RDF>'
    )


_THING = f"<t:Touchpoint rdf:about='urn:a'><rdfs:label>{'{0}'}</rdfs:label></t:Touchpoint>"
_TTL = (
    f"@prefix t: <{_TPG}> . @prefix rdfs: <{_RDFS}> .\n<urn:a> a t:Touchpoint ; rdfs:label 'A' .\n"
)


def _zips() -> dict[str, Case]:
    good = sheet(HEAD + row(2, "A"))
    huge = 3_000  # MB
    spaces = b" " * _MB
    start = good.replace(b"</sheetData>", b"")
    return {
        "ratio": refused(
            "a.xlsx",
            lambda: xlsx(zips.repeated("xl/worksheets/sheet1.xml", start, spaces, huge)),
            "TPGRAPH_MAX_UNPACKED_MB",
        ),
        "ratio, and the size is a lie": refused(
            "a.xlsx",
            lambda: xlsx(zips.repeated("xl/worksheets/sheet1.xml", start, spaces, huge, size=900)),
            "CRC",
        ),
        "ratio in ods": refused(
            "a.ods",
            lambda: ods(zips.repeated("content.xml", b"<a>", spaces, huge)),
            "TPGRAPH_MAX_UNPACKED_MB",
        ),
        "strings that fill the memory": refused(
            "a.xlsx",
            lambda: xlsx(
                sheet(HEAD),
                zips.repeated(
                    "xl/strings.xml", b"<sst><si><t>", b"x" * _MB, 200
                ),
            ),
            "TPGRAPH_MAX_TEXT_MB",
        ),
        "nested": refused("a.xlsx", lambda: zips.zip_of(packed("a.xlsx", xlsx(good))), "workbook"),
        "overlapping": either(
            "a.xlsx",
            lambda: zips.zip_of(
                packed("xl/workbook.xml", good), *[packed(f"p{i}", b"", at=0) for i in range(99)]
            ),
        ),
        "many parts": refused(
            "a.xlsx",
            lambda: xlsx(good, *[Part(f"p{i}", b"", zips.STORED) for i in range(12_000)]),
            "TPGRAPH_MAX_PARTS",
        ),
        "encrypted part": refused(
            "a.xlsx", lambda: xlsx(packed("xl/worksheets/sheet1.xml", good, flags=1)), "encrypted"
        ),
        "unknown packing": refused(
            "a.xlsx", lambda: xlsx(packed("xl/worksheets/sheet1.xml", good, method=77)), "not supported"
        ),
        "wrong checksum": refused(
            "a.xlsx", lambda: xlsx(packed("xl/worksheets/sheet1.xml", good, crc=1)), "CRC"
        ),
        "names that climb": read(
            "a.xlsx",
            lambda: xlsx(
                good,
                *[packed(n, b"harm") for n in ("../../up", "/etc/up", "C:\\up", "a\0b", "x/../../y")],
            ),
            1,
        ),
        "a target outside": refused("a.xlsx", lambda: xlsx(good, target="/../../../etc/passwd")),
        "a target on the web": refused("a.xlsx", lambda: xlsx(good, target="http://127.0.0.1:9/x")),
        "relations in a circle": either(
            "a.xlsx",
            lambda: zips.zip_of(
                packed("_rels/.rels", relations(("r", "officeDocument", "_rels/.rels")))
            ),
        ),
        "macros": read("a.xlsm", lambda: xlsx(good, packed("xl/vbaProject.bin", b"\xd0\xcf\x11" * 99)), 1),
        "old workbook": refused("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, ".xlsx"),
        "empty zip": refused("a.xlsx", zips.zip_of, ""),
        "only a signature": refused("a.ods", b"PK\x03\x04", "OpenDocument"),
    }  # fmt: skip


def _xml() -> dict[str, Case]:
    found: dict[str, Case] = {}
    for name, dtd in _DTDS.items():
        found[f"xlsx {name}"] = refused(
            "a.xlsx", xlsx(dtd.encode() + sheet(HEAD + row(2, "&l9;" * 500))), "document type"
        )
        found[f"ods {name}"] = refused(
            "a.ods", ods(dtd.encode() + _ods_rows(_cell_row("&l9;" * 500))[38:]), "document type"
        )
        found[f"rdf {name}"] = refused("a.rdf", _rdf_xml(_THING.format("&l9;" * 500), dtd))
    return {
        **found,
        "xinclude in xlsx": read("a.xlsx", xlsx(sheet(HEAD + _INCLUDE + row(2, f"A{_INCLUDE}"))), 1),
        "xinclude in rdf": either("a.rdf", _rdf_xml(_THING.format("A") + _INCLUDE)),
        "deep xml": either("a.xlsx", lambda: xlsx(sheet(HEAD + "<a>" * 1_000_000))),
        "deep rdf": either(
            "a.rdf", lambda: _rdf_xml("<rdf:Description><t:hasPart>" * 100_000).encode()
        ),
        "long attribute": either(
            "a.xlsx", lambda: xlsx(sheet(f'<row r="{"9" * 9_000_000}" x="{"y" * 9_000_000}"/>'))
        ),
        "utf-16": either("a.xlsx", xlsx(("\ufeff" + sheet(HEAD + row(2, "A")).decode()).encode("utf-16-le"))),
        "unknown encoding": refused(
            "a.xlsx", xlsx(b'<?xml version="1.0" encoding="x-none"?>' + sheet(HEAD)), "x-none"
        ),
        "halves of characters": either(
            "a.xlsx", xlsx(sheet(HEAD + row(2, "A_xD800_") + row(3, "B_x0000_") + row(4, "_x001B_C")))
        ),
        "control characters": refused("a.xlsx", xlsx(sheet(HEAD + row(2, "A\x01"))), "XML"),
    }  # fmt: skip


def _cells() -> dict[str, Case]:
    def typed(kind: str, value: str) -> str:
        return f'<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="{kind}"><v>{value}</v></c></row>'

    head = row(1, "name", "cost")
    million = (row("", "A") * 4096).encode()
    most = "1048576"
    return {
        "a million rows": refused(
            "a.xlsx",
            lambda: xlsx(
                zips.repeated(
                    "xl/worksheets/sheet1.xml", sheet(HEAD).replace(b"</sheetData></worksheet>", b""),
                    million, 256,
                )
            ),
            "200,000", "TPGRAPH_MAX_ROWS",
        ),
        "the last row of a sheet": read(
            "a.xlsx", xlsx(sheet(HEAD + row(1_048_576, "A"), '<dimension ref="A1:XFD1048576"/>')), 1
        ),
        "rows and columns beyond the sheet": read(
            "a.xlsx",
            xlsx(sheet(HEAD + row(2, "A") + '<row r="99999999999"><c r="ZZZZZZZ1"><v>1</v></c></row>'
                       '<row r="-5"><c r="1"><v>1</v></c></row>')),
            2,
        ),
        "merged over all": read(
            "a.xlsx",
            xlsx(sheet(HEAD + row(2, "A"), after="<mergeCells>"
                       + '<mergeCell ref="A1:XFD1048576"/>' * 20_000 + "</mergeCells>")),
        ),
        "strings out of range": either(
            "a.xlsx",
            xlsx(sheet(head + typed("s", "99999999") + typed("s", "-1") + typed("s", "x")), strings=b"<sst/>"),
        ),
        **{
            f"a cell that says {kind} {value[:12]}": read("a.xlsx", xlsx(sheet(head + typed(kind, value))), 1)
            for kind, value in (
                ("n", "1e400"), ("n", "-1e400"), ("n", "NaN"), ("n", "INF"), ("n", "9" * 100_000),
                ("n", "0x1F"), ("n", "-0"), ("d", "0000-00-00"), ("d", "9" * 9999), ("b", "7"),
                ("e", "#REF!"), ("zz", "1"), ("n", "٣"), ("n", "1_000"),
            )
        },
        "every row repeated": refused(
            "a.ods",
            ods(_ods_rows(f'<table:table-row table:number-rows-repeated="{most}">{_ods_cell("A")}</table:table-row>')),
            "TPGRAPH_MAX_ROWS",
        ),
        "every cell repeated": refused(
            "a.ods",
            ods(_ods_rows((f'<table:table-row table:number-rows-repeated="{"9" * 30}">'
                           + _ods_cell("A", ' table:number-columns-repeated="16384"') + "</table:table-row>") * 9)),
            "TPGRAPH_MAX_",
        ),
        "rows repeated that are blank": read(
            "a.ods",
            ods(_ods_rows('<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
                          'table:number-columns-repeated="16384"/></table:table-row>' + _cell_row("A"))),
            1,
        ),
        "tables in tables": either("a.ods", ods(_ods_rows("<table:table table:name='x'>" * 10_000))),
    }  # fmt: skip


def _json() -> dict[str, Case]:
    deep = 100_000
    one = '{"touchpoints": [{"name": "A", "cost": %s}]}'
    long = "9" * 1_000_000
    values = (
        "1e400",
        "NaN",
        "-Infinity",
        long,
        f"1e{long}",
        "-0.0",
        '"\\ud800"',
        '"\\u0000"',
        "[[]]",
        "{}",
    )
    contexts = {
        "text": '"http://127.0.0.1:9/c"', "list": '[{}, "http://127.0.0.1:9/c"]',
        "file": '"file:///etc/passwd"', "relative": '"c.jsonld"', "import": '{"@import": "http://127.0.0.1:9/c"}',
        "scoped": '{"x": {"@id": "urn:x", "@context": "http://127.0.0.1:9/c"}}',
        "data": '"data:application/json,{}"', "redirect": '"https://schema.org/../c"',
    }  # fmt: skip
    return {
        "deep list": refused("a.json", "[" * deep, "nested"),
        "deep object": refused("a.json", '{"a":' * deep, "nested"),
        "deep in a touchpoint": refused("a.json", '{"touchpoints": [{"name": ' + "[" * deep, "nested"),
        "deep json-ld": refused("a.jsonld", '{"@context": ' + "[" * deep, "nested"),
        **{f"value {v[:12]}": either("a.json", one % v) for v in values},
        "a scalar": refused("a.json", "7"),
        "nothing": refused("a.json", "{}"),
        "cut": refused("a.json", '{"touchpoints": [{"name": "A"'),
        "twice": either("a.json", '{"touchpoints": [], "touchpoints": [{"name": "A", "name": "B"}]}'),
        "a million objects": refused(
            "a.json", lambda: b'[{"name":"A"}' + b',{"name":"A"}' * 1_000_000 + b"]", "TPGRAPH_MAX_"
        ),
        "brackets": refused("a.json", lambda: b"[" + b"[]," * 5_000_000 + b"[]]", "row 1"),
        **{
            f"context {name}": refused(
                "a.jsonld", f'{{"@context": {c}, "@id": "urn:a", "name": "A"}}', "context"
            )
            for name, c in contexts.items()
        },
        "context in the middle": refused(
            "a.jsonld", '{"@id": "urn:a", "urn:p": {"@context": "http://127.0.0.1:9/c", "@id": "urn:b"}}', "context"
        ),
        "json-ld that calls itself json": refused(
            "a.json", '{"@context": "http://127.0.0.1:9/c", "@id": "urn:a"}', "context"
        ),
    }  # fmt: skip


def _rdf() -> dict[str, Case]:
    deep = 100_000
    cycle = "".join(
        f"<urn:n{i}> a t:Touchpoint ; rdfs:label 'N{i}' ; t:leadsTo <urn:n{(i + 1) % 500}> .\n"
        for i in range(500)
    )
    return {
        "deep blank nodes": either("a.ttl", _TTL + "<urn:a> t:p " + "[ t:p " * deep),
        "deep lists": either("a.ttl", _TTL + "<urn:a> t:p " + "( " * deep),
        "deep quoted triples": either("a.ttl", _TTL + "<<" * deep),
        "a list that holds itself": read(
            "a.ttl", _TTL + f"<urn:a> t:stage _:l . _:l <{_RDF}first> <urn:a> ; <{_RDF}rest> _:l .", 1
        ),
        "links in a circle": read("a.ttl", _TTL + cycle, 501),
        "a class of itself": read("a.ttl", _TTL + "t:Touchpoint rdfs:subClassOf t:Touchpoint ."),
        "imports": either("a.ttl", _TTL + "<urn:o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/o> ."),
        "a prefix without end": refused("a.ttl", "@prefix a: <urn:" + "x" * 5_000_000),
        "a long literal": refused("a.ttl", _TTL + f"<urn:a> t:notes '{'x' * 30_000_000}' .", "16,777,216"),
        "a long name": either("a.nt", f"<urn:a> <{_RDFS}label> \"{'N' * 9_000_000}\" ."),
        "too many triples": refused(
            "a.nt", lambda: b"".join(b"<urn:%d> <urn:p> <urn:o> .\n" % i for i in range(210_000)), "TPGRAPH_MAX_TRIPLES"
        ),
        "addresses that are none": either("a.ttl", _TTL + "<urn:a> t:url <http://[::1> , <javascript:alert(1)> ."),
        "numbers": either("a.ttl", _TTL + f"<urn:a> t:cost 1e400 , {'9' * 100_000} , 'NaN'^^<urn:d> ."),
        "dates": either("a.ttl", _TTL + "<urn:a> t:reviewed '0000-00-00'^^<http://www.w3.org/2001/XMLSchema#date> ."),
        "halves": either("a.nt", f'<urn:a> <{_RDFS}label> "\\uD800" .'),
        "no characters": either("a.nt", f'<urn:a> <{_RDFS}label> "\\U00110000" .'),
        "languages": either("a.ttl", _TTL + f"<urn:a> rdfs:label 'x'@{'a-' * 50_000}b ."),
        "graphs": either("a.trig", "".join(f"<urn:g{i}> {{ <urn:s> <urn:p> <urn:o{i}> }}\n" for i in range(20_000))),
        "a comment without end": refused("a.ttl", "#" * 9_000_000),
    }  # fmt: skip


_NUMBERS = (
    "1e400", "nan", "inf", "-inf", "9" * 1_000_000, "0x1F", "-0", "٣٫٥", "１２", "½", "1_000", "²",
    "1,2,3,4", "--5", "+-5", "1e-400", "∞", "IV", "१२३", "1 2 3", "0.0.0", ".", ",", "-", "%", "$",
)  # fmt: skip
_DATES = (
    "0000-00-00",
    "9999-12-31",
    "1900-02-29",
    "2026-02-30",
    "60",
    "0",
    "-1",
    "99999-01-01",
    "2026-13-01",
    "31.11.2026",
    "1/1/1",
    "0001-01-01",
    "2026-1-1T99:99",
    "۱۴۰۵/۰۱/۰۱",
    "9" * 50_000,
)
_TEXTS = (
    "\x1b[31mRed", "\u202eevil\u202c", "\ufeff\u200e\u200f", "=cmd|' /C calc'!A0", "@SUM(1)", "+1",
    "a\u0301" * 5_000, "\U000e0041" * 500, "\ufffe\uffff", "<script>", "{0}{1}{name}", "%s%n%d",
    "${jndi:ldap://127.0.0.1:9/x}", "../../etc/passwd", "'; DROP TABLE", "\u2028\u2029\x85", "A" * 99_999,
    "> \" <urn:x> .", "\\u0041\\", "𒀀🧨👨‍👩‍👧", "\u0600\u0601", "ﷺ" * 999, "ı İ ß ŉ ǰ ΐ", "|" * 9_999, ";" * 9_999,
)  # fmt: skip


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _csv() -> dict[str, Case]:
    columns = "cost,reviewed,satisfaction,satisfaction_scale,url,leads_to,stages,type,languages"
    width = columns.count(",") + 1
    awkward = "".join(
        f"T{i}," + ",".join([_quoted(text)] * width) + "\n"
        for i, text in enumerate((*_NUMBERS, *_DATES, *_TEXTS))
    )
    return {
        "empty": refused("a.csv", "", "empty"),
        "a mark only": refused("a.csv", "\ufeff", "empty"),
        "blanks": refused("a.csv", " \n\t\n" * 100_000, "empty"),
        "nul": refused("a.csv", "name\nA\0B\n", "NUL"),
        "zeros": refused("a.csv", b"\0" * 1_000_000),
        "utf-16": either("a.csv", "name\nA\n".encode("utf-16")),
        "utf-16 without a mark": refused("a.csv", "name\nA\n".encode("utf-16-le"), "UTF-16"),
        "utf-32": refused("a.csv", "name\nA\n".encode("utf-32"), "UTF-32"),
        "utf-7": either("a.csv", "name\n+AGE-\n"),
        "halves": refused("a.csv", b"name\n\xed\xa0\x80\n", "UTF-8"),
        "overlong": either("a.csv", b"name\n\xc0\xaf\xe0\x80\xaf\n"),
        "noise": either("a.csv", bytes(range(1, 256)) * 4_000),
        "every cell is awkward": read("a.csv", f"name,{columns}\n{awkward}", len(_NUMBERS + _DATES + _TEXTS)),
        "names are awkward": either("a.csv", "name\n" + "".join(f"{_quoted(t)}\n" for t in _TEXTS)),
        "headers are awkward": either("a.csv", "name," + ",".join(map(_quoted, _TEXTS)) + "\nA\n"),
        "an open quote": refused("a.csv", 'name\n"' + "A,B\n" * 300_000, "quote"),
        "quotes": either("a.csv", "name\n" + '"' * 5_000_000),
        "a million rows": refused("a.csv", "name\n" + "A\n" * 1_000_000, "200,000", "TPGRAPH_MAX_ROWS"),
        "many blank rows": read("a.csv", "name\nA\n" + ",\n" * 150_000 + "B\n", 2),
        "many commas": either("a.csv", "name\n" + "," * 20_000_000),
        "wide": read("a.csv", "name" + ",x" * 20_000 + "\nA\n", 1),
        "wide and long": either("a.csv", "name" + "".join(f",x{i}" for i in range(20_000)) + "\n" + ("A" + ",1" * 20_000 + "\n") * 4),
        "a long header": either("a.csv", "name," + "x" * 5_000_000 + "\nA,B\n"),
        "a long cell": refused("a.csv", "name,notes\nA," + "x" * 60_000_000 + "\n", "3,000,000"),
        "a cell that is just short enough": read("a.csv", "name,notes\nA," + "🧨" * 2_999_999 + "\n", 1),
        "a long line": either("a.csv", "n" * 30_000_000),
        "a file over the limit": refused("a.csv", lambda: b"name\n" + b"A" * (65 << 20), "64", "TPGRAPH_MAX_FILE_MB"),
        "same headers": refused("a.csv", "name,name,name\nA,B,C\n", "Rename"),
        "many same headers": refused("a.csv", "name" + ",cost" * 5_000 + "\nA\n", "Rename"),
        "many values": either("a.csv", "name,stages,leads_to\nA," + "|".join(["purchase"] * 20_000) + "," + "A|" * 10_000 + "\n"),
        "one name for all": either("a.csv", "name,leads_to\n" + "A,A\n" * 5_000),
        "links in a circle": read("a.csv", "name,leads_to\n" + "".join(f"N{i},N{(i + 1) % 900}\n" for i in range(900)), 900),
        "old line ends": read("a.csv", "name,cost\rA,1\rB,2\r", 2),
        "mixed line ends": read("a.csv", "name,cost\r\nA,1\rB,2\nC,3\n\rD,4", 4),
        "ragged": either("a.csv", "name,cost\n" + "".join("A" + "," * (i % 50) + "\n" for i in range(2_000))),
        "a delimiter that is told": read("a.csv", "sep=;\nname;cost\nA;1\n", 1),
        "a delimiter that is a lie": either("a.csv", 'sep="\nname,cost\nA,1\n'),
        "only delimiters": refused("a.csv", ",;\t|" * 50_000),
        "page breaks": either("a.csv", "name\x0c\x1c\x1d\x1e\nA\x0bB\n"),
        "a workbook": refused("a.csv", lambda: xlsx(sheet(HEAD))),
        "a picture": refused("a.tsv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
    }  # fmt: skip


def _toml() -> dict[str, Case]:
    deep = 100_000
    texts = {
        "deep list": "x = " + "[" * deep,
        "deep table": "x" + ".x" * deep + " = 1",
        "deep header": "[x" + ".x" * deep + "]",
        "deep inline": "x = " + "{a = " * deep,
        "long number": "x = " + "9" * 1_000_000,
        "no number": "[bounds]\nreview_days = nan\ncategory_share_max = inf\n",
        "huge number": "[bounds]\nreview_days = 1e308\ncost_per_conversion_max = -1e308\n",
        "dates": '[[accept]]\nrule = "x"\nreason = "y"\nuntil = 9999-12-31T23:59:59.999999+23:59\n',
        "no date": "x = 2026-02-30",
        "text without end": 'name = """' + "x" * 5_000_000,
        "wrong shapes": "name = []\nsize = {}\ngoals = 7\ncomplete = 2026-01-01\nbounds = 'x'\naccept = 1\n",
        "shapes in shapes": "name = [[{a = 1}]]\n[bounds.x.y]\nz = 1\n[[accept]]\n[[accept.x]]\n",
        "address": 'name = "http://127.0.0.1:9/x"\ninclude = "http://127.0.0.1:9/x"\nextends = "/etc/passwd"\n',
        "many accepts": '[[accept]]\nrule = "x"\nreason = "y"\n' * 2_000,
        "many keys": "".join(f"k{i} = {i}\n" for i in range(100_000)),
        "some keys": "".join(f"k{i} = {i}\n" for i in range(1_000)),
        "controls": 'name = "\\u001b[31m\\u202e"\n',
        "halves": 'name = "\\ud800"\n',
        "twice": 'name = "a"\nname = "b"\n',
        "no text": "\x00\x01",
        "decided": '[headers]\nname = "cost"\ncost = "name"\n"" = ""\n[values.type]\nx = "' + "y" * 99_999 + '"\n',
    }  # fmt: skip
    return {
        f"{file} {name}": either(file, text)
        for file in ("company.toml", "mapping.toml")
        for name, text in texts.items()
    }


# Limits that are lowered, so that passing them takes less time.
ENVIRONMENT = {"rdf": {"TPGRAPH_MAX_TRIPLES": "200000"}}

GROUPS: dict[str, dict[str, Case]] = {
    "zip": _zips(),
    "xml": _xml(),
    "cells": _cells(),
    "json": _json(),
    "rdf": _rdf(),
    "csv": _csv(),
    "toml": _toml(),
}
