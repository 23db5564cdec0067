"""What imports write into a folder is in the language asked for, with the same figures."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.cli.test_check_languages import pairs_of_words
from tpgraph.cli import run
from tpgraph.model import LANGUAGES

OTHERS = [language for language in LANGUAGES if language != "en"]
GA4 = """\
Session source / medium,Session campaign,Sessions,Total users,Key events
google / organic,,1000,800,12
google / organic,spring,500,400,3
news / print,,6,6,1
shop / referral,,40,30,0
"""
SURVEY = "Q1,Q2,I1,All\n" + "5,4,3,5\n4,2,5,4\n3,,4,3\n" * 12 + "9,x,4,5\n"
REGISTER = (
    "organization,service_key,account,service_url,agencies\n"
    'Post,facebook,post,https://www.facebook.com/post,"[{""name""=>""Postal Service""}]"\n'
)


def imported(tmp_path: Path, language: str, kind: str) -> tuple[str, list[dict[str, str]]]:
    """The comments of company.toml and the rows of the touchpoints."""
    file = tmp_path / f"{kind}.csv"
    file.write_text({"ga4": GA4, "survey": SURVEY, "accounts": REGISTER}[kind], encoding="utf-8")
    out = tmp_path / f"{kind}-{language}"
    call = ["import", kind, str(file), "--out", str(out), "--lang", language, "--quiet"]
    if kind == "survey":
        call += ["--columns", "Q*", "--scale", "1-5", "--overall", "All", "--importance", "I*"]
    assert run(call) == 0
    (folder,) = out.iterdir()
    lines = (folder / "company.toml").read_text(encoding="utf-8").splitlines()
    with (folder / "touchpoints.csv").open(encoding="utf-8", newline="") as rows:
        comments = "\n".join(line for line in lines if line.startswith("#"))
        return comments, list(csv.DictReader(rows))


@pytest.mark.parametrize("kind", ["ga4", "survey", "accounts"])
@pytest.mark.parametrize("language", OTHERS)
def test_notes_and_comments_are_in_the_language(tmp_path: Path, language: str, kind: str) -> None:
    english, theirs = imported(tmp_path, "en", kind)
    comments, ours = imported(tmp_path, language, kind)
    assert comments.count("\n") == english.count("\n")
    strangers = {("Google", "Analytics"), ("net", "promoter"), ("promoter", "score"),
                 ("Digital", "Registry")}  # fmt: skip
    texts = [(comments, english)]
    texts += [
        (row.pop("notes"), other.pop("notes")) for row, other in zip(ours, theirs, strict=True)
    ]
    # What is no note is data: the same in every language.
    assert ours == theirs
    for text, original in texts:
        assert not re.search(r"\{=?\w+\}", text)
        assert text != original or not original
        assert not pairs_of_words(text) & pairs_of_words(original) - strangers, text
