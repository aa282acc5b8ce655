"""A payment that is right, whenever it was claimed and however an open question is read, accuses nobody."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from openfisca_kz.answers.verify import RIGHT, RIGHT_IF, verify
from openfisca_kz.calendar import days_in_month
from openfisca_kz.doubts import readings_of
from openfisca_kz.doubts.versions import other_law
from openfisca_kz.families.variants import Put, crowd
from openfisca_kz.presentation.objection import objection
from openfisca_kz.presentation.verification import to_text
from openfisca_kz.problems import month_of
from openfisca_kz.services.rights_and_duties import paid_of
from tests.answers.test_twelve_situations import KEY, family

MONTHS = [f"2026-{month:02}" for month in range(7, 13)]
ACCUSES = ("Less was paid", "More was paid", "Nothing was paid")


def payment(seed: int) -> tuple[Any, str, str, str, float] | None:
    """Return a family, its right, of whom, the month and what is lawfully paid; None if nothing is paid there."""
    draw = random.Random(seed)
    name, right, who, _ = draw.choice(KEY)
    people, month = family(name), month_of(draw.choice(MONTHS))
    try:
        simulation = people.simulation(month)
    except ValueError:  # not born yet
        return None
    law = people.system
    readings = [reading for reading in readings_of(right) if reading.computable and reading.asked_in(str(month))]
    if readings and draw.random() < 0.5:
        law = other_law(law, draw.choice(readings))
    ids = people.families if who == "family" else people.persons
    index = ids.index(who)
    puts = []
    if f"{right}_claim_date" in law.variables:
        day = month.start.date.replace(day=draw.randint(1, days_in_month(month)))
        puts = [Put(f"{right}_claim_date", index, np.datetime64(day))]
    simulation = crowd(people, [puts]).simulation(month, law)
    paid = float(simulation.calculate(paid_of(law, right), month)[index])
    return (people, right, who, str(month), paid) if paid > 0 else None


def accused(seeds: range) -> tuple[list[tuple[str, str, float, str]], int]:
    found, count = [], 0
    for seed in seeds:
        drawn = payment(seed)
        if drawn is None:
            continue
        people, right, who, month, paid = drawn
        count += 1
        check = verify(people, right, month, paid, None if who == "family" else who)
        text = to_text(check)
        if check.verdict not in (RIGHT, RIGHT_IF) or objection(check) or any(words in text for words in ACCUSES):
            found.append((right, month, paid, check.verdict))
    return found, count


def test_ten_right_payments_accuse_nobody() -> None:
    found, count = accused(range(14))
    assert found == []
    assert count >= 8


@pytest.mark.slow
def test_three_hundred_right_payments_accuse_nobody() -> None:
    found, count = accused(range(100, 550))
    assert found == []
    assert count >= 300
