"""Every word that declares how it moves does move so: on all sorted values of an argument, whatever the others are.

A wrong declaration would be silent: bounds would be too narrow and an answer surer than it may be.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
from openfisca_core.taxscales import MarginalRateTaxScale

from openfisca_kz import base, calendar, groups
from openfisca_kz.families.from_file import default_system
from openfisca_kz.variables.rights.family import words
from openfisca_kz.variables.rights.pensions import dated
from openfisca_kz.variables.rights.pensions.pension_age import EARLY

SYSTEM = default_system()
PERSON = SimpleNamespace(simulation=SimpleNamespace(tax_benefit_system=SYSTEM, trace=False))
INDEXATION = "indicators.pension_indexation"
RESIDENCE = f"{EARLY}.test_site_residence"

#: Months of residence, up to twenty-five years.
LIVED = np.arange(301)

#: Every day of 28 months with a leap year among them, the first and the last day of the law, and absent dates.
DAYS = np.concatenate(
    [
        np.array(["0001-01-01", "1899-12-31", "1900-01-01"], dtype="datetime64[D]"),
        np.arange(np.datetime64("2023-11-01"), np.datetime64("2026-03-01")),
        np.array(["2100-12-31", "2101-01-01", "9999-12-31"], dtype="datetime64[D]"),
    ]
)
SOME_DAYS = np.array(
    ["0001-01-01", "2023-11-30", "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-01", "2025-02-28"], dtype="M8[D]"
)
MONTHS = np.concatenate([[12, 1900 * 12 - 1, 1900 * 12], np.arange(2020 * 12, 2027 * 12), [2200 * 12, 2201 * 12]])
AMOUNTS = np.unique(
    np.concatenate([np.arange(-5, 5, 0.01), [-1e12, -4325.5, 0.004999, 0.005, 1e5, 1e5 + 1e-7, 212_345.675, 1e12]])
)


def scale(*brackets: tuple[float, float]) -> MarginalRateTaxScale:
    """Return a scale of marginal rates."""
    result = MarginalRateTaxScale()
    for threshold, rate in brackets:
        result.add_bracket(threshold, rate)
    return result


def alone(word: Callable[..., Any], name: str, **others: Any) -> Callable[[Any], Any]:
    """Return a word as a function of one argument."""
    return lambda values: word(**{**others, name: values})


def family_with(word: Callable[..., Any], name: str, **others: Any) -> Callable[[Any], Any]:
    """Return what a word gives for families of three, one member of which has each value in turn."""

    def of_one(values: Any) -> Any:
        count = len(values)
        ids = np.repeat(np.arange(count), 3)
        family = SimpleNamespace(count=count, members_entity_id=ids)
        for place in range(3):
            array = np.tile(values[[0, len(values) // 2, -1]], count)
            array[place::3] = values
            yield word(family, **{**others, name: array})

    return lambda values: np.concatenate(list(of_one(values)), axis=0).reshape(3, -1)


TRUTHS = np.array([False, True])

#: By word and argument: the word as a function of that argument, and sorted values.
CASES: dict[tuple[str, str], list[tuple[Callable[[Any], Any], Any]]] = {
    ("month_numbers", "dates"): [(calendar.month_numbers, DAYS)],
    ("has_date", "dates"): [(calendar.has_date, np.concatenate(([np.datetime64("0001-01-01")], DAYS)))],
    ("first_days", "months"): [(calendar.first_days, MONTHS)],
    ("completed_months", "since"): [(alone(calendar.completed_months, "since", until=day), DAYS) for day in SOME_DAYS],
    ("completed_months", "until"): [
        (alone(calendar.completed_months, "until", since=np.full(len(DAYS), day)), DAYS) for day in SOME_DAYS
    ],
    ("add_months", "dates"): [(alone(calendar.add_months, "dates", count=n), DAYS[:-1]) for n in (0, 1, 2, 18, 600)],
    ("add_months", "count"): [
        (alone(calendar.add_months, "count", dates=np.full(61, day)), np.arange(0, 61)) for day in SOME_DAYS
    ],
    ("ceil_tenge", "amount"): [(base.ceil_tenge, AMOUNTS)],
    ("floor_tenge", "amount"): [(base.floor_tenge, AMOUNTS)],
    ("round_tenge", "amount"): [(base.round_tenge, AMOUNTS)],
    ("round_tiyn", "amount"): [(words.round_tiyn, AMOUNTS)],
    ("marginal", "base"): [
        (alone(base.marginal, "base", scale=scale((0, 0.1), (2, 0.15), (1e5, 0.05)), unit=unit), AMOUNTS)
        for unit in (1.0, 4325.0)
    ],
    ("_summed", "array"): [(family_with(groups._summed, "array"), AMOUNTS)],
    ("_greatest", "array"): [(family_with(groups._greatest, "array", empty=-np.inf), AMOUNTS)],
    ("_least", "array"): [(family_with(groups._least, "array", empty=np.inf), AMOUNTS)],
    ("family_count", "condition"): [(family_with(groups.family_count, "condition"), TRUTHS)],
    ("month_of_enough", "months"): [
        (alone(dated.month_of_enough, "months", person=PERSON, path=RESIDENCE, since=np.full(301, month)), LIVED)
        for month in (1990 * 12, 2015 * 12 + 6, 2026 * 12)
    ],
    ("month_of_enough", "since"): [
        (
            alone(dated.month_of_enough, "since", person=PERSON, path=RESIDENCE, months=np.full(len(MONTHS), count)),
            MONTHS,
        )
        for count in (0, 60, 119, 120, 300)
    ],
    ("raised", "amounts"): [
        (
            alone(
                dated.raised, "amounts", person=PERSON, path=INDEXATION, since=np.full(len(AMOUNTS), month), until=24317
            ),
            AMOUNTS,
        )
        for month in (12, 2015 * 12, 2026 * 12 + 1)
    ],
    ("raised", "since"): [
        (
            alone(
                dated.raised, "since", person=PERSON, path=INDEXATION, amounts=np.full(len(MONTHS), amount), until=24317
            ),
            MONTHS,
        )
        for amount in (0.0, 12_345.67, 212_345.0)
    ],
}

MODULES: tuple[ModuleType, ...] = (base, calendar, groups, dated, words)


def hooked() -> dict[str, Any]:
    """Return every word of the rooms of formulas that declares how it moves."""
    return {
        name: word
        for module in MODULES
        for name, word in vars(module).items()
        if getattr(word, "ways", None) is not None
    }


def test_every_declaration_is_tested() -> None:
    declared = {(name, argument) for name, word in hooked().items() for argument in word.ways}
    assert declared == set(CASES)


@pytest.mark.parametrize(("name", "argument"), CASES)
def test_a_word_moves_as_it_declares(name: str, argument: str) -> None:
    """Between neighbours of the sorted values the word never goes against its way, and somewhere it goes along."""
    word = hooked()[name]
    assert argument in inspect.signature(word).parameters
    way, moved = word.ways[argument], False
    for function, values in CASES[name, argument]:
        assert all(one <= other for one, other in itertools.pairwise(values))
        steps = np.diff(function(values)).astype(float) * way
        assert (steps >= 0).all()
        moved = moved or bool((steps > 0).any())
    assert moved
