"""No payment of the social insurance fund withholds pension contributions from who is exempt from them.

Social Code, art. 248 p. 3: pension age, group I or II without a term, uniformed service, a service pension.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.doubts.families import family

MONTH = "2026-06"
INSURED = {"average_insured_income_24m": 300000, "average_insured_income_12m": 300000, "social_insurance_months": 84}
INFANT = {"birth_date": "2026-02-10", "kinship_to_breadwinner": "child"}

#: For each payment what makes it due to the first person, and who is asked for the amount.
DUE: dict[str, tuple[dict[str, Any], str]] = {
    "childcare_payment": ({"main_carer": True}, "child"),
    "job_loss_payment": ({"registered_unemployed": True}, "grown"),
    "maternity_payment": ({"maternity_leave_start": "2026-06-05", "maternity_leave_days": 126}, "grown"),
    "newborn_adoption_payment": (
        {"newborn_adoption_leave_start": "2026-06-05", "newborn_adoption_leave_days": 56},
        "grown",
    ),
    "survivor_payment": ({"kinship_to_breadwinner": "spouse", "main_carer": True}, "family"),
    "work_capacity_payment": ({"work_capacity_loss": 0.7, "work_capacity_loss_date": "2026-06-01"}, "grown"),
}
EXEMPT: dict[str, dict[str, Any]] = {
    "pension age": {"birth_date": "1960-03-01"},
    "group I without a term": {"disability_group": "group_1", "disability_permanent": True},
    "group II without a term": {"disability_group": "group_2", "disability_permanent": True},
    "uniformed service": {"uniformed_service": True},
    "service pension": {"service_pension_award_date": "2020-03-01", "service_pension_at_award": 150000},
}
PAYING: dict[str, dict[str, Any]] = {
    "nothing of these": {},
    "group II for a term": {"disability_group": "group_2"},
    "group III without a term": {"disability_group": "group_3", "disability_permanent": True},
}
#: Before the general pension age alone are these due (art. 113, art. 171 p. 6).
ENDS_AT_PENSION_AGE = {"job_loss_payment", "work_capacity_payment"}
#: Nothing is withheld from dependants (art. 233).
WHOLE_TO_EVERYBODY = {"survivor_payment"}


def paid(system: Any, payment: str, **facts: Any) -> tuple[float, float]:
    """Return what is set and what is paid out."""
    why, whose = DUE[payment]
    persons = {"grown": {"birth_date": "1984-03-01", "sex": "female", **INSURED, **why, **facts}, "child": INFANT}
    dead = {
        "breadwinner_death_date": "2026-03-15",
        "breadwinner_average_insured_income": 300000,
        "breadwinner_insured_months": 84,
    }
    people = family(system, persons, **(dead if payment == "survivor_payment" else {}))
    simulation = people.simulation(MONTH)
    place = {"grown": 0, "child": 1, "family": 0}[whose]
    gross, out = (float(simulation.calculate(name, MONTH)[place]) for name in (f"{payment}_gross", payment))
    return gross, out


def test_every_payment_of_the_fund_is_here(system: Any) -> None:
    assert set(DUE) == {name.removesuffix("_gross") for name in system.variables if name.endswith("_gross")}


@pytest.mark.parametrize("payment", DUE)
@pytest.mark.parametrize("ground", EXEMPT)
def test_nothing_is_withheld_from_who_is_exempt(payment: str, ground: str, system: Any) -> None:
    gross, out = paid(system, payment, **EXEMPT[ground])
    assert out == gross
    assert (gross > 0) == (ground != "pension age" or payment not in ENDS_AT_PENSION_AGE)


@pytest.mark.parametrize("payment", DUE)
@pytest.mark.parametrize("ground", PAYING)
def test_a_tenth_is_withheld_from_the_others(payment: str, ground: str, system: Any) -> None:
    gross, out = paid(system, payment, **PAYING[ground])
    share = 0 if payment in WHOLE_TO_EVERYBODY else 0.1
    assert gross > 0
    assert out == pytest.approx(gross * (1 - share), abs=0.01)


@pytest.mark.parametrize("payment", sorted(set(DUE) - WHOLE_TO_EVERYBODY))
def test_the_disabled_may_agree_to_it(payment: str, system: Any) -> None:
    gross, out = paid(system, payment, **EXEMPT["group II without a term"], pension_withholding_agreed=True)
    assert out == pytest.approx(gross * 0.9, abs=0.01)
