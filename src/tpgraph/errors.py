"""The one exception tree: every error says what was found, where, and what to do."""

from __future__ import annotations


class TpgraphError(Exception):
    """Base of all errors that tpgraph raises on purpose.

    ``exit_code`` is what the command line ends with: 2 for a wrong input or call, 3 where an
    engine or server failed.
    """

    exit_code = 2

    def text(self, language: str = "en") -> str:
        """The message in a language, where it is known in five; else as it is."""
        what = self.args[0] if self.args else ""
        return str(what.text(language) if hasattr(what, "text") else what)


class InputError(TpgraphError):
    """An inventory, company file or import cannot be read.

    The message names the file and, where known, the row and column, and the mend.
    """


class CallError(TpgraphError):
    """A command, option, name or identifier that does not exist or does not fit."""


class QueryError(TpgraphError):
    """A SPARQL query or parameter that the engine refuses."""


class RuleError(TpgraphError):
    """A rule file or catalogue entry that breaks the rules' own rules, with its line and column."""


class OntologyError(TpgraphError):
    """The ontology is inconsistent, or a generated file is not what its source gives."""


class EngineError(TpgraphError):
    """A SPARQL engine, reasoner or server failed."""

    exit_code = 3
