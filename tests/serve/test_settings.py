"""Every setting is documented with its default, has its unit in its name, and tells no secret."""

from __future__ import annotations

import re
from dataclasses import fields

from tests.conftest import ROOT
from tpgraph.serve.settings import Settings

UNITS = ("_s", "_mib", "_bytes", "_max", "_rows", "_depth", "workers", "port")


def documented() -> dict[str, str]:
    """The settings of the table in README, each with its default."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Serving\n")[2]
    table = section.partition("| setting | default |")[2].partition("\n\n")[0]
    found: dict[str, str] = {}
    for names, default in re.findall(r"^\| (`[^|]*) \| ([^|]*) \|", table, re.MULTILINE):
        each = re.findall(r"`(\w+)`", names)
        defaults = (
            default.split(", ") if len(each) > 1 and ", " in default else [default] * len(each)
        )
        found |= dict(zip(each, defaults, strict=True))
    return found


def test_every_setting_is_documented_with_its_default() -> None:
    told = documented()
    settings = Settings()
    assert list(told) == [f.name for f in fields(settings)]
    for name, default in told.items():
        value = getattr(settings, name)
        assert default == (str(value) if value not in ((), None) else "none"), name


def test_numbers_have_their_unit_in_their_name() -> None:
    numbers = [f.name for f in fields(Settings) if f.type in ("int", "float")]
    assert len(numbers) > 20
    assert [name for name in numbers if not name.endswith(UNITS)] == []


def test_no_secret_is_shown() -> None:
    settings = Settings(write_token="secret-of-sixteen", write_folder="/somewhere")
    assert "secret" not in repr(settings) + str(settings) + str(settings.public())
    assert "somewhere" not in str(settings.public())
