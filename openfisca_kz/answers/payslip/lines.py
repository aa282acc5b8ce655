"""The lines of a payslip: what each payment is counted on, at which rate, between which limits, by which article."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from openfisca_core.periods import Period

from openfisca_kz.acts import link
from openfisca_kz.answers.payslip.payers import PERSON, Duty, Payer
from openfisca_kz.assessment.laws import law_of_variable
from openfisca_kz.assessment.model import Law
from openfisca_kz.base import lookup, one_of, round_tenge
from openfisca_kz.engine.figures import figure_at
from openfisca_kz.engine.protocols import AnySimulation
from openfisca_kz.variables.duties.entrepreneur_income_tax import business_taxed_since_january
from openfisca_kz.variables.duties.entrepreneurs import carried_on, own_social_tax_multiple
from openfisca_kz.variables.duties.income_tax import basic_deduction_at_first
from openfisca_kz.variables.duties.year_to_date import taxed_since_january
from openfisca_kz.variables.facts.duties import EntrepreneurRegime

# An amount below this is no amount.
_NOTHING = 1e-6
# What is taxed of the income of who is taxed by the scale, as ``Taxed`` names it.
_TAXED = {"employee": "pay", "civil_contract": "civil_contracts", "second_employer": "second_pay"}
# Whose regime decides on the social tax for an employee.
_REGIMES = {"social_tax": "employer_regime", "second_social_tax": "second_employer_regime"}
# Since then fixed amounts count the MRP of the month of payment (Tax Code 2025, art. 557 p. 3-4).
_MRP_OF_PAYMENT_SINCE = 2026


@dataclasses.dataclass(frozen=True)
class Part:
    """One rate and what it is taken of, KZT."""

    base: float
    rate: float


@dataclasses.dataclass(frozen=True)
class Step:
    """One line of an account: words and an amount in tenge."""

    words: str
    amount: float


@dataclasses.dataclass(frozen=True)
class Line:
    """One payment of the month.

    ``parts`` are its rates with their bases: several where income crosses a threshold of the scale, none where the
    payment is a fixed amount. ``floor`` and ``cap`` limit the base, KZT. ``notes`` tell a fixed amount, and what is
    taken off. ``amount`` is whole tenge.
    """

    name: str
    short: str
    label: str
    borne_by: str
    parts: tuple[Part, ...]
    floor: float | None
    cap: float | None
    notes: tuple[Step, ...]
    amount: int
    article: str
    url: str

    @property
    def base(self) -> float | None:
        """What all rates together are taken of."""
        return sum(part.base for part in self.parts) if self.parts else None

    @property
    def rate(self) -> float | None:
        """The rate, where there is one only."""
        return self.parts[0].rate if len(self.parts) == 1 else None


def withheld_from_person(duty: Duty, law: Any) -> bool:
    """Return whether the person bears a payment under the law of a month."""
    return duty.borne_by == PERSON or bool(duty.withheld and figure_at(law.duties, duty.withheld))


def lines_of(simulation: AnySimulation, month: Period, who: Payer, values: Mapping[str, float]) -> tuple[Line, ...]:
    """Return the lines of the first person of a simulation."""
    unified = who.name == "employee" and bool(simulation.calculate("paid_by_unified_payment", month)[0])
    law = simulation.tax_benefit_system.get_parameters_at_instant(month)
    lines = []
    for duty in who.duties:
        if duty.name == "entrepreneur_income_tax" and not simulation.calculate("business_income", month)[0]:
            continue
        if duty.rate and not figure_at(law.duties, duty.rate):
            continue  # the law of the time knows no such payment
        parts: tuple[Part, ...]
        notes: tuple[Step, ...] = ()
        floor = cap = None
        if unified and duty.name in law.duties.unified_payment:
            parts = _of_rate(law.duties.unified_payment.rate * law.duties.unified_payment[duty.name], values[duty.name])
        elif duty.fixed:
            parts, notes = (), (Step("fixed amount", values[duty.name]),)
        elif duty.name == "entrepreneur_income_tax":
            parts = _of_business(simulation, month, values[duty.name])
        elif duty.short == "IPN" and not duty.rate:
            parts = _of_scale(simulation, month, who)
        elif duty.short == "SN":
            parts, notes = _of_social_tax(simulation, month, duty, values[duty.name])
        else:
            parts = _of_rate(figure_at(law.duties, duty.rate), values[duty.name])
            floor = _limit(law, duty.floor)
        cap = _limit(law, duty.cap)
        variable = simulation.tax_benefit_system.get_variable(duty.name)
        place = next(iter(law_of_variable(variable, month)), Law("", None))
        lines.append(
            Line(
                duty.name,
                duty.short,
                variable.label,
                PERSON if withheld_from_person(duty, law) else duty.borne_by,
                parts,
                floor,
                cap,
                notes,
                int(round_tenge(values[duty.name])),
                place.text,
                link(place.text, "ru", place.url) or "",
            )
        )
    return tuple(lines)


def tax_steps(simulation: AnySimulation, month: Period, who: Payer, values: Mapping[str, float]) -> tuple[Step, ...]:
    """Return how the taxed income comes from the income of the month; nothing where no such account is made."""

    def of(name: str) -> float:
        return float(simulation.calculate(name, month)[0])

    if who.name == "employee" and of("taxable_pay") and of("tax_resident"):
        income, base = of("taxable_pay"), of("income_tax_base")
        contributions = of("pension_contribution") + of("health_contribution")
        basic = of("basic_income_tax_deduction") * float(basic_deduction_at_first(simulation.persons, month)[0])
        other = income - contributions - basic - base
    elif who.name == "second_employer" and values["income"] and of("tax_resident"):
        income, base = values["income"], of("second_income_tax_base")
        contributions = of("second_pension_contribution") + of("second_health_contribution")
        basic, other = of("basic_income_tax_deduction") * of("second_basic_deduction_claimed"), 0.0
    elif who.name == "civil_contract" and values["income"] and of("tax_resident"):
        income, basic, other = values["income"], of("civil_contract_basic_deduction"), 0.0
        contributions = income - of("civil_contract_income_tax_base")
        base = income - contributions - basic
    else:
        return ()
    before, now = _taxed(simulation, month, who)
    rest = base - (now - before)
    words = "deductions of the year, the low-pay adjustment and what is carried over between months"
    steps = (
        Step("Income that is taxed", income),
        Step("less contributions withheld", -contributions),
        Step("less basic deduction", -basic),
        Step("less other deductions of the month", -other),
        Step(words if rest > 0 else "deductions beyond the income, which are not used in this month", -rest),
        Step("Taxable income", now - before),
    )
    return tuple(step for step in steps if abs(step.amount) > _NOTHING or step is steps[-1])


def taxed_before(simulation: AnySimulation, month: Period, who: Payer) -> float:
    """Return the income taxed since January before this month, of who is taxed by the scale; else nothing. KZT."""
    return _taxed(simulation, month, who)[0] if who.name in _TAXED else 0.0


def _taxed(simulation: AnySimulation, month: Period, who: Payer) -> tuple[float, float]:
    """Return the taxed income since January before this month, and with it."""
    system = simulation.tax_benefit_system
    taxed = taxed_since_january(simulation.persons, month, system.get_parameters_at_instant, who.income)
    now = _TAXED[who.name]
    return float(getattr(taxed, f"{now}_before")[0]), float(getattr(taxed, now)[0])


def _of_scale(simulation: AnySimulation, month: Period, who: Payer) -> tuple[Part, ...]:
    """Return the parts of the month's taxed income by rates of the scale."""
    system = simulation.tax_benefit_system
    law, year = system.get_parameters_at_instant(month), system.get_parameters_at_instant(month.this_year)
    tax = law.duties.income_tax
    if who.name == "civil_contract" and not simulation.calculate("tax_resident", month)[0]:
        return (Part(float(simulation.calculate(who.income, month)[0]), float(tax.non_resident_rate)),)
    return _by_rates(*_taxed(simulation, month, who), tax.scale, year.indicators.mrp_tax)


def _of_business(simulation: AnySimulation, month: Period, amount: float) -> tuple[Part, ...]:
    """Return what the tax on the business is taken of: the income, or under the general rules what is taxed of it."""
    system = simulation.tax_benefit_system
    law, year = system.get_parameters_at_instant(month).duties, system.get_parameters_at_instant(month.this_year)
    tax, regime = law.entrepreneur_income_tax, simulation.calculate("entrepreneur_regime", month)
    if simulation.calculate("private_practice", month)[0]:
        return _of_rate(tax.private_practice_rate, amount)
    if one_of(regime, EntrepreneurRegime.simplified, EntrepreneurRegime.farm)[0]:
        income = float(simulation.calculate("business_income", month)[0])
        return (Part(income, amount / income),)
    share = tax.farm_due_share if one_of(regime, EntrepreneurRegime.general_farm)[0] else 1.0
    now, before = (float(taxed[0]) for taxed in business_taxed_since_january(simulation.persons, month))
    parts = _by_rates(before, now, tax.general_scale, year.indicators.mrp_tax)
    return tuple(Part(part.base, part.rate * share) for part in parts)


def _by_rates(before: float, now: float, scale: Any, mrp: float) -> tuple[Part, ...]:
    """Return the parts of what was taxed since ``before`` by the rates of a scale, which counts MRP."""
    tops = [*(float(threshold) * mrp for threshold in scale.thresholds[1:]), float("inf")]
    parts, bottom = [], 0.0
    for rate, top in zip(scale.rates, tops, strict=True):
        inside = min(max(now, bottom), top) - min(max(before, bottom), top)
        if inside > _NOTHING:
            parts.append(Part(inside, float(rate)))
        bottom = top
    return tuple(parts) or (Part(0.0, float(scale.rates[0])),)


def _of_social_tax(
    simulation: AnySimulation, month: Period, duty: Duty, amount: float
) -> tuple[tuple[Part, ...], tuple[Step, ...]]:
    """Return the part of the social tax on a base, its fixed amount, and the social contribution taken off."""
    system, person = simulation.tax_benefit_system, simulation.persons
    law = system.get_parameters_at_instant(month)
    tax = law.duties.social_tax
    of_payment = month.offset(1) if month.start.year >= _MRP_OF_PAYMENT_SINCE else month
    mrp = system.get_parameters_at_instant(of_payment).indicators.mrp_tax
    if duty.name in _REGIMES:
        regime = simulation.calculate(_REGIMES[duty.name], month)
        base = float(simulation.calculate(f"{duty.name}_base", month)[0])
        rate = float(lookup(tax.due_share, regime)[0]) * tax.rate
        fixed = float(lookup(tax.per_employee, regime)[0]) * mrp * (base > 0)
    else:
        base = rate = 0.0
        fixed = float((own_social_tax_multiple(person, month, law) * carried_on(person, month))[0]) * mrp
    off = base * rate + fixed - amount
    notes = (Step("fixed amount", fixed), Step("less social contribution", -off))
    parts = (Part(base, rate),) if rate else ()
    return parts, tuple(note for note in notes if abs(note.amount) > _NOTHING)


def _of_rate(rate: float | None, amount: float) -> tuple[Part, ...]:
    return (Part(amount / rate, float(rate)),) if rate else ()


def _limit(law: Any, place: str) -> float | None:
    limit = figure_at(law.duties, place) if place else None
    return limit * law.indicators.minimum_wage if limit else None
