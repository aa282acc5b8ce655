"""`openfisca-kz verify` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.cli import BAD_INPUT, main
from openfisca_kz.language import LANGUAGES, language
from tests.rotating import only

FAMILY = str(Path(openfisca_kz.__file__).parent / "situations" / "four_children.yaml")


def run(*arguments: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, ["verify", FAMILY, *arguments])
    assert result.exit_code == exit_code, result.output
    return result.output


@pytest.mark.parametrize("lang", only(LANGUAGES, ["kk"]))
def test_text(lang: str) -> None:
    """The fourth child: 8.9 x 4 325 = 38 492.5; paid as the third: 7.85 x 4 325 = 33 951.25."""
    text = run("--right", "childcare_benefit", "--on", "2026-06", "--paid", "33952", "--lang", lang)
    assert language(lang).money(38493) in text
    assert language(lang).money(-4541) in text
    assert language(lang).say("COMPLAINT") in text


@pytest.mark.slow
def test_json() -> None:
    answer = json.loads(run("--right", "childcare_benefit", "--on", "2026-06", "--paid", "33952", "--json"))
    assert (answer["computed"], answer["difference"], answer["verdict"]) == (38493, -4541, "too_little")
    assert answer["findings"][0]["kinds"] == ["order"]
    assert "COMPLAINT" in answer["objection"]


def test_bad_input() -> None:
    wrong = run("--right", "childcare", "--on", "2026-06", "--paid", "1", exit_code=BAD_INPUT)
    assert "There is no right `childcare`" in wrong
    assert "--paid" in run("--right", "childcare_benefit", "--on", "2026-06", exit_code=BAD_INPUT)
