"""The command line as a person uses it."""

from __future__ import annotations

import datetime
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.cli import main
from tests.rotating import only

SITUATIONS = Path(openfisca_kz.__file__).parent / "situations"
NEWBORN = str(SITUATIONS / "newborn.yaml")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_help_has_examples() -> None:
    assert "Examples:" in run("--help")
    context = click.Context(main)
    for name in main.list_commands(context):
        text = run(name, "--help")
        assert name in text
        assert "Examples:" in text or name == "population"
        assert "\\b" not in text


def test_version() -> None:
    assert run("--version").startswith("openfisca-kz, version ")


def test_calculate() -> None:
    assert "birth_benefit\tAlikhan\t164350.0\n" in run("calculate", NEWBORN, "birth_benefit", "--on", "2026-06")
    answer = json.loads(run("calculate", NEWBORN, "birth_benefit", "birth_date", "--on", "2026-06", "--json"))
    assert answer["birth_benefit"] == {"Aigerim": 0, "Daulet": 0, "Alikhan": 164350}
    assert answer["birth_date"]["Alikhan"] == "2026-06-09"


def test_explain_in_json() -> None:
    answer = json.loads(run("explain", NEWBORN, "--on", "2026-06", "--json"))
    assert answer["persons"][0]["name"] == "Aigerim"
    assert "birth_benefit" in {line["variable"] for line in answer["due"]}


def test_facts() -> None:
    assert "disability_group" in run("facts", "disability")
    assert "salary" in run("facts", "жалақы", "--lang", "kk")


@pytest.mark.parametrize(
    ("locale", "lang"),
    only(itertools.product(["C", "POSIX", "en_US.ISO-8859-1"], ["en", "kk", "ru"]), [("POSIX", "kk")]),
)
def test_any_locale(locale: str, lang: str) -> None:
    """Tenge signs and Kazakh letters come out as UTF-8 whatever the locale says."""
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "openfisca_kz.cli", "explain", NEWBORN, "--on", "2026-06", "--lang", lang]
    result = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode("utf-8", "replace")
    assert "₸" in result.stdout.decode("utf-8")


def test_bad_option() -> None:
    result = CliRunner().invoke(main, ["explain", NEWBORN, "--om", "2026-06"])
    assert result.exit_code == 2
    assert "--on" in result.stderr


def test_this_month_if_none_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text("family: {first_parent: A}\npersons: {A: {birth_date: 1990-01-01}}\n", encoding="utf-8")
    answer = json.loads(run("explain", str(path), "--json"))
    assert answer["month"] == datetime.date.today().strftime("%Y-%m")


def test_compare_two_months_and_a_reform() -> None:
    """Timur turns one and a half on 18 September 2026: his 38 493 tenge (8.90 x 4 325) end."""
    four = str(SITUATIONS / "four_children.yaml")
    assert "Timur: Childcare benefit paid on the claim: 38,493 ₸ -> 0 ₸  (-38,493)" in run(
        "compare", four, "--on", "2026-06", "--and", "2026-12"
    )
    nothing = run("compare", NEWBORN, "--on", "2026-06", "--reform", "law_on_social_status")
    assert nothing == "Today's law -> Law on Social Status\nNothing changes.\n"
    result = CliRunner().invoke(main, ["compare", NEWBORN, "--reform", "law_on_social_statu", "--on", "2026-06"])
    assert result.exit_code == 2
    assert "did you mean law_on_social_status?" in result.stderr
