"""Why an engine refuses SPARQL: its own words in English; elsewhere the place and what is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tpgraph.phrases import Reported, phrase

_PLACE = re.compile(r"at (\d+):(\d+): expected (?:one of )?(.*)\Z", re.DOTALL)
_PLACE_OF_RDFLIB = re.compile(r"\(line:(\d+), col:(\d+)\)")
_PLACE_IN_RDF = re.compile(
    r"Parser error (?:at|from) line \d+ (?:column \d+|between columns \d+ and \d+)"
    r"(?: (?:and|to) line \d+ column \d+)?: | \(line \d+\)\Z"
)
_SHOWN = 300  # characters
_KEYS = {
    "Prefix not found": "sparql.prefix",
    "The SELECT contains a variable that is unbound": "sparql.unbound",
    "IRI parsing failed": "sparql.iri",
}
# What may stand there is told where it is a handful of words and signs; classes of letters are not.
_TOKEN = re.compile(r"[A-Z]+|\"[^\"\\]{1,3}\"")
_TOKENS_MAX = 12


@dataclass(frozen=True, slots=True)
class Refused:
    """What an engine says of a query that it refuses."""

    words: str

    def text(self, language: str = "en") -> str:
        """The engine's words; in other languages the place and what was expected there."""
        if language == "en":
            return self.words
        if place := _PLACE_OF_RDFLIB.search(self.words):
            return phrase("sparql.syntax", line=int(place[1]), column=int(place[2])).text(language)
        if (place := _PLACE.search(self.words)) is None:
            return Reported(self.words).text(language)
        where = {"line": int(place[1]), "column": int(place[2])}
        for words, key in _KEYS.items():
            if words in place[3]:
                return phrase(key, **where).text(language)
        tokens = [token for part in place[3].split(", ") if (token := part.strip()) != "[_]"]
        if tokens and len(tokens) <= _TOKENS_MAX and all(map(_TOKEN.fullmatch, tokens)):
            expected = phrase("sparql.expected", tokens=" ".join(tokens), **where)
            return expected.text(language)
        return phrase("sparql.syntax", **where).text(language)

    def __str__(self) -> str:
        return self.words


def refused(error: BaseException) -> Refused:
    """What an engine said."""
    return Refused(str(error))


def unreadable(error: SyntaxError) -> Reported:
    """What a reader of RDF says of a text, without the place."""
    return Reported(_PLACE_IN_RDF.sub("", " ".join(str(error.msg).split()))[:_SHOWN])
