"""Who works, in the sense of the employment chapter of the Social Code and of the health insurance law."""

from openfisca_kz.acts import articles
from openfisca_kz.base import MONTH, Person, Variable

EMPLOYMENT = "Social Code, art. 97"
POVERTY = "Social Code, art. 1 subp. 132, art. 120"


class working(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Working"
    reference = articles("Social Code, art. 97", "Law No. 405-V on health insurance, art. 26-1")

    def formula(person, period, parameters):
        """Has pay or income from a civil contract in the month, is an individual assistant or a labour immigrant, or is
        self-employed in any form.
        """
        paid = (person("salary", period) > 0) | person("civil_contract_worker", period)
        helps = person("individual_assistant", period) | person("labour_immigrant", period)
        return paid | helps | person("self_employed", period)


class self_employed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Self-employed in any form"
    reference = articles(EMPLOYMENT)

    def formula(person, period, parameters):
        """Entrepreneur, private practice, independent worker, special regime, platform worker or farmer."""
        return (
            person("individual_entrepreneur", period)
            | person("private_practice", period)
            | person("independent_worker", period)
            | person("special_regime_self_employed", period)
            | person("platform_worker", period)
            | person("farmer", period)
        )


class employee(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Employee"
    reference = articles("Social Code, art. 97 p. 2 subp. 1")

    def formula(person, period, parameters):
        """Has an employment contract: is paid a salary in the month, or is on leave to care for a child.

        Those who serve in uniform or hold a post by election or appointment have no such contract.
        """
        other_post = person("serving", period) | person("elected_or_appointed", period)
        return ((person("salary", period) > 0) | person("on_childcare_leave", period)) & ~other_post


class insured_against_accidents_at_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The employer insures against accidents at work"
    reference = articles("Law No. 30-III")

    def formula(person, period, parameters):
        """An employee: the employer insures whoever has an employment contract. Not in the list of statuses."""
        return person("employee", period)


class serving(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Serves in the army or another uniformed service"
    reference = articles("Social Code, art. 97 p. 2 subp. 7")

    def formula(person, period, parameters):
        """Conscripts, and those who serve by contract or as officers."""
        return person("conscript", period) | person("uniformed_service", period)


class civil_contract_worker(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Works under a civil contract"
    reference = articles("Social Code, art. 243 p. 1 subp. 4")

    def formula(person, period, parameters):
        """Has income of the month from a contract for work or services under civil law."""
        return person("civil_contract_income", period) > 0


class individual_assistant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Individual assistant of a person with disability"
    reference = articles("Social Code, art. 243 subp. 6, art. 245 p. 6")

    def formula(person, period, parameters):
        """Is paid in the month for help as an individual assistant."""
        return person("individual_assistant_income", period) > 0


class employed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Employed in the sense of the Social Code"
    reference = articles(EMPLOYMENT)

    def formula(person, period, parameters):
        """The eight kinds of art. 97 p. 2: works in any form, keeps a job during leave, serves, holds a post, or is a
        member of a company or cooperative.
        """
        busy = person("working", period) | person("on_childcare_leave", period) | person("serving", period)
        return busy | person("elected_or_appointed", period) | person("company_participant", period)


class job_seeker(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Job seeker"
    reference = articles("Social Code, art. 98")

    def formula(person, period, parameters):
        """Registered as looking for work or as unemployed, without work or income from it, and without a business, even
        a suspended one.
        """
        registered = person("registered_job_seeker", period) | person("registered_unemployed", period)
        return registered & person("nonworking", period) & ~person("self_employed", period)


class youth(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young person"
    reference = articles("Law No. 285-V on the state youth policy, art. 1 subp. 3")

    def formula_2015_02_01(person, period, parameters):
        """From fourteen on, and under the age that the law on youth policy sets."""
        ages = parameters(period).status.ages
        age = person("age", period)
        return (age >= ages.youth_from) & (age < ages.youth_until) & person("lives_here", period)


class youth_outside_study_and_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Young person outside study, work and training"
    reference = articles("Law No. 285-V on the state youth policy, art. 1")

    def formula_2022_10_01(person, period, parameters):
        """A young person who is enrolled nowhere, has no work, is on no leave and in no employment measure."""
        busy = person("employed", period) | person("on_leave_for_a_child", period)
        trained = person("placed_in_employment_measure", period)
        return person("youth", period) & person("outside_school_and_study", period) & ~busy & ~trained


class income_from_work(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income from work"
    reference = articles(EMPLOYMENT)

    def formula(person, period, parameters):
        """Gross pay, income from civil contracts and the income an entrepreneur declares. KZT."""
        return (
            person("salary", period)
            + person("civil_contract_income", period)
            + person("entrepreneur_declared_income", period)
        )


class income_below_subsistence_minimum(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Income from work below the subsistence minimum"
    reference = articles(POVERTY)

    def formula(person, period, parameters):
        """Sixteen or older, earns something, and less than one subsistence minimum in the month.

        This is the criterion of the thesis: the Code tests the family's income per head against the poverty line.
        """
        income = person("income_from_work", period)
        below = (income > 0) & (income < parameters(period).indicators.subsistence_minimum)
        return below & person("working_age_reached", period)


class business_at_rest(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    nothing_without = "business_suspended"
    label = "Has a business or practice that is suspended, and no other work"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1, art. 26-1 p. 1")

    def formula(person, period, parameters):
        """The person's own business or practice is suspended and has no income, and the person is employed in none of
        the other ways of the Social Code.
        """
        paid = (person("salary", period) > 0) | person("civil_contract_worker", period)
        earns = (person("entrepreneur_declared_income", period) > 0) | (person("self_employed_income", period) > 0)
        helps = person("individual_assistant", period) | person("labour_immigrant", period)
        works = person("independent_worker", period) | person("special_regime_self_employed", period)
        produces = person("platform_worker", period) | person("farmer", period)
        post = person("serving", period) | person("elected_or_appointed", period)
        other = paid | earns | helps | works | produces | post | person("company_participant", period)
        return person("business_suspended", period) & ~(other | person("on_childcare_leave", period))


def at_work(person, period):
    """Return who works; a business or practice that is suspended and has no income is no work."""
    return person("working", period) & ~person("business_at_rest", period)


class nonworking(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Not working"
    reference = articles("Law No. 405-V on health insurance, art. 26 p. 1, art. 26-1 p. 1")

    def formula(person, period, parameters):
        """Sixteen or older, without work or income from it, on no leave for a child, in no army or other service. A
        business that is suspended and has no income does not count as work.
        """
        busy = person("employed", period) & ~person("business_at_rest", period)
        return person("working_age_reached", period) & ~(busy | person("on_leave_for_a_child", period))
