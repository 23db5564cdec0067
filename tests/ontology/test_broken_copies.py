"""Every check of the gate finds its own breakage in a copy, and not in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from tpgraph.reason.gate import shapes
from tpgraph.reason.gate.report import Fault, render
from tpgraph.reason.gate.run import finders
from tpgraph.reason.gate.source import Source

from tests.ontology.broken_copies import BrokenCopy, broken_copies

COPIES = broken_copies()


def test_every_check_has_a_broken_copy_and_none_is_left_over(source: Source) -> None:
    checks = {*finders(source), *shapes.names(source)}
    assert len(checks) > 120
    assert set(COPIES) == checks


def test_shapes_break_a_term_each(source: Source) -> None:
    terms = Counter(COPIES[name].term for name in shapes.names(source))
    assert [term for term, count in terms.items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(COPIES))
def test_the_check_finds_the_breakage(
    name: str, source: Source, shape_faults: tuple[list[Fault], list[Fault]]
) -> None:
    copy = COPIES[name]
    found = finders(source)
    if name in found:
        before: Iterable[Fault] = found[name](source)
        after: Iterable[Fault] = found[name](source.changed(copy.update))
    else:
        before, after = shape_faults
    assert not _of(before, copy), "the source has the fault that the copy should bring"
    faults = _of(after, copy)
    assert faults, f"[{name}] does not find {copy.term}"
    for fault in faults:
        assert fault.message
        assert fault.mend
        assert "{" not in fault.message + fault.mend
        assert render(fault).startswith(f"{fault.file}:{fault.line}:{fault.column}: {fault.level}")


def _of(faults: Iterable[Fault], copy: BrokenCopy) -> list[Fault]:
    return [f for f in faults if f.check == copy.check and f.term == copy.term]
