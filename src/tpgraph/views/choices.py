"""What a list of touchpoints and a company file may say, in the words of one language."""

from __future__ import annotations

from functools import cache

from tpgraph.inventory.company import TERM_KEYS
from tpgraph.query.names import SKOS
from tpgraph.query.terms import Book, book
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.views.wording import wording_in
from tpgraph.vocabulary import COLUMNS, NAMESPACE

CURRENCIES = ("EUR", "GBP", "IRR", "RON", "RUB", "USD")
SCALES = ("1-5", "0-10", "1-7", "1-10", "0-100", "nps")
_SCALE_COLUMNS = ("satisfaction_scale", "importance_scale")


class Choices:
    """The headings, values and definitions of one language, all of which the readers know."""

    def __init__(self, language: str) -> None:
        """``language`` is one of ``LANGUAGES``."""
        self.language = language
        self.texts: Texts = texts_in(language, "start")
        self._book: Book = book()

    def label(self, name: str) -> str:
        """The label of a term by its local name, such as ``ShopWindow``."""
        return self.of_iri(NAMESPACE + name)

    def of_iri(self, iri: str) -> str:
        """The label of a term."""
        return self._book.label(iri, self.language)

    def heading(self, column: str) -> str:
        """What a column is called."""
        return self._book.label(COLUMNS[column].iri, self.language)

    def definition(self, column: str) -> str:
        """What a column holds, in a sentence."""
        found = self._book.texts(COLUMNS[column].iri, f"{SKOS}definition")
        return found.get(self.language) or found["en"]

    def headings(self) -> tuple[str, ...]:
        """The headings of all columns, in their order."""
        return tuple(map(self.heading, COLUMNS))

    def of_column(self, column: str) -> tuple[str, ...]:
        """The values that a cell of ``column`` may be chosen from; none where it is free text."""
        about = COLUMNS[column]
        if about.holds == "kind":
            return self.kinds()
        if about.scheme is not None:
            return self.of_scheme(about.scheme)
        if about.holds == "yesno":
            return tuple(self.texts(f"word.{word}") for word in ("yes", "no", "unknown"))
        if column == "channel":
            return self.of_scheme(f"{NAMESPACE}platforms")
        if column == "currency":
            own = self.texts("example.currency")
            return (own, *(code for code in CURRENCIES if code != own))
        return SCALES if column in _SCALE_COLUMNS else ()

    def of_key(self, key: str) -> tuple[str, ...]:
        """The values of a key of the company file, such as ``size``."""
        if key in TERM_KEYS:
            return self.of_scheme(TERM_KEYS[key])
        if key == "complete":
            return self.headings()
        return tuple(self.texts(f"word.{word}") for word in ("yes", "no"))

    def of_scheme(self, scheme: str) -> tuple[str, ...]:
        """The labels of a scheme's terms, in their order."""
        return tuple(self._book.label(iri, self.language) for iri in self._book.schemes[scheme])

    def kinds(self) -> tuple[str, ...]:
        """The labels of the kinds of touchpoint, in the order of the alphabet."""
        # The root says nothing: every row is a touchpoint.
        iris = self._book.kinds - {f"{NAMESPACE}Touchpoint"}
        labels = (self._book.label(iri, self.language) for iri in iris)
        return tuple(sorted(labels, key=wording_in(self.language).order))


@cache
def choices_in(language: str) -> Choices:
    """The choices of a language, read once."""
    return Choices(language)
