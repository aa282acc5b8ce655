"""The OpenFisca Web API serves this package: every route answers, links lead to the line, the version is told."""

from __future__ import annotations

import copy
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openfisca_web_api.app import create_app

from openfisca_kz import CountryTaxBenefitSystem

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = PROJECT["urls"]["Repository"]
LINK = re.compile(
    re.escape(f"{REPOSITORY}/blob/{PROJECT['version']}/")
    + r"(?P<file>openfisca_kz/[a-z0-9_/]+\.(?:py|yaml))(?:#L(?P<first>\d+)-L(?P<last>\d+))?"
)


@pytest.fixture(scope="module")
def app() -> Any:
    return create_app(CountryTaxBenefitSystem())


@pytest.fixture(scope="module")
def client(app: Any) -> Any:
    return app.test_client()


@pytest.fixture(scope="module")
def example(system: CountryTaxBenefitSystem) -> dict[str, Any]:
    return copy.deepcopy(system.open_api_config["simulation_example"])


def get(client: Any, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code} {response.data[:300]!r}"
    return response.json


def test_every_answer_tells_the_package_and_its_version(client: Any) -> None:
    for path in ("/", "/variables", "/parameters", "/entities", "/spec"):
        headers = client.get(path).headers
        assert headers["Country-Package"] == "openfisca-kz"
        assert headers["Country-Package-Version"] == PROJECT["version"]


def test_calculate(client: Any, example: dict[str, Any]) -> None:
    response = client.post("/calculate", json=copy.deepcopy(example))
    assert response.status_code == 200, response.data
    persons = response.json["persons"]
    # 38 MRP of 4 325 tenge: the amount published for 2026.
    assert persons["Alikhan"]["birth_benefit"] == {"2026-06": 164350}
    assert 0 < persons["Daulet"]["net_salary"]["2026-06"] < persons["Daulet"]["salary"]["2026-06"]


def test_trace(client: Any, example: dict[str, Any]) -> None:
    response = client.post("/trace", json=copy.deepcopy(example))
    assert response.status_code == 200, response.data
    persons = response.json["entitiesDescription"]["persons"]
    trace = response.json["trace"]
    step = trace["birth_benefit<2026-06>"]
    assert dict(zip(persons, step["value"], strict=True)) == {"Aigerim": 0, "Daulet": 0, "Alikhan": 164350}
    assert "birth_benefit_eligible<2026-06>" in step["dependencies"]
    figures = {name: value for part in trace.values() for name, value in part["parameters"].items()}
    assert [value for name, value in figures.items() if name.startswith("indicators.mrp<2026-")] == [4325]


def test_every_parameter(client: Any) -> None:
    listed = get(client, "/parameters")
    assert len(listed) > 100
    for entry in listed.values():
        parameter = get(client, entry["href"].removeprefix("http://localhost"))
        assert parameter["description"]
        assert parameter.get("values") or parameter.get("brackets")


def test_one_parameter(client: Any) -> None:
    parameter = get(client, "/parameter/indicators/mrp")
    assert parameter["values"]["2026-01-01"] == 4325
    assert parameter["metadata"]["unit"] == "KZT"
    assert client.get("/parameter/indicators/nothing").status_code == 404


def test_every_variable(client: Any, system: CountryTaxBenefitSystem) -> None:
    listed = get(client, "/variables")
    assert set(listed) == set(system.variables)
    for name, entry in listed.items():
        variable = get(client, f"/variable/{name}")
        assert variable["description"] == entry["description"]
        assert variable["description"]
        if variable.get("formulas"):
            assert variable["references"]
            assert all(formula["documentation"] for formula in variable["formulas"].values() if formula)


def test_entities(client: Any) -> None:
    entities = get(client, "/entities")
    assert set(entities) == {"person", "family"}
    assert set(entities["family"]["roles"]) == {"first_parent", "second_parent", "child", "other"}


def test_the_specification_shows_a_real_family(client: Any) -> None:
    spec = get(client, "/spec")
    assert spec["info"]["version"] == PROJECT["version"]
    assert "Openfisca-Kz" in spec["info"]["title"]
    schemas = spec["components"]["schemas"]
    assert schemas["SituationOutput"]["example"]["persons"]["Alikhan"]["birth_benefit"] == {"2026-06": 164350}
    assert client.post("/calculate", json=schemas["SituationInput"]["example"]).status_code == 200
    assert schemas["Variable"]["example"]["id"] == "birth_benefit"
    assert schemas["Parameter"]["example"]["id"] == "indicators.mrp"
    assert set(schemas["Person"]["properties"]) > {"birth_date", "salary", "birth_benefit"}


def links(client: Any) -> Iterator[tuple[str, str, str]]:
    """Yield every link into the repository: what it is of, the link, and the text that must stand there."""
    for name in get(client, "/variables"):
        variable = get(client, f"/variable/{name}")
        # A plain fact is a line of a list of facts, all else a class.
        yield name, variable["source"], f"class {name}(" if variable.get("formulas") else name
        for formula in filter(None, variable.get("formulas", {}).values()):
            yield f"{name}'s formula", formula["source"], "def formula"
    for name, entry in get(client, "/parameters").items():
        parameter = get(client, entry["href"].removeprefix("http://localhost"))
        yield name, parameter["source"], ""


def test_links_lead_to_the_line(client: Any) -> None:
    wrong = []
    for name, link, text in links(client):
        match = LINK.fullmatch(link)
        lines = (ROOT / match["file"]).read_text(encoding="utf-8").splitlines() if match else []
        first = int(match["first"] or 1) if match else 1
        last = int(match["last"] or 1) if match else 1
        if not match or last > len(lines) or last < first or text not in lines[first - 1]:
            wrong.append(f"{name}: {link}")
    assert not wrong, "\n".join(wrong[:10])


def test_links_do_not_depend_on_where_the_package_lies(tmp_path: Path) -> None:
    """Core cuts paths at the first `openfisca_kz` it meets, which may be the folder of the clone."""
    clone = tmp_path / "openfisca_kz"
    shutil.copytree(ROOT / "openfisca_kz", clone / "openfisca_kz", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "from openfisca_web_api.loader.parameters import build_parameters as build; import openfisca_kz;"
        "system = openfisca_kz.CountryTaxBenefitSystem();"
        "print(build(system, system.get_package_metadata())['indicators/mrp']['source'])"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=clone, check=True)
    file = "openfisca_kz/parameters/indicators/mrp.yaml"
    assert result.stdout.strip() == f"{REPOSITORY}/blob/{PROJECT['version']}/{file}"


COMMANDS = {
    "openfisca serve": ("openfisca", "serve", "--country-package", "openfisca_kz"),
    "openfisca-kz serve": ("openfisca-kz", "serve"),
}


@pytest.fixture(params=COMMANDS.values(), ids=COMMANDS)
def served(request: pytest.FixtureRequest) -> Iterator[str]:
    """Start a server as a person would, on a free port; yield its address; stop it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program, *arguments = request.param
    command = [str(Path(sys.executable).with_name(program)), *arguments, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    try:
        yield _when_it_answers(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.communicate(timeout=30)
    assert process.returncode == 0


def _when_it_answers(address: str, process: subprocess.Popen[str]) -> str:
    for _ in range(300):
        assert process.poll() is None, process.communicate()[0]
        try:
            urllib.request.urlopen(f"{address}/entities", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return address
    raise AssertionError("the server does not answer within 30 seconds")


def test_a_server_starts_and_answers(served: str, example: dict[str, Any]) -> None:
    request = urllib.request.Request(
        f"{served}/calculate",
        data=json.dumps(example).encode("utf-8"),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        assert response.headers["Country-Package-Version"] == PROJECT["version"]
        assert json.load(response)["persons"]["Alikhan"]["birth_benefit"] == {"2026-06": 164350}
