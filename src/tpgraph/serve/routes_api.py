"""The API: what the commands answer with ``--format json``, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tpgraph.errors import CallError, QueryError, TpgraphError
from tpgraph.model import LANGUAGES
from tpgraph.phrases import phrase, shown
from tpgraph.serve import api_answers as answers
from tpgraph.serve.accept import best
from tpgraph.serve.asking import ask_named
from tpgraph.serve.firm import firm
from tpgraph.serve.html import page, wants_page
from tpgraph.serve.languages import language_of
from tpgraph.serve.openapi import description, operations
from tpgraph.serve.problems import RefusedError
from tpgraph.serve.routes_companies import compared
from tpgraph.serve.schemas import schema_names, served_schema
from tpgraph.serve.state import state_of
from tpgraph.views.answers import analysis_envelope, envelope

_CSV = "text/csv"
_JSON = "application/json"
# Of a query's parameters these are not the query's own.
_OUTER = frozenset({"company", "format"})
_WAIT_FOR_TURN_S = 5
Answer = Callable[[Request], "dict[str, Any] | Response"]


def _answering(answer: Answer) -> Callable[[Request], Response]:
    """An endpoint that gives JSON, and what is wrong with a call as problem details."""

    def endpoint(request: Request) -> Response:
        lang = language_of(request)
        try:
            # A page in another language than was asked for is seen; data may not be.
            answers.one_of("lang", request.query_params.get("lang", lang), LANGUAGES)
            made = answer(request)
        except RefusedError as error:
            return error.response(lang)
        except TpgraphError as error:
            return refused(error).response(lang)
        if isinstance(made, Response):
            return made
        return _json(made, lang)

    return endpoint


def _json(made: Mapping[str, Any], lang: str) -> Response:
    content = json.dumps(made, ensure_ascii=False).encode("utf-8", "replace")
    headers = {
        "Content-Language": lang,
        "Vary": "Accept, Accept-Language",
        "Cache-Control": "no-cache",
    }
    return Response(content, media_type=_JSON, headers=headers)


def refused(error: TpgraphError) -> RefusedError:
    """What is wrong with a call: 404 for a finding that does not exist, else 400; a failure 500."""
    what: Any = error.args[0] if error.args else str(error)
    key = getattr(what, "key", "")
    if key in ("call.no-finding", "call.no-term", "call.no-term-called", "call.no-query"):
        return RefusedError(404, what, code=key)
    if isinstance(error, CallError | QueryError):
        return RefusedError(400, what, code=key)
    return RefusedError(500, what, code=key)


def _asked(request: Request, *known: str) -> dict[str, str]:
    """The parameters of a call. Raises RefusedError (400) for one that it does not know."""
    given = dict(request.query_params)
    if unknown := sorted(given.keys() - {*known, "lang"}):
        told = phrase("serve.no-parameter", name=shown(unknown[0]), known=(*known, "lang"))
        raise RefusedError(400, told, parameter=unknown[0], allowed=[*known, "lang"])
    return given


def _analysis(request: Request) -> Any:
    return firm(request, request.path_params["company"]).analysis(language_of(request))


@_answering
def companies(request: Request) -> dict[str, Any]:
    """All companies."""
    asked = _asked(request, "q")
    return answers.companies(state_of(request), language_of(request), asked.get("q", ""))


@_answering
def findings(request: Request) -> dict[str, Any]:
    """A company's findings."""
    asked = _asked(request, "status", "rule", "level", "concerns", "limit")
    return answers.findings(_analysis(request), asked)


@_answering
def explained(request: Request) -> dict[str, Any]:
    """A finding with its proof."""
    _asked(request)
    return answers.explained(_analysis(request), request.path_params["finding"])


@_answering
def recommendations(request: Request) -> dict[str, Any]:
    """A company's recommendations."""
    return answers.recommendations(_analysis(request), _asked(request, "limit"))


@_answering
def coverage(request: Request) -> dict[str, Any]:
    """A company's coverage matrix."""
    _asked(request)
    return answers.coverage(_analysis(request))


@_answering
def problems(request: Request) -> dict[str, Any]:
    """What is wrong with a company's inventory."""
    _asked(request)
    return answers.problems(_analysis(request))


async def what_if(request: Request) -> Response:
    """What would be otherwise after the edits of the body."""
    lang = language_of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        return RefusedError(415, phrase("endpoint.body-type", known=_JSON)).response(lang)
    most = state_of(request).settings.body_max_bytes
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return RefusedError(413, phrase("endpoint.body", max=most)).response(lang)
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return RefusedError(400, phrase("serve.not-json")).response(lang)
    return await run_in_threadpool(_tried, request, asked)


def _tried(request: Request, asked: Any) -> Response:
    def make(request: Request) -> dict[str, Any]:
        analysis = _analysis(request)
        return _taking_turns(request, lambda: answers.what_if(analysis, asked))

    return _answering(make)(request)


def _taking_turns(request: Request, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Runs what takes long, unless as many run as may. Raises RefusedError (503) then."""
    turns = state_of(request).turns
    if not turns.acquire(timeout=_WAIT_FOR_TURN_S):
        retry = {"Retry-After": str(_WAIT_FOR_TURN_S)}
        raise RefusedError(503, phrase("endpoint.busy"), headers=retry)
    try:
        return make()
    finally:
        turns.release()


@_answering
def compare(request: Request) -> dict[str, Any]:
    """In what companies differ."""
    from tpgraph.views.comparison import comparison_json

    _asked(request, "a", "b", "company")
    lang = language_of(request)

    def make() -> dict[str, Any]:
        first, *others = (of.analysis(lang) for of in compared(request))
        found = comparison_json(first.compare(*others))
        # Where a file lies on the server is nobody's business.
        for one in found["compared"]:
            one["path"] = one["path"].rstrip("/").rpartition("/")[2]
        return found

    return _taking_turns(request, make)


@_answering
def concepts(request: Request) -> dict[str, Any]:
    """Terms by any name in any language; without a name, the schemes."""
    from tpgraph.views.concepts import concept_json, scheme_json

    sought = _asked(request, "q").get("q", "").strip()[:200]
    lang = language_of(request)
    if not sought:
        return scheme_json(lang, answers.today())
    return concept_json(sought, lang, answers.today())


@_answering
def queries(request: Request) -> dict[str, Any]:
    """The named queries."""
    from tpgraph.query.named import named_queries

    _asked(request)
    lang = language_of(request)
    rows = [
        {
            "name": q.name,
            "code": q.code,
            "scope": q.scope,
            "title": q.titles[lang],
            "question": q.questions[lang],
            "parameters": dict(q.parameters),
        }
        for q in named_queries().values()
    ]
    return envelope(lang, None, answers.today(), rows=rows)


@_answering
def run_query(request: Request) -> dict[str, Any] | Response:
    """What a named query answers: of a company, or of all; as JSON or CSV."""
    given = dict(request.query_params)
    lang = language_of(request)
    parameters = {k: v for k, v in given.items() if k not in _OUTER}
    slug = given.get("company") or None
    answers.one_of("format", given.get("format", "json"), ("json", "csv"))
    media = {"csv": _CSV, "json": _JSON}.get(
        given.get("format", ""), best(request.headers.get("accept"), (_JSON, _CSV))
    )
    if media is None:
        raise RefusedError(406, phrase("endpoint.not-acceptable", offers=(_JSON, _CSV)))
    # `lang` says in which language to answer, also where it is a parameter of the query.
    parameters.pop("lang", None)
    state = state_of(request)
    query, result = ask_named(state, request.path_params["name"], lang, parameters, slug)
    if media == _CSV:
        name = f'attachment; filename="{query.name}.csv"'
        return Response(
            result.to_csv(),
            media_type=_CSV,
            headers={"Content-Disposition": name, "Vary": "Accept"},
        )
    told = {"columns": list(result.columns), "rows": result.records()}
    if slug is not None and query.scope == "company":
        return analysis_envelope(firm(request, slug).analysis(lang), **told)
    return envelope(lang, None, answers.today(), **told)


def openapi(request: Request) -> Response:
    """The description of the API."""
    return JSONResponse(description(), headers={"Access-Control-Allow-Origin": "*"})


def home(request: Request) -> Response:
    """The same for people, as a page; for programs the description itself."""
    if not wants_page(request):
        return openapi(request)
    return page(request, "api.html.j2", operations=operations())


def schema(request: Request) -> Response:
    """A JSON Schema that answers follow."""
    name = request.path_params["name"].removesuffix(".json")
    if name not in schema_names():
        return RefusedError(404, phrase("endpoint.not-found")).response(language_of(request))
    return Response(served_schema(name), media_type="application/schema+json")


_COMPANY = "/api/companies/{company}"
routes = [
    Route("/api", home, methods=["GET"]),
    Route("/api/openapi.json", openapi, methods=["GET"]),
    Route("/api/companies", companies, methods=["GET"]),
    Route(f"{_COMPANY}/findings", findings, methods=["GET"]),
    Route(_COMPANY + "/findings/{finding}", explained, methods=["GET"]),
    Route(f"{_COMPANY}/recommendations", recommendations, methods=["GET"]),
    Route(f"{_COMPANY}/coverage", coverage, methods=["GET"]),
    Route(f"{_COMPANY}/problems", problems, methods=["GET"]),
    Route(f"{_COMPANY}/whatif", what_if, methods=["POST"]),
    Route("/api/compare", compare, methods=["GET"]),
    Route("/api/concepts", concepts, methods=["GET"]),
    Route("/api/queries", queries, methods=["GET"]),
    Route("/api/queries/{name}", run_query, methods=["GET"]),
    Route("/schema/{name}", schema, methods=["GET"]),
]
