"""The documents that a lesson refers to, as a list at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tpgraph.query.names import DCTERMS
from tpgraph.teach.lesson.model import Block, Item, Listing, Question, Section, Source, Table
from tpgraph.teach.lesson.voice import Voice


def sources_of(block: Block) -> Iterator[Source]:
    """All sources of a block and of what is in it."""
    if isinstance(block, Table):
        for row in block.rows:
            yield from row.sources
    elif isinstance(block, Listing):
        for item in block.items:
            yield from item.sources
    else:
        yield from getattr(block, "sources", ())
        if isinstance(block, Question):
            for point in block.points:
                yield from point.sources


def bibliography(sections: Iterable[Section], voice: Voice) -> Iterator[Block]:
    """Each document with its title or citation, in the order of their names."""
    found = {
        source.document
        for section in sections
        for block in section.blocks
        for source in sources_of(block)
    }
    items = []
    for iri in sorted(found, key=lambda iri: (voice.label(iri), iri)):
        for told in ("bibliographicCitation", "title"):
            if text := voice.b.text(iri, DCTERMS + told):
                language = voice.b.text(iri, DCTERMS + "language") or "en"
                items.append(Item(text, voice.label(iri), language=language))
                break
    if items:
        yield Listing(tuple(items))
