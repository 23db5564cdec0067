"""Refusals and failures as problem details for HTTP (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from tpgraph.phrases import Sayable

MEDIA_TYPE = "application/problem+json"


class RefusedError(Exception):
    """A request that is not answered as asked: the status, why, and what a program may read."""

    def __init__(
        self,
        status: int,
        detail: str | Sayable,
        *,
        headers: dict[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(str(detail))
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.members = members

    def response(self, language: str = "en") -> Response:
        """The problem, worded in a language."""
        said = self.detail if isinstance(self.detail, str) else self.detail.text(language)
        return problem(self.status, said, headers=self.headers, **self.members)


def problem(
    status: int, detail: str, *, headers: dict[str, str] | None = None, **members: Any
) -> Response:
    """A response that says what is wrong: status, title, detail and further members."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **members,
    }
    # Refusals are worded by the language, and some depend on what is accepted.
    headers = {"Vary": "Accept, Accept-Language, Origin", **(headers or {})}
    content = json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)
