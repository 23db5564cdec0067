"""Pages for people: the frame, the words and the language that all of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tpgraph.model import LANGUAGES
from tpgraph.reason.texts import texts_in
from tpgraph.resources import web_dir
from tpgraph.serve.accept import best
from tpgraph.serve.assets import ASK_FIRST, address
from tpgraph.serve.companies import page_of
from tpgraph.serve.languages import language_of
from tpgraph.serve.problems import MEDIA_TYPE, RefusedError
from tpgraph.views.wording import direction, wording_in

_NAVIGATION = (
    ("site.start", "/"),
    ("site.companies", "/companies"),
    ("site.vocabulary", "/ontology"),
    ("site.query", "/query"),
    ("site.api", "/api"),
)
Link = Callable[..., str]


def linker(request: Request) -> Link:
    """Makes addresses of this server; a language that was asked for by address is kept."""
    return linker_of(request.query_params.get("lang"))


def linker_of(lang: str | None) -> Link:
    """The same for a language that the address names, or for none."""
    kept = {"lang": lang} if lang in LANGUAGES else {}

    def link(path: str, **parameters: str) -> str:
        asked = urlencode({**parameters, **kept} if "lang" not in parameters else parameters)
        before, mark, place = escaped(path).partition("#")
        return before + (f"?{asked}" if asked else "") + mark + place

    return link


def escaped(path: str) -> str:
    """A path with what no address may hold escaped."""
    return quote(path, safe="/:@!$&'()*+,;=~#")


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page of a template that extends ``site.html.j2``, in the reader's language."""
    lang = language_of(request)
    link = linker(request)
    path = request.url.path
    others = {k: v for k, v in request.query_params.multi_items() if k != "lang"}
    here = next((to for _, to in reversed(_NAVIGATION) if _is_below(path, to)), "")
    text = (
        environment()
        .get_template(template)
        .render(
            lang=lang,
            direction=direction(lang),
            t=texts_in(lang, "serve"),
            words=wording_in(lang),
            link=link,
            page_of=page_of,
            path=path,
            query=dict(others),
            here=here,
            navigation=[(key, link(to), to == here) for key, to in _NAVIGATION],
            languages=[
                (code, wording_in(code)("name"), link(path, **{**others, "lang": code}))
                for code in LANGUAGES
            ],
            directions={code: direction(code) for code in LANGUAGES},
            style=address("site.css"),
            **values,
        )
    )
    told = {
        "Content-Language": lang,
        "Vary": "Accept, Accept-Language",
        "Cache-Control": ASK_FIRST,
        **(headers or {}),
    }
    # A lone surrogate cannot be written as UTF-8.
    return HTMLResponse(text.encode("utf-8", "replace"), status, told)


def _is_below(path: str, to: str) -> bool:
    return path == to or (to != "/" and path.startswith(to + "/"))


@cache
def environment() -> Any:
    """The templates: the server's own, then the explorer's and the reference's."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    own = Path(__file__).resolve().parent / "web"
    return Environment(
        loader=FileSystemLoader([own, web_dir(), web_dir() / "reference"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def wants_page(request: Request) -> bool:
    """Whether who asks would rather have a page than data: a browser, not a program."""
    accept = request.headers.get("accept", "")
    return best(accept, (MEDIA_TYPE, "application/json", "text/html")) == "text/html"


def refusal(request: Request, error: RefusedError) -> Response:
    """What is wrong, as a page for a browser and as problem details for a program."""
    if not wants_page(request):
        return error.response(language_of(request))
    detail = error.detail
    said = detail if isinstance(detail, str) else detail.text(language_of(request))
    return page(
        request,
        "refused.html.j2",
        status=error.status,
        headers=error.headers,
        number=error.status,
        said=said,
        members=error.members,
    )
