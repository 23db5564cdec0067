"""Good files of every sort that tpgraph reads, and how each is read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT
from tests.inventory.conftest import AS_OF
from tests.inventory.formats.test_compliance import FORMATS
from tpgraph.inventory.accounts import import_accounts
from tpgraph.inventory.ga4 import import_ga4
from tpgraph.inventory.graph import inventory_graph
from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.survey import import_survey
from tpgraph.model import LANGUAGES


class Sample(NamedTuple):
    """``write`` puts the file into a folder; ``read`` reads it as the commands do."""

    write: Callable[[Path], Path]
    read: Callable[[Path], None]


def read_list(path: Path) -> None:
    """What every command does with an inventory; problems are said in each language."""
    inventory = read_inventory(path, as_of=AS_OF)
    inventory_graph(inventory)
    for problem in inventory.problems:
        for language in LANGUAGES:
            said = problem.in_language(language)
            f"{said.place.text(language)}{said.message}{said.mend}".encode()


def _read_folder(path: Path) -> None:
    read_list(path.parent)


def _imported(run: Callable[[Path, Path], object]) -> Callable[[Path], None]:
    def read(path: Path) -> None:
        out = Path(tempfile.mkdtemp(dir=path.parent))
        try:
            run(path, out)
        finally:
            shutil.rmtree(out)

    return read


_LIST = """\
Nume;Тип;category;Fasi;کانال;Cost;Valută;reviewed;satisfaction;satisfaction_scale;leads_to;url;note
Vitrină;Shop window;Publicitate;need-recognition;;1.200,50;RON;12.03.2026;4,5;1-5;Casa;;notă
Casa;Cashier;;acquisto;;=1+1;EUR;2026-02-28;80%;0-100;;https://shop.example/casa;„ghilimele“
Листовки у входа;листовка;реклама;покупка;;1 000;₽;вчера;9;nps;Vitrină;;
بنر سایت;بنر;تبلیغات;خرید;وب‌سایت;۱۲۰۰;IRR;۱۴۰۴/۱۲/۱;;;;shop.example;
IG page;Social media page;;information-search;instagram;0;;;;;"Casa|Vitrină";https://instagram.com/x;
"""
_COMPANY = """\
name = "Corner Shop"
size = "micro"
industry = "clothing retail"
goals = ["acquisition", "retention"]
sells = ["physical goods"]
complete = ["category", "stages", "owner"]
understanding_methods = ["survey"]
[bounds]
review_days = 365
category_share_max = 0.5
languages = ["ro", "en"]
[[accept]]
rule = "unowned-touchpoint"
concerns = "Casa"
reason = "The owner sits there."
until = 2027-01-01
"""
_MAPPING = """\
[columns]
"Ce este" = "type"
[names]
"IG page" = "SocialMediaPage"
[values.type]
"afiș mare" = "Poster"
"""
_GA4 = """\
# ----------------------------------------
# Traffic acquisition: Session source / medium
# Start date: 20260101
# End date: 20260131
# ----------------------------------------
Session source / medium,Session default channel group,Sessions,Total users,Key events
google / organic,Organic Search,"1,200",800,12.5
(direct) / (none),Direct,500,450,3
facebook.com / referral,Organic Social,200,180,0
,,"1,900",1430,15.5,Grand total

# Start date: 20260101
# End date: 20260131
Canale di sessione predefinito;Sessioni;Utenti totali
Direct;500;450
"""
_SURVEY = "Q1A,Q1B ,Q1ALL,NPS\n" + "".join(
    f"{1 + i % 5},{6 if i % 2 else 3},{1 + i % 5},{i % 11}\n" for i in range(40)
)


def _text(name: str, text: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def _in_folder(name: str, text: str) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / "touchpoints.csv").write_text(_LIST, encoding="utf-8")
        return _text(name, text)(folder)

    return write


def _register(folder: Path) -> Path:
    return Path(shutil.copy(ROOT / "tests" / "samples" / "register.csv", folder))


SAMPLES: dict[str, Sample] = {
    **{form: Sample(write, read_list) for form, write in FORMATS.items()},
    "csv": Sample(_text("list.csv", _LIST), read_list),
    "cp1251": Sample(
        lambda folder: _encoded(folder / "list.csv", "Название;Тип\nЛистовки у входа;листовка\n"),
        read_list,
    ),
    "company": Sample(_in_folder("company.toml", _COMPANY), _read_folder),
    "mapping": Sample(_in_folder("mapping.toml", _MAPPING), _read_folder),
    "ga4": Sample(_text("shop.csv", _GA4), _imported(lambda p, out: import_ga4([p], out))),
    "survey": Sample(
        _text("answers.csv", _SURVEY),
        _imported(
            lambda p, out: import_survey(
                [p], out, columns=["Q1*"], scale="1-5", overall="Q1ALL", nps="NPS"
            )
        ),
    ),
    "accounts": Sample(_register, _imported(lambda p, out: import_accounts([p], out))),
}


def _encoded(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("cp1251"))
    return path
