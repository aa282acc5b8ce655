"""Work and what it pays."""

from openfisca_kz.base import MONTH, NonNegative, Person, Variable


class salary(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Salary"


class second_salary(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Salary at a second employer"


class civil_contract_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income from civil contracts"


class entrepreneur_declared_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income an entrepreneur declares for own contributions"


class individual_entrepreneur(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Individual entrepreneur"


class registered_unemployed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Registered as unemployed"


class registered_job_seeker(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Registered as looking for work"


class elected_or_appointed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Holds a paid post by election, appointment or approval"


class company_participant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Founder or participant of a company, or member of a production cooperative"


class farmer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Head or member of a peasant farm"


class harmful_work(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Works in harmful conditions on the list"


class basic_deduction_claimed(Variable):
    value_type = bool
    default_value = True
    entity = Person
    definition_period = MONTH
    label = "The standard income tax deduction is applied by this employer"


class conscript(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Conscript serviceman"


class uniformed_service(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Military, special or law-enforcement service"
