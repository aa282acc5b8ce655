"""What a YAML case says, and two ways to run it: alone, and in a population of several families."""

from __future__ import annotations

import copy
import dataclasses
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.reforms.in_yaml_test_reform import InYamlTestReform
from openfisca_core.simulations import Simulation, SimulationBuilder

from openfisca_kz.families.from_file import default_system

KEYS = {
    "name",
    "description",
    "period",
    "input",
    "output",
    "reforms",
    "parameters",
    "keywords",
    "absolute_error_margin",
    "relative_error_margin",
}

# Families that have nothing to do with the case: a formula that mixes families up gives itself away.
DECOY = {
    "persons": {
        "decoy_mother": {"birth_date": "1984-02-29", "sex": "female", "salary": 777777},
        "decoy_father": {"birth_date": "1960-12-31", "salary": 1234567},
        "decoy_eldest": {"birth_date": "2012-08-31"},
        "decoy_baby": {"birth_date": "2026-01-31"},
        "decoy_pensioner": {"birth_date": "1944-05-05", "sex": "female"},
    },
    "families": {
        "decoy": {
            "first_parent": ["decoy_mother"],
            "second_parent": ["decoy_father"],
            "children": ["decoy_eldest", "decoy_baby"],
        },
        "decoy_alone": {"first_parent": ["decoy_pensioner"]},
    },
}


@dataclasses.dataclass(frozen=True)
class Case:
    """One case of a YAML file."""

    name: str
    path: Path
    period: str
    input: dict[str, Any]
    output: dict[str, Any]
    reforms: tuple[str, ...]
    parameters: Any
    margin: Any
    relative_margin: Any

    @classmethod
    def from_yaml(cls, raw: dict[str, Any], path: Path) -> Case:
        """Read a case.

        Raises:
            ValueError: a key is missing or unknown.

        """
        unknown = set(raw) - KEYS
        missing = {"name", "period", "input", "output"} - set(raw)
        if unknown or missing:
            raise ValueError(f"{path}: {raw.get('name')!r}: unknown {unknown or '{}'}, missing {missing or '{}'}")
        if not isinstance(raw["name"], str):  # core's runner looks for a text in the name (`openfisca test -n`)
            raise ValueError(f"{path}: {raw['name']!r}: write the name in quotes")
        reforms = raw.get("reforms") or []
        return cls(
            name=raw["name"],
            path=path,
            period=str(raw["period"]),
            input=raw["input"],
            output=raw["output"],
            reforms=(reforms,) if isinstance(reforms, str) else tuple(reforms),
            parameters=raw.get("parameters"),
            margin=raw.get("absolute_error_margin", 0),
            relative_margin=raw.get("relative_error_margin", 0),
        )

    def full_input(self, system: Any) -> dict[str, Any]:
        """Return the input with every person and family spelled out."""
        given = copy.deepcopy(self.input)
        if "persons" in given:
            if "family" in given:
                given["families"] = {"family": given.pop("family")}
            elif "families" not in given:
                given["families"] = {f"family of {p}": {"first_parent": [p]} for p in given["persons"]}
            return given
        full: dict[str, Any] = {"persons": {"person": {}}, "families": {"family": {"first_parent": ["person"]}}}
        for name, value in given.items():
            entity = system.get_variable(name, check_existence=True).entity
            holder = full["persons"]["person"] if entity.is_person else full["families"]["family"]
            holder[name] = value
        return full

    def expectations(self, system: Any) -> Iterator[tuple[str | None, str, str, Any]]:
        """Yield (who, variable, period, value); who is None where the case speaks of everybody."""
        for key, value in self.output.items():
            if key in ("persons", "families"):
                for who, values in value.items():
                    for name, expected in values.items():
                        yield from self._dated(who, name, expected)
            elif key in ("person", "family"):
                for name, expected in value.items():
                    yield from self._dated(None, name, expected)
            else:
                system.get_variable(key, check_existence=True)
                yield from self._dated(None, key, value)

    def _dated(self, who: str | None, name: str, expected: Any) -> Iterator[tuple[str | None, str, str, Any]]:
        if isinstance(expected, dict):
            for period, value in expected.items():
                yield who, name, str(period), value
        else:
            yield who, name, self.period, expected


@functools.cache
def _reformed(reforms: tuple[str, ...]) -> Any:
    system: Any = default_system()
    for path in reforms:
        system = system.apply_reform(path)
    return system


def system_of(case: Case) -> Any:
    """Return the law of a case: as it is, or with its reforms and parameters."""
    system = _reformed(case.reforms)
    return InYamlTestReform(system, case.parameters) if case.parameters else system


def simulate(system: Any, situation: dict[str, Any], period: str) -> Simulation:
    """Return a simulation of a situation as core builds it."""
    builder = SimulationBuilder()
    builder.set_default_period(period)
    return builder.build_from_entities(system, situation)


def run_alone(case: Case, law: Any = None) -> None:
    """Run the case as `openfisca test` does, in its law or another, and compare without its float32."""
    system = law or system_of(case)
    simulation = simulate(system, case.full_input(system), case.period)
    _compare(case, system, simulation, lambda who: [who])


def run_in_a_crowd(case: Case) -> None:
    """Run three copies of the case among other families, with persons out of order; each must come out the same."""
    system = system_of(case)
    own = case.full_input(system)
    situation = copy.deepcopy(DECOY)
    if len(case.period) != len("2026-06"):
        for person in situation["persons"].values():
            person.pop("salary", None)
    prefixes = ("first ", "second ", "third ")
    for prefix in prefixes:
        renamed = _rename(own, prefix)
        situation["families"] = {**renamed["families"], **situation["families"]}
    people = [(prefix, person) for person in own["persons"] for prefix in prefixes]
    decoys = list(situation["persons"].items())
    mixed: dict[str, Any] = {}
    for number, (prefix, person) in enumerate(people):
        mixed[prefix + str(person)] = own["persons"][person] or {}
        if number < len(decoys):
            mixed[decoys[number][0]] = decoys[number][1]
    mixed.update(item for item in decoys if item[0] not in mixed)
    situation["persons"] = mixed
    simulation = simulate(system, situation, case.period)
    _compare(case, system, simulation, lambda who: [prefix + who for prefix in prefixes])


def _rename(situation: dict[str, Any], prefix: str) -> dict[str, Any]:
    roles = ("first_parent", "second_parent", "children", "others")
    families = {}
    for name, family in situation["families"].items():
        members = {}
        for key, value in (family or {}).items():
            if key in roles:
                listed = value if isinstance(value, list) else [value]
                members[key] = [prefix + str(person) for person in listed]
            else:
                members[key] = value
        families[prefix + name] = members
    return {"families": families}


def _compare(case: Case, system: Any, simulation: Simulation, names: Callable[[str], list[str]]) -> None:
    everybody = case.full_input(system)
    for who, name, period, expected in case.expectations(system):
        variable = system.get_variable(name, check_existence=True)
        population = simulation.populations[variable.entity.key]
        values = simulation.calculate(name, period)
        given = everybody[variable.entity.plural]
        own = [label for one in ([who] if who else given) for label in names(str(one))]
        rows = [list(population.ids).index(label) for label in own]
        wanted = expected if isinstance(expected, list) else [expected] * len(rows)
        if isinstance(expected, list):
            wanted = [value for value in expected for _ in names("")]
        for label, row, value in zip(own, rows, wanted, strict=True):
            actual = values.decode()[row].name if isinstance(values, EnumArray) else values[row]
            _check(case, f"{name} of {label} in {period}", actual, value)


def _check(case: Case, what: str, actual: Any, expected: Any) -> None:
    if isinstance(expected, bool) or isinstance(actual, str):
        assert actual == expected, f"{what}: {actual}, expected {expected}"
        return
    if isinstance(actual, np.datetime64):
        assert str(actual) == str(expected), f"{what}: {actual}, expected {expected}"
        return
    margin = _margin(case.margin, what) + _margin(case.relative_margin, what) * abs(float(expected))
    difference = abs(float(actual) - float(expected))
    assert difference <= margin + 1e-6, f"{what}: {float(actual):.6f}, expected {expected}"


def _margin(margin: Any, what: str) -> float:
    if isinstance(margin, dict):
        return float(margin.get(what.split()[0], margin.get("default", 0)))
    return float(margin)
