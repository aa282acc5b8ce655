"""Checks the facts of a payslip's payer, one value each."""

from __future__ import annotations

from typing import Any

from openfisca_kz.answers.payslip.payers import payer_of
from openfisca_kz.answers.payslip.payslip import fact_of
from openfisca_kz.families.facts import value_of
from openfisca_kz.problems import RefusedValueError, quoted
from openfisca_kz.web.family_request import FamilyRequest


def payslip_facts(asked: FamilyRequest, payer: str) -> dict[str, Any]:
    """Return the field ``facts`` as ``payslip`` takes it: one value for each fact of the payer.

    Raises:
        RefusedError: a value is wrong, or there are more facts than there can be.
        InputError: a fact is not one that a payslip takes.

    """
    facts = asked.data.get("facts")
    if facts is None:
        return {}
    if not isinstance(facts, dict) or len(facts) > len(asked.law.variables):
        raise asked.wrong("`{field}`: an object with facts and their values is expected.", "facts", field="facts")
    for name, value in facts.items():
        variable = fact_of(quoted(name), payer_of(payer), asked.law)
        try:
            value_of(variable, value)
        except RefusedValueError as error:
            raise asked.wrong("{place}: {reason}", "facts", place=name, reason=error.problem) from None
    return dict(facts)
