"""Every condition of a status is needed: dropped or turned round, a YAML case of this folder fails."""

from __future__ import annotations

import itertools

import pytest

from tests.status.mutants import cases, mutants, survivors

#: Mutants that say the same as the rule, and why.
SAME = {
    "choice.first_holding: the contrary": "of values that are open: screening has its own tests",
    "without_social_status.formula: person('age_in_months', period) > 0": "a newborn is a child under one",
}


def test_a_case_that_is_missing_is_noticed() -> None:
    """Without any case every mutant survives; the tool is no yes-man."""
    few = list(itertools.islice(mutants(), 5))
    assert survivors(iter(few), []) == [mutant.name for mutant in few]


@pytest.mark.slow
def test_no_mutant_of_a_status_survives() -> None:
    found = list(mutants())
    assert len(found) > 500
    assert set(survivors(iter(found), cases())) == set(SAME)
