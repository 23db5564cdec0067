"""An Anki package: a note a question, with ids that stay the same, so that a newer one updates."""

from __future__ import annotations

import io
from hashlib import sha256
from html import escape
from typing import Any

from tpgraph.teach.quiz.formats.marking import inline, paragraph
from tpgraph.teach.quiz.model import Question, Quiz
from tpgraph.views.wording import direction

# Ids are what Anki knows decks and note types by: 1.0 of them, never to change.
_FIELDS = ("Question", "Options", "Answer", "Explanation", "Kind", "Id")
_CSS = (
    ".card{font-family:'Noto Sans','Noto Sans Arabic',Vazirmatn,Tahoma,Arial,sans-serif;"
    "font-size:20px;line-height:1.5;text-align:start}"
    ".why{font-size:16px;color:#555}.nightMode .why{color:#bbb}ol,ul{padding-inline-start:1.4em}"
)
# Anki wants a time; the package is to be the same whenever it is made.
_TIMESTAMP_S = 1_700_000_000.0


def anki(quiz: Quiz) -> bytes:
    """The quiz as ``.apkg``.

    A note's GUID hashes the question's id and the language; a new package of the same question
    updates its note and keeps what has been learnt. An open question is a note, too.
    """
    import genanki

    model = _model(quiz.language)
    deck = genanki.Deck(
        _number(f"deck|{quiz.language}|{quiz.topic}|{quiz.level}"), f"tpgraph::{quiz.title}"
    )
    deck.description = escape(quiz.about)
    for question in quiz.questions:
        deck.add_note(
            genanki.Note(
                model=model,
                fields=_fields(question, quiz.language),
                guid=genanki.guid_for("tpgraph", question.id, quiz.language),
                tags=["tpgraph", question.item.kind, quiz.level],
            )
        )
    return _packed(deck)


def _packed(deck: Any) -> bytes:
    """The package's bytes: genanki writes a database and a ZIP with the time of day in it."""
    import zipfile

    import genanki

    made = io.BytesIO()
    genanki.Package(deck).write_to_file(made, timestamp=_TIMESTAMP_S)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def _model(language: str) -> Any:
    import genanki

    way = f'<div dir="{direction(language)}" lang="{language}">'
    return genanki.Model(
        _number(f"model|{language}"),
        f"tpgraph ({language})",
        fields=[{"name": name, "rtl": direction(language) == "rtl"} for name in _FIELDS],
        templates=[
            {
                "name": "Card",
                "qfmt": f"{way}{{{{Question}}}}{{{{Options}}}}</div>",
                "afmt": f"{way}{{{{Question}}}}{{{{Options}}}}<hr id=answer>"
                "<b>{{Answer}}</b><div class=why>{{Explanation}}</div></div>",
            }
        ],
        css=_CSS,
    )


def _fields(question: Question, language: str) -> list[str]:
    options: list[str] = [option.text for option in question.options]
    answer = [inline(option.text, language) for option in question.options if option.right]
    shown = ""
    if question.form == "pairs":
        options = sorted(term for term, _ in question.pairs)
        definitions = [question.pairs[n][1] for n in question.mixed]
        shown = _list("ol", definitions)
        answer = [inline(f"{term} = {definition}", language) for term, definition in question.pairs]
    elif question.form == "order":
        options = [question.sequence[n] for n in question.mixed]
        answer = [inline(f"{n}. {term}", language) for n, term in enumerate(question.sequence, 1)]
    return [
        paragraph(question.stem, language),
        (_list("ul", options) if options else "") + shown,
        "<br/>".join(answer),
        paragraph(question.explanation, language),
        escape(question.title),
        question.id,
    ]


def _list(tag: str, texts: list[str]) -> str:
    items = "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts)
    return f"<{tag}>{items}</{tag}>"


def _number(text: str) -> int:
    """A number for Anki, 31 bits, the same for the same text."""
    return int.from_bytes(sha256(f"tpgraph|{text}".encode()).digest()[:4], "big") % (1 << 30) + (
        1 << 30
    )
