"""The families of the package: what is asked first makes no difference, and pay is taxed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openfisca_core import periods

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.answers.calculation import calculate
from openfisca_kz.families.from_file import read_family
from tests.rotating import some

SITUATIONS = sorted((Path(openfisca_kz.__file__).parent / "situations").glob("*.yaml"))
MONTH = periods.period("2026-06")


def _period(unit: str) -> periods.Period:
    return {"year": MONTH.this_year, "eternity": periods.period("ETERNITY")}.get(unit, MONTH)


@pytest.mark.parametrize("path", some(SITUATIONS, 1))
def test_a_variable_asked_alone_is_the_same_as_asked_among_all(path: Path, system: CountryTaxBenefitSystem) -> None:
    """A rule that looks at what is known already, instead of asking, gives itself away."""
    family = read_family(path, system)
    together = family.simulation(MONTH)
    names = list(system.variables)
    for name in names:
        together.calculate(name, _period(system.variables[name].definition_period))
    wrong = []
    for name in names:
        period = _period(system.variables[name].definition_period)
        alone = np.asarray(family.simulation(MONTH).calculate(name, period))
        if not np.array_equal(alone, np.asarray(together.calculate(name, period))):
            wrong.append(name)
    assert not wrong, ", ".join(wrong)


def test_net_salary_of_the_bus_driver(system: CountryTaxBenefitSystem) -> None:
    """320 000 - 32 000 - 6 400 - 10% of (320 000 - 38 400 - 129 750) = 266 415, asked for nothing else."""
    family = read_family(next(path for path in SITUATIONS if path.stem == "newborn"), system)
    assert calculate(family, ["net_salary"], "2026-06")["net_salary"]["Daulet"] == pytest.approx(266415)
    assert calculate(family, ["income_tax"], "2026-07")["income_tax"]["Daulet"] == pytest.approx(15185)
