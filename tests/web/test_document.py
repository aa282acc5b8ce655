"""The OpenAPI document: it is valid, it tells every variable, generators take it, and the API does what it says."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.web import Config, create_app
from tests.rotating import each_once, only

ROUTES = {
    "/": "get",
    "/calculate": "post",
    "/trace": "post",
    "/entities": "get",
    "/parameters": "get",
    "/parameter/{parameterID}": "get",
    "/variables": "get",
    "/variable/{variableID}": "get",
    "/spec": "get",
    "/explain": "post",
    "/screen": "post",
    "/passport": "post",
    "/processes": "post",
    "/timeline": "post",
    "/verify": "post",
    "/readout": "post",
    "/ladder": "post",
    "/bulk": "post",
    "/payslip": "post",
    "/law": "get",
    "/changes": "get",
    "/services": "get",
    "/health": "get",
    "/ready": "get",
    "/metrics": "get",
    "/source": "get",
    "/.well-known/security.txt": "get",
}


@pytest.fixture(scope="module")
def document(client: Any) -> dict[str, Any]:
    return client.get("/spec?openapi=3.1").json


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        here = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
        return here.union(*(references(child) for child in node.values()))
    if isinstance(node, list):
        return set().union(*(references(child) for child in node))
    return set()


def test_every_route_of_the_server_is_in_the_document(document: dict[str, Any], client: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert {path: next(iter(item)) for path, item in document["paths"].items()} == ROUTES
    served = {str(rule) for rule in client.application.url_map.iter_rules()}
    assert {path.split("{")[0].rstrip("/") or "/" for path in ROUTES} == {
        path.split("<")[0].rstrip("/") or "/" for path in served
    }


def test_references_lead_somewhere(document: dict[str, Any]) -> None:
    found = references(document)
    assert len(found) > 50
    for reference in found:
        node: Any = document
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_variable_has_label_unit_and_references(
    document: dict[str, Any], system: CountryTaxBenefitSystem
) -> None:
    schemas = document["components"]["schemas"]
    for name, variable in system.variables.items():
        described = schemas[variable.entity.key.title()]["properties"][name]
        assert described["description"] == variable.label
        assert set(described["x-labels"]) == {"en", "kk", "ru"}
        assert described["x-unit"] == variable.unit
        if variable.formulas and variable.reference:
            assert all(entry["since"] and entry["reference"] for entry in described["x-references"])
    benefit = schemas["Person"]["properties"]["birth_benefit"]
    assert "Social Code" in benefit["x-references"][0]["reference"]
    assert schemas["Family"]["properties"]["first_parent"]["maxItems"] == 1


@pytest.mark.parametrize("version", only(["", "?openapi=3.0", "?openapi=3.1"], ["?openapi=3.1"]))
def test_both_documents_are_valid(client: Any, version: str) -> None:
    """OpenFisca's own clients ask `/spec` and show OpenAPI 3.0 only."""
    validator = pytest.importorskip("openapi_spec_validator", reason="openapi-spec-validator is not installed")
    told = client.get(f"/spec{version}").json
    assert told["openapi"] == ("3.1.0" if "3.1" in version else "3.0.3")
    validator.validate(told)
    kind = told["components"]["schemas"]["Numbers"]["additionalProperties"]
    assert kind == ({"type": ["number", "null"]} if "3.1" in version else {"type": "number", "nullable": True})


def strict(node: Any) -> Any:
    """Return a schema that takes no field which it does not name."""
    if isinstance(node, list):
        return [strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    said = {key: strict(part) for key, part in node.items()}
    return {"additionalProperties": False, **said} if "properties" in said and said.get("type") == "object" else said


@pytest.mark.parametrize(
    ("route", "month"),
    [
        *each_once(["screen", "passport", "processes", "payslip", "ladder"], ["2026-06", "2028-06"]),
        ("timeline", None),
        ("verify", None),
    ],
)
def test_answers_are_typed_to_the_last_field(
    document: dict[str, Any], client: Any, route: str, month: str | None
) -> None:
    operation = document["paths"][f"/{route}"]["post"]
    asked = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    example = document["components"]["schemas"][asked]["example"]
    schema = {
        **operation["responses"]["200"]["content"]["application/json"]["schema"],
        **strict({"components": document["components"]}),
    }
    answer = client.post(f"/{route}", json={**example, **({"month": month} if month else {})})
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**answer.json, "else": 1}, schema, cls=jsonschema.Draft202012Validator)


def test_questions_are_null(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for kind in ("Numbers", "WholeNumbers", "Truths", "Dates", "SexNames"):
        assert "null" in schemas[kind]["additionalProperties"]["type"]
    assert None in schemas["SexNames"]["additionalProperties"]["enum"]


@pytest.mark.slow
def test_examples_work(document: dict[str, Any], client: Any) -> None:
    schemas = document["components"]["schemas"]
    for name, item in document["paths"].items():
        if "post" in item:
            schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/")[-1]
            response = client.post(name, json=schemas[schema]["example"])
            assert response.status_code == 200, (name, response.data)


def test_limits_are_told(system: CountryTaxBenefitSystem) -> None:
    client = create_app(Config(people=77), system=system, page=False).test_client()
    document = client.get("/spec?openapi=3.1").json
    assert "at most 77 people" in document["info"]["description"]
    assert document["components"]["schemas"]["SituationInput"]["properties"]["persons"]["maxProperties"] == 77


@pytest.mark.slow
def test_a_generated_client_calls_every_route(
    document: dict[str, Any], client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("openapi_python_client", reason="openapi-python-client is not installed")
    httpx = pytest.importorskip("httpx")
    (tmp_path / "spec.json").write_text(json.dumps(document), encoding="utf-8")
    lines = "content_type_overrides: {application/x-ndjson: text/plain}\n"
    (tmp_path / "config.yaml").write_text(f"post_hooks: []\n{lines}", encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "spec.json", "--meta", "none"]
    command += ["--output-path", "law_client", "--config", "config.yaml", "--fail-on-warning"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(tmp_path)
    models = importlib.import_module("law_client.models")
    transport = httpx.WSGITransport(app=client.application)
    caller = importlib.import_module("law_client").Client(base_url="http://law", httpx_args={"transport": transport})
    ids = {"getParameter": {"parameter_id": "indicators.mrp"}, "getVariable": {"variable_id": "birth_benefit"}}
    for item in document["paths"].values():
        for operation in item.values():
            arguments = dict(ids.get(operation["operationId"], {}))
            if "requestBody" in operation:
                name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/")[-1]
                arguments["body"] = getattr(models, name).from_dict(document["components"]["schemas"][name]["example"])
            function = operation["operationId"].replace("get", "get_").lower()
            module = importlib.import_module(f"law_client.api.{operation['tags'][0].lower()}.{function}")
            answer = module.sync_detailed(client=caller, **arguments)
            assert answer.status_code in (200, 300), (function, answer.content)
            assert answer.parsed is not None


@pytest.mark.slow
def test_no_server_error_and_no_undocumented_status(system: CountryTaxBenefitSystem) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    hypothesis = pytest.importorskip("hypothesis")
    checks = pytest.importorskip("schemathesis.checks")
    app = create_app(system=system, page=False)
    schema = schemathesis.openapi.from_wsgi("/spec?openapi=3.1", app)
    wanted = [checks.not_a_server_error, schemathesis.specs.openapi.checks.status_code_conformance]
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @hypothesis.settings(
            max_examples=8,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(case=operation.as_strategy())
        def run(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(checks=wanted)

        run()
    assert asked > 50
