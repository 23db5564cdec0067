"""Walks through XML piece by piece: bounded, without a tree, entities or anything external."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Protocol
from xml.parsers import expat

from tpgraph.inventory.limits import Counter
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place
from tpgraph.phrases import Reported

_CHUNK = 1 << 16  # bytes


class Walker(Protocol):
    """What is told of each element; names carry their prefix as written."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text between tags."""


class Enough(Exception):  # noqa: N818 (a signal, not an error)
    """A walker raises it when it has seen what it needs."""


def walk_xml(stream: IO[bytes], walker: Walker, size: Counter, place: Place) -> None:
    """Tell ``walker`` of every element of ``stream``; ``size`` counts its bytes.

    Raises InputError for XML that is not well-formed, and for a document type declaration: no
    workbook has one, and what it may declare (entities) is how XML bombs and thefts are made.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text

    def refuse(*_: object) -> None:
        raise input_error("doctype", place)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        while chunk := stream.read(_CHUNK):
            size.take(len(chunk))
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, str(error))
        raise input_error("damaged-file", place, form="XML", why=Reported(why)) from error
    except (LookupError, ValueError) as error:  # an encoding that Python does not know
        why = str(error)[:200]
        raise input_error("damaged-file", place, form="XML", why=Reported(why)) from error
