"""Nothing that the law pays or takes is missing in the register, and what a reform declares enters every total."""

from __future__ import annotations

import pytest

from openfisca_kz import CountryTaxBenefitSystem, Reform
from openfisca_kz.base import MONTH, PAYERS, Person, Variable
from openfisca_kz.families.from_file import read_family
from openfisca_kz.services.rights_and_duties import duties_of, paid_by_state, payer, receiver, rights_of

SITUATION = "openfisca_kz/situations/four_children.yaml"


def test_every_right_is_in_the_register(system: CountryTaxBenefitSystem) -> None:
    """What has a condition of its own and is an amount is a right."""
    amounts = {
        name
        for name, variable in system.variables.items()
        if variable.value_type is float
        and variable.room.startswith("rights")
        and f"{name}_eligible" in system.variables
    }
    assert amounts == set(rights_of(system))


def test_every_duty_of_the_rules_is_in_the_register(system: CountryTaxBenefitSystem) -> None:
    """Contributions, taxes and payments by their names; parts of a payment are told by the payment."""
    endings = ("_contribution", "_tax", "_payment")
    duties = {
        name
        for name, variable in system.variables.items()
        if variable.room == "duties" and variable.value_type is float and name.endswith(endings)
    }
    parts = {name for name in duties if name.startswith(("single_aggregate_", "self_employed_", "unified_"))}
    # The last two are paid once a year, by the person's own declaration, and stand in no month.
    known = {*duties_of(system), *paid_by_state(system), "civil_contract_social_contribution"}
    known |= {"declared_income_tax", "labour_immigrant_declared_tax"}
    assert duties - parts <= known


def test_who_pays_is_named(system: CountryTaxBenefitSystem) -> None:
    for name in (*rights_of(system), *duties_of(system)):
        assert payer(system, name) in PAYERS


def test_every_duty_goes_to_a_budget_or_a_fund(system: CountryTaxBenefitSystem) -> None:
    """But for the two payments that stand for several duties."""
    several = {"single_aggregate_payment", "self_employed_payment"}
    funds = set(PAYERS) - {"employer", "person", "republican_budget", "national_fund"}
    for duty in (*duties_of(system), "state_health_contribution"):
        assert receiver(system, duty) in ({None} if duty in several else funds), duty


def test_a_payer_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="treasury pays nothing here"):
        type("grant", (Variable,), {"right_paid_by": "treasury"})


def _amount(name: str, **says: str) -> type[Variable]:
    """Return a variable of 1,000 tenge for everybody."""
    body = {
        "value_type": float,
        "entity": Person,
        "definition_period": MONTH,
        "unit": "KZT",
        "label": name,
        "reference": ["Bill"],
        "formula": lambda person, period, parameters: 1000 + 0 * person("age_in_months", period),
    }
    return type(name, (Variable,), body | says)


class GrantAndLevy(Reform):
    """A bill with a right and a duty of its own."""

    name = "A grant and a levy"

    def apply(self) -> None:
        """Add both."""
        self.add_variable(_amount("school_grant", right_paid_by="republican_budget"))
        self.add_variable(_amount("pupil_levy", duty_borne_by="person"))


def test_what_a_reform_adds_enters_the_totals(system: CountryTaxBenefitSystem) -> None:
    family = read_family(SITUATION)
    bill = GrantAndLevy(system)
    before, after = family.simulation("2026-06", system), family.simulation("2026-06", bill)
    people = len(family.persons)
    for total, by in (("total_rights", 1000), ("total_duties", 1000), ("disposable_income", 0)):
        assert after.calculate(total, "2026-06") - before.calculate(total, "2026-06") == people * by
    assert "school_grant" in rights_of(bill)
    assert "school_grant" not in rights_of(system)
    assert set(duties_of(bill)) - set(duties_of(system)) == {"pupil_levy"}
