"""The API: the same answers as the commands', as its description says; errors with the place."""

from __future__ import annotations

import json
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.serve.pages.conftest import AS_OF
from tpgraph.model import LANGUAGES
from tpgraph.pipeline import Analysis, analyse
from tpgraph.serve.openapi import operations
from tpgraph.views.answers import findings_json, proof_json, recommendations_json
from tpgraph.views.what_if_answers import what_if_json

HANUL = "/api/companies/hanul-teilor"
ADD = [{"name": "Catalog", "type": "catalogue", "stages": "evaluation"}]
REMOVE = ["Meniul tipărit"]
EDITS = {"add": ADD, "remove": REMOVE}


@pytest.fixture(scope="module")
def hanul(root: Any) -> Analysis:
    return analyse(root / "data" / "hanul_teilor", as_of=AS_OF)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


def validator(described: dict[str, Any], name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    return Draft202012Validator(schema)


def plain(data: Any) -> Any:
    return json.loads(json.dumps(data))


# ----------------------------------------------------------------------------------- description


def test_the_description_names_every_route_and_no_other(
    client: TestClient, described: dict[str, Any]
) -> None:
    assert isinstance(client.app, Starlette)
    routes = {
        (route.path, method.lower())
        for route in client.app.routes
        if isinstance(route, Route) and route.path.startswith("/api/")
        for method in (route.methods or set()) - {"HEAD"}
    }
    told = {(path, m) for path, methods in described["paths"].items() for m in methods}
    assert told == routes - {("/api/openapi.json", "get")}


def test_the_description_is_whole(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    references: list[str] = []

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            references.extend(v for k, v in node.items() if k == "$ref")
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)

    collect(described)
    assert len(references) > 100
    for reference in references:
        node = described
        assert reference.startswith("#/")
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]
    ids = [o["operationId"] for of in described["paths"].values() for o in of.values()]
    assert len(ids) == len(set(ids)) == len(operations())


def test_its_page_tells_of_all_operations_in_every_language(client: TestClient) -> None:
    for lang in LANGUAGES:
        page = unescape(client.get(f"/api?lang={lang}", headers={"Accept": "text/html"}).text)
        for operation in operations():
            assert operation.said(lang) in page
            assert operation.shown in page


# --------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/companies", "rows"),
        (f"{HANUL}/findings?status=all&lang=ru", "findings"),
        (f"{HANUL}/recommendations?limit=3", "recommendations"),
        (f"{HANUL}/coverage?lang=fa", "rows"),
        (f"{HANUL}/problems", "problems"),
        ("/api/compare?a=hanul-teilor&b=casa-morgana", "changes"),
        ("/api/concepts", "rows"),
        ("/api/concepts?q=%DA%A9%D9%88%D9%BE%D9%86", "rows"),
        ("/api/queries", "rows"),
        ("/api/queries/uncovered-stages", "rows"),
        ("/api/queries/seven-touchpoints?lang=it", "rows"),
    ],
)
def test_answers_follow_their_schema(
    client: TestClient, described: dict[str, Any], path: str, schema: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    validator(described, schema).validate(answer.json())
    listed = next(v for v in reversed(answer.json().values()) if isinstance(v, list))
    assert listed or schema == "problems"


def test_findings_are_those_of_the_command(client: TestClient, hanul: Analysis) -> None:
    assert client.get(f"{HANUL}/findings").json() == plain(findings_json(hanul, hanul.gaps))
    unknown = client.get(f"{HANUL}/findings?status=unknown&rule=unmeasured-digital").json()
    right = [f for f in hanul.findings if f.status == "unknown" and f.rule == "unmeasured-digital"]
    assert right
    assert unknown == plain(findings_json(hanul, right))
    high = client.get(f"{HANUL}/findings?level=high").json()["findings"]
    assert [f["id"] for f in high] == [f.id for f in hanul.gaps if f.level == "high"]
    concern = hanul.gaps[0].concerns[0]
    about = client.get(f"{HANUL}/findings", params={"concerns": concern}).json()["findings"]
    assert about
    assert all(concern in f["concerns"] for f in about)


def test_a_proof_is_that_of_the_command(client: TestClient, hanul: Analysis) -> None:
    finding = hanul.gaps[0]
    short = finding.id.rpartition("/")[2]
    answer = client.get(f"{HANUL}/findings/{short}").json()
    assert answer == plain(proof_json(hanul, finding))


def test_recommendations_are_those_of_the_command(client: TestClient, hanul: Analysis) -> None:
    answer = client.get(f"{HANUL}/recommendations").json()
    assert answer == plain(recommendations_json(hanul, hanul.recommendations))


def test_what_if_is_that_of_the_command(
    client: TestClient, described: dict[str, Any], hanul: Analysis
) -> None:
    validator(described, "Edits").validate(EDITS)
    answer = client.post(f"{HANUL}/whatif", json=EDITS)
    assert answer.status_code == 200, answer.text
    validator(described, "changes").validate(answer.json())
    assert answer.json() == plain(what_if_json(hanul.what_if(add=ADD, remove=REMOVE)))
    # Nothing is kept.
    assert client.get(f"{HANUL}/findings").json() == plain(findings_json(hanul, hanul.gaps))


def test_a_query_of_all_begins_with_the_company(client: TestClient) -> None:
    one = client.get("/api/queries/uncovered-stages?company=hanul-teilor").json()
    every = client.get("/api/queries/uncovered-stages").json()
    assert every["columns"] == ["company", *one["columns"]]
    own = [r for r in every["rows"] if r.pop("company") == "Hanul Teilor"]
    assert own == one["rows"] != []
    assert one["company"] == "https://w3id.org/tpgraph/data/hanul-teilor"
    assert one["as_of"] == AS_OF.isoformat()


def test_a_query_answers_as_csv(client: TestClient) -> None:
    address = "/api/queries/uncovered-stages?company=hanul-teilor"
    by_name = client.get(f"{address}&format=csv")
    by_header = client.get(address, headers={"Accept": "text/csv"})
    assert by_name.text == by_header.text
    assert by_name.headers["content-type"].startswith("text/csv")
    assert by_name.text.startswith("status,stage,")


# ---------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("/api/companies/nobody/findings", 404, None),
        (f"{HANUL}/findings?status=gaps", 400, ("parameter", "status")),
        (f"{HANUL}/findings?sort=x", 400, ("parameter", "sort")),
        (f"{HANUL}/findings?limit=-1", 400, ("parameter", "limit")),
        (f"{HANUL}/findings?rule=stage-uncoverd", 400, ("code", "call.no-rule")),
        (f"{HANUL}/findings/ffffffffffff", 404, ("code", "call.no-finding")),
        ("/api/compare?a=hanul-teilor", 400, None),
        ("/api/compare?a=hanul-teilor&b=nobody", 404, None),
        ("/api/concepts?q=qqqqzzzz", 404, ("code", "call.no-term-called")),
        ("/api/queries/uncoverd-stages", 404, ("code", "call.no-query")),
        ("/api/queries/uncovered-stages?colour=red", 400, ("code", "call.no-parameter")),
        ("/api/nothing", 404, None),
    ],
)
def test_errors_are_problem_details(
    client: TestClient,
    described: dict[str, Any],
    path: str,
    status: int,
    place: tuple[str, str] | None,
) -> None:
    said = set()
    for lang in LANGUAGES:
        answer = client.get(path, headers={"Accept-Language": lang})
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        validator(described, "Problem").validate(told)
        if place is not None:
            assert told[place[0]] == place[1]
        said.add(told["detail"])
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("edits", "pointer"),
    [
        ([], ""),
        ({}, ""),
        ({"adds": []}, "/adds"),
        ({"add": {"name": "x"}}, "/add"),
        ({"add": [{}]}, "/add/0"),
        ({"add": [{"name": "x" * 2_001}]}, "/add/0/name"),
        ({"add": [{"name": ["x"]}]}, "/add/0/name"),
        ({"remove": [1]}, "/remove"),
        ({"change": {"Meniul tipărit": "x"}}, "/change/Meniul tipărit"),
        ({"remove": ["x"] * 51}, ""),
    ],
)
def test_edits_of_another_form_are_refused(client: TestClient, edits: Any, pointer: str) -> None:
    answer = client.post(f"{HANUL}/whatif", json=edits)
    assert answer.status_code == 422
    assert answer.json()["pointer"] == pointer


def test_edits_that_make_no_sense_are_refused(client: TestClient) -> None:
    answer = client.post(f"{HANUL}/whatif", json={"remove": ["Meniul tiparit x"]})
    assert answer.status_code == 400
    assert "Meniul tipărit" in answer.json()["detail"]  # the nearest name


def test_bodies_that_are_no_json_are_refused(client: TestClient) -> None:
    header = {"Content-Type": "application/json"}
    for body in (b"{", b"\xff", b"[" * 100_000):
        assert client.post(f"{HANUL}/whatif", content=body, headers=header).status_code == 400
    assert client.post(f"{HANUL}/whatif", data={"add": "x"}).status_code == 415
    assert client.get(f"{HANUL}/whatif").status_code == 405


def test_no_answer_says_where_files_are(client: TestClient, root: Any) -> None:
    for path in ("/api/compare?a=hanul-teilor&b=casa-morgana", "/api/companies"):
        assert str(root) not in client.get(path).text


# --------------------------------------------------- what a fuzzer of the description has found


@pytest.mark.parametrize(
    "path", ["/api/companies", "/api/concepts", "/api/queries", f"{HANUL}/findings"]
)
def test_a_language_that_is_none_of_the_five_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"lang": "AAA"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "lang"
    assert answer.json()["allowed"] == list(LANGUAGES)


def test_parts_of_a_path_are_described_as_they_are_taken(
    client: TestClient, described: dict[str, Any]
) -> None:
    (schema,) = [
        p["schema"]
        for p in described["paths"]["/api/companies/{company}/coverage"]["get"]["parameters"]
        if p["in"] == "path"
    ]
    described_as = Draft202012Validator(schema)
    for part in ("\x0eg", "\x7f", "\\", ".", "..", "", "no-body", "شرکت", "\x9b"):
        fits = described_as.is_valid(part)
        status = client.get(f"/api/companies/{quote(part, safe='')}/coverage").status_code
        assert status in ((404,) if fits else (400, 404, 405)), part
        assert fits or status == 400 or part in ("", ".", ".."), part


def test_what_is_compared_is_described_as_it_is_taken(
    client: TestClient, described: dict[str, Any]
) -> None:
    parameters = {p["name"]: p for p in described["paths"]["/api/compare"]["get"]["parameters"]}
    assert [name for name, p in parameters.items() if p.get("required")] == ["a", "b"]
    assert parameters["a"]["schema"]["minLength"] == 1
    # Who does not exist is not found, also where it is named twice.
    assert client.get("/api/compare?a=nobody&b=nobody").status_code == 404
    assert client.get("/api/compare?a=hanul-teilor&b=hanul-teilor").status_code == 400


@pytest.mark.parametrize("limit", ["0", "100001", "0000000000111111", "-1", "1e3", "٣"])
def test_a_limit_is_what_the_description_says(client: TestClient, limit: str) -> None:
    answer = client.get(f"{HANUL}/findings", params={"limit": limit})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "limit")


def test_a_format_that_there_is_not_is_refused(client: TestClient) -> None:
    answer = client.get("/api/queries/uncovered-stages?format=AAA")
    assert (answer.status_code, answer.json()["allowed"]) == (400, ["json", "csv"])


def test_no_edits_are_none_in_every_form(client: TestClient, described: dict[str, Any]) -> None:
    edits = validator(described, "Edits")
    bodies: list[dict[str, Any]] = [{}, {"add": []}, {"add": [], "change": {}, "remove": []}]
    for body in bodies:
        assert not edits.is_valid(body)
        assert client.post(f"{HANUL}/whatif", json=body).status_code == 422
    assert edits.is_valid({"add": [], "remove": REMOVE})
