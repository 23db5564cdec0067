"""Some rules as hand-written SQL for DuckDB, over a table of triples: the limit to look at.

Names are shortened: terms to what follows ``#``; the IRIs of companies and touchpoints stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

RULES = (
    "category-uncovered", "stage-uncovered", "modality-missing", "goal-unserved",
    "unplanned-touchpoint", "isolated-touchpoint",
)  # fmt: skip

_TRIPLE = re.compile(rb'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*)".*?) \.\n')

_FACTS = """
CREATE TABLE active AS SELECT s AS t FROM triples WHERE p = 'lifecycle' AND o = 'active';
CREATE TABLE company_of AS SELECT s AS t, o AS c FROM triples WHERE p = 'ofCompany';
CREATE TABLE stated AS SELECT s AS t, o AS col FROM triples WHERE p = 'stated';
CREATE TABLE complete AS SELECT s AS c, o AS col FROM triples WHERE p = 'complete';
CREATE TABLE closed AS
  SELECT * FROM complete EXCEPT SELECT s, o FROM triples WHERE p = 'doubtful';
CREATE TABLE counts AS
  SELECT a.t, e.o AS effective, x.o AS v
  FROM active a JOIN triples x ON x.s = a.t
    JOIN triples p ON p.p = 'columnProperty' AND p.o = x.p
    JOIN triples e ON e.p = 'columnEffective' AND e.s = p.s
  UNION
  SELECT a.t, e.o, k.o
  FROM active a JOIN triples y ON y.s = a.t AND y.p = 'type'
    JOIN triples d ON d.p = 'columnDefault'
    JOIN triples k ON k.s = y.o AND k.p = d.o
    JOIN triples e ON e.p = 'columnEffective' AND e.s = d.s
    ANTI JOIN stated st ON st.t = a.t AND st.col = d.s;
CREATE TABLE covers AS
  SELECT DISTINCT c, v FROM counts JOIN company_of USING (t)
  WHERE effective IN ('inCategory', 'atStage', 'servesGoal', 'inModality', 'inContactForm');
CREATE TABLE lacks AS
  SELECT s AS t, o AS col FROM triples JOIN active ON t = s WHERE p = 'statedNone'
  UNION
  SELECT a.t, m.s
  FROM active a JOIN company_of USING (t) JOIN complete c USING (c)
    JOIN triples m ON m.p = 'absenceMatters' AND m.s = c.col
    ANTI JOIN stated st ON st.t = a.t AND st.col = m.s;
CREATE TABLE companies AS SELECT s AS c FROM triples WHERE p = 'type' AND o = 'Company';
CREATE TABLE linked AS
  WITH links AS (
    SELECT s, o FROM triples JOIN active f ON f.t = s JOIN active g ON g.t = o
    WHERE p = 'leadsTo' AND s <> o)
  SELECT s AS t FROM links UNION SELECT o FROM links;
"""
_COVERED = """
  SELECT '{rule}' AS rule, IF(k.c IS NULL, 'unknown', 'gap') AS status, count(*) AS n
  FROM ({asked}) a ANTI JOIN covers v ON v.c = a.c AND v.v = a.v
    LEFT JOIN closed k ON k.c = a.c AND k.col = '{column}'
  GROUP BY ALL"""
_SCHEME = "SELECT c, s AS v FROM companies, triples WHERE p = 'inScheme' AND o = '{scheme}'"
_OTHERS = """
  SELECT 'goal-unserved', 'unknown', count(*) FROM companies
  WHERE c NOT IN (SELECT s FROM triples WHERE p = 'companyGoal'
    UNION SELECT s FROM triples WHERE p = 'statedNone' AND o = 'goalsColumn')
  UNION ALL
  SELECT 'unplanned-touchpoint', IF(l.t IS NULL, 'unknown', 'gap'), count(*)
  FROM active a ANTI JOIN triples x ON x.s = a.t AND x.p = 'plan'
    LEFT JOIN lacks l ON l.t = a.t AND l.col = 'planColumn' GROUP BY ALL
  UNION ALL
  SELECT 'isolated-touchpoint', IF(k.c IS NULL OR u.s IS NOT NULL, 'unknown', 'gap'), count(*)
  FROM active a JOIN company_of USING (t) ANTI JOIN linked USING (t)
    LEFT JOIN complete k ON k.c = company_of.c AND k.col = 'leadsToColumn'
    LEFT JOIN triples u ON u.s = a.t AND u.p = 'unclear' AND u.o = 'leadsToColumn' GROUP BY ALL"""


def facts() -> str:
    """What makes the shared facts."""
    return _FACTS


def findings() -> str:
    """What counts the gaps and unknowns of each rule: rule, status, number."""
    covered = [
        _COVERED.format(rule=rule, column=column, asked=_SCHEME.format(scheme=scheme))
        for rule, column, scheme in (
            ("category-uncovered", "categoryColumn", "touchpointCategories"),
            ("stage-uncovered", "stagesColumn", "purchaseStages"),
        )
    ]
    sides = "SELECT c, v FROM companies, (VALUES ('physical'), ('virtual')) AS sides(v)"
    covered.append(_COVERED.format(rule="modality-missing", column="modalityColumn", asked=sides))
    goals = "SELECT s AS c, o AS v FROM triples WHERE p = 'companyGoal'"
    covered.append(_COVERED.format(rule="goal-unserved", column="goalsColumn", asked=goals))
    return (
        "SELECT rule, status, sum(n)::INT FROM ("
        + " UNION ALL ".join([*covered, _OTHERS])
        + ") WHERE n > 0 GROUP BY ALL"
    )


def write_table(path: Path, parts: Iterable[bytes]) -> None:
    """Writes N-Triples as a tab-separated table of shortened names."""
    with path.open("wb") as file:
        for part in parts:
            for s, p, iri, text in _TRIPLE.findall(part):
                o = _short(iri) if iri else text.replace(b"\t", b" ")
                file.write(b"\t".join((_short(s), _short(p), o)) + b"\n")


def _short(iri: bytes) -> bytes:
    return iri.rpartition(b"#")[2]
