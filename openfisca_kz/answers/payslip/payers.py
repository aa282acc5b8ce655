"""Who gets a payslip, and the lines that stand on it: for each payer the payments, who bears them, their figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openfisca_core.periods import Period, period

from openfisca_kz.problems import Problem, nearest, refuse_argument
from openfisca_kz.yaml_files import read_yaml

#: Who bears a payment: it is taken from the person's income, or paid on top of it.
PERSON, ON_TOP = "person", "on_top"


@dataclasses.dataclass(frozen=True)
class Duty:
    """One payment: its variable, the short name accountants use, who bears it, where its figures stand.

    ``rate``, ``floor``, ``cap`` and ``withheld`` are places under the parameters of the duties; floor and cap count
    minimum wages. ``withheld`` is a switch: where it is on, the payment is taken from the person. ``fixed`` is one
    amount whatever the income.
    """

    name: str
    short: str
    borne_by: str
    rate: str = ""
    floor: str = ""
    cap: str = ""
    withheld: str = ""
    fixed: bool = False


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
    duties: tuple[Duty, ...]
    totals: tuple[Total, ...]
    income: str = ""
    income_words: str = ""
    told: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    first: str = ""
    last: str = ""

    def check(self, month: Period) -> None:
        """Refuse a month in which there is no such payer."""
        who = Problem(self.title)
        if self.first and str(month) < self.first:
            message = "{payer}: this payment begins in {first}, so {month} has none: ask for a later month."
            raise refuse_argument("on", message, payer=who, first=period(self.first), month=month)
        if self.last and str(month) > self.last:
            message = "{payer}: this payment ended with {last}, so {month} has none: ask for an earlier month."
            raise refuse_argument("on", message, payer=who, last=period(self.last), month=month)


def _payer(name: str, told: Mapping[str, Any]) -> Payer:
    duties = tuple(
        Duty(borne_by=ON_TOP if duty.get("on_top") else PERSON, **{k: v for k, v in duty.items() if k != "on_top"})
        for duty in told["duties"]
    )
    totals = tuple(Total(**{**total, "borne_by": tuple(total["borne_by"])}) for total in told["totals"])
    return Payer(name, **{**told, "duties": duties, "totals": totals})


#: Everybody who may ask for a payslip, by name; in the file a name with a point before it is a part of several.
PAYERS: dict[str, Payer] = {
    name: _payer(name, told)
    for name, told in read_yaml(Path(__file__).with_suffix(".yaml")).items()
    if not name.startswith(".")
}


def payer_of(name: str) -> Payer:
    """Return a payer by name."""
    if not isinstance(name, str) or name not in PAYERS:
        raise refuse_argument("payer", "There is no payer {name}: {hint}", name=name, hint=nearest(name, PAYERS))
    return PAYERS[name]
