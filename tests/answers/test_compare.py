from __future__ import annotations

import pytest

from openfisca_kz.answers.compare import compare, compared_variables
from openfisca_kz.engine.bills import find_reform
from openfisca_kz.problems import InputError
from tests.shared import situation

FAMILY = {
    "family": {"first_parent": "mother", "children": ["baby"]},
    "persons": {
        "mother": {"birth_date": "1998-03-12", "sex": "female"},
        "baby": {"birth_date": "2025-05-10", "birth_benefit_claim_date": "2026-12-10"},
    },
}
RIGHTS = ("birth_benefit_paid", "birth_benefit")


def test_nothing_changes_under_the_same_law():
    assert compare(situation(FAMILY), "2026-06") == []


def test_a_late_claim_costs_the_birth_benefit_and_the_bill_restores_it():
    """Nineteen months after the birth: lost (Social Code, art. 79 p. 3); 38 x 3 932 = 149 416 tenge in May 2025."""
    lines = compare(
        situation(FAMILY), "2025-05", reform=find_reform("law_on_social_status"), variables=["birth_benefit_paid"]
    )
    assert [(line.who, line.before, line.after, line.difference) for line in lines] == [("baby", 0, 149416, 149416)]


def test_a_citizens_family_loses_nothing_by_the_stricter_reading():
    assert compare(situation(FAMILY), "2025-05", reform=find_reform("citizens_only"), variables=RIGHTS) == []


def test_two_months():
    """The month of birth and the month after it: 38 x 3 932 = 149 416 tenge."""
    lines = compare(situation(FAMILY), "2025-05", other_month="2025-06", variables=["birth_benefit"])
    assert [(line.label, line.before, line.after, line.difference) for line in lines] == [
        ("Birth benefit", 149416, 0, -149416)
    ]


def test_a_status_has_no_difference():
    lone = {"family": {"first_parent": "man"}, "persons": {"man": {"birth_date": "1990-01-01", "sex": "male"}}}
    names = ["primary_social_status", "targeted_assistance", "without_social_status"]
    given = situation({**lone, "family": {**lone["family"], "targeted_assistance": 0}})
    lines = compare(given, "2026-06", reform=find_reform("complete_list"), variables=names)
    assert [(line.variable, line.difference) for line in lines] == [
        ("primary_social_status", None),
        ("without_social_status", None),
    ]


def test_what_is_compared_exists(system):
    names = compared_variables(system)
    assert "birth_benefit_paid" in names
    assert "birth_benefit" not in names
    assert set(names) <= set(system.variables)


def test_an_unknown_reform_is_refused():
    with pytest.raises(InputError, match="did you mean law_on_social_status"):
        find_reform("law_on_socal_status")
