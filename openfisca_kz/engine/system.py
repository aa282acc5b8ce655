"""The tax and benefit system of Kazakhstan, and the base of its reforms."""

from __future__ import annotations

import bisect
import copy
import functools
import importlib.metadata
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core import reforms
from openfisca_core.parameters import ParameterNode, ParameterNodeAtInstant
from openfisca_core.periods import Instant, Period, instant
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_kz.engine.core import FIRST_YEAR, LawFamilies, LawPersons, memo
from openfisca_kz.engine.figures import change_dates, freeze
from openfisca_kz.engine.loading import PACKAGE, law_variables, load_parameter_tree
from openfisca_kz.entities import ENTITIES
from openfisca_kz.problems import refuse_argument


@functools.cache
def version() -> str:
    """Return the version of this package."""
    return importlib.metadata.version("openfisca-kz")


def checked_law(system: Any, field: str = "system") -> Any:
    """Return what should be a law.

    Raises:
        InputError: it is none; a bill, say, that was not applied to a law.

    """
    if not isinstance(system, TaxBenefitSystem):
        message = (
            "`{field}`: a law is expected, such as `CountryTaxBenefitSystem()`, or `find_reform(name)` applied to it."
        )
        raise refuse_argument(field, message, field=field)
    return system


class LawVariables(dict[str, Any]):
    """Variables by name, whose floats are float64 even where a class or a reform comes from plain core."""

    def __setitem__(self, name: str, variable: Any) -> None:
        """Add or replace a variable."""
        if variable.value_type is float:
            variable.dtype = np.float64
        if isinstance(variable.label, tuple):  # core wraps the label of a neutralised variable by mistake
            (variable.label,) = variable.label
        super().__setitem__(name, variable)

    def copy(self) -> LawVariables:
        """Return a copy that guards in the same way; reforms of plain core start from it."""
        new = LawVariables()
        new.update(self)
        return new


# Where the tree of a date that is none stands, beside those counted by changes.
_NO_DAY = -1


class LawSystem(TaxBenefitSystem):
    """What the baseline and its reforms share: exact money, and parameters that cannot change unseen."""

    parameters: ParameterNode
    variables: dict[str, Any]

    #: The names of bills that apply one upon another.
    names: tuple[str, ...] = ()

    def instantiate_entities(self) -> dict[str, Any]:
        """Return empty populations, one for each entity."""
        persons = LawPersons(self.person_entity)
        families = {entity.key: LawFamilies(entity, persons) for entity in self.group_entities}
        return {self.person_entity.key: persons, **families}

    def get_parameters_at_instant(self, when: str | int | Period | Instant) -> ParameterNodeAtInstant:
        """Return the figures in force at an instant (for a period, at its first day).

        Core keeps 128 instants for the whole process; here every instant between two changes of law shares one
        tree, so that a history of forty years by month costs no more than the changes in it.
        """
        moment = when.start if isinstance(when, Period) else instant(when)
        changes, trees, asked = self._dated_trees()
        tree = asked.get(moment)
        if tree is None:
            key = bisect.bisect_right(changes, str(moment))
            if not key and moment.year < FIRST_YEAR:
                key = _NO_DAY  # apart from days before every change: what is refused says that no date was given
            if key not in trees:
                since = changes[key - 1] if key > 0 else str(moment)
                trees[key] = self.parameters.get_at_instant(since)
            tree = asked[moment] = trees[key]
        return tree

    def _dated_trees(self) -> tuple[list[str], dict[int, Any], dict[Any, Any]]:
        """Return the days on which the law changes, the tree since each of them, and the tree of each instant asked."""
        kept = memo(self)
        cached = kept.get("dated")
        if cached is None or cached[0] is not self.parameters:
            freeze(self.parameters)
            cached = kept["dated"] = (self.parameters, change_dates(self.parameters), {}, {})
        return cached[1], cached[2], cached[3]

    def get_package_metadata(self) -> dict[str, str]:
        """Return name, version, repository and place (core cuts the place at the first folder named as the package)."""
        return {**super().get_package_metadata(), "location": str(PACKAGE.parent)}

    def clone(self) -> Any:
        """Return an independent copy (core's copy leaves the entities of the original pointing at the copy)."""
        new = copy.copy(self)
        new.entities = [copy.copy(entity) for entity in self.entities]
        new.person_entity = next(entity for entity in new.entities if entity.is_person)
        new.group_entities = [entity for entity in new.entities if not entity.is_person]
        for entity in new.entities:
            entity.set_tax_benefit_system(new)
        new.parameters = self.parameters.clone()
        new.variables = self.variables.copy()
        new.open_api_config = dict(self.open_api_config)
        return new


class CountryTaxBenefitSystem(LawSystem):
    """The law of Kazakhstan: every variable and parameter of this package."""

    def __init__(self) -> None:
        super().__init__(list(ENTITIES))
        self.variables = LawVariables()
        for variable_class, room in law_variables():
            self.add_variable(variable_class).room = room
        self.parameters = load_parameter_tree(PACKAGE / "parameters")
        self.open_api_config = {
            "variable_example": "birth_benefit",
            "parameter_example": "indicators.mrp",
            "simulation_example": _api_example(),
        }


class Reform(LawSystem, reforms.Reform):
    """A bill or a superseded law. Subclass it and write ``apply``; change figures by ``modify_parameters`` only."""

    def __init_subclass__(cls) -> None:
        """Name a bill after its class where it has no name of its own."""
        if "name" not in cls.__dict__:
            cls.name = cls.__name__

    def modify_parameters(self, modifier_function: Callable[[ParameterNode], ParameterNode]) -> None:
        """Replace the figures by what ``modifier_function`` makes of a copy of them; the baseline stays as it is.

        Raises:
            ValueError: the function did not return the tree.

        """
        changed = modifier_function(copy.deepcopy(self.parameters))
        if not isinstance(changed, ParameterNode):
            raise ValueError(f"{modifier_function.__name__} must return the parameter tree it was given")
        self.parameters = changed


# ----- The example of the Web API's documentation ----- #


def _api_example() -> dict[str, Any]:
    return {
        "persons": {
            "Aigerim": {
                "birth_date": {"ETERNITY": "1998-03-12"},
                "sex": {"ETERNITY": "female"},
                "main_carer": {"2026-06": True},
            },
            "Daulet": {
                "birth_date": {"ETERNITY": "1996-11-02"},
                "salary": {"2026-06": 320000},
                "net_salary": {"2026-06": None},
            },
            "Alikhan": {
                "birth_date": {"ETERNITY": "2026-06-09"},
                "birth_benefit": {"2026-06": None},
            },
        },
        "families": {
            "family": {
                "first_parent": ["Aigerim"],
                "second_parent": ["Daulet"],
                "children": ["Alikhan"],
            },
        },
    }
