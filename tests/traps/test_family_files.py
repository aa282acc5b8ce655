"""Traps of core's JSON that a family file does not fall into."""

from __future__ import annotations

from typing import Any

import pytest

from openfisca_kz.families.from_file import situation
from openfisca_kz.problems import InputError

BORN = {"birth_date": "1990-01-01"}


def _read(persons: dict[str, Any], family: dict[str, Any]) -> Any:
    return situation({"persons": persons, "family": family})


def test_two_spellings_of_one_period_are_refused() -> None:
    """Core takes `2026-6` beside `2026-06` and erases one person's value with the other's."""
    first = {**BORN, "salary": {"2026-06": 100}}
    for spelling in ("2026-6", "month:2026-06", "2026-06-01"):
        with pytest.raises(InputError, match=f"second, salary: {spelling} is not a valid period"):
            _read({"first": first, "second": {**BORN, "salary": {spelling: 7}}}, {"others": ["first", "second"]})


@pytest.mark.parametrize("eternity", ["eternity", "ETERNITY", "otherwise"])
def test_lower_case_eternity_erases_nobody(eternity: str) -> None:
    """Core keeps `eternity` and `ETERNITY` apart, and the later one wins for everybody."""
    persons = {"first": {"birth_date": {eternity: "1990-01-01"}}, "second": {"birth_date": {"ETERNITY": "1980-02-02"}}}
    births = _read(persons, {"others": ["first", "second"]}).simulation().calculate("birth_date", "2026-06")
    assert [str(day) for day in births] == ["1990-01-01", "1980-02-02"]


def test_an_empty_family_is_refused() -> None:
    """In core an empty group shifts the membership of everybody after it."""
    persons = {"first": BORN, "second": BORN}
    with pytest.raises(InputError, match="empty has no members"):
        situation({"persons": persons, "families": {"empty": {}, "full": {"others": ["first", "second"]}}})


def test_an_unknown_role_is_refused() -> None:
    """In core an unknown role becomes the number 0."""
    with pytest.raises(InputError, match="there is no `grandparents`"):
        _read({"first": BORN, "second": BORN}, {"first_parent": "first", "grandparents": ["second"]})


@pytest.mark.parametrize("role", ["first_parent", "second_parent"])
def test_two_holders_of_a_role_for_one_are_refused(role: str) -> None:
    with pytest.raises(InputError, match=f"{role}: there can be 1, not 2"):
        _read({"first": BORN, "second": BORN}, {role: ["first", "second"]})


def test_nobody_is_put_into_a_family_of_their_own_unasked() -> None:
    """Core gives who is in no family a new one, in the first role."""
    with pytest.raises(InputError, match="second is in no family"):
        _read({"first": BORN, "second": BORN}, {"first_parent": "first"})
