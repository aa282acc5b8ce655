"""What the README, the tutorials and the notebook show works as typed; no link of the site leads nowhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from openfisca_kz.cli import main
from openfisca_kz.families.from_file import read_family

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs/tutorials").glob("*.md")),
    ROOT / "docs/kk/index.md",
    ROOT / "docs/ru/index.md",
]
EXPORT = "ФИО;Дата рождения;Начислено\nАсан;01.02.1980;300 000,00\n"


def _commands(page: Path) -> list[str]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return [line.partition(" #")[0].strip() for line in lines if line.startswith("    openfisca-kz ")]


def _block(kind: str) -> str:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)[0]


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_the_commands_run_one_after_the_other(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "staff.csv").write_bytes(EXPORT.encode("cp1251"))
    commands = _commands(page)
    assert commands
    for command in commands:
        arguments = shlex.split(command)[1:]
        if arguments[0] != "serve":
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 0, (command, result.output)
            assert result.output or "--out" in arguments


@pytest.mark.slow
def test_the_site_can_be_built(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    assert "openfisca-kz explain" in (tmp_path / "tutorials/lawyer/index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(ROOT / "docs/notebooks/analyst.ipynb", as_version=4)
    NotebookClient(notebook, timeout=600).execute()
    assert "family_id" in str(notebook.cells[-1].outputs)


def test_the_family_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(_block("yaml"), encoding="utf-8")
    assert read_family(path).persons == ("Aigerim", "Alikhan")


def test_the_python_runs(tmp_path: Path) -> None:
    situation = ROOT / "openfisca_kz/situations/newborn.yaml"
    (tmp_path / "newborn.yaml").write_text(situation.read_text(encoding="utf-8"), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", _block("python")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Birth benefit" in result.stdout


def test_the_request_is_answered() -> None:
    from openfisca_kz import create_app

    body = re.search(r"-d '(\{.*?\})'\n", README, re.DOTALL)
    assert body is not None
    answer = create_app().test_client().post("/calculate", json=json.loads(body[1]))
    assert answer.status_code == 200
    assert answer.json["persons"]["Daulet"]["net_salary"]["2026-06"] > 0
