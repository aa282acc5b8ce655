"""Who pays: persons whom the law covers by residence, and the lists of those it lets off (three different sets)."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, MONTHS_IN_YEAR, Person, Variable, lookup, one_of
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.duties import EmployerRegime
from openfisca_kz.variables.facts.education import Education
from openfisca_kz.variables.facts.honours import MotherAward, PenalPosition
from openfisca_kz.variables.facts.residence import LegalResidence

INSURANCE = "Law on compulsory social health insurance"


class pension_contribution_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Covered by pension contributions by legal position"
    reference = articles("Social Code, art. 248 p. 2")

    def formula_1998_01_01(person, period, parameters):
        """Citizens, kandas, permanent residents and, since 2021, citizens of other EAEU states who work here."""
        covered = parameters(period).duties.residence.pension_contribution
        return lookup(covered, person("legal_residence", period)) > 0


class social_insurance_residence(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Covered by social and health insurance by legal position"
    reference = articles("Social Code, art. 243; EAEU treaty, art. 98")

    def formula_2005_01_01(person, period, parameters):
        """Citizens, kandas, permanent residents and citizens of other EAEU states who work here."""
        covered = parameters(period).duties.residence.social_insurance
        return lookup(covered, person("legal_residence", period)) > 0


class uniformed_post(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Serves in uniform, or in a body whose ranks were abolished"
    reference = articles("Social Code, art. 248 p. 3 subp. 3")

    def formula(person, period, parameters):
        """Military (not conscript), special, law-enforcement and like service, with ranks or with ranks that have been
        abolished.
        """
        return person("uniformed_service", period) | person("former_uniformed_post", period)


class permanent_severe_disability(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Disability of group I or II with no end date"
    reference = articles("Social Code, art. 248 p. 3 subp. 2")

    def formula(person, period, parameters):
        """Group I or II, established with no end date."""
        group = person("disability_group", period)
        severe = one_of(group, DisabilityGroup.group_1, DisabilityGroup.group_2)
        return severe & person("disability_permanent", period)


class service_pension_recipient(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Receives a service pension"
    reference = articles("Social Code, art. 248 p. 3 subp. 4")

    def formula(person, period, parameters):
        """There is a right to the service pension, and the claim covers the month."""
        return person("service_pension_eligible", period) & person("service_pension_claimed", period)


class early_pension_recipient(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Receives an age pension or payments from the pension fund before the general pension age"
    reference = articles("Law on compulsory social health insurance, art. 26 p. 1 subp. 7")

    def formula(person, period, parameters):
        """Below the general pension age: a right to the age pension, claimed in this month or before; or payments from
        the pension fund, awarded already or for savings after harmful work.
        """
        age_pension = person("age_pension_eligible", period) & person("age_pension_claimed", period)
        savings = person("fund_ground_by_harmful_work", period) & (person("pension_savings", period) > 0)
        fund = (savings | person("fund_pension_awarded", period)) & person("lives_here", period)
        return ~person("pension_age_reached", period) & (age_pension | fund)


class hub_foreigner(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Foreigner whom an Astana Hub participant employs"
    reference = articles("Tax Code 2025, art. 429 subp. 3, art. 556 p. 2 subp. 3")

    def formula(person, period, parameters):
        """Not a citizen, and works for an Astana Hub participant while such pay is exempt from income tax."""
        taxed = parameters(period).duties.income_tax.hub_pay_taxed
        citizen = person("legal_residence", period) == LegalResidence.citizen
        return person("works_for_hub_participant", period) & ~(citizen | taxed)


class pension_contribution_exempt(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Exempt from pension contributions"
    reference = articles("Social Code, art. 248 p. 3")

    def formula(person, period, parameters):
        """Pension age reached, uniformed service (also where ranks were abolished), a service pension, or a disability
        of group I or II with no end date. Those in the last case may pay on their own application.
        """
        return (
            person("pension_age_reached", period)
            | (person("permanent_severe_disability", period) & ~person("voluntary_pension_contribution", period))
            | person("uniformed_post", period)
            | person("service_pension_recipient", period)
        )


class employer_pension_contribution_exempt(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Exempt from the employer's pension contributions"
    reference = articles("Social Code, art. 248 p. 6")

    def formula_2024_01_01(person, period, parameters):
        """Those exempt from pension contributions, those with a disability of group I or II with no end date, those
        born before 1975, and judges with lifelong support.
        """
        born_since = parameters(period).duties.employer_pension_contribution.born_since
        return (
            person("pension_contribution_exempt", period)
            | person("permanent_severe_disability", period)
            | (person("birth_month", period) < born_since * MONTHS_IN_YEAR)
            | person("judge_lifelong_support", period)
        )


class occupational_pension_contribution_exempt(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Exempt from occupational pension contributions"
    reference = articles("Social Code, art. 248 p. 5")

    def formula(person, period, parameters):
        """Pension age reached, uniformed service (also where ranks were abolished), or a service pension; disability
        plays no part.
        """
        return (
            person("pension_age_reached", period)
            | person("uniformed_post", period)
            | person("service_pension_recipient", period)
        )


class social_contribution_exempt(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Exempt from social contributions"
    reference = articles("Social Code, art. 243", "Law No. 286-VI, art. 7")

    def formula_2023_07_01(person, period, parameters):
        """Pension age reached, the general or an early one: the only ground. Disability and uniformed service do not
        exempt.
        """
        return person("age_pension_age_reached", period)

    def formula(person, period, parameters):
        """The general pension age reached: the only ground. Disability and uniformed service do not exempt."""
        return person("pension_age_reached", period)


class insured_even_at_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured by the state, or by the service, even at work"
    reference = articles(
        "Law on compulsory social health insurance, art. 26 p. 1 subp. 1, 7, 11-13, art. 27 p. 3, art. 28 p. 7"
    )

    def formula_2017_07_01(person, period, parameters):
        """Children, those who have reached pension age or receive a pension before it, awarded mothers, persons with
        disability, full-time pupils and students; and those in uniformed service, conscripts too.
        """
        adult_age = parameters(period).duties.health_contribution.adult_age
        enrolled = one_of(
            person("education", period),
            Education.school,
            Education.tve,
            Education.bachelor,
            Education.master,
            Education.doctorate,
        )
        return (
            (person("age_in_months", period) < adult_age * MONTHS_IN_YEAR)
            | person("pension_age_reached", period)
            | person("service_pension_recipient", period)
            | person("early_pension_recipient", period)
            | (person("mother_award", period) != MotherAward.none)
            | person("person_with_disability", period)
            | (enrolled & person("full_time_study", period))
            | person("serving", period)
        )


class prisoner_or_detainee(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Held in a prison, not of minimum security, or in pre-trial detention"
    reference = articles("Law on compulsory social health insurance, art. 26 p. 1 subp. 8-9")

    def formula(person, period, parameters):
        """Is serving a sentence, but not in minimum security, or is in pre-trial detention."""
        return one_of(person("penal_position", period), PenalPosition.serving, PenalPosition.pre_trial_detention)


class insured_while_on_leave(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Insured by the state while on leave for a child, under the general rules"
    reference = articles("Law on compulsory social health insurance, art. 26 p. 1 subp. 5; Tax Code, art. 822 p. 1")

    def formula(person, period, parameters):
        """On leave for pregnancy and childbirth, adoption of a newborn or care of a child under three; the list of the
        unified payment does not name them.
        """
        return person("on_leave_for_a_child", period) & ~person("paid_by_unified_payment", period)


class health_contribution_exempt(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Exempt from health contributions"
    reference = articles(
        "Law on compulsory social health insurance, art. 26 p. 1, art. 28 p. 7; Tax Code 2025, art. 822 p. 1",
        "Law on compulsory social health insurance, art. 26 p. 1",
    )

    def formula_2020_01_01(person, period, parameters):
        """Those whom the state or the service insures even at work, prisoners and detainees; outside the unified
        payment, persons on leave for a child too.
        """
        return (
            person("insured_even_at_work", period)
            | person("prisoner_or_detainee", period)
            | person("insured_while_on_leave", period)
        )

    def formula_2017_07_01(person, period, parameters):
        """Those whom the state or the service insures even at work, prisoners and detainees."""
        return person("insured_even_at_work", period) | person("prisoner_or_detainee", period)


class employer_health_contribution_exempt(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The employer pays no health contribution for the person"
    reference = articles(
        "Law on compulsory social health insurance, art. 26 p. 1, art. 27 p. 3; Tax Code 2025, art. 822 p. 1",
        "Law on compulsory social health insurance, art. 26 p. 1",
    )

    def formula_2020_01_01(person, period, parameters):
        """Those whom the state or the service insures even at work; outside the unified payment, persons on leave for a
        child; under it, prisoners and detainees, for whom the employer is not exempt otherwise.
        """
        held = person("prisoner_or_detainee", period) & person("paid_by_unified_payment", period)
        return person("insured_even_at_work", period) | held | person("insured_while_on_leave", period)

    def formula_2017_07_01(person, period, parameters):
        """Those whom the state or the service insures even at work, prisoners and detainees."""
        return person("insured_even_at_work", period) | person("prisoner_or_detainee", period)


class paid_by_unified_payment(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The employer makes the unified payment for this employee"
    reference = articles("Tax Code 2025, art. 820-821", "Tax Code 2017, art. 776-1 - 776-2")

    def formula_2023_01_01(person, period, parameters):
        """The employer chose the unified payment, and the employee is a tax resident. Agricultural producers and
        peasant farms may choose it under the general rules too.
        """
        chosen = one_of(
            person("employer_regime", period),
            EmployerRegime.unified_payment,
            EmployerRegime.agricultural_unified,
            EmployerRegime.general_farm_unified,
        )
        return chosen & person("tax_resident", period)
