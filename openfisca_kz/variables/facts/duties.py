"""Facts that only contributions and taxes ask for: regimes, deductions, kinds of income and of service."""

from openfisca_kz.base import MONTH, YEAR, Enum, Family, Person, facts


class EmployerRegime(Enum):
    """Tax regime of the employer."""

    general = "Legal entity under the general rules"
    agricultural = "Agricultural producer, a legal entity"
    entrepreneur = "Entrepreneur or private practice under the general rules"
    general_farm = "Peasant farm under the general rules"
    simplified = "Simplified declaration"
    farm = "Regime of peasant farms"
    unified_payment = "Unified payment from wages"
    agricultural_unified = "Agricultural producer, a legal entity, with the unified payment"
    general_farm_unified = "Peasant farm under the general rules, with the unified payment"
    disability_organisation = "Specialised organisation of persons with disability"


class EntrepreneurRegime(Enum):
    """Tax regime of a person in business."""

    simplified = "Simplified declaration of an entrepreneur"
    general = "Entrepreneur or private practitioner paying for themselves, general rules"
    general_farm = "Head of a peasant farm under the general rules"
    farm = "Head of a peasant farm under its regime"


class LargeFamilyDeduction(Enum):
    """Who claims the deduction for four or more minor children."""

    none = "Nobody claims it"
    one_parent = "This parent alone claims it"
    both_parents = "Both parents claim it"


FACTS = [
    *facts(
        (Person, MONTH, bool),
        True,
        lives_in_major_city="Lives in the capital or a city of republican or regional significance",
    ),
    *facts(
        (Person, MONTH, EntrepreneurRegime),
        entrepreneur_regime="Tax regime of the person's own business",
    ),
    *facts(
        (Person, MONTH, LargeFamilyDeduction),
        large_family_deduction="Deduction for four or more minor children",
    ),
    *facts(
        (Person, MONTH, EmployerRegime),
        employer_regime="Tax regime of the employer",
        second_employer_regime="Tax regime of the second employer",
    ),
    *facts(
        (Person, MONTH, bool),
        hired_or_dismissed="Hired or dismissed in this month",
        works_for_hub_participant="The employer is an Astana Hub participant",
        voluntary_pension_contribution="Pays pension contributions voluntarily, with a disability of group I or II "
        "with no end date",
        former_uniformed_post="Serves in a body whose ranks were abolished from 2012",
        veteran_tax_deduction="Veteran or home-front worker with an income tax deduction",
        civil_contract_basic_deduction_claimed="The basic deduction is applied to civil contracts",
        second_basic_deduction_claimed="The basic deduction is applied by the second employer",
        single_aggregate_payer="Pays the single aggregate payment",
    ),
    *facts(
        (Person, YEAR, float, "KZT"),
        income_taxed_before="Taxed pay for the year at this employer before the months given",
    ),
    *facts(
        (Person, MONTH, int, "persons"),
        dependants_with_disability_deductions="Dependants for the income tax deduction (children with "
        "disability, adopted or foster children)",
    ),
    *facts(
        (Person, MONTH, float, "KZT"),
        other_income_tax_deductions="Other income tax deductions applied by the employer in the month",
        business_income="Income of the person's own business before costs",
        business_costs="Costs of the person's own business that the tax law allows to be deducted",
        business_payroll="Costs of the person's own business for the incomes of its employees",
        self_employed_income="Income under the tax regime for the self-employed",
    ),
    *facts(
        (Person, MONTH, float, "share"),
        simplified_declaration_rate="Rate of the simplified declaration that the local council set",
    ),
    *facts(
        (Family, MONTH, float, "KZT"),
        regional_average_wage="Average monthly wage of the region, for health contributions from the local budget",
    ),
]
