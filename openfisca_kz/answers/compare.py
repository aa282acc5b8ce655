"""What a family gains or loses: today's law against a reform of it, or one month against another, line by line."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from openfisca_core.periods import Period

from openfisca_kz.assessment.sums import EACH_MONTH, of_each_month
from openfisca_kz.assessment.trace import plain
from openfisca_kz.base import HALF_A_TENGE
from openfisca_kz.engine.bills import Bill
from openfisca_kz.engine.periods import period_of
from openfisca_kz.engine.protocols import System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import LawSystem, checked_law
from openfisca_kz.families.family import Situation, law_for
from openfisca_kz.problems import Problem, month_of, nearest, refuse_argument
from openfisca_kz.services.register import read_register
from openfisca_kz.services.rights_and_duties import TOTALS, duties_of, paid_by_state, paid_of, rights_of

#: What is compared beside the rights and duties of the register: status, insurance, and the sums.
ALWAYS = ("primary_social_status", "without_social_status", "health_insured", "net_salary", "pension_date", *TOTALS)


@dataclasses.dataclass(frozen=True)
class Line:
    """One thing that differs for one person or family; ``difference`` only for amounts and counts."""

    who: str
    variable: str
    label: str
    unit: str
    before: Any
    after: Any
    difference: float | None


def compared_variables(*laws: System) -> tuple[str, ...]:
    """Return what is compared: each right of a law as it is paid out on its claim, duties, status and sums."""
    first = [right for service in read_register() for right in service.rights]
    names: dict[str, None] = {}
    for law in laws:
        rights = [name for name in (*first, *rights_of(law)) if name in law.variables]
        names |= dict.fromkeys(paid_of(law, right) for right in rights)
    for law in laws:
        always = (*ALWAYS[:3], *duties_of(law), *paid_by_state(law), *ALWAYS[3:])
        names |= dict.fromkeys(name for name in always if name in law.variables)
    return tuple(names)


def compare(
    situation: Situation,
    month: str | Period,
    *,
    reform: Bill | None = None,
    other_month: str | Period | None = None,
    variables: Sequence[str] | None = None,
) -> list[Line]:
    """Return each value that a reform, another month or both change.

    Args:
        situation: the people, as ``read_family`` returns them.
        month: the month of the first side.
        reform: the law of the second side; the law of the first if not given.
        other_month: the month of the second side; the same month if not given.
        variables: what to compare; the rights of the register, contributions, tax, status and sums if not given.

    Raises:
        InputError: a month is none, somebody is born after it, or there is no such variable.

    """
    before_law = law_for(situation)
    first = month_of(str(month))
    second = first if other_month is None else month_of(str(other_month))
    after_law = before_law if reform is None else _with_bill(before_law, reform)
    _check_names(variables, before_law, after_law)
    before = _simulation(situation, first, before_law)
    after = _simulation(situation, second, after_law)
    lines = []
    for name in variables if variables is not None else compared_variables(before_law, after_law):
        variable = (after_law if name in after_law.variables else before_law).get_variable(name, check_existence=True)
        old, new = _value(before, variable, first), _value(after, variable, second)
        for index, who in enumerate(before.populations[variable.entity.key].ids):
            one, other = plain(old, index), plain(new, index)
            gap = _gap(one, other)
            small = gap is not None and variable.unit == "KZT" and abs(gap) < HALF_A_TENGE
            if one != other and not small:
                label = EACH_MONTH.get(name, variable.label)
                lines.append(Line(str(who), name, label, variable.unit, one, other, gap))
    return lines


def _with_bill(law: System, bill: Bill) -> System:
    if not callable(bill):
        right = Problem("a bill, as `find_reform(name)` returns it")
        raise refuse_argument("reform", "{place}: {value} is not {right}.", place="reform", value=bill, right=right)
    return cast("System", checked_law(bill(cast("LawSystem", law)), "reform"))


def _check_names(names: Sequence[str] | None, *laws: System) -> None:
    """Refuse names of variables that no law knows."""
    if isinstance(names, str):
        right = Problem("a list of names")
        raise refuse_argument(
            "variables", "{place}: {value} is not {right}.", place="variables", value=names, right=right
        )
    known = {name: None for law in laws for name in law.variables}
    for name in names or ():
        if name not in known:
            hint = nearest(name, known)
            raise refuse_argument("variables", "There is no variable `{name}`: {hint}", name=name, hint=hint)


def _value(simulation: Simulation, variable: Any, month: Period) -> Any:
    """Return a value under a law; of what the law does not know, what it is of nobody."""
    if variable.name in simulation.tax_benefit_system.variables:
        if variable.name in TOTALS:
            return of_each_month(simulation, variable.name, month)
        return simulation.calculate(variable.name, period_of(variable, month))
    return variable.default_array(len(simulation.populations[variable.entity.key].ids))


def _simulation(situation: Situation, month: Period, law: System) -> Simulation:
    simulation = situation.simulation(month, law)
    # A reform that makes a fact of no account (the date of a claim) does so although it was told.
    ignored = [name for name in simulation.given if law.get_variable(name).is_neutralized]
    simulation.given = {name: told for name, told in simulation.given.items() if name not in ignored}
    return simulation


def _gap(before: Any, after: Any) -> float | None:
    numbers = (int, float, np.integer, np.floating)
    if isinstance(before, bool) or not (isinstance(before, numbers) and isinstance(after, numbers)):
        return None
    return float(after) - float(before)
