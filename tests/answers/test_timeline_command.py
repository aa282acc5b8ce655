"""`openfisca-kz timeline` and what `compare` says of late claims, as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.cli import BAD_INPUT, main
from openfisca_kz.language import LANGUAGES, language
from tests.rotating import only

NEWBORN = str(Path(openfisca_kz.__file__).parent / "situations" / "newborn.yaml")
LATE = """
family: {first_parent: mother, children: [baby]}
persons:
  mother: {birth_date: 1998-03-12, sex: female}
  baby: {birth_date: 2026-06-10, childcare_benefit_claim_date: 2028-01-10}
"""


def run(*arguments: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == exit_code, result.output
    return result.output


def test_text() -> None:
    """5.76 x 4 325 = 24 912; 9 of 31 days of December 2027: 7 232.5."""
    text = run("timeline", NEWBORN, "--from", "2026-06", "--years", "2")
    assert "What is coming, June 2026 to May 2028" in text
    assert "Childcare benefit – Alikhan: 24,912 ₸ → 7,233 ₸ (-17,679 ₸)" in text
    assert "9 December 2027: Alikhan turns one and a half" in text


def test_json_and_drawing(tmp_path: Path) -> None:
    chart = tmp_path / "family.svg"
    answer = json.loads(run("timeline", NEWBORN, "--from", "2026-06", "--years", "1", "--json", "--chart", str(chart)))
    assert (answer["first_month"], answer["last_month"], len(answer["months"])) == ("2026-06", "2027-05", 12)
    assert answer["enacted_until"] == "2026-12"
    assert chart.read_text(encoding="utf-8").startswith("<svg ")


def test_a_reform() -> None:
    """The forecast has an MRP of 4 606 in 2027: 5.76 x 4 606 = 26 530.56."""
    text = run("timeline", NEWBORN, "--from", "2026-06", "--years", "1", "--reform", "forecast_indicators")
    assert "24,912 ₸ → 26,531 ₸ (+1,619 ₸)" in text


def test_bad_input(tmp_path: Path) -> None:
    assert "1 to 40 years, not 50" in run("timeline", NEWBORN, "--years", "50", exit_code=BAD_INPUT)
    assert "is not a month" in run("timeline", NEWBORN, "--from", "June", exit_code=BAD_INPUT)
    nowhere = str(tmp_path / "no" / "chart.svg")
    to_nowhere = ["--from", "2026-06", "--years", "1", "--chart", nowhere]
    assert "cannot be written" in run("timeline", NEWBORN, *to_nowhere, exit_code=BAD_INPUT)


@pytest.mark.parametrize("lang", only(LANGUAGES, ["ru"]))
def test_compare_and_timeline_say_what_late_claims_cost(lang: str, tmp_path: Path) -> None:
    """21 of 30 days of 24 912: 17 438.4; nineteen months in all: 448 980 (see test_late_claims)."""
    path = tmp_path / "late.yaml"
    path.write_text(LATE, encoding="utf-8")
    speech = language(lang)
    compared = run("compare", str(path), "--on", "2026-06", "--reform", "proactive_provision", "--lang", lang)
    assert speech.say("Late claims cost:") in compared
    assert speech.money(17439) in compared.rpartition(speech.say("Late claims cost:"))[2]
    assert speech.money(448980) in run("timeline", str(path), "--from", "2026-06", "--years", "2", "--lang", lang)
