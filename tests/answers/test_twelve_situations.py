"""Twelve situations against a key worked out by hand from the statute (docs/situations.md)."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import openfisca_kz
from openfisca_kz.answers.verify import RIGHT, RIGHT_IF, verify
from openfisca_kz.assessment.screening import Screening, screen
from openfisca_kz.families.family import Situation
from openfisca_kz.families.from_file import read_family
from openfisca_kz.language import LANGUAGES
from openfisca_kz.presentation.next_step import step_lines
from openfisca_kz.presentation.screening import to_text
from openfisca_kz.services.next_steps import next_steps

FOLDER = Path(openfisca_kz.__file__).parent / "situations" / "twelve"
MONTH, ADOPTION = "2026-11", "2026-12"

#: Family, right, who, amount in tenge; the arithmetic and the articles stand in docs/situations.md.
KEY = (
    ("baby_1_month", "birth_benefit", "Aru", 164350),
    ("baby_1_month", "childcare_benefit", "Aru", 24912),
    ("baby_6_months", "birth_benefit", "Alan", 164350),
    ("baby_6_months", "childcare_benefit", "Alan", 33952),
    ("baby_17_months", "birth_benefit", "Inju", 164350),
    ("baby_17_months", "childcare_benefit", "Inju", 24912),
    ("mother_on_leave", "childcare_payment", "Tomiris", 93150),
    ("mother_on_leave", "birth_benefit", "Tomiris", 164350),
    ("widow", "survivor_allowance", "family", 114415),
    ("widow", "survivor_payment", "family", 99600),
    ("widow", "childcare_benefit", "Amir", 29454),
    ("widow", "birth_benefit", "Amir", 164350),
    ("guardian_grandmother", "guardian_allowance", "Temirlan", 43250),
    ("adoption_fourth", "adoption_lump_sum", "Aisha", 324375),
    ("miner_and_wife", "basic_pension", "Kulyash", 56954),
    ("father_fired", "job_loss_payment", "Timur", 102060),
    ("student_22", "large_family_allowance", "family", 69330),
    ("kandas_newborn", "birth_benefit", "Adai", 164350),
    ("kandas_newborn", "childcare_benefit", "Adai", 24912),
    ("work_capacity", "work_capacity_payment", "Marat", 112476),
    ("work_capacity", "disability_allowance", "Marat", 89498),
)
FAMILIES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
RIGHTS = [pytest.param(*key, id=f"{key[0]}-{key[1]}") for key in KEY]


@functools.cache
def family(name: str) -> Situation:
    return read_family(str(FOLDER / f"{name}.yaml"))


def month(name: str) -> str:
    return ADOPTION if name == "adoption_fourth" else MONTH


@functools.cache
def screened(name: str) -> Screening:
    return screen(family(name), month(name))


def test_there_are_twelve() -> None:
    """The first situation has three ages of the child."""
    assert len(FAMILIES) == 12 + 2


@pytest.mark.parametrize(("name", "right", "who", "amount"), RIGHTS)
def test_every_right_of_the_key_is_there_with_its_amount(name: str, right: str, who: str, amount: float) -> None:
    (line,) = (one for one in screened(name).rights if (one.right, one.who) == (right, who))
    assert line.status in ("due", "claimable", "possible")
    assert line.amount_min - 1 <= amount
    assert line.amount_max is None or amount <= line.amount_max + 1


@pytest.mark.parametrize(("name", "right", "who", "amount"), RIGHTS)
def test_what_was_paid_right_accuses_nobody(name: str, right: str, who: str, amount: float) -> None:
    check = verify(family(name), right, month(name), amount, None if who == "family" else who)
    assert check.verdict in (RIGHT, RIGHT_IF)
    assert check.computed == pytest.approx(amount, abs=1) or check.grounds


def test_who_draws_a_pension_hears_of_no_loss() -> None:
    """The basic pension is awarded with the age pension: who draws the one draws the other."""
    pensions = [right for right in screened("pensioner").rights if right.right in ("age_pension", "basic_pension")]
    assert [(right.received, right.waiting) for right in pensions] == [(True, None)] * 2


@pytest.mark.parametrize("name", [key[0] for key in KEY if key[1] == "birth_benefit"])
def test_what_arose_once_can_still_be_claimed(name: str) -> None:
    """Eighteen months from the birth (Social Code, art. 79 p. 3)."""
    by = {
        "baby_1_month": "2028-04-05",
        "baby_6_months": "2027-11-09",
        "baby_17_months": "2026-12-20",
        "mother_on_leave": "2028-04-05",
        "widow": "2027-08-10",
        "kandas_newborn": "2028-04-03",
    }
    child = next(who for family, right, who, _ in KEY if (family, right) == (name, "birth_benefit"))
    (line,) = (one for one in screened(name).rights if (one.right, one.who) == ("birth_benefit", child))
    assert line.status == "claimable"
    assert line.waiting is not None
    assert line.waiting.claim_by == by[name]


@pytest.mark.parametrize("name", FAMILIES)
def test_every_right_has_its_next_step(name: str) -> None:
    steps = screened(name).to_dict()["next_steps"]
    for right in {key[1] for key in KEY if key[0] == name}:
        assert steps[right]["channels"]
        assert steps[right]["documents"] is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_next_step_in_each_language(lang: str) -> None:
    """Seven working days, 72 hours of the SMS, and the same on the card of the screening."""
    text = " ".join(step_lines("birth_benefit", lang))
    assert "1414" in text
    assert "7" in text
    assert "72" in text
    assert text in " ".join(to_text(screen(family("baby_1_month"), "2026-10", lang), lang).split())
    assert len({" ".join(step_lines("birth_benefit", code)) for code in LANGUAGES}) == len(LANGUAGES)


def test_a_pension_is_not_offered_without_an_application() -> None:
    assert next_steps()["basic_pension"].provision == "application"
