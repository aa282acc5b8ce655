"""The processes of a family: by hand for the family with a newborn."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.answers.processes import family_processes
from openfisca_kz.cli import main
from openfisca_kz.presentation.processes import to_text
from tests.shared import read_family, situation

NEWBORN = Path(openfisca_kz.__file__).parent / "situations" / "newborn.yaml"


def test_a_family_with_a_newborn() -> None:
    """In June 2026 birth and care benefit: one application of four papers and seven days; three and four are saved."""
    found = family_processes(read_family(NEWBORN), "2026-06")
    one = next(each for each in found.services if "Birth benefit" in each.rights)
    assert (len(one.papers or ()), len(one.papers_left or ()), one.days, one.days_saved) == (4, 1, 7, 4)
    assert [drawing.id for drawing in found.drawings] == ["birth_and_care"]


def test_what_a_late_claim_lost_is_told() -> None:
    """A man of 63 in February 2026 who claims on 20 August has no pension in June: what is lost is the whole of it."""
    facts = {
        "birth_date": "1963-02-05",
        "sex": "male",
        "service_months_before_1998": 200,
        "pension_average_income": 310000,
    }
    claims = {"basic_pension_claim_date": "2026-08-20", "age_pension_claim_date": "2026-08-20"}
    told = {"family": {"first_parent": "Nurlan"}, "persons": {"Nurlan": {**facts, **claims}}}
    assert family_processes(situation(told), "2026-06").lost_by_late_claims > 0
    told = {"family": {"first_parent": "Nurlan"}, "persons": {"Nurlan": facts}}
    assert family_processes(situation(told), "2026-06").lost_by_late_claims == 0


#: The twelve situations by hand (docs/processes.md): papers, visits and working days saved.
BY_HAND = {
    "baby_1_month": (3, 0.473, 4),
    "baby_6_months": (3, 0.473, 4),
    "baby_17_months": (3, 0.473, 4),
    "kandas_newborn": (3, 0.473, 4),
    "mother_on_leave": (3, 0.473, 5),
    "lone_mother": (0, 0, 0),
    "widow": (2 + 3 + 4, 3 * 0.473, 5 + 4 + 5),
    "guardian_grandmother": (2 + 5 + 3, 0.473 + 0.946 + 0.946, 5 + 0 + 5),
    "adoption_fourth": (1 + 4, 0.946 + 0.473, 2 + 4),
    "miner_and_wife": (7, 2 * 0.946, 7),
    "father_fired": (0, 0.473, 1),
    "pensioner": (0 + 3, 0.473 + 0.946, 12 + 5),
    "student_22": (4, 0.473, 4),
    "work_capacity": (2 + 1, 2 * 0.473, 5),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_twelve_situations_by_hand(name: str) -> None:
    month = "2026-12" if name == "adoption_fourth" else "2026-11"
    found = family_processes(read_family(NEWBORN.parent / "twelve" / f"{name}.yaml"), month)
    papers, visits, days = BY_HAND[name]
    assert (found.papers_saved, found.days_saved) == (papers, days)
    assert found.visits_saved == pytest.approx(visits)


@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_both_processes_are_drawn_side_by_side(lang: str, tmp_path: Path) -> None:
    out = tmp_path / "birth.svg"
    asked = ["processes", str(NEWBORN), "--on", "2026-06", "--lang", lang, "--chart", str(out)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    drawn = out.read_text(encoding="utf-8")
    (steps,) = family_processes(read_family(NEWBORN), "2026-06", lang).drawings
    assert drawn.count('rx="4"') == len(steps.as_is) + len(steps.to_be) == 10
    assert drawn.count("#e69f00") == 2 * 2  # an outline and a bar: the applicant answers today, and may object then
    assert all(len(line) * 6.4 < 400 for line in re.findall(r">([^<>]+)</text>", drawn))
    nothing = CliRunner().invoke(main, ["processes", str(NEWBORN), "--on", "2030-06", "--chart", str(out)])
    assert nothing.exit_code == 2


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_text_has_no_english_word(lang: str) -> None:
    text = to_text(family_processes(read_family(NEWBORN), "2026-06", lang))
    assert not set(re.findall(r"[A-Za-z]{3,}", text))


def test_the_command_answers_in_text_and_json() -> None:
    text = CliRunner().invoke(main, ["processes", str(NEWBORN), "--on", "2026-06"])
    assert text.exit_code == 0
    assert "As is" in text.output
    data = CliRunner().invoke(main, ["processes", str(NEWBORN), "--on", "2026-06", "--json"])
    assert json.loads(data.output)["papers_saved"] >= 3
