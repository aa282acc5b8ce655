"""What this package asks of a law and of a simulation, whoever made them: ours, a reform, or core's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray


class System(Protocol):
    """A law: its variables by name, its figures, who it is about."""

    variables: Mapping[str, Any]
    parameters: Any
    entities: Sequence[Any]
    person_entity: Any
    group_entities: Sequence[Any]

    def get_variable(self, variable_name: str, check_existence: bool = False) -> Any:
        """Return a variable; None where there is none, or an error if its existence is checked."""

    def get_parameters_at_instant(self, when: Any) -> Any:
        """Return the figures in force at an instant, for a period at its first day."""

    def instantiate_entities(self) -> dict[str, Any]:
        """Return empty populations, one for each entity."""


class AnySimulation(Protocol):
    """People under a law, of whom variables can be asked."""

    tax_benefit_system: System
    populations: Mapping[str, Any]
    persons: Any
    trace: bool
    tracer: Any

    def calculate(self, variable_name: str, period: Any) -> Any:
        """Return the values of a variable in a period, one for each member of its entity."""

    def get_variable_population(self, variable_name: str) -> Any:
        """Return those whom a variable is about."""

    def get_array(self, variable_name: str, period: Any) -> NDArray[Any] | None:
        """Return what is known of a variable in a period; None where nothing is."""

    def set_input(self, variable_name: str, period: Any, value: Any) -> None:
        """Tell a variable of a period."""

    def delete_arrays(self, variable: str, period: Any = None) -> None:
        """Forget what is known of a variable in a period, or in all."""
