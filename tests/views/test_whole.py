"""A run that is killed at any moment leaves one result, whole, and what else is in the folder."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tpgraph.errors import CallError, InputError
from tpgraph.views import whole
from tpgraph.views.whole import require_folder, write_files, write_folder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to kill a run")
NAMES = ("graph.html", "graph.ttl", "gaps.csv", "recommendations.csv", "report.xlsx")
EARLIER = {name: f"earlier {name}".encode() for name in NAMES}
NEW = {name: f"new {name}".encode() * 2_000 for name in NAMES}


def _killed_at(moment: int, act: Callable[[], object]) -> bool:
    """Whether ``act`` was killed: before its n-th act on the file system, in a process of its own.

    Python announces each opening, linking, moving, removing and each call of the system's library.
    """
    child = os.fork()
    if child == 0:  # pragma: no cover: it ends without a report
        left = moment

        def hook(event: str, _: tuple[object, ...]) -> None:
            nonlocal left
            if event == "os.kill":
                return
            if event.partition(".")[0] in ("os", "open", "shutil", "tempfile", "ctypes"):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _read(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name in NAMES}


def test_killed_at_every_moment(tmp_path: Path) -> None:
    seen = []
    for moment in range(1_000):
        folder = tmp_path / f"{moment}" / "results"
        write_folder(folder, EARLIER)
        (folder / "notes.txt").write_text("mine")
        (folder / "sub").mkdir()
        (folder / "sub" / "deep.txt").write_text("mine too")
        killed = _killed_at(moment, lambda folder=folder: write_folder(folder, NEW))  # type: ignore[misc]
        found = _read(folder)
        assert found in (EARLIER, NEW), f"a mixture at moment {moment}"
        assert (folder / "notes.txt").read_text() == "mine"
        assert (folder / "sub" / "deep.txt").read_text() == "mine too"
        seen.append(found == NEW)
        if not killed:
            break
    else:
        pytest.fail("it was killed every time")
    assert len(seen) > 30
    # Once the new result is there, it stays: a single moment parts the two.
    assert seen == sorted(seen)
    assert not seen[0]
    assert seen[-1]
    assert [p.name for p in folder.parent.iterdir()] == ["results"]


def test_killed_at_the_first_run(tmp_path: Path) -> None:
    for moment in range(1_000):
        folder = tmp_path / f"{moment}" / "results"
        killed = _killed_at(moment, lambda folder=folder: write_folder(folder, NEW))  # type: ignore[misc]
        assert not folder.exists() or _read(folder) == NEW
        if not killed:
            break
    assert moment > 10
    assert folder.exists()


def test_what_a_killed_run_left_goes_away_later(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    write_folder(folder, EARLIER)
    assert _killed_at(12, lambda: write_folder(folder, NEW))
    left = [p for p in tmp_path.iterdir() if p != folder]
    assert len(left) == 1
    # It may belong to a run that is under way: young ones stay.
    write_folder(folder, NEW)
    assert left[0].exists()
    os.utime(left[0], (0, 0))
    write_folder(folder, NEW)
    assert list(tmp_path.iterdir()) == [folder]


def test_somebody_stands_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results"
    write_folder(folder, EARLIER)
    monkeypatch.chdir(folder)
    before = Path.cwd().stat().st_ino
    write_folder(Path(), NEW)
    assert _read(folder) == NEW
    assert folder.stat().st_ino == before


def test_folders_that_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "results"
    write_folder(folder, EARLIER)
    (folder / "notes.txt").write_text("mine")

    def refused(one: Path, other: Path) -> None:
        raise OSError("this system cannot exchange folders")

    monkeypatch.setattr(whole, "_exchange", refused)
    paths = write_folder(folder, NEW)
    assert [p.name for p in paths] == list(NAMES)
    assert _read(folder) == NEW
    assert sorted(p.name for p in folder.iterdir()) == sorted([*NAMES, "notes.txt"])
    assert list(tmp_path.iterdir()) == [folder]


def test_a_link_to_the_folder_stays_a_link(tmp_path: Path) -> None:
    write_folder(tmp_path / "real", EARLIER)
    (tmp_path / "link").symlink_to("real")
    write_folder(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert _read(tmp_path / "real") == NEW


def test_rights_of_the_folder_stay(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    write_folder(folder, EARLIER)
    folder.chmod(0o750)
    write_folder(folder, NEW)
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    with pytest.raises(InputError, match="cannot be written"):
        write_folder(tmp_path / "results", NEW)
    assert (tmp_path / "results").read_text() == "a file"


def test_what_is_called_like_a_result_is_not_lost(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    (folder / "graph.html").mkdir(parents=True)
    (folder / "graph.html" / "notes.txt").write_text("mine")
    (folder / "lessons").write_text("mine, too")
    before = sorted(path.name for path in folder.rglob("*"))
    for contents in (NEW, {"a.txt": b"1", "lessons/one.html": b"2"}):
        for write in (write_folder, write_files):
            with pytest.raises(InputError, match=r"graph\.html|lessons"):
                write(folder, contents)
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_a_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    for there in ("file", "file/below/it"):
        with pytest.raises(CallError, match=r"file: is a file\. Choose"):
            require_folder(tmp_path / there)
    require_folder(tmp_path / "new" / "below")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_single_files_are_whole(tmp_path: Path) -> None:
    assert write_files(tmp_path, {"a.ttl": b"1"}) == [tmp_path / "a.ttl"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.ttl"]
