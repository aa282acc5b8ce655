"""`openfisca test` of core runs every shipped case, but not one that expects a choice of one person by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from openfisca_core.indexed_enums import Enum

from openfisca_kz import CountryTaxBenefitSystem

TESTS = Path(__file__).parent.parent


def _choices_of_one(case: dict[str, Any], system: CountryTaxBenefitSystem) -> Iterator[str]:
    """Yield the choices that a case expects of persons or families by name instead of as a list."""
    for members in (case["output"].get("persons"), case["output"].get("families")):
        for who, expected in (members or {}).items():
            for name in expected:
                variable = system.get_variable(name)
                if variable is not None and variable.value_type is Enum:
                    yield f"{name} of {who}"


@pytest.mark.slow
def test_choices_are_expected_as_lists(system: CountryTaxBenefitSystem) -> None:
    wrong = [
        f"{path.relative_to(TESTS)}: {case['name']}: {choice}"
        for path in sorted(TESTS.rglob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or ()
        if isinstance(case, dict) and isinstance(case.get("output"), dict)
        for choice in _choices_of_one(case, system)
    ]
    assert not wrong, "core's test runner cannot read these, write a list with a line for each person:\n" + "\n".join(
        wrong
    )


def test_a_choice_of_one_person_is_found(system: CountryTaxBenefitSystem) -> None:
    case = {"output": {"persons": {"a": {"primary_social_status": "employee", "age": 30}}, "health_insured": [True]}}
    assert list(_choices_of_one(case, system)) == ["primary_social_status of a"]
