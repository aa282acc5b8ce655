"""The same told is the same family, which nobody can change; anything else told is another."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import openfisca_kz
from openfisca_kz.families import from_file
from openfisca_kz.reforms.law_on_social_status import law_on_social_status
from tests.shared import read_family, situation

NEWBORN = Path(openfisca_kz.__file__).parent / "situations" / "newborn.yaml"


def _told(salary: int) -> dict[str, object]:
    return {"persons": {"A": {"birth_date": "1990-01-31", "salary": salary}}, "family": {"first_parent": "A"}}


def test_the_same_told_is_the_same_family() -> None:
    first = situation(_told(5))
    assert situation(_told(5)) is first
    assert situation(_told(6)) is not first
    assert situation(_told(5), source="elsewhere") is not first
    assert situation(_told(5), law_on_social_status(from_file.default_system())) is not first


def test_what_was_told_may_change_afterwards() -> None:
    told = _told(5)
    first = situation(told)
    told["persons"] = {"A": {"birth_date": "1990-01-31", "salary": 7}}
    assert situation(told) is not first
    assert situation(_told(5)) is first


def test_a_file_is_read_once() -> None:
    assert read_family(NEWBORN) is read_family(str(NEWBORN))


def test_a_family_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        situation(_told(5)).source = "other"
