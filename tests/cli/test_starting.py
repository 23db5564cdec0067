"""`tpgraph init` and `tpgraph template`: what they leave behind, and what they leave alone."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Tp
from tests.conftest import ROOT
from tpgraph.inventory.toml import toml_value
from tpgraph.model import LANGUAGES
from tpgraph.pipeline import analyse
from tpgraph.views.choices import choices_in
from tpgraph.views.new_company import Answers, company_toml, write_company

HOSTILE = "Café \"Linden\" \\ 'n' قهوه‌خانه # = [x] \t «Ёлка»"


# ------------------------------------------------------------------------------ without a terminal


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_default_is_accepted_by_the_other_commands(tp: Tp, language: str) -> None:
    ran = tp("init", "shop", "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    assert "company.toml" in ran.out
    assert "tpgraph check shop" in ran.out
    folder = Path("shop")
    assert sorted(p.name for p in folder.iterdir()) == ["company.toml", "touchpoints.csv"]
    assert tomllib.loads((folder / "company.toml").read_text("utf-8")) == {"name": "shop"}
    checked = tp("check", "shop", "--format", "json")
    assert checked.code == 0
    assert checked.json["problems"] == []
    ran = tp("analyze", "shop", "--out", "out", "--lang", language)
    assert ran.code == 0
    assert Path("out/graph.html").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_comments_may_be_opened(tp: Tp, language: str) -> None:
    tp("init", "shop", "--lang", language)
    path = Path("shop/company.toml")
    opened = re.sub(r"(?m)^# (\[+[a-z]+\]+$|[a-z_]+ = )", r"\1", path.read_text("utf-8"))
    data = tomllib.loads(opened)
    wanted = {"name", "industry", "size", "sells", "sells_online", "has_store", "goals",
              "complete", "understanding_methods", "bounds", "accept"}  # fmt: skip
    assert data.keys() == wanted
    path.write_text(opened, encoding="utf-8")
    analysis = analyse("shop")
    assert [p for p in analysis.check() if p.severity != "note"] == []
    company = analysis.inventory.company
    assert set(company.complete) == {"stages", "owner"}
    assert len(company.values) == 7
    assert [v.iri is not None for v in company.values["goals"]] == [True, True]


def test_the_example_row_covers_nothing(tp: Tp) -> None:
    tp("init", "shop", "--yes")
    analysis = analyse("shop", complete=["all"])
    assert len(analysis.inventory.touchpoints) == 1
    assert analysis.active_count == 0


@pytest.mark.parametrize("name", ["company.toml", "touchpoints.csv"])
def test_nothing_is_overwritten(tp: Tp, name: str) -> None:
    folder = Path("shop")
    folder.mkdir()
    (folder / name).write_text("# mine\nname,type\nWindow,Shop window\n", encoding="utf-8")
    before = (folder / name).read_bytes()
    ran = tp("init", "shop")
    assert (folder / name).read_bytes() == before
    if name == "company.toml":
        assert ran.code == 2
        assert "company.toml: it is already there" in ran.err
        assert "another folder" in ran.err
        assert [p.name for p in folder.iterdir()] == [name]
    else:  # somebody's list gets the company file that it lacks
        assert ran.code == 0
        assert "touchpoints.csv was there already" in ran.out
        assert (folder / "company.toml").exists()


def test_a_file_is_no_folder(tp: Tp) -> None:
    Path("shop").write_text("mine", encoding="utf-8")
    ran = tp("init", "shop")
    assert ran.code == 2
    assert "not a folder" in ran.err
    assert Path("shop").read_text(encoding="utf-8") == "mine"


def test_a_link_is_not_followed(tp: Tp) -> None:
    Path("shop").mkdir()
    Path("shop/touchpoints.csv").symlink_to("../elsewhere.csv")
    ran = tp("init", "shop")
    assert ran.code == 2
    assert not Path("elsewhere.csv").exists()
    assert not Path("shop/company.toml").exists()


def test_here_is_a_folder_too(tp: Tp) -> None:
    assert tp("init", ".", "--quiet").out == ""
    assert tomllib.loads(Path("company.toml").read_text("utf-8")) == {"name": "here"}


def test_what_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def interrupted(path: Path, *args: object, **more: object) -> object:
        if path.name == "touchpoints.csv":
            raise KeyboardInterrupt
        return opened(path, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_company(tmp_path / "a" / "b", Answers("x"), "en")
    assert list(tmp_path.iterdir()) == []


@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.text(max_size=5), max_size=3))
def test_texts_come_back_from_toml(text: str, items: list[str]) -> None:
    lines = f"a = {toml_value(text)}\nb = {toml_value(items)}\n"
    assert tomllib.loads(lines) == {"a": text, "b": items}


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_come_back(tmp_path: Path, language: str) -> None:
    answers = Answers(HOSTILE, "hand-made «кофе»", "micro", ("retention",), "all")
    data = tomllib.loads(company_toml(answers, language))
    assert data == {
        "name": HOSTILE,
        "industry": "hand-made «кофе»",
        "size": "micro",
        "goals": ["retention"],
        "complete": True,
    }
    write_company(tmp_path / "x", answers, language)
    analysis = analyse(tmp_path / "x")
    assert analysis.inventory.company.name == " ".join(HOSTILE.split())
    # The industry is their own, and all was said to be complete before anything was listed.
    assert {p.code for p in analysis.check()} == {"unknown-value", "blank-though-complete"}


# --------------------------------------------------------------------------------- on a terminal


class Terminal:
    """A command on a pseudo-terminal."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
        self._master, slave = pty.openpty()
        environment = os.environ | {
            "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "TERM": "dumb"
        }  # fmt: skip
        # Where the tests run in the background, Ctrl-C is ignored unless somebody says otherwise.
        code = (
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
            "from tpgraph.cli import main; main()"
        )
        command = [sys.executable, "-c", code, *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.said = b""

    def answer(self, text: str) -> None:
        """Types a line when it is asked for."""
        self.press(text.encode() + b"\n")

    def press(self, key: bytes) -> None:
        """Types a key when a line is asked for."""
        self.wait_for_question()
        os.write(self._master, key)

    def wait_for_question(self) -> None:
        start = len(self.said)
        while b"> " not in self.said[start:]:
            if not self._read():
                self.process.kill()
                pytest.fail(self.said.decode(errors="replace"))

    def interrupt(self) -> None:
        """Ctrl-C when a line is asked for.

        A signal between the question and the reading of the answer is only seen once something is
        typed, so what goes on after a while is interrupted again, as people do.
        """
        self.wait_for_question()
        for _ in range(6):
            os.killpg(self.process.pid, signal.SIGINT)
            if select.select([self._master], [], [], 5)[0]:
                return

    def end(self) -> int:
        """The exit code; fails where it does not end."""
        try:
            while self._read():
                pass
            return self.process.wait(timeout=30)
        finally:
            self.process.kill()
            os.close(self._master)

    def _read(self, seconds: float = 30) -> bool:
        """Reads what is said next; False where nothing is said any more."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        try:
            chunk = os.read(self._master, 65536) if ready else b""
        except OSError:  # the other side is closed
            chunk = b""
        self.said += chunk
        return bool(chunk)


def test_questions_are_asked_on_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "new", "--lang", "it")
    terminal.answer('Caffè "Linden" در تهران')
    terminal.answer("risto")  # no value: asked again, or taken when insisted on
    terminal.answer("8")
    terminal.answer("9")
    terminal.answer("micro")
    terminal.answer("1, fidelizazione")
    terminal.answer("1, Fidelizzazione dei clienti")
    terminal.answer("2, responsabile")
    assert terminal.end() == 0
    said = terminal.said.decode()
    texts = choices_in("it").texts
    assert texts("ask.again", value="9") in said
    assert texts("ask.near", values="Fidelizzazione dei clienti") in said
    data = tomllib.loads((tmp_path / "new" / "company.toml").read_text("utf-8"))
    assert data == {
        "name": 'Caffè "Linden" در تهران',
        "industry": choices_in("it").of_key("industry")[7],
        "size": "micro",
        "goals": ["Notorietà della marca", "Fidelizzazione dei clienti"],
        "complete": ["Fasi d'acquisto", "Responsabile"],
    }
    header = (tmp_path / "new" / "touchpoints.csv").read_text("utf-8-sig").splitlines()[0]
    assert header.startswith("Nome;Tipo;")
    company = analyse(tmp_path / "new").inventory.company
    assert set(company.complete) == {"stages", "owner"}


def test_enter_takes_the_defaults(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "new")
    for _ in range(5):
        terminal.answer("")
    assert terminal.end() == 0
    data = tomllib.loads((tmp_path / "new" / "company.toml").read_text("utf-8"))
    assert data == {"name": "new"}


@pytest.mark.parametrize("key", [b"\x04", None], ids=["Ctrl-D", "Ctrl-C"])
def test_breaking_off_leaves_nothing(tmp_path: Path, key: bytes | None) -> None:
    terminal = Terminal(tmp_path, "init", "new")
    terminal.answer("Shop")
    if key is not None:
        terminal.press(key)
    else:
        terminal.interrupt()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.said.decode()
    assert list(tmp_path.iterdir()) == []


def test_yes_asks_nothing_on_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init", "new", "--yes")
    assert terminal.end() == 0
    assert "> " not in terminal.said.decode()


# -------------------------------------------------------------------------------------- template


@pytest.mark.parametrize("language", LANGUAGES)
def test_template_writes_once(tp: Tp, language: str) -> None:
    ran = tp("template", "my list.xlsx", "--lang", language)
    assert ran.code == 0
    assert "tpgraph check 'my list.xlsx'" in ran.out
    before = Path("my list.xlsx").read_bytes()
    ran = tp("template", "my list.xlsx", "--lang", language)
    assert ran.code == 2
    assert "my list.xlsx" in ran.err
    assert Path("my list.xlsx").read_bytes() == before


@pytest.mark.parametrize("name", ["list", "list.xls", "list.csv"])
def test_template_is_a_workbook(tp: Tp, name: str) -> None:
    ran = tp("template", name)
    assert ran.code == 2
    assert ".xlsx" in ran.err
    assert list(Path().iterdir()) == []


def test_starting_loads_no_library_for_workbooks() -> None:
    code = (
        "import sys; from tpgraph.cli.parser import build_parser; build_parser();"
        "assert not {'openpyxl', 'pyoxigraph'} & sys.modules.keys()"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
