"""Apache Jena's engine as a SPARQL server: no kin of Oxigraph's."""

from __future__ import annotations

import contextlib
import shutil
import zipfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.store.remote.servers import free_port, running, tool

_JARS = Path("/usr/share/java")
_SOURCE = Path(__file__).with_name("SparqlServer.java")
_MOVED = "org/apache/jena/ext/"


@contextlib.contextmanager
def jena_server(folder: Path) -> Generator[str, None, None]:
    """The address of an empty server; skips where Debian's packages are missing."""
    java = tool("java")
    core = _JARS / "jena-core.jar"
    if java is None or tool("javac") is None or not core.exists():
        pytest.skip("needs Apache Jena: apt-get install libapache-jena-java default-jdk-headless")
    _texts(core, folder)
    port = free_port()
    path = ":".join([str(folder), *map(str, _jars())])
    options = ["-Xmx1g", "-XX:+UseSerialGC", "-Dsun.net.httpserver.nodelay=true"]
    command = [java, *options, "-cp", path, str(_SOURCE), str(port)]
    with running(command, port, folder):
        yield f"http://127.0.0.1:{port}/query"


def _jars() -> list[Path]:
    """The libraries, each once, with one of the several that write logs: to nowhere."""
    logs = ("slf4j-", "jcl-over-", "jul-to-", "log4j-over-", "maven3-slf4j")
    return [
        jar
        for jar in sorted(_JARS.glob("*.jar"))
        if not jar.is_symlink()
        and (not jar.name.startswith(logs) or jar.name in ("slf4j-api.jar", "slf4j-nop.jar"))
    ]


def _texts(core: Path, folder: Path) -> None:
    """Debian's package renames classes of Jena's, but not their texts: then nothing starts."""
    with zipfile.ZipFile(core) as archive:
        for name in archive.namelist():
            if name.startswith(_MOVED) and name.endswith(".properties"):
                target = folder / name.removeprefix(_MOVED)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
