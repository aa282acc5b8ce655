"""The social law of Kazakhstan as code: an OpenFisca country package.

The names below are the public ones; each is loaded when it is first asked for, so that the import stays quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openfisca_kz.answers.compare import compare
    from openfisca_kz.answers.explain import explain
    from openfisca_kz.answers.late_claims import late_claim_cost
    from openfisca_kz.answers.payslip.payslip import payslip
    from openfisca_kz.answers.timeline import timeline
    from openfisca_kz.answers.verify import verify
    from openfisca_kz.answers.why import explain_variable
    from openfisca_kz.assessment.screening import screen
    from openfisca_kz.engine.bills import find_reform
    from openfisca_kz.engine.system import CountryTaxBenefitSystem, Reform
    from openfisca_kz.entities import Family, Person
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.population.arrays import simulation_from_arrays
    from openfisca_kz.problems import InputError
    from openfisca_kz.web.app import create_app

#: Where each public name lives.
_HOMES = {
    "CountryTaxBenefitSystem": "engine.system",
    "Family": "entities",
    "InputError": "problems",
    "Person": "entities",
    "Reform": "engine.system",
    "compare": "answers.compare",
    "create_app": "web.app",
    "explain": "answers.explain",
    "explain_variable": "answers.why",
    "find_reform": "engine.bills",
    "late_claim_cost": "answers.late_claims",
    "payslip": "answers.payslip.payslip",
    "read_family": "families.from_file",
    "screen": "assessment.screening",
    "simulation_from_arrays": "population.arrays",
    "timeline": "answers.timeline",
    "verify": "answers.verify",
}

__all__ = [
    "CountryTaxBenefitSystem",
    "Family",
    "InputError",
    "Person",
    "Reform",
    "compare",
    "create_app",
    "explain",
    "explain_variable",
    "find_reform",
    "late_claim_cost",
    "payslip",
    "read_family",
    "screen",
    "simulation_from_arrays",
    "timeline",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
