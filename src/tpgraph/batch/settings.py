"""What a batch is asked for, as it is kept beside its results and sent to the workers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from tpgraph.reason.conclusions import Options

WORK = ".tpgraph-batch"  # the folder in the results where a batch keeps how far it has come

Format = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How every company of a batch is analysed, and in which form the results are written.

    ``complete`` are columns complete for all, ``by`` the header of the column that names the
    company where it is called something else, ``store`` the folder of the on-disk store.
    """

    lang: str = "en"
    as_of: date | None = None
    complete: tuple[str, ...] = ()
    rules_dir: str | None = None
    audience: str | None = None
    cross_hairs: str | None = None
    by: str | None = None
    format: Format = "csv"
    store: str | None = None

    def options(self) -> Options:
        """The options of one company's analysis."""
        return Options(self.lang, "oxigraph", Path(self.rules_dir) if self.rules_dir else None)

    def day(self) -> date:
        """The day to judge by."""
        return self.as_of or date.today()

    def to_json(self) -> dict[str, Any]:
        """The settings as JSON has them."""
        return {**asdict(self), "complete": list(self.complete), "as_of": self.day().isoformat()}
