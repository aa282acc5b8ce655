"""What holds for every rule, whoever the people are: each family's answer depends on that family alone."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openfisca_core.holders import Holder

from tests.properties.populations import People, Results, everything, law, random_people
from tests.rotating import draws, some

seeds = st.integers(0, 2**32 - 1)
periods = st.builds("{}-{:02}".format, st.integers(2018, 2026), st.integers(1, 12))
#: Where `status`, `duties` and `rights` pay or take money.
PAID = ("duties", "rights")

slow = settings(
    max_examples=draws(12),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a seed has no simpler neighbour
    derandomize=True,  # the same people in every run: a rule that fails here fails for everybody
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def _refuse(wrong: dict[str, str], what: str) -> None:
    """Fail with every variable at once, those with one cause together."""
    causes = collections.defaultdict(list)
    for name, cause in wrong.items():
        causes[cause].append(name)
    lines = [f"  {cause}: {', '.join(names)}" for cause, names in causes.items()]
    assert not wrong, f"{what}:\n" + "\n".join(lines)


def _differences(found: Results, expected: Results, place: Callable[[str, np.ndarray], np.ndarray]) -> dict[str, str]:
    """Return the variables whose values are not the expected ones, put in their place."""
    wrong = {}
    for name, values in found.values.items():
        if name in expected.errors:  # the first test says so
            continue
        wanted = place(name, expected.values[name])
        rows = np.flatnonzero(_differ(values, wanted))
        if len(rows):
            wrong[name] = f"row {rows[0]}: {values[rows[0]]}, expected {wanted[rows[0]]}"
    return wrong


def _differ(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return where values differ by more than the order of an addition explains: the last bits of a float64."""
    if values.dtype != np.float64:
        return values != wanted
    return ~np.isclose(values, wanted, rtol=4e-15, atol=1e-9)


def _by_person(name: str) -> bool:
    return bool(law().get_variable(name).entity.is_person)


def test_every_variable_can_be_computed_since_2018() -> None:
    """For people of every age, in all years at once: a rule that reads a figure before it exists gives itself away."""
    wrong: dict[str, str] = {}
    for year in range(2018, 2027):
        for month in (1, 7):
            people = random_people(year * 12 + month, f"{year}-{month:02}")
            results = everything(people)
            for name, error in results.errors.items():
                wrong.setdefault(name, error)
            sizes = {True: len(people.family), False: people.family_count}
            for name, values in results.values.items():
                if values.shape != (sizes[_by_person(name)],):
                    wrong.setdefault(name, f"shape {values.shape}: not one value a row")
    _refuse(wrong, "cannot be computed")


@slow
@given(seed=seeds, period=periods)
def test_money_is_float64_finite_and_not_below_zero(seed: int, period: str) -> None:
    wrong = {}
    for name, values in everything(random_people(seed, period)).values.items():
        variable = law().get_variable(name)
        if variable.value_type is float:
            if values.dtype != np.float64:
                wrong[name] = f"is {values.dtype}"
            elif not np.isfinite(values).all():
                wrong[name] = f"is {values[~np.isfinite(values)][0]}"
            elif variable.room.startswith(PAID) and not name.endswith("_base") and (values < 0).any():
                # A base may fall below zero (deductions above pay); what is due on it may not.
                wrong[name] = f"is below zero: {values.min()}"
    _refuse(wrong, f"in {period}")


@slow
@given(seed=seeds, period=periods, data=st.data())
def test_the_same_alone_and_in_a_crowd(seed: int, period: str, data: st.DataObject) -> None:
    crowd = random_people(seed, period)
    together = everything(crowd)
    for family in data.draw(st.lists(st.integers(0, crowd.family_count - 1), min_size=1, max_size=4, unique=True)):
        rows = crowd.of_families(family, family + 1)

        def place(name: str, values: np.ndarray, rows: np.ndarray = rows, family: int = family) -> np.ndarray:
            return values[rows] if _by_person(name) else values[[family]]

        wrong = _differences(everything(crowd.persons_at(rows)), together, place)
        _refuse(wrong, f"family {family} alone in {period}")


@slow
@given(seed=seeds, period=periods)
def test_the_same_in_any_order_of_people(seed: int, period: str) -> None:
    people = random_people(seed, period)
    order = np.random.default_rng(seed).permutation(len(people.family))
    wrong = _differences(
        everything(people.persons_at(order)),
        everything(people),
        lambda name, values: values[order] if _by_person(name) else values,
    )
    _refuse(wrong, f"in another order in {period}")


@slow
@given(seed=seeds, period=periods, data=st.data())
def test_the_same_in_any_chunking(seed: int, period: str, data: st.DataObject) -> None:
    people = random_people(seed, period)
    cuts = data.draw(st.lists(st.integers(1, people.family_count - 1), max_size=3, unique=True).map(sorted))
    together = everything(people)
    chunks = [
        everything(people.persons_at(people.of_families(first, last)))
        for first, last in zip([0, *cuts], [*cuts, people.family_count], strict=True)
    ]
    complete = [name for name in together.values if all(name in chunk.values for chunk in chunks)]
    joined = Results({name: np.concatenate([chunk.values[name] for chunk in chunks]) for name in complete}, {})
    _refuse(_differences(joined, together, lambda _, values: values), f"in chunks cut at {cuts} in {period}")


@pytest.fixture
def stored_values_are_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every value that core stores read-only."""
    store = Holder._to_array

    def guarded(self: Holder, value: Any) -> Any:
        array = store(self, value)
        array.flags.writeable = False
        return array

    monkeypatch.setattr(Holder, "_to_array", guarded)


@pytest.mark.usefixtures("stored_values_are_read_only")
@pytest.mark.parametrize("period", some(["2018-01", "2022-06", "2024-12", "2026-11"], 2))
def test_no_formula_writes_into_what_it_was_given(period: str) -> None:
    errors = everything(random_people(7, period)).errors
    _refuse({name: error for name, error in errors.items() if "read-only" in error}, "writes into stored values")


def test_random_people_are_what_they_should_be() -> None:
    people: People = random_people(1, "2026-06", families=200)
    first = people.role == 0
    assert np.bincount(people.family[first]).max() == 1
    assert set(people.role) == {0, 1, 2, 3}
    assert people.family_count == 200
