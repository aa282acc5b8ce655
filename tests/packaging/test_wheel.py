"""The wheel is built, installed into an empty environment, and answers as the source does.

Takes about ten seconds: the build, an environment of its own, and a few starts of Python. The environment holds nothing
but the wheel; what the wheel depends on is found where the tests found it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

ANSWER = """
import json, sys
import openfisca_kz
from openfisca_core.simulations import SimulationBuilder
system = openfisca_kz.CountryTaxBenefitSystem()
situation = json.loads(sys.stdin.read())
simulation = SimulationBuilder().build_from_entities(system, situation)
answers = {}
for name, variable in sorted(system.variables.items()):
    if variable.formulas and variable.value_type is not str:
        period = {"month": "2026-06", "year": "2026"}.get(variable.definition_period, "2026-06")
        values = simulation.calculate(name, period)
        answers[name] = [str(value) for value in values.tolist()]
print(json.dumps({"file": openfisca_kz.__file__, "answers": answers}))
"""


def run(*command: object, given: str | None = None, **environment: str) -> str:
    """Run a command outside the source tree; return what it prints."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE", "COV_"))}
    result = subprocess.run(
        [str(part) for part in command],
        input=given,
        capture_output=True,
        encoding="utf-8",
        cwd=Path(sys.executable).anchor,
        env={**clean, **environment},
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment in which nothing but the wheel is installed."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    paths = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    # A .pth file adds a folder, but not what the .pth files in it point at: the source tree stays out.
    here = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(paths.strip()) / "dependencies.pth").write_text("\n".join(sorted(here)) + "\n", encoding="utf-8")
    return programs


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    source = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "openfisca_kz").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".mo")
    }
    assert inside == source


@pytest.mark.parametrize(
    "pattern",
    [
        "openfisca_kz/parameters/indicators/mrp.yaml",
        "openfisca_kz/situations/newborn.yaml",
        "openfisca_kz/units.yaml",
        "openfisca_kz/py.typed",
        "openfisca_kz/locale/kk/*.po",
        "openfisca_kz/locale/ru/*.po",
    ],
)
def test_the_wheel_has_the_data(wheel: Path, pattern: str) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if Path(name).match(pattern)]


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    folder = f"openfisca_kz-{PROJECT['version']}.dist-info"
    metadata = HeaderParser().parsestr(archive.read(f"{folder}/METADATA").decode("utf-8"))
    assert metadata["Name"] == "openfisca-kz"
    assert metadata["Version"] == PROJECT["version"]
    assert f"Repository, {PROJECT['urls']['Repository']}" in metadata.get_all("Project-URL", [])
    assert metadata["License-Expression"] == "AGPL-3.0-or-later"
    assert f"{folder}/licenses/LICENSE" in archive.namelist()
    needs = metadata.get_all("Requires-Dist", [])
    assert any(need.startswith("openfisca-core") for need in needs)


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_the_wheel_gives_the_same_answer(environment: Path, locale: str) -> None:
    """Every variable of a family comes out the same, where the locale knows ASCII only too."""
    example = _example()
    ours = json.loads(run(sys.executable, "-c", ANSWER, given=example, PYTHONPATH=str(ROOT)))
    strict = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"} if locale == "C" else {}
    theirs = json.loads(run(environment / "python", "-c", ANSWER, given=example, LC_ALL=locale, **strict))
    assert Path(ours["file"]).is_relative_to(ROOT / "openfisca_kz")
    assert Path(theirs["file"]).is_relative_to(environment.parent)
    assert theirs["answers"] == ours["answers"]
    assert float(ours["answers"]["birth_benefit"][2]) == 164350


def _example() -> str:
    persons = {
        "mother": {"birth_date": {"ETERNITY": "1998-03-12"}, "sex": {"ETERNITY": "female"}},
        "father": {"birth_date": {"ETERNITY": "1996-11-02"}, "salary": {"2026-06": 320000}},
        "child": {"birth_date": {"ETERNITY": "2026-06-09"}},
    }
    family = {"first_parent": ["mother"], "second_parent": ["father"], "children": ["child"]}
    return json.dumps({"persons": persons, "families": {"family": family}})


def test_the_command_of_the_wheel_works(environment: Path) -> None:
    program = environment / "openfisca-kz"
    assert PROJECT["version"] in run(program, "--version")
    situation = ROOT / "openfisca_kz" / "situations" / "newborn.yaml"
    ours = run(Path(sys.executable).with_name("openfisca-kz"), "explain", situation, "--on", "2026-06", "--lang", "kk")
    theirs = run(program, "explain", situation, "--on", "2026-06", "--lang", "kk", LC_ALL="C")
    assert theirs == ours
