"""What the named graphs of a company are called, wherever they are kept."""

from __future__ import annotations


def asserted_graph(company: str) -> str:
    """The IRI of a company's graph of asserted facts."""
    return f"{company}/graph/asserted"


def findings_graph(company: str) -> str:
    """The IRI of a company's graph of findings and of what was inferred on the way."""
    return f"{company}/graph/findings"


def recommendations_graph(company: str) -> str:
    """The IRI of a company's graph of recommendations."""
    return f"{company}/graph/recommendations"


def graphs_of(company: str) -> tuple[str, ...]:
    """The IRIs of all graphs that a company may have."""
    return asserted_graph(company), findings_graph(company), recommendations_graph(company)
