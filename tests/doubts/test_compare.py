"""What is compared, and that only what a reading reaches is reckoned again gives the same as reckoning all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import openfisca_kz
from openfisca_kz.base import Array
from openfisca_kz.doubts import other_amounts, readings_for, readings_of, register
from openfisca_kz.doubts.compare import _Comparison
from openfisca_kz.doubts.versions import OtherLaw, other_law
from openfisca_kz.reforms.law_on_social_status import law_on_social_status
from tests.doubts.families import alone, family
from tests.rotating import some
from tests.shared import read_family

SITUATIONS = sorted((Path(openfisca_kz.__file__).parent / "situations").glob("*.yaml"))

#: Somebody for most rights: pensioners of four kinds, a child with disability who lost a breadwinner, pay, loans.
PEOPLE = {
    "M": {"birth_date": "1985-08-15", "sex": "female", "salary": 60_000},
    "old": {
        "birth_date": "1955-03-01",
        "sex": "male",
        "service_months_before_1998": 325,
        "pension_average_income": 60_000,
        "childcare_months_since_1998": 60,
        "disability_group": "group_2",
    },
    "early": {
        "birth_date": "1966-01-15",
        "sex": "female",
        "fifth_child_raised_date": "2005-01-01",
        "service_months_before_1998": 60,
        "age_pension_award_date": "2019-02-01",
    },
    "officer": {
        "birth_date": "1968-01-15",
        "service_pension_award_date": "2015-05-01",
        "service_pension_at_award": 150_000,
    },
    "saver": {
        "birth_date": "1961-01-15",
        "pension_savings": 5_000_000,
        "fund_pension_award_date": "2021-05-20",
        "fund_pension_at_award": 25_000,
    },
    "child": {
        "birth_date": "2015-06-10",
        "disability_group": "group_3",
        "kinship_to_breadwinner": "child",
        "lost_breadwinner_while_disabled": True,
        "living_parents": 1,
    },
    "baby": {"birth_date": "2020-06-10", "kinship_to_breadwinner": "child", "living_parents": 1},
}
HOME = {
    "breadwinner_death_date": "2020-08-01",
    "breadwinner_average_insured_income": 200_000,
    "breadwinner_insured_months": 66,
    "social_contract": True,
    "non_mortgage_loans": 20_000,
}


def everything(self: _Comparison, reading: Any, ours: dict[str, Array], calculated: Any) -> dict[str, Array]:
    """Return the amounts under the other reading, all reckoned anew."""
    simulation = self.situation.simulation(None, other_law(self.system, reading))
    return {right: self._amounts(simulation, right) for right in ours}


@pytest.mark.parametrize("month", ["2021-12", "2026-06"])
def test_what_a_reading_does_not_reach_stays(system: Any, month: str, monkeypatch: pytest.MonkeyPatch) -> None:
    people = family(system, PEOPLE, **HOME)
    quick = readings_for(people, month, all=True)
    monkeypatch.setattr(_Comparison, "_theirs", everything)
    assert readings_for(people, month, all=True) == quick
    assert sum(result.matters for results in quick.values() for result in results) > 9


@pytest.mark.parametrize("path", some(SITUATIONS, 2))
def test_quick_is_as_whole_for_the_situations(system: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = read_family(path, system)
    quick = readings_for(people, "2026-06", all=True)
    monkeypatch.setattr(_Comparison, "_theirs", everything)
    assert readings_for(people, "2026-06", all=True) == quick


def test_a_calculation_that_is_traced_already_is_used(system: Any) -> None:
    people = family(system, PEOPLE, **HOME)
    simulation = people.simulation("2026-06", system)
    simulation.trace = True
    for right in ("basic_pension", "age_pension", "targeted_assistance"):
        simulation.calculate(right, "2026-06")
    assert readings_for(people, "2026-06", simulation=simulation) == readings_for(people, "2026-06")
    assert simulation.trace


def test_all_of_the_law_is_as_it_was_afterwards(system: Any) -> None:
    before = {name: list(variable.formulas.items()) for name, variable in system.variables.items()}
    share = system.parameters.rights.pensions.age_pension.share_by_year
    values = [(entry.instant_str, entry.value) for entry in share.values_list]
    for reading in register():
        OtherLaw(system, reading)
    assert {name: list(variable.formulas.items()) for name, variable in system.variables.items()} == before
    assert system.parameters.rights.pensions.age_pension.share_by_year is share
    assert [(entry.instant_str, entry.value) for entry in share.values_list] == values


def test_a_law_is_built_once_and_for_each_system(system: Any) -> None:
    (reading,) = readings_of("relocation_subsidy")
    bill = law_on_social_status(system)
    assert other_law(system, reading) is other_law(system, reading)
    assert other_law(bill, reading) is not other_law(system, reading)
    assert other_law(bill, reading).baseline is bill
    copied = system.clone()
    assert other_law(copied, reading).baseline is copied


def test_a_family_without_a_doubt(system: Any) -> None:
    """A birth benefit of June 2026 rests on no reading that changes it; asked for all, its questions are told."""
    people = family(system, {"M": {"birth_date": "1998-03-12", "sex": "female"}, "B": {"birth_date": "2026-06-01"}})
    right = ("birth_benefit", "B")
    assert right not in readings_for(people, "2026-06")
    told = readings_for(people, "2026-06", all=True)[right]
    assert [result.reading.id for result in told] == ["mrp_of_the_birth_benefit", "order_of_birth"]
    assert {(result.amount, result.other_amount, result.matters) for result in told} == {(164_350, None, False)}


def test_a_right_that_only_the_other_reading_gives(system: Any) -> None:
    """The poor family has no contract: with one, 3 x (39 346 - 0), the line that is given."""
    people = family(
        system,
        {
            "M": {"birth_date": "1985-08-15", "sex": "female"},
            "K": {"birth_date": "2012-06-10"},
            "L": {"birth_date": "2015-06-10"},
        },
        poverty_line_given=39_346,
    )
    (result,) = [r for r in readings_for(people, "2025-06")["targeted_assistance", "family"] if r.matters]
    assert (result.reading.id, result.amount, result.other_amount) == ("social_contract_told", 0, 118_038)


def test_readings_of_one_right_and_person(system: Any) -> None:
    people = alone(system, birth_date="1963-01-15", sex="male", service_months_before_1998=324)
    found = other_amounts(people, "2026-06", "basic_pension", 0)
    assert {result.who for result in found} == {"A"}
    assert {result.right for result in found} == {"basic_pension"}
    assert other_amounts(people, "2026-06", "service_pension", 0) == ()


def test_a_result_as_data(system: Any) -> None:
    people = alone(
        system, birth_date="1963-01-15", sex="male", service_months_before_1998=324, pension_average_income=200_000
    )
    (result,) = [
        r for r in other_amounts(people, "2026-06", "age_pension", 0) if r.reading.id == "one_percent_for_a_year"
    ]
    assert result.to_dict("ru") == {
        "id": "one_percent_for_a_year",
        "area": "pensions",
        "question": "Один процент за каждый год стажа сверх 25 или 20 лет – от дохода или от пенсии?",
        "chosen": "от дохода",
        "other": "от пенсии",
        "where": "rights.pensions.age_pension.share_by_year",
        "thin": False,
        "right": "age_pension",
        "who": "A",
        "amount": 124_000.0,
        "other_amount": 122_400.0,
        "matters": True,
    }
