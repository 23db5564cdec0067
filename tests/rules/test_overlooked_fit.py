"""Whom an overlooked kind fits: also by online sales and industry, which no shipped one needs."""

from __future__ import annotations

import pytest

from tests.rules.fit import FITS, NAME, Fit, found
from tpgraph.reason.rules import load_rules


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize("fit", FITS, ids=lambda fit: fit.company.replace("\n", " ") or "nothing")
def test_fit(fit: Fit, engine: str) -> None:
    (rule,) = (rule for rule in load_rules().gaps if rule.name == NAME)
    assert found(fit, rule, engine) == fit
