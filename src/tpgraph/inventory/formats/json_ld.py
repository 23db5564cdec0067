"""Makes JSON-LD fit to be parsed without a network: schema.org's context is known, others not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tpgraph.inventory.formats.schema_org import SCHEMA
from tpgraph.inventory.limits import limit, over
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place
from tpgraph.phrases import Reported, phrase

_SCHEMA_CONTEXT = re.compile(
    r"https?://(?:www\.)?schema\.org(?:/|/docs/jsonldcontext\.json(?:ld)?)?", re.IGNORECASE
)


def local_json_ld(text: str, path: Path) -> bytes:
    """``text`` with schema.org's context written out.

    Raises InputError for JSON that is broken or too large, and for any other context that would
    have to be fetched.
    """
    place = Place(str(path))
    if sum(map(text.count, ",[{")) > 4 * limit("CELLS"):
        raise over("CELLS", place)
    try:
        # Numbers stay as they are written: JSON-LD makes doubles of them itself.
        data = json.loads(text)
        _replace(data, place)
        return json.dumps(data).encode()
    except json.JSONDecodeError as error:
        where = Place(str(path), row=error.lineno, column=str(error.colno))
        raise input_error("bad-json", where, why=Reported(error.msg)) from error
    except ValueError as error:  # a number of thousands of digits
        raise input_error("bad-json", place, why=Reported(str(error)[:200])) from error
    except RecursionError as error:
        why = phrase("why.nested")
        raise input_error("bad-json", place, why=why) from error


def _replace(data: Any, place: Place) -> None:
    """Put schema.org's context in the place of its address, wherever a context stands."""
    todo = [data]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo += value
        elif isinstance(value, dict):
            if "@import" in value:
                raise input_error("remote-context", place, value=str(value["@import"]))
            if "@context" in value:
                value["@context"] = _local(value["@context"], place)
            todo += value.values()


def _local(context: Any, place: Place) -> Any:
    if isinstance(context, list):
        return [_local(item, place) for item in context]
    if not isinstance(context, str):
        return context
    if not _SCHEMA_CONTEXT.fullmatch(context):
        raise input_error("remote-context", place, value=context)
    return {"@vocab": SCHEMA, "schema": SCHEMA, "id": "@id", "type": "@type"}
