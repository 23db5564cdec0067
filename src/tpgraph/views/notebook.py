"""The page and tables of findings inside a notebook, without a network."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from tpgraph.model import Finding

HEIGHT_PX = 720


class PageFrame:
    """The page in a frame of its own; JupyterLab and VS Code show it where it is the last value."""

    def __init__(self, page: str, height_px: int = HEIGHT_PX) -> None:
        self.page = page
        self.height_px = height_px

    def _repr_html_(self) -> str:
        # A frame of its own keeps the page's styles and scripts away from the notebook's.
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="allow-scripts allow-downloads" '
            f'style="width:100%;height:{self.height_px}px;border:1px solid #ccc" '
            'title="tpgraph"></iframe>'
        )


class Findings(list[Finding]):
    """Findings as a list that also shows itself as a table."""

    COLUMNS = ("status", "level", "rule", "concerns", "message", "id")

    def records(self) -> list[dict[str, Any]]:
        """One record a finding, with names for what it concerns."""
        return [
            {
                "status": f.status,
                "level": f.level,
                "rule": f.rule,
                "concerns": ", ".join(f.labels[c] for c in f.concerns),
                "message": f.message,
                "id": f.id.rsplit("/", 1)[-1],
            }
            for f in self
        ]

    def to_frame(self) -> Any:
        """A ``pandas.DataFrame`` with the columns ``COLUMNS``. CallError without pandas."""
        from tpgraph.query.frames import frame

        return frame(self.records(), self.COLUMNS)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{c}</th>" for c in self.COLUMNS[:-1])
        rows = "".join(_row(r.values()) for r in self.records())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(values: Iterable[Any]) -> str:
    cells = "".join(f"<td>{html.escape(str(x))}</td>" for x in list(values)[:-1])
    return f"<tr>{cells}</tr>"
