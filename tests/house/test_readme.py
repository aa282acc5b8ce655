"""Every command and every example of the README works as typed."""

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
COMMANDS = [line.partition(" #")[0].strip() for line in README.splitlines() if line.startswith("    openfisca-kz ")]


def _block(kind: str) -> str:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)[0]


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.slow
def test_the_commands_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) > 12
    for command in COMMANDS:
        arguments = shlex.split(command)[1:]
        if arguments[0] != "serve":
            result = CliRunner().invoke(main, arguments)
            assert result.exit_code == 0, (command, result.output)
            assert result.output


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
