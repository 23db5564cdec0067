"""Bytes to text: UTF-8, or the Windows code page that the letters of five languages decide on.

General detectors weigh a hundred encodings and are often wrong on a list of short names. Here are
four candidates, and the letters that Romanian, Russian, Persian and Italian use beyond ASCII
decide: read in a wrong code page, they become letters that none of the five languages has, or
words that mix scripts or capitals.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tpgraph.inventory.messages import input_error, problem
from tpgraph.model import Place, Problem
from tpgraph.phrases import phrase

CODE_PAGES = ("cp1252", "cp1250", "cp1251", "cp1256")  # the first of equals is taken
_LOOKED_AT = 4000  # different words that are weighed
_ENOUGH = -0.6  # points a character: below it, it is no text of any of these languages
_SURE = 0.25  # points a character between the best and the next that reads otherwise

_UTF_16_32 = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
# Common letters count more than rare ones: it tells Russian from what only looks like it.
_COMMON_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчй"
_PERSIAN = "ءآأؤئابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگيیىكةـ،؛؟ًٌٍَُِّْ٪\u200c"
_LETTERS = {
    "cp1252": "àèéìíòóùúçäöüßñêëôœ",
    "cp1250": "ăâîşţ",
    "cp1251": _CYRILLIC,
    "cp1256": _PERSIAN,
}
# Letters of neighbouring languages: possible, but they decide nothing.
_POSSIBLE = {
    "cp1252": "áâãåæîïðõøûýÿ",
    "cp1250": "áäéëíóôöúüýčćđďěĺľłńňőŕřśšßźžżąęůű",
    "cp1251": "ґєіїўђћѓќљњџѕј",
    "cp1256": "àâçèéêëîïôùûüœہےھڑٹڈں",
}
# No letters, and the same in most code pages.
_SIGNS = frozenset("€‘’“”„‚«»–—…•°·§©®™№±²³½¼×\u00a0\u00ad¿¡‹›")


class Text(NamedTuple):
    """A file's text. ``problems`` says which encoding was taken where it is not UTF-8."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, file: str, path: str) -> Text:
    """The text of ``data``: UTF-8 with or without BOM, else a Windows code page, with a notice.

    ``file`` is its name for problems, ``path`` the path for errors. Raises InputError for UTF-16
    and UTF-32, a NUL byte, and bytes that are none of these encodings.
    """
    _refuse_others(data, path)
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # The decoder counts from after the byte-order mark.
        has_mark = data.startswith(b"\xef\xbb\xbf")
        offset = error.start + (3 if has_mark else 0)
        page = None if has_mark or _is_mostly_utf_8(data) else detect(data)
        if page is None:
            place = Place(path, row=row_at(data, offset))
            byte = f"{data[offset]:02x}"
            raise input_error("no-encoding", place, offset=offset, byte=byte) from error
    place = Place(file, row=row_at(data, offset))
    name = page.name.replace("cp", "Windows-")
    if page.other is None:
        found = problem("encoding-detected", place, encoding=name)
    else:
        other = page.other.replace("cp", "Windows-")
        found = problem("encoding-doubtful", place, encoding=name, other=other)
    return Text(data.decode(page.name), (found,))


def encoding_of(data: bytes, path: str) -> str:
    """The name of the encoding of a beginning of a file; UTF-8 also where some of it is damaged.

    Raises InputError for UTF-16 and UTF-32, and for a NUL byte.
    """
    _refuse_others(data, path)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        has_mark = data.startswith(b"\xef\xbb\xbf")
        page = None if has_mark or _is_mostly_utf_8(data) else detect(data)
        return page.name if page else "utf-8-sig"
    return "utf-8-sig"


def row_at(data: bytes, offset: int) -> int:
    """The row of a byte: line breaks before it, those inside quotes aside."""
    row, is_quoted = 1, False
    for chunk in re.finditer(rb'"|\r\n|\n|\r', data[:offset]):
        if chunk[0] == b'"':
            is_quoted = not is_quoted
        elif not is_quoted:
            row += 1
    return row


class CodePage(NamedTuple):
    """The code page that fits best, and the next one where it reads otherwise and nearly as well.

    Names are those of Python's codecs.
    """

    name: str
    other: str | None


def detect(data: bytes) -> CodePage | None:
    """The code page of ``data``, which is not UTF-8; None where no candidate makes sense."""
    words = _foreign_words(data)
    scores: dict[str, float] = {}
    texts: dict[str, list[str]] = {}
    for page in CODE_PAGES:
        try:
            texts[page] = [word.decode(page) for word in words]
        except UnicodeDecodeError:
            continue  # a byte that the code page does not have
        signs = sum(1 for text in texts[page] for c in text if not c.isascii())
        scores[page] = sum(_weigh(text, page) for text in texts[page]) / max(signs, 1)
    if not scores:
        return None
    best = max(scores, key=lambda page: (scores[page], -CODE_PAGES.index(page)))
    if scores[best] < _ENOUGH:
        return None
    near = [p for p in scores if scores[best] - scores[p] < _SURE and texts[p] != texts[best]]
    return CodePage(best, max(near, key=lambda p: scores[p]) if near else None)


def _foreign_words(data: bytes) -> list[bytes]:
    """The different words with bytes beyond ASCII."""
    found: dict[bytes, None] = {}
    for match in re.finditer(rb"[A-Za-z\x80-\xff]+", data):
        word = match[0]
        if not word.isascii() and len(word) <= 200:
            found[word] = None
            if len(found) >= _LOOKED_AT:
                break
    return list(found)


def _weigh(word: str, page: str) -> float:
    """Points of a word: one for a letter of our languages, down to -3 for what cannot be."""
    letters, possible = _LETTERS[page], _POSSIBLE[page]
    points = 0.0
    for char in word:
        if char.isascii():
            continue
        small = char.lower()
        if small in letters:
            points += 1.0 if page != "cp1251" or small in _COMMON_CYRILLIC else 0.6
        elif small in possible:
            points -= 0.5
        elif char in _SIGNS:
            points += 0.2
        else:
            points -= 3.0
    if len(word) == 1 and page in ("cp1251", "cp1256"):
        points *= 0.5  # a lone è of Italian would be a Russian и
    return points - 2.0 * _oddities(word)


def _oddities(word: str) -> float:
    """How odd a word is: scripts or capitals mixed, many Latin letters with marks in a row."""
    count = 0.0
    before = earlier = ""
    for char in word:
        if not char.isalpha() and _script(char) != "Arabic":  # whose marks and ؛ belong to words
            before = earlier = ""
            continue
        if before:
            count += _script(before) != _script(char)
            count += before.islower() and char.isupper()
            count += earlier.isupper() and before.isupper() and char.islower()
            if not before.isascii() and not char.isascii() and _script(char) == "Latin":
                count += 0.4
        before, earlier = char, before
    return count


def _script(letter: str) -> str:
    if letter < "\u0370":
        return "Latin"
    if letter < "\u0530":
        return "Cyrillic"
    return "Arabic" if letter < "\u0700" else "signs"


def _is_mostly_utf_8(data: bytes) -> bool:
    """Whether the file is UTF-8 with damage: more of it is well-formed than not."""
    pairs = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]", data))
    triples = len(re.findall(rb"[\xe0-\xef][\x80-\xbf]{2}", data))
    foreign = len(re.findall(rb"[\x80-\xff]", data))
    # Nothing but triples: halves of surrogate pairs, which UTF-8 does not allow.
    return triples * 3 == foreign or (pairs + triples >= 2 and (pairs + triples) * 3 >= foreign)


def _refuse_others(data: bytes, path: str) -> None:
    for mark, encoding in _UTF_16_32:
        if data.startswith(mark):
            raise input_error("utf-16", Place(path), encoding=encoding)
    if b"\x00" in data:
        start = data[:400]
        if start.count(0) * 3 > len(start):  # every other byte of Latin text in UTF-16
            raise input_error("utf-16", Place(path), encoding=phrase("what.utf-16-or-no-text"))
        raise input_error("nul-byte", Place(path, row=row_at(data, data.index(b"\x00"))))
