"""Everything a birth brings, month by month until the last payment."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, month_number
from openfisca_kz.engine.knowledge import Beyond, beyond
from openfisca_kz.engine.protocols import AnySimulation, System
from openfisca_kz.engine.simulation import Simulation
from openfisca_kz.engine.system import CountryTaxBenefitSystem
from openfisca_kz.problems import FIRST_MONTH, refuse

#: What is paid out to the family, in the order of the table: the variable, and whom it belongs to.
PAYMENTS = {
    "maternity_payment": "mother",
    "birth_benefit": "baby",
    "childcare_benefit": "baby",
    "childcare_payment": "baby",
    "large_family_allowance": "family",
}
#: What goes to the mother's pension account: withheld from the payments, and added by the state.
PENSION_ACCOUNT = {
    "maternity_payment_pension_contribution": "mother",
    "childcare_payment_pension_contribution": "baby",
    "childcare_pension_subsidy": "baby",
}

DAYS_BEFORE_BIRTH = 70
MONTHS_OF_HISTORY = 24
MOTHER_AGE_AT_BIRTH = 28
MOST_CHILDREN_AT_ONCE = 8


@dataclasses.dataclass(frozen=True)
class Birth:
    """What the table needs to know.

    Attributes:
        born: day of birth.
        mother_income: gross monthly salary of the mother in the two years before the leave; 0 if she had none.
        order: order of birth of the child (of the first of twins); 0 to count the elder children.
        elder: birth dates of the children who live in the family.
        babies: children born at once.
        leave_start: first day of the maternity leave; None for 70 days before the birth.
        leave_days: days of the certificate.
        extension_days: days of a second certificate, after a complicated birth or for two and more children.

    """

    born: datetime.date
    mother_income: float = 0.0
    order: int = 0
    elder: tuple[datetime.date, ...] = ()
    babies: int = 1
    leave_start: datetime.date | None = None
    leave_days: int = 126
    extension_days: int = 0

    def leave(self) -> datetime.date:
        """Return the first day of the maternity leave."""
        return self.leave_start or self.born - datetime.timedelta(days=DAYS_BEFORE_BIRTH)

    def absent_children(self) -> int:
        """Return how many children count for the order and do not live in the family."""
        return self.order - 1 - len(self.elder) if self.order else 0


@dataclasses.dataclass(frozen=True)
class ChildTable:
    """The amounts of each month. ``payments`` and ``pension`` have one array a name, one entry a month."""

    birth: Birth
    months: tuple[str, ...]
    payments: dict[str, np.ndarray]
    pension: dict[str, np.ndarray]
    beyond: Beyond

    def _added(self, columns: dict[str, np.ndarray]) -> np.ndarray:
        return sum(columns.values(), np.zeros(len(self.months)))

    def monthly(self) -> np.ndarray:
        """Return what is paid out in each month, KZT."""
        return self._added(self.payments)

    def total(self) -> float:
        """Return everything that is paid out, KZT."""
        return float(self.monthly().sum())

    def pension_total(self) -> float:
        """Return everything that goes to the mother's pension account, KZT."""
        return float(sum(values.sum() for values in self.pension.values()))

    def to_dict(self) -> dict[str, Any]:
        """Return the table for JSON: a row a month, the sums, and what goes to the pension account."""
        columns = {**self.payments, "total": self.monthly(), "pension_account": self._added(self.pension)}
        rows = [
            {"month": month, **{name: round(float(values[row]), 2) for name, values in columns.items()}}
            for row, month in enumerate(self.months)
        ]
        return {
            "rows": rows,
            "sums": {name: round(float(values.sum()), 2) for name, values in self.payments.items()},
            "total": round(self.total(), 2),
            "pension_account": round(self.pension_total(), 2),
        }


def child_tables(birth: Birth, system: System | None = None) -> tuple[ChildTable, ChildTable]:
    """Return what the birth brings, and what it would bring had the mother never been insured.

    Args:
        birth: the birth and the mother's income.
        system: the law; None for the law in force.

    Raises:
        InputError: a date before the rules begin, or numbers that contradict each other.

    """
    _check(birth)
    system = system or CountryTaxBenefitSystem()
    simulation = Simulation(system, SimulationBuilder().build_from_entities(system, _situation(birth)).populations)
    months = _months(birth)
    tables = []
    for name in ("insured", "uninsured"):
        payments = {key: _amounts(simulation, key, who, name, months, birth) for key, who in PAYMENTS.items()}
        pension = {key: _amounts(simulation, key, who, name, months, birth) for key, who in PENSION_ACCOUNT.items()}
        paid = np.flatnonzero(sum(payments.values(), np.zeros(len(months))))
        kept = slice(int(paid[0]), int(paid[-1]) + 1) if len(paid) else slice(0, 0)
        tables.append(
            ChildTable(
                birth,
                tuple(str(month) for month in months[kept]),
                {key: values[kept] for key, values in payments.items()},
                {key: values[kept] for key, values in pension.items()},
                beyond(simulation, months[kept][-1]) if len(paid) else Beyond(str(months[-1])),
            ),
        )
    return tables[0], tables[1]


def _check(birth: Birth) -> None:
    if birth.leave().isoformat()[:7] < FIRST_MONTH:
        raise refuse("The rules are complete from {first}: the leave or the birth is earlier.", first=FIRST_MONTH)
    if not 1 <= birth.babies <= MOST_CHILDREN_AT_ONCE:
        raise refuse(
            "Children born at the same time: 1 to {most}, not {babies}.",
            most=MOST_CHILDREN_AT_ONCE,
            babies=birth.babies,
        )
    if birth.order < 0 or birth.absent_children() < 0:
        raise refuse(
            "The order of birth {order} is too low: the number of elder children given is {elder}.",
            order=birth.order,
            elder=len(birth.elder),
        )
    if any(elder > birth.born for elder in birth.elder):
        raise refuse("An elder child cannot be born after {born}.", born=birth.born.isoformat())
    if birth.mother_income < 0:
        raise refuse("The mother's income cannot be below zero.")


def _months(birth: Birth) -> list[Any]:
    """Return the months from the leave (or the birth, if earlier) to the month of one and a half years."""
    first = periods.period(min(birth.leave(), birth.born).isoformat()[:7])
    last = periods.period(birth.born.isoformat()[:7]).offset(MONTHS_IN_YEAR + MONTHS_IN_YEAR // 2, MONTH)
    return [first.offset(step, MONTH) for step in range(month_number(last) - month_number(first) + 1)]


def _situation(birth: Birth) -> dict[str, Any]:
    """Return three families: as it is, without insurance, and without the birth (for what changes in a family)."""
    leave = periods.period(birth.leave().isoformat()[:7])
    history = [leave.offset(-back, MONTH) for back in range(1, MONTHS_OF_HISTORY + 1)]
    persons: dict[str, Any] = {}
    families: dict[str, Any] = {}
    for name in ("insured", "uninsured", "without"):
        mother: dict[str, Any] = {
            "birth_date": {"ETERNITY": f"{birth.born.year - MOTHER_AGE_AT_BIRTH}-01-01"},
            "sex": {"ETERNITY": "female"},
        }
        if name == "insured":
            mother["salary"] = {str(month): birth.mother_income for month in history}
        if name != "without":
            mother["maternity_leave_start"] = {"ETERNITY": birth.leave().isoformat()}
            mother["maternity_leave_days"] = {"ETERNITY": birth.leave_days}
            mother["maternity_leave_extension_days"] = {"ETERNITY": birth.extension_days}
        persons[f"{name} mother"] = mother
        children = [f"{name} elder {number}" for number in range(len(birth.elder))]
        days = [*birth.elder]
        if name != "without":
            children += [f"{name} baby {number}" for number in range(birth.babies)]
            days += [birth.born] * birth.babies
        for child, day in zip(children, days, strict=True):
            persons[child] = {"birth_date": {"ETERNITY": day.isoformat()}}
        families[name] = {
            "first_parent": [f"{name} mother"],
            "children": children,
            "earlier_children": {"ETERNITY": birth.absent_children()},
        }
    return {"persons": persons, "families": families}


def _amounts(
    simulation: AnySimulation, variable: str, who: str, name: str, months: list[Any], birth: Birth
) -> np.ndarray:
    population = simulation.get_variable_population(variable)
    ids = list(population.ids)
    values = np.array([simulation.calculate(variable, month) for month in months])
    if who == "family":
        return values[:, ids.index(name)] - values[:, ids.index("without")]
    names = [f"{name} mother"] if who == "mother" else [f"{name} baby {number}" for number in range(birth.babies)]
    return values[:, [ids.index(label) for label in names]].sum(axis=1)
