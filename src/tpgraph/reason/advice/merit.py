"""Which of several kinds that fill a gap comes first: criterion by criterion, without weights."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from tpgraph import vocabulary as v
from tpgraph.reason.advice.candidates import Candidate
from tpgraph.reason.findings import english_labels
from tpgraph.reason.infer import Inference, lexical

_TPG = v.NAMESPACE
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SAID_OF_ITSELF = "https://w3id.org/tpgraph/working#saidOfItself"
_USUAL = ("defaultCategory", "defaultStage", "defaultGoal", "defaultModality", "defaultContactForm")
# What a touchpoint covers by what it usually is; personal contact is asked of the company.
_COVERED = frozenset({"category-uncovered", "stage-uncovered", "goal-unserved", "modality-missing"})
_PERSONAL = "no-personal-contact"


class Merit(NamedTuple):
    """How good a candidate is: the first difference decides, and the smaller comes first.

    Each criterion rests on what the documents or the company say; they stand in this order because
    the first ones tell most about the gap at hand:

    * ``gaps``: how many of the company's gaps it would close at once, as its rule counts them;
    * ``unknowns``: to how many questions that are open today it would be an answer too;
    * ``documents``: for how much of what it is to cover no document says so, neither of this kind
      nor of a more general one; then, for how much none says it of this very kind;
    * ``fits``: for how many facts that the company states (its industry, what it sells, a shop,
      selling online) the kind is made; what does not fit is not proposed at all;
    * ``lacking``: whether the company has one already;
    * ``overlooked``: what the documents call easily overlooked comes before what everybody sees;
    * ``specific``: a kind without narrower ones says what to do, a general one leaves it open;
    * ``label``: of equals, by the English name, so that every language has the same order.
    """

    gaps: float
    unknowns: int
    documents: tuple[int, int]
    fits: int
    lacking: bool
    overlooked: bool
    specific: bool
    label: str

    def ahead_of(self, other: Merit) -> str:
        """The criterion by which this comes before another."""
        pairs = zip(self._fields, self, other, strict=True)
        return next((name for name, mine, theirs in pairs if mine != theirs), "label")


class Merits:
    """What is known of the kinds, and of the company that they are for."""

    def __init__(self, inference: Inference) -> None:
        self._engine = inference.engine
        self._usual = self._values(*_USUAL)
        self._said = self._values("saidByDocuments")
        self._itself: dict[str, set[str]] = defaultdict(set)
        for s, _, o in self._engine.triples(p=_SAID_OF_ITSELF):
            self._itself[s].add(lexical(o))
        self._present = {lexical(o) for _, _, o in self._engine.triples(p=_RDF_TYPE)}
        self._overlooked = set(self._values("overlooked"))
        self._leaves = set(self._values("isLeaf"))
        self._made_for = [set(self._values(p)) for p in ("fitsIndustry", "fitsOffer")]
        for needs, has in (("needsStore", "hasStore"), ("needsOnline", "sellsOnline")):
            is_so = any("true" in values for values in self._values(has).values())
            self._made_for.append(set(self._values(needs)) if is_so else set())
        self._open = [
            _TPG + "personal" if f.rule == _PERSONAL else f.concerns[0]
            for f in inference.findings.values()
            if f.status == "unknown" and (f.rule in _COVERED or f.rule == _PERSONAL)
        ]

    def _values(self, *properties: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for p in properties:
            for s, _, o in self._engine.triples(p=_TPG + p):
                found[s].add(lexical(o))
        return found

    def of(self, candidate: Candidate) -> Merit:
        """How good a candidate is that suggests a kind."""
        kind = candidate.kind or ""
        usual, covers = self._usual.get(kind, set()), candidate.covers
        return Merit(
            gaps=-candidate.rank,
            unknowns=-sum(concern in usual for concern in self._open),
            documents=(
                len(covers - self._said.get(kind, set())),
                len(covers - self._itself.get(kind, set())),
            ),
            fits=-sum(kind in kinds for kinds in self._made_for),
            lacking=kind in self._present,
            overlooked=kind not in self._overlooked,
            specific=kind not in self._leaves,
            label=english_labels().get(kind, kind),
        )
