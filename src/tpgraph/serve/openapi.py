"""The API described for programs and people: OpenAPI 3.1, out of one list of operations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from tpgraph import __version__
from tpgraph.model import LANGUAGES
from tpgraph.reason.texts import texts_in
from tpgraph.serve.api_answers import CELL_MAX_CHARACTERS, CELLS_MAX, EDITS_MAX, LEVELS, STATUSES
from tpgraph.serve.schemas import schema_names, served_schema

Schema: TypeAlias = "dict[str, Any]"
_TEXT: Schema = {"type": "string"}
# What stands in a path; others are no addresses.
_PART: Schema = {
    "type": "string",
    "pattern": r"^[^\x00-\x1f\x7f/\\]+$",
    "not": {"enum": [".", ".."]},
}
_SLUG: Schema = {"type": "string", "minLength": 1}
_LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": 100_000}
_MORE_COMPARED = 4  # beside the two
_PROBLEMS = {
    400: "A parameter that does not exist or does not fit",
    404: "No such company, finding, term or query",
    406: "None of the media types that are accepted",
    413: "A body that is too large",
    415: "A body of another media type",
    422: "Edits of another form, or too many",
    503: "Too much is asked at once; see Retry-After",
}
_CELLS = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": CELLS_MAX,
    "additionalProperties": {
        "anyOf": [{"type": "string", "maxLength": CELL_MAX_CHARACTERS}, {"type": "number"}]
    },
}
_EDITS = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "description": f"At least one and at most {EDITS_MAX} edits.",
    "anyOf": [
        {"required": [key], "properties": {key: {least: 1}}}
        for key, least in (("add", "minItems"), ("remove", "minItems"), ("change", "minProperties"))
    ],
    "properties": {
        "add": {"type": "array", "maxItems": EDITS_MAX, "items": _CELLS},
        "remove": {"type": "array", "maxItems": EDITS_MAX, "items": {"type": "string"}},
        "change": {
            "type": "object",
            "maxProperties": EDITS_MAX,
            "additionalProperties": _CELLS,
        },
    },
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does: ``answer`` names the schema of what it gives.

    ``parameters`` map a name to its JSON Schema; ``example`` is an address that works as it stands
    where a company is served. What it does is said in five languages under ``api.NAME``.
    """

    name: str
    path: str
    answer: str
    parameters: Mapping[str, Schema]
    method: str = "get"
    problems: tuple[int, ...] = (400, 404)
    required: tuple[str, ...] = ()

    def said(self, lang: str) -> str:
        """What it does, in a language."""
        return texts_in(lang, "serve")(f"api.{self.name}")

    @property
    def shown(self) -> str:
        """Method and path, as people write them."""
        return f"{self.method.upper()} {self.path}"


_COMPANY = "/api/companies/{company}"


def operations() -> tuple[Operation, ...]:
    """All operations, in the order in which one meets them."""
    status: Schema = {"type": "string", "enum": list(STATUSES), "default": "gap"}
    level: Schema = {"type": "string", "enum": list(LEVELS)}
    chosen: dict[str, Schema] = {
        "status": status,
        "rule": _TEXT,
        "level": level,
        "concerns": _TEXT,
        "limit": _LIMIT,
    }
    pair: dict[str, Schema] = {
        "a": _SLUG,
        "b": _SLUG,
        "company": {"type": "array", "items": _SLUG, "maxItems": _MORE_COMPARED},
    }
    of_query: dict[str, Schema] = {
        "company": _TEXT,
        "format": {"type": "string", "enum": ["json", "csv"]},
    }
    return (
        Operation("companies", "/api/companies", "rows", {"q": _TEXT}, problems=(400,)),
        Operation("findings", f"{_COMPANY}/findings", "findings", chosen),
        Operation("explain", _COMPANY + "/findings/{finding}", "findings", {}),
        Operation(
            "recommendations", f"{_COMPANY}/recommendations", "recommendations", {"limit": _LIMIT}
        ),
        Operation("coverage", f"{_COMPANY}/coverage", "rows", {}),
        Operation("problems", f"{_COMPANY}/problems", "problems", {}),
        Operation(
            "whatif", f"{_COMPANY}/whatif", "changes", {}, "post", (400, 404, 413, 415, 422, 503)
        ),
        Operation(
            "compare", "/api/compare", "changes", pair, "get", (400, 404, 503), required=("a", "b")
        ),
        Operation("concepts", "/api/concepts", "rows", {"q": _TEXT}),
        Operation("queries", "/api/queries", "rows", {}, problems=(400,)),
        Operation(
            "run_query", "/api/queries/{name}", "rows", of_query, problems=(400, 404, 406, 503)
        ),
    )


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; it names nothing outside itself."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "tpgraph",
            "version": __version__,
            "summary": texts_in("en", "serve")("api.about"),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": "company"}, {"name": "knowledge"}],
        "paths": paths,
        "components": {"schemas": {**_schemas(), "Edits": _EDITS, "Problem": _PROBLEM}},
        "security": [],
    }


_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457); `parameter` or `pointer` is the place.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do."},
        "code": _TEXT,
        "parameter": _TEXT,
        "allowed": {"type": "array", "items": _TEXT},
        "pointer": {"type": "string", "description": "The place in the body (RFC 6901)."},
    },
}


def _operation(operation: Operation) -> dict[str, Any]:
    lang = {"type": "string", "enum": list(LANGUAGES)}
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.said("en"),
        "tags": ["company" if "{company}" in operation.path else "knowledge"],
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": dict(_PART)}
                for name in re.findall(r"\{(\w+)\}", operation.path)
            ),
            *(
                {
                    "name": name,
                    "in": "query",
                    "required": name in operation.required,
                    "schema": dict(schema),
                }
                for name, schema in operation.parameters.items()
            ),
            {"name": "lang", "in": "query", "schema": lang},
        ],
        "responses": {
            "200": {
                "description": "The answer",
                "content": {
                    "application/json": {
                        "schema": {"$ref": f"#/components/schemas/{operation.answer}"}
                    }
                },
            },
            **{
                str(status): {
                    "description": _PROBLEMS[status],
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
                for status in operation.problems
            },
        },
    }
    if operation.name == "run_query":
        found["responses"]["200"]["content"]["text/csv"] = {"schema": _TEXT}
    if operation.method == "post":
        edits = {"schema": {"$ref": "#/components/schemas/Edits"}}
        found["requestBody"] = {"required": True, "content": {"application/json": edits}}
    return found


def _schemas() -> dict[str, Any]:
    """The answers' schemas as components: their parts stand beside them as ``name.part``."""
    found: dict[str, Any] = {}
    for name in schema_names():
        schema = json.loads(served_schema(name))
        parts = schema.pop("$defs", {})
        for key in ("$schema", "$id"):
            schema.pop(key, None)
        found[name] = _moved(schema, name)
        found |= {f"{name}.{part}": _moved(of, name) for part, of in parts.items()}
    return found


def _moved(node: Any, name: str) -> Any:
    """A schema whose references lead to the components."""
    if isinstance(node, dict):
        return {
            key: re.sub(r"^#/\$defs/", f"#/components/schemas/{name}.", value)
            if key == "$ref"
            else _moved(value, name)
            for key, value in node.items()
        }
    return [_moved(item, name) for item in node] if isinstance(node, list) else node
