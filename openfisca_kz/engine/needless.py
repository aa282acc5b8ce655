"""What need not be worked out for everybody: a value that can matter to a few only is looked for among these.

A variable says so itself: ``matters_where`` names the variables that hold for those to whom it can matter, each asked
of those alone for whom the one before holds, and ``matters_through`` what is read on the way from it to
``matters_to``, which comes out the same whatever the value of all others is. Where somebody asks for what lies on the
way, tells it, or changes its rule, everybody is looked at.

A right is nothing where its condition (``childcare_benefit_eligible``) does not hold, a duty where the income is not
there that it is counted on (``nothing_without``): where nobody has it, the amount need not be worked out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from openfisca_kz.engine.core import of_variables
from openfisca_kz.engine.formulas import mentioned, named_by
from openfisca_kz.engine.loading import law_variables
from openfisca_kz.engine.open.facts import everything_below
from openfisca_kz.engine.protocols import System


def needless_for_some(system: System, asked: Iterable[str], told: Mapping[str, float]) -> frozenset[str]:
    """Return the variables that need to be worked out only for those to whom they can matter.

    Args:
        system: the law or a reform of it.
        asked: every variable that is asked.
        told: every variable of which something was told, with the least that was.

    """
    names = [name for name, variable in system.variables.items() if getattr(variable, "matters_where", None)]
    return frozenset(name for name in names if _holds(system, name, frozenset(asked), told))


def none_without(system: System) -> Mapping[str, str]:
    """Return by amount what it is nothing without, as the law's own rule reads it: declared, or a condition by name."""

    def find() -> dict[str, str]:
        without = {
            name: getattr(each, "nothing_without", None) or f"{name.removesuffix('_gross')}_eligible"
            for name, each in system.variables.items()
        }
        pairs = ((each, system.variables.get(without[name])) for name, each in system.variables.items())
        return {amount.name: known.name for amount, known in pairs if known is not None and _rests_on(amount, known)}

    conditions: dict[str, str] = of_variables(system, "conditions of rights", find)
    return conditions


def _rests_on(amount: Any, condition: Any) -> bool:
    alike = (amount.entity.key, amount.definition_period) == (condition.entity.key, condition.definition_period)
    named = all(condition.name in mentioned(rule) for rule in amount.formulas.values())  # in every version of it
    return alike and bool(amount.formulas) and named and _as_in_the_law(amount)


def _holds(system: System, name: str, asked: frozenset[str], told: Mapping[str, float]) -> bool:
    variable = system.variables[name]
    on_the_way = {name, *variable.matters_through}
    below = named_by(variable) & system.variables.keys()  # what the value is made of: that it only grows is the law's
    ruled = on_the_way | below | {*variable.matters_where, *variable.matters_to}
    changed = _changed(system)
    negative = {each for each, least in told.items() if least < 0}
    return (
        asked.isdisjoint(on_the_way)
        and ruled.isdisjoint(told)
        and ruled.isdisjoint(each.name for each in changed)
        and not any(_may_read(each, on_the_way) for each in changed)
        and not (negative and negative & everything_below(system, name))
    )


def _changed(system: System) -> list[Any]:
    """Return the variables of a law that have not the formulas that the law of this package has."""

    def find() -> list[Any]:
        return [each for each in system.variables.values() if not _as_in_the_law(each)]

    changed: list[Any] = of_variables(system, "variables changed", find)
    return changed


def _as_in_the_law(variable: Any) -> bool:
    return not variable.is_neutralized and frozenset(variable.formulas.values()) == _written().get(variable.name)


@functools.cache
def _written() -> dict[str, frozenset[Any]]:
    """Return the formulas of every variable of the law."""
    return {
        each.__name__: frozenset(rule for name, rule in vars(each).items() if name.startswith("formula"))
        for each, _ in law_variables()
    }


def _may_read(variable: Any, names: set[str]) -> bool:
    """Return whether a formula names any of the variables, or holds what does not stand in its code."""
    closed = any(getattr(formula, "__closure__", True) for formula in variable.formulas.values())
    return closed or not names.isdisjoint(named_by(variable))
