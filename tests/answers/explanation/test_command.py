"""The command `openfisca-kz explain`: formats, one variable, bad questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import openfisca_kz
from openfisca_kz.cli import main
from tests.rotating import some

NEWBORN = str(Path(openfisca_kz.__file__).parent / "situations" / "newborn.yaml")


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", NEWBORN, "--on", "2026-06", *words])


@pytest.mark.parametrize(
    ("form", "start"),
    some(
        [
            ("text", "Семья, июнь 2026\n====="),
            ("markdown", "# Семья, июнь 2026\n"),
            ("html", '<!doctype html>\n<html lang="ru">'),
        ],
        2,
    ),
)
def test_formats(form: str, start: str) -> None:
    result = _run("--format", form, "--lang", "ru")
    assert result.exit_code == 0
    assert result.output.startswith(start)
    assert "15\xa0185\xa0₸" in result.output or "15\xa0185 ₸" in result.output


@pytest.mark.slow
def test_json_both_ways() -> None:
    answer = json.loads(_run("--format", "json").output)
    assert answer == json.loads(_run("--json").output)
    assert answer["version"] == 1
    assert {line["variable"]: line["amount"] for line in answer["due"]}["birth_benefit"] == 164350


def test_one_variable_of_one_person() -> None:
    answer = json.loads(_run("--variable", "income_tax", "--person", "Daulet", "--json").output)
    (reason,) = answer["reasons"]
    assert answer["facts"][reason["fact"]] == {"variable": "income_tax", "who": "Daulet", "value": 15185}
    assert "15,185 ₸" in _run("--variable", "income_tax", "--person", "Daulet").output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--variable", "salay"), "There is no variable `salay`: did you mean salary?"),
        (("--variable", "salary", "--person", "Dauet"), "did you mean Daulet?"),
        (("--person", "Daulet"), "--person goes with --variable"),
    ],
)
def test_bad_questions_get_exit_code_2_and_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    result = _run(*words)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output
