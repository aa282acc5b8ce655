"""Facts that only contributions and taxes ask for: regimes, deductions, kinds of income and of service."""

from openfisca_kz.base import MONTH, YEAR, Enum, Family, NonNegative, Person, Share, Variable


class EmployerRegime(Enum):
    """Tax regime of the employer."""

    general = "Legal entity under the general rules"
    agricultural = "Agricultural producer, a legal entity"
    entrepreneur = "Entrepreneur or private practice under the general rules"
    general_farm = "Peasant farm under the general rules"
    simplified = "Simplified declaration"
    farm = "Regime of peasant farms"
    unified_payment = "Unified payment from wages"
    disability_organisation = "Specialised organisation of persons with disability"


class EntrepreneurRegime(Enum):
    """Tax regime of a person in business."""

    simplified = "Simplified declaration of an entrepreneur"
    general = "Entrepreneur or private practice for himself, general rules"
    general_farm = "Head of a peasant farm under the general rules"
    farm = "Head of a peasant farm under its regime"


class LargeFamilyDeduction(Enum):
    """Who claims the deduction for four or more minor children."""

    none = "Nobody claims it"
    one_parent = "This parent alone claims it"
    both_parents = "Both parents claim it"


class employer_regime(Variable):
    value_type = Enum
    possible_values = EmployerRegime
    default_value = EmployerRegime.general
    entity = Person
    definition_period = MONTH
    label = "Tax regime of the employer"


class hired_or_dismissed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Hired or dismissed in this month"


class works_for_hub_participant(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The employer is a participant of Astana Hub"


class voluntary_pension_contribution(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pays pension contributions on own application, with group I or II without a term"


class income_taxed_before(NonNegative):
    value_type = float
    entity = Person
    definition_period = YEAR
    unit = "KZT"
    label = "Taxed pay of the year at this employer before the months told"


class former_uniformed_post(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Serves in a body whose ranks were abolished from 2012"


class veteran_tax_deduction(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Veteran or home-front worker with an income tax deduction"


class dependants_with_disability_deductions(NonNegative):
    value_type = int
    entity = Person
    definition_period = MONTH
    unit = "persons"
    label = "Dependants for the income tax deduction (disabled, adopted or foster children)"


class large_family_deduction(Variable):
    value_type = Enum
    possible_values = LargeFamilyDeduction
    default_value = LargeFamilyDeduction.none
    entity = Person
    definition_period = MONTH
    label = "Deduction for four or more minor children"


class other_income_tax_deductions(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Other income tax deductions applied by the employer in the month"


class civil_contract_basic_deduction_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The basic deduction is applied to civil contracts"


class second_basic_deduction_claimed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "The basic deduction is applied by the second employer"


class entrepreneur_regime(Variable):
    value_type = Enum
    possible_values = EntrepreneurRegime
    default_value = EntrepreneurRegime.simplified
    entity = Person
    definition_period = MONTH
    label = "Tax regime of the person's own business"


class business_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income of the own business before costs"


class business_costs(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Costs of the own business that the tax law deducts"


class simplified_declaration_rate(Share):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "share"
    label = "Rate of the simplified declaration that the local council set"


class single_aggregate_payer(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Pays the single aggregate payment"


class lives_in_major_city(Variable):
    value_type = bool
    default_value = True
    entity = Person
    definition_period = MONTH
    label = "Lives in the capital or a city of republican or regional significance"


class self_employed_income(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Income under the tax regime for the self-employed"


class regional_average_wage(NonNegative):
    value_type = float
    entity = Family
    definition_period = MONTH
    unit = "KZT"
    label = "Average monthly wage of the region, for health contributions from the local budget"
