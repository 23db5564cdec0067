"""Every check of the gate finds its own breakage in a copy, and not in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from tests.ontology.broken_copies import BrokenCopy, broken_copies
from tpgraph.reason.gate import shapes
from tpgraph.reason.gate.report import Fault, render
from tpgraph.reason.gate.run import Finder, finders
from tpgraph.reason.gate.source import Source

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
    name: str,
    source: Source,
    found_by_name: dict[str, Finder],
    found_before: Callable[[Finder], list[Fault]],
    shape_faults: tuple[list[Fault], list[Fault]],
) -> None:
    copy = COPIES[name]
    finder = found_by_name.get(name)
    if finder is not None:
        before: Iterable[Fault] = found_before(finder)
        after: Iterable[Fault] = finder(source.changed(copy.update))
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
