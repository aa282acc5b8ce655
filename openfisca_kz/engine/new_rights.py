"""A right that a bill adds without code: an amount, who pays it, and the conditions on which it is due."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from typing import Any

from openfisca_kz.base import MONTH, PAYERS, Variable, ceil_tenge, where
from openfisca_kz.language import Told
from openfisca_kz.problems import Problem, nearest

#: What an amount may be counted in, and the figure that gives its worth in tenge.
UNITS = {"KZT": None, "MRP": "mrp", "SM": "subsistence_minimum", "MW": "minimum_wage", "MP": "minimum_pension"}

#: What a right in a bill says.
KEYS = ("label", "paid_by", "amount", "to")

#: Between conditions that must all hold.
ALL = "&"

Wrong = Callable[..., None]


@dataclasses.dataclass(frozen=True)
class NewRight:
    """A right of a bill, read and checked."""

    name: str
    label: str
    paid_by: str
    amount: float
    unit: str
    grounds: tuple[tuple[str, ...], ...]  # any of them, of each all conditions

    def variables(self, law: Any, day: datetime.date, source: str) -> list[type[Variable]]:
        """Return the classes of the right and of its conditions, in force from a day on."""
        entity = law.variables[self.grounds[0][0]].entity
        formula = f"formula_{day:%Y_%m_%d}"
        shared = {"entity": entity, "definition_period": MONTH, "reference": [source], "__module__": __name__}
        yes = shared | {"value_type": bool, "unit": "boolean"}
        made = []
        conditions = self.grounds[0]
        if len(self.grounds) > 1:
            conditions = (f"{self.name}_ground",)
            ground = yes | {
                "label": f"{self.label}: one of the grounds",
                formula: _formula(_any_of(self.grounds), "One of the grounds that the bill names holds."),
            }
            made.append(type(conditions[0], (Variable,), ground))
        eligible = yes | {
            "label": f"{self.label}: the right",
            formula: _formula(_all_of(conditions), "Every condition that the bill names holds."),
        }
        made.append(type(f"{self.name}_eligible", (Variable,), eligible))
        rule = _amount(f"{self.name}_eligible", self.amount, UNITS[self.unit])
        amount = _formula(rule, "So much a month for each who has the right; whole tenge, rounded up. KZT.")
        body = {"value_type": float, "unit": "KZT", "label": self.label, "right_paid_by": self.paid_by, formula: amount}
        made.append(type(self.name, (Variable,), shared | body))
        return made


def _formula(rule: str, doc: str) -> Any:
    """Return a formula as one is written by hand, so that whoever reads the names in a formula finds them here too.

    The rule is made of names of variables that the law knows, of numbers and of the words below.
    """
    words: dict[str, Any] = {"ceil_tenge": ceil_tenge, "where": where, "__name__": __name__}
    exec(f"def formula(population, period, parameters):\n    return {rule}", words)
    words["formula"].__doc__ = doc
    return words["formula"]


def _all_of(conditions: tuple[str, ...]) -> str:
    return " & ".join(f"population({name!r}, period)" for name in conditions)


def _any_of(grounds: tuple[tuple[str, ...], ...]) -> str:
    return " | ".join(f"({_all_of(conditions)})" for conditions in grounds)


def _amount(eligible: str, amount: float, indicator: str | None) -> str:
    worth = "" if indicator is None else f" * parameters(period).indicators.{indicator}"
    return f"where(population({eligible!r}, period), ceil_tenge({float(amount)!r}{worth}), 0)"


def read(name: str, told: Any, law: Any, wrong: Wrong) -> NewRight | None:
    """Return a right as a bill tells it; None, with a sentence for each fault, where it cannot be.

    Args:
        name: of the right.
        told: what the file says of it.
        law: that the bill changes.
        wrong: takes a sentence and its values.

    """
    faults: list[str] = []

    def fault(message: str, **values: Any) -> None:
        faults.append(message)
        wrong(message, **values)

    if not name.isidentifier() or name in law.variables:
        fault("the law has `{name}` already, or it is not a name: write it as pupil_grant.", name=name)
    if not isinstance(told, Mapping) or set(told) != set(KEYS):
        fault("the right `{name}` takes {keys}, and nothing else.", name=name, keys=", ".join(KEYS))
        return None
    label = Told.of(told["label"], name)
    if told["paid_by"] not in PAYERS:
        hint: Problem = nearest(str(told["paid_by"]), PAYERS)
        fault("there is no payer `{name}`: {hint}", name=str(told["paid_by"]), hint=hint)
    amount = told["amount"] if isinstance(told["amount"], Mapping) else {"value": told["amount"]}
    value, unit = amount.get("value"), amount.get("unit", "KZT")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        fault("`{figure}`: a number is expected, not {value}.", figure=name, value=str(value))
    if unit not in UNITS:
        fault("`{figure}` is in one of {units}, not in {unit}.", figure=name, units=", ".join(UNITS), unit=str(unit))
    grounds = _grounds(name, told["to"], law, fault)
    return None if faults or value is None else NewRight(name, label, told["paid_by"], value, unit, grounds)


def _grounds(name: str, told: Any, law: Any, fault: Wrong) -> tuple[tuple[str, ...], ...]:
    listed = [told] if isinstance(told, str) else told
    if not isinstance(listed, list) or not listed:
        fault("the right `{name}`: `to` is a list of conditions, such as child_6_15_in_school.", name=name)
        return ()
    grounds = tuple(tuple(part.strip() for part in str(each).split(ALL)) for each in listed)
    known = [name for name, each in law.variables.items() if each.value_type is bool]
    named = [condition for ground in grounds for condition in ground]
    for condition in named:
        if condition not in known:
            fault("there is no condition `{name}`: {hint}", name=condition, hint=nearest(condition, known))
    if len({law.variables[each].entity.key for each in named if each in known}) > 1:
        fault("the right `{name}`: conditions of persons and of families do not mix.", name=name)
    return grounds
