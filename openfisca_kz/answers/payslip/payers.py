"""Who gets a payslip, and the lines that stand on it: for each payer the payments, who bears them, their figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from openfisca_core.periods import Period

from openfisca_kz.problems import Problem, nearest, refuse

__all__ = ["PAYERS", "Duty", "Payer", "Total", "payer_of"]

#: Who bears a payment: it is taken from the person's income, or paid on top of it.
PERSON, ON_TOP = "person", "on_top"


@dataclasses.dataclass(frozen=True)
class Duty:
    """One payment: its variable, the short name accountants use, who bears it, where its figures stand.

    ``rate``, ``floor``, ``cap`` and ``withheld`` are places under the parameters of the duties; floor and cap count
    minimum wages. ``withheld`` is a switch: where it is on, the payment is taken from the person.
    """

    name: str
    short: str
    borne_by: str
    rate: str = ""
    floor: str = ""
    cap: str = ""
    withheld: str = ""


@dataclasses.dataclass(frozen=True)
class Total:
    """A sum at the foot of a payslip: its name, its words, whose payments it takes off the income or adds to it."""

    name: str
    words: str
    sign: int
    borne_by: tuple[str, ...]
    of_income: bool = True
    #: The payments are made as one sum: it is rounded as a whole, not part by part.
    whole: bool = False


@dataclasses.dataclass(frozen=True)
class Payer:
    """Somebody of whom the law wants payments every month.

    ``income`` is the fact that the payments are counted on; empty where they are a fixed amount.
    ``told`` are the facts that make somebody this payer. ``first`` and ``last`` are the months of the regime.
    """

    name: str
    title: str
    income: str
    income_words: str
    duties: tuple[Duty, ...]
    totals: tuple[Total, ...]
    told: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    first: str = ""
    last: str = ""

    def check(self, month: Period) -> None:
        """Refuse a month in which there is no such payer.

        Raises:
            InputError: the regime had not begun, or was over.

        """
        if self.first and str(month) < self.first:
            raise refuse(
                "{payer}: this payment begins in {first}, so {month} has none: ask for a later month.",
                payer=Problem(self.title),
                first=self.first,
                month=str(month),
            )
        if self.last and str(month) > self.last:
            raise refuse(
                "{payer}: this payment ended with {last}, so {month} has none: ask for an earlier month.",
                payer=Problem(self.title),
                last=self.last,
                month=str(month),
            )


def _limited(name: str, short: str, borne_by: str, node: str) -> Duty:
    """Return a payment whose rate, floor and cap stand under one node."""
    return Duty(name, short, borne_by, f"{node}.rate", f"{node}.floor", f"{node}.cap")


_NET = Total("net", "Net pay", -1, (PERSON,))
_TO_PAY = Total("to_pay", "To pay in all", 1, (PERSON, ON_TOP), of_income=False)

_EMPLOYEE = Payer(
    "employee",
    "Employee",
    "salary",
    "Gross pay",
    (
        Duty("pension_contribution", "OPV", PERSON, "pension_contribution.rate", cap="pension_contribution.cap"),
        Duty("health_contribution", "VOSMS", PERSON, "health_contribution.rate", cap="health_contribution.cap"),
        Duty("income_tax", "IPN", PERSON),
        _limited("social_contribution", "SO", ON_TOP, "social_contribution"),
        Duty("social_tax", "SN", ON_TOP, "social_tax.rate"),
        Duty(
            "employer_health_contribution",
            "OOSMS",
            ON_TOP,
            "employer_health_contribution.rate",
            cap="employer_health_contribution.cap",
        ),
        _limited("employer_pension_contribution", "OPVR", ON_TOP, "employer_pension_contribution"),
        Duty("occupational_pension_contribution", "OPPV", ON_TOP, "occupational_pension_contribution.rate"),
    ),
    (_NET, Total("cost", "Cost to the employer", 1, (ON_TOP,))),
)

_CIVIL_CONTRACT = Payer(
    "civil_contract",
    "Civil contract",
    "civil_contract_income",
    "Income from civil contracts",
    (
        Duty(
            "civil_contract_pension_contribution",
            "OPV",
            PERSON,
            "pension_contribution.rate",
            cap="pension_contribution.cap",
        ),
        Duty(
            "civil_contract_health_contribution",
            "VOSMS",
            PERSON,
            "health_contribution.rate",
            cap="health_contribution.cap",
        ),
        Duty(
            "civil_contract_social_contribution",
            "SO",
            ON_TOP,
            "social_contribution.rate",
            "social_contribution.civil_contract.floor",
            "social_contribution.cap",
            withheld="social_contribution.civil_contract.withheld",
        ),
        Duty("civil_contract_income_tax", "IPN", PERSON),
    ),
    (Total("net", "Net income", -1, (PERSON,)), Total("cost", "Cost to the customer", 1, (ON_TOP,))),
)

_OWN_BUSINESS = (
    Duty(
        "entrepreneur_pension_contribution", "OPV", PERSON, "pension_contribution.rate", cap="pension_contribution.cap"
    ),
    _limited("entrepreneur_employer_pension_contribution", "OPVR", PERSON, "employer_pension_contribution"),
    _limited("entrepreneur_social_contribution", "SO", PERSON, "social_contribution"),
    Duty("entrepreneur_health_contribution", "VOSMS", PERSON, "health_contribution.entrepreneur_rate"),
    Duty("entrepreneur_social_tax", "SN", PERSON),
    Duty("entrepreneur_income_tax", "IPN", PERSON),
)

_ENTREPRENEUR = Payer(
    "entrepreneur",
    "Entrepreneur for themselves",
    "entrepreneur_declared_income",
    "Declared income",
    _OWN_BUSINESS,
    (_TO_PAY,),
    {"individual_entrepreneur": True},
)

_PRIVATE_PRACTICE = Payer(
    "private_practice",
    "Private practitioner for themselves",
    "entrepreneur_declared_income",
    "Declared income",
    _OWN_BUSINESS,
    (_TO_PAY,),
    {"entrepreneur_regime": "general", "private_practice": True},
)

_SINGLE_AGGREGATE = Payer(
    "single_aggregate",
    "Payer of the single aggregate payment",
    "",
    "",
    (
        Duty("single_aggregate_income_tax", "IPN", PERSON, "single_aggregate_payment.income_tax"),
        Duty("single_aggregate_social_contribution", "SO", PERSON, "single_aggregate_payment.social_contribution"),
        Duty("single_aggregate_pension_contribution", "OPV", PERSON, "single_aggregate_payment.pension_contribution"),
        Duty("single_aggregate_health_contribution", "VOSMS", PERSON, "single_aggregate_payment.health_contribution"),
    ),
    (dataclasses.replace(_TO_PAY, whole=True),),
    {"single_aggregate_payer": True},
    first="2019-01",
    last="2023-12",
)

_SELF_EMPLOYED_DUTIES = (
    Duty("self_employed_pension_contribution", "OPV", PERSON, "self_employed_payment.pension_contribution"),
    Duty(
        "self_employed_employer_pension_contribution",
        "OPVR",
        PERSON,
        "self_employed_payment.employer_pension_contribution",
    ),
    Duty(
        "self_employed_social_contribution",
        "SO",
        PERSON,
        "self_employed_payment.social_contribution",
        cap="social_contribution.cap",
    ),
    Duty(
        "self_employed_health_contribution",
        "VOSMS",
        PERSON,
        "self_employed_payment.health_contribution",
        cap="health_contribution.cap",
    ),
)

_SELF_EMPLOYED = Payer(
    "self_employed",
    "Self-employed",
    "self_employed_income",
    "Income of the month",
    _SELF_EMPLOYED_DUTIES,
    (_TO_PAY, Total("net", "Left of the income", -1, (PERSON,))),
    first="2026-01",
)

_PLATFORM_WORKER = Payer(
    "platform_worker",
    "Platform worker under the regime for the self-employed",
    "self_employed_income",
    "Income through the platform",
    _SELF_EMPLOYED_DUTIES,
    (
        Total("to_pay", "Withheld by the platform in all", 1, (PERSON,), of_income=False),
        Total("net", "Net income", -1, (PERSON,)),
    ),
    first="2026-01",
)

_INDEPENDENT = Payer(
    "independent",
    "Independent payer of health insurance",
    "",
    "",
    (Duty("independent_health_contribution", "VOSMS", PERSON, "health_contribution.independent_rate"),),
    (_TO_PAY,),
    {"health_insurance_self_payer": True},
    first="2020-01",
)

#: Everybody who may ask for a payslip, by name.
PAYERS: dict[str, Payer] = {
    payer.name: payer
    for payer in (
        _EMPLOYEE,
        _CIVIL_CONTRACT,
        _ENTREPRENEUR,
        _PRIVATE_PRACTICE,
        _SINGLE_AGGREGATE,
        _SELF_EMPLOYED,
        _PLATFORM_WORKER,
        _INDEPENDENT,
    )
}


def payer_of(name: str) -> Payer:
    """Return a payer by name.

    Raises:
        InputError: there is none.

    """
    if name not in PAYERS:
        raise refuse("There is no payer {name}: {hint}", name=name, hint=nearest(name, PAYERS, show=True))
    return PAYERS[name]
