"""Where a course may be written: complete or not at all, and over nothing but a course."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.teach.course.conftest import AS_OF
from tpgraph.cli import run
from tpgraph.errors import CallError, TpgraphError
from tpgraph.teach.course import write
from tpgraph.teach.course.make import Order
from tpgraph.teach.course.package import MANIFEST, is_own, manifest
from tpgraph.teach.course.write import write_course
from tpgraph.teach.packed import repacked, zipped

ORDER = Order("en", AS_OF)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A course of three files: what is in them matters elsewhere."""
    files = {
        MANIFEST: manifest("x", "X", [("A", "a.html", ())], ["a.html", "b/c.html"]),
        "a.html": b"new",
        "b/c.html": b"new",
    }
    monkeypatch.setattr(write, "make_course", lambda order, on_progress=None: files)
    return files


def test_an_empty_folder_and_none_are_written_to(small: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new/deep"):
        paths = write_course(ORDER, tmp_path / name)
        assert [p.relative_to(tmp_path / name).as_posix() for p in paths] == list(small)
        assert all(path.read_bytes() for path in paths)


def test_an_earlier_course_is_replaced_and_other_files_stay(
    small: dict[str, bytes], tmp_path: Path
) -> None:
    write_course(ORDER, tmp_path / "c")
    (tmp_path / "c" / "b" / "mine.txt").write_text("mine")
    (tmp_path / "c" / "own").mkdir()
    (tmp_path / "c" / "own" / "notes.txt").write_text("notes")
    (tmp_path / "c" / "a.html").write_text("old")
    write_course(ORDER, tmp_path / "c")
    assert (tmp_path / "c" / "a.html").read_bytes() == b"new"
    assert (tmp_path / "c" / "b" / "mine.txt").read_text() == "mine"
    assert (tmp_path / "c" / "own" / "notes.txt").read_text() == "notes"
    assert [p.name for p in tmp_path.iterdir()] == ["c"]


def test_a_folder_of_others_is_left_alone_unless_told(
    small: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / MANIFEST).write_text("<manifest identifier='tpgraph-course-1'/>")
    (tmp_path / "b").write_text("a file of mine")
    with pytest.raises(CallError, match="--force"):
        write_course(ORDER, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", MANIFEST]
    # A file of theirs that has a folder's name is in the way, and is not lost.
    with pytest.raises(TpgraphError):
        write_course(ORDER, tmp_path, force=True)
    assert (tmp_path / "b").read_text() == "a file of mine"
    (tmp_path / "b").rename(tmp_path / "other")
    write_course(ORDER, tmp_path, force=True)
    assert (tmp_path / "other").read_text() == "a file of mine"
    assert (tmp_path / "b" / "c.html").read_bytes() == b"new"


def test_a_run_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(order: Order, on_progress: object = None) -> dict[str, bytes]:
        raise CallError("no")

    monkeypatch.setattr(write, "make_course", broken)
    with pytest.raises(CallError):
        write_course(ORDER, tmp_path / "c")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_folder_is_said_before_the_course_is_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def made(order: Order, on_progress: object = None) -> dict[str, bytes]:
        pytest.fail("it was made for nothing")

    monkeypatch.setattr(write, "make_course", made)
    place = tmp_path / "course"
    place.write_text("mine")
    with pytest.raises(TpgraphError, match="course"):
        write_course(ORDER, place, force=True)
    assert place.read_text() == "mine"


@pytest.mark.parametrize("language", ["en", "ro", "ru", "fa", "it"])
def test_the_command_refuses_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for out in (tmp_path, tmp_path / "mine.txt"):
        assert run(["course", "--out", str(out), "--lang", language]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert str(out) in said.err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_says_what_it_wrote(
    small: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["course", "--out", str(tmp_path / "c"), "--lang", "ro"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "3" in lines[0]
    assert str(tmp_path / "c" / "index.html") in lines[1]


def test_only_a_course_is_taken_for_one() -> None:
    assert is_own(manifest("x", "X", [], []))
    assert not is_own(b"<manifest identifier='tpgraph-course-x'/>")
    assert not is_own(b"no xml")


def test_an_office_file_says_the_day_it_is_given() -> None:
    core = (
        b'<p><dcterms:created xsi:type="dcterms:W3CDTF">2020-02-02T10:00:00Z</dcterms:created>'
        b"<dcterms:modified>2020-02-02T10:00:00Z</dcterms:modified><x>2020</x></p>"
    )
    made = repacked(zipped({"docProps/core.xml": core, "a": b"2020"}), date(2026, 3, 1))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        told = archive.read("docProps/core.xml")
        assert told.count(b">2026-03-01T00:00:00Z<") == 2
        assert b"<x>2020</x>" in told
        assert archive.read("a") == b"2020"
