"""Values of variables for a family."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from openfisca_core import periods

from openfisca_kz.assessment.trace import plain
from openfisca_kz.base import ETERNITY, MONTH
from openfisca_kz.engine.knowledge import Beyond, beyond
from openfisca_kz.engine.periods import period_of
from openfisca_kz.families.family import Situation
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, InputError, Problem, is_month, nearest, refuse

# The date that core gives to a formula without one.
_UNDATED = "0001-01"


@dataclasses.dataclass(frozen=True)
class Calculation:
    """Values of variables by name of the person or family, and which figures stand in for those of the period."""

    values: dict[str, dict[str, Any]]
    beyond: Beyond


def calculate(situation: Situation, variables: Sequence[str], period: str) -> dict[str, dict[str, Any]]:
    """Return the values that ``calculated`` gives, for each variable by the name of the person or family."""
    return calculated(situation, variables, period).values


def calculated(situation: Situation, variables: Sequence[str], period: str) -> Calculation:
    """Calculate variables for everybody.

    Args:
        situation: the people, as ``read_family`` returns them.
        variables: names of variables.
        period: a month, or a year for yearly variables; a yearly sum of months is asked by a year.

    Returns:
        For each variable, the value of each person (or family) by name; dates as text.

    Raises:
        InputError: an unknown variable, or a period it does not have.

    """
    system = situation.system
    unknown = [name for name in variables if name not in system.variables]
    if unknown:
        raise InputError(
            Problem("There is no variable `{name}`: {hint}", {"name": name, "hint": nearest(name, system.variables)})
            for name in unknown
        )
    asked = _period(period)
    simulation = situation.simulation(asked if asked.unit == MONTH else None)
    results = {}
    for name in variables:
        variable = system.variables[name]
        _check_known(variable, asked)
        values = simulation.calculate(name, _period_for(variable, asked))
        ids = simulation.populations[variable.entity.key].ids
        found = [plain(values, index) for index in range(len(ids))]
        readable = [value.isoformat() if hasattr(value, "isoformat") else value for value in found]
        results[name] = dict(zip(map(str, ids), readable, strict=True))
    last = asked.start.offset("last-of", asked.unit)
    return Calculation(results, beyond(simulation, str(last)[:7]))


def _period(text: str) -> Any:
    if is_month(text) or (len(text) == len("2026") and text.isascii() and text.isdigit() and int(text) > 0):
        if text > LAST_MONTH:
            message = "{text} is outside the rules of this package: they run from {first} to {last}."
            raise refuse(message, text=text, first=FIRST_MONTH, last=LAST_MONTH)
        return periods.period(text)
    raise refuse("{text} is not a period: write a month such as 2026-06, or a year such as 2026.", text=text)


def _check_known(variable: Any, asked: Any) -> None:
    """Refuse a period before the first version of a rule: core would answer with the default in silence."""
    if not variable.formulas or variable.definition_period == ETERNITY:
        return
    first = str(next(iter(variable.formulas)))[: len(FIRST_MONTH)]
    since = first if first > _UNDATED else FIRST_MONTH
    if str(asked.start)[: len(since)] < since:
        raise refuse("{name} is known here from {since} on: ask for a later period.", name=variable.name, since=since)


def _period_for(variable: Any, asked: Any) -> Any:
    if variable.definition_period == MONTH and asked.unit != MONTH:
        raise refuse("{name} is monthly: ask for a month such as 2026-06, not {year}.", name=variable.name, year=asked)
    return period_of(variable, asked)
