"""Law that was enacted or planned and never applied: history that can be run."""

from openfisca_core.parameters import ParameterNode

from openfisca_kz import Reform
from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, maximum, minimum, where

PLAN_OF_2015 = "Amendments of 2015 to Law No. 105-V, plan for July 2017 - https://kontrast.enbek.gov.kz/en/node/324385"


def _womens_pension_age(parameters: ParameterNode) -> ParameterNode:
    women = parameters.rights.pensions.pension_age.general.women
    for start, years in (("2024-01-01", 61.5), ("2025-01-01", 62), ("2026-01-01", 62.5), ("2027-01-01", 63)):
        women.update(start=start, value=years)
    return parameters


class womens_pension_age_before_2023(Reform):
    """Women's pension age under the schedule before the freeze of 2023: 61.5 in 2024, up to 63 in 2027. Source: Law No.
    105-V of 21.06.2013, art. 11, before the amendments of December 2022.
    """

    name = "Women's pension age without the freeze of 2023"

    def apply(self) -> None:
        self.modify_parameters(_womens_pension_age)


def _basic_pension_plan(parameters: ParameterNode) -> ParameterNode:
    plan = parameters.rights.pensions.basic_pension
    plan.least_share.update(start="2017-07-01", value=0.5)
    plan.greatest_share.update(start="2017-07-01", value=1)
    plan.share_by_year.update(start="2017-07-01", value=0.02)
    plan.years_at_least_share.update(start="2017-07-01", value=10)
    return parameters


class basic_pension(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    reference = [PLAN_OF_2015]

    def formula_2017_07_01(person, period, parameters):
        """A share of the subsistence minimum by full years of participation, rounded up to the tenge. KZT a month."""
        law = parameters(period)
        rule = law.rights.pensions.basic_pension
        beyond = maximum(person("pension_participation_years", period) - rule.years_at_least_share, 0)
        share = minimum(rule.least_share + rule.share_by_year * beyond, rule.greatest_share)
        amount = ceil_tenge(share * law.indicators.subsistence_minimum)
        return where(person("basic_pension_eligible", period), amount, 0)


class basic_pension_plan_of_2015(Reform):
    """Basic pension by participation from July 2017, at 50% to 100% of the subsistence minimum. The plan of 2015: half
    of the minimum up to ten years, 2% more for each further year, all of it from 35 years.
    """

    name = "Basic pension under the plan of 2015"

    def apply(self) -> None:
        self.update_variable(basic_pension)
        self.modify_parameters(_basic_pension_plan)


def _half_of_the_median(parameters: ParameterNode) -> ParameterNode:
    lines = parameters.rights.assistance.poverty_line
    lines.median_share.update(start="2025-01-01", value=0.5)
    for published in lines.published.children.values():
        published.update(start="2025-01-01", value=0)
    return parameters


class poverty_line_half_of_the_median(Reform):
    """Poverty line at 50% of the median income from 2025, as Order No. 160 first had it.

    The order was replaced before it took effect (35%). Published lines rest on the order in force and are left out.
    """

    name = "Poverty line at half of the median income"

    def apply(self) -> None:
        self.modify_parameters(_half_of_the_median)
