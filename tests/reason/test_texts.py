"""The short texts of the commands: what stands between the items of a list."""

import pytest

from tpgraph.model import LANGUAGES
from tpgraph.reason.texts import texts_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_the_marks_of_its_language(language: str) -> None:
    texts = texts_in(language)
    comma, semicolon = ("، ", "؛ ") if language == "fa" else (", ", "; ")
    assert texts.listed(("a", "b", "c")) == f"a{comma}b{comma}c"
    assert texts.parted(("a", "b")) == f"a{semicolon}b"
    assert texts_in(language, "trying").listed(("a", "b")) == f"a{comma}b"
