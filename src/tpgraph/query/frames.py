"""Tables as pandas DataFrames: the only module that imports pandas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tpgraph.errors import CallError


def frame(records: Sequence[dict[str, Any]], columns: Sequence[str]) -> Any:
    """A ``pandas.DataFrame`` of the records. Raises CallError where pandas is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise CallError("to_frame() needs pandas: `pip install pandas`.") from error
    return pd.DataFrame(list(records), columns=list(columns))
