"""Facts of synthetic people: work, wages, records, incomes before an event, savings, pensions, need.

Who has a fact is drawn so that as many have it as the official figure says (``targets.yaml``); shares, ages and incomes
without one are those of ``assumptions.yaml``.
"""

from __future__ import annotations

import statistics

import numpy as np

from openfisca_kz.base import MONTHS_IN_YEAR, Array
from openfisca_kz.population.synthetic.assumptions import assumed, share_at
from openfisca_kz.population.synthetic.enums import LegalResidence, Region, ServicePensionRoute
from openfisca_kz.population.synthetic.families import ADULT, CHILD, FEMALE, MALE
from openfisca_kz.population.synthetic.people import DAY, DAYS_IN_YEAR, NONE, PENSION_AGE, Facts

#: Pensions are known as they were paid on this day; awards are dated so (nothing is raised twice).
PENSIONS_AS_OF = np.datetime64("2026-01-01", "D")

#: Children of a large family.
_LARGE = 4

#: Families drawn for one that the law then finds in need.
_DRAWN = 1.15

#: Quantiles of the normal distribution at equal steps of probability.
_STEPS = (np.arange(4_000) + 0.5) / 4_000
_NORMAL = np.array([statistics.NormalDist().inv_cdf(step) for step in _STEPS])


def normal_quantiles(random: np.random.Generator, count: int) -> Array:
    """Return as many standard normal numbers, one in each slice of equal probability, in an order of chance."""
    return np.interp(_slices(random, count), _STEPS, _NORMAL)


def _slices(random: np.random.Generator, count: int) -> Array:
    return (random.permutation(count) + random.random(count)) / max(count, 1)


def _around_one(random: np.random.Generator, count: int) -> Array:
    """Return pay beside the mean of its region, sex and age: a log-normal body and a tail of Pareto, with mean 1."""
    tail, spread = assumed("wage_tail"), assumed("wage_spread")
    body = np.exp(spread * _NORMAL)
    edge = np.exp(spread * statistics.NormalDist().inv_cdf(tail["from"]))
    above = edge * ((1 - tail["from"]) / (1 - _STEPS)) ** (1 / tail["exponent"])
    course = np.where(tail["from"] < _STEPS, above, body)
    return np.interp(_slices(random, count), _STEPS, course / course.mean())


def _before(facts: Facts, rows: Array, name: str) -> Array:
    """Return incomes before an event, log-normal around the mean that an assumption gives."""
    spread = assumed("spread_before")
    return assumed(name) * np.exp(spread * normal_quantiles(facts.random, len(rows)) - spread**2 / 2)


# ----- Work ----- #


def work(facts: Facts) -> None:
    """Who works for a wage, for oneself, looks for work; who serves."""
    people, persons, random = facts.people, facts.persons, facts.random
    age, held = people.age, facts.known["held"]
    away = facts.known["at_home"] | held
    young_man = (people.sex == MALE) & (age >= ADULT) & (age <= 26)
    conscript = young_man & ~facts.known["student"] & ~held & facts.chance(assumed("conscripts"))
    weight = np.where(people.sex == MALE, share_at("wage_work_men", age), share_at("wage_work_women", age))
    weight *= np.where(facts.known["student"], assumed("student_work"), 1.0)
    weight *= np.where(facts.group("none"), 1.0, assumed("disabled_work"))
    weight[away | conscript] = 0.0
    wage = facts.draw(weight, facts.count("employed_wage"))
    free = ~wage & ~facts.known["student"] & ~away & ~conscript
    own = facts.draw(share_at("self_work", age) * free, facts.count("employed_self"))
    idle = facts.draw(share_at("no_work", age) * (free & ~own), facts.part(assumed("unemployed")))
    registered = facts.draw(1.0 * idle, facts.count("unemployed_registered"))
    recorded = wage & facts.chance(assumed("wage_on_record"))
    entrepreneur = own & facts.chance(assumed("entrepreneurs"))
    pays = entrepreneur & facts.chance(assumed("entrepreneurs_who_pay"))
    special = facts.draw(1.0 * (own & ~entrepreneur), facts.count("self_employed_special_regime"))
    persons["conscript"] = conscript
    persons["uniformed_service"] = recorded & (age >= 19) & (age <= 45) & facts.chance(assumed("uniformed") * 2)
    persons["individual_entrepreneur"] = entrepreneur
    persons["entrepreneur_declared_income"] = np.where(pays, float(assumed("entrepreneur_income")), 0.0)
    persons["independent_worker"] = own & ~entrepreneur
    persons["special_regime_self_employed"] = special
    regime = assumed("special_regime_income") * np.exp(0.4 * random.normal(size=facts.size) - 0.08)
    persons["self_employed_income"] = np.where(special, np.round(regime, -2), 0.0)
    persons["registered_unemployed"] = registered
    unrecorded = (wage & ~recorded) | (own & ~pays & ~special)
    amount = np.round(random.gamma(3.0, assumed("unregistered_income") / 3.0, facts.size), -2)
    persons["other_counted_income"] = np.where(unrecorded, amount, 0.0)
    arrears = (recorded & facts.chance(assumed("contribution_arrears"))) | (own & ~pays & ~special)
    persons["health_insurance_arrears_months"] = np.where(arrears, random.integers(7, 13, facts.size), 0).astype(
        np.int32
    )
    facts.known |= {"worker": recorded, "own": own, "registered": registered}


def wages(facts: Facts) -> None:
    """Pay by region, sex and age; that of mothers before their leave."""
    people = facts.people
    earning = np.flatnonzero(facts.known["worker"] | facts.known["on_leave"])
    pay = np.zeros(facts.size)
    pay[earning] = usual_pay(facts, earning)
    pay = np.where(facts.known["on_leave"], np.round(pay * assumed("mothers_income"), -2), pay)
    facts.known["pay"] = pay
    facts.persons["salary"] = np.where(facts.known["worker"] & ~facts.known["on_leave"], pay, 0.0)
    leave = np.where(facts.known["on_leave"], pay, 0.0)
    before = np.bincount(people.family, weights=leave, minlength=people.families)
    infant = (people.role == CHILD) & (people.age <= assumed("childcare_months") // MONTHS_IN_YEAR)
    facts.persons["childcare_average_income"] = np.where(infant, before[people.family], 0.0)
    facts.persons["childcare_insured"] = facts.persons["childcare_average_income"] > 0


def usual_pay(facts: Facts, rows: Array) -> Array:
    """Return what people of a region, sex and age are paid, not below the minimum wage."""
    if not len(rows):
        return np.zeros(0)
    means = np.array([assumed("wage_by_region")[each.name] for each in Region], dtype=float)
    mean = means[facts.of_family("region")[rows]]
    woman = facts.people.sex[rows] == FEMALE
    sexes = np.where(woman, assumed("wage_of_women"), 1.0)
    worker = facts.known["worker"] if facts.known["worker"].any() else rows
    share = (facts.people.sex[worker] == FEMALE).mean()
    ages = share_at("wage_by_age", facts.people.age[rows])
    usual = share_at("wage_by_age", facts.people.age[worker]).mean() / assumed("wage_level")
    level = mean * sexes / (1 - share + share * assumed("wage_of_women")) * ages / usual
    return np.maximum(np.round(level * _around_one(facts.random, len(rows)), -2), assumed("least_wage"))


# ----- Records and incomes before an event ----- #


def records(facts: Facts) -> None:
    """Months of service and of contributions; incomes before the loss of work, of health, of a breadwinner."""
    persons = facts.persons
    insured = _months(facts)
    registered, pay = facts.known["registered"], facts.known["pay"]
    draws = facts.draw(1.0 * (registered & (insured >= 6)), facts.count("job_loss_payment_recipients"))
    lost = np.flatnonzero(draws)
    income = pay.copy()
    income[lost] = usual_pay(facts, lost) * assumed("income_before_job_loss")
    longer = income.copy()
    # Who is registered longer than the payment lasts has no income of the 24 months before that counts.
    least, most = assumed("job_loss_recipients_months")
    months = facts.random.integers(least * 30 + 1, most * 30, facts.size)
    days = np.where(draws, months, facts.random.integers(200, 700, facts.size))
    since = np.where(registered, facts.last_day - days * DAY, NONE)
    persons["unemployment_registration_date"] = since
    persons["job_loss_payment_claim_date"] = facts.claimed("job_loss_payment", np.where(draws, since, NONE))
    insured[lost] = np.maximum(insured[lost], 36)
    _capacity(facts, insured, longer)
    persons["average_insured_income_12m"] = income
    persons["average_insured_income_24m"] = longer
    persons["social_insurance_months"] = np.rint(insured).astype(np.int32)
    families = np.flatnonzero(facts.known["breadwinner_insured"])
    amounts, months_insured = np.zeros(facts.people.families), np.zeros(facts.people.families, dtype=np.int32)
    amounts[families] = np.round(_before(facts, families, "income_before_death"), -2)
    months_insured[families] = facts.random.integers(12, 240, len(families))
    facts.families["breadwinner_average_insured_income"] = amounts
    facts.families["breadwinner_insured_months"] = months_insured


def _months(facts: Facts) -> Array:
    """Give months of service before 1998 and of contributions after; return months of social insurance."""
    age, random = facts.people.age, facts.random
    since_1998 = int((facts.last_day - np.datetime64("1998-01-01")) / DAY / DAYS_IN_YEAR * MONTHS_IN_YEAR)
    mean, spread = assumed("participation_years")
    total = np.clip(random.normal(mean, spread, len(age)), 0, 50) * MONTHS_IN_YEAR
    worked = np.clip((age - 20) * MONTHS_IN_YEAR * random.uniform(0.5, 1.0, len(age)), 0, None)
    before = np.clip((age - since_1998 / MONTHS_IN_YEAR - 19) * MONTHS_IN_YEAR * 0.95, 0, None)
    total = np.where(age >= PENSION_AGE[FEMALE], total, np.minimum(total, worked))
    before = np.minimum(before, total)
    ever = facts.known["worker"] | facts.known["on_leave"] | facts.known["registered"] | (age >= 55) | facts.chance(0.6)
    since = np.rint(np.where(ever, np.clip(total - before, 0, since_1998), 0))
    facts.persons["service_months_before_1998"] = np.rint(before).astype(np.int32)
    facts.persons["pension_contribution_months"] = since.astype(np.int32)
    _savings(facts, since)
    return np.where(facts.known["pay"] > 0, np.maximum(np.minimum(since, 258), 12), np.minimum(since, 120))


def _savings(facts: Facts, months: Array) -> None:
    """Give pension savings: most pensioners have used theirs up, some draw them, some take them all at once."""
    age, random = facts.people.age, facts.random
    savings = months * assumed("savings_a_month") * random.uniform(0.3, 1.7, len(age))
    reached = facts.old & (age == facts.pension_age)
    left = facts.chance(share_at("savings_left", age))
    large = np.where(left, random.uniform(1_000_000, 3_500_000, len(age)), 0.0)
    small = random.uniform(30_000, 800_000, len(age))
    drawn = np.where(reached & facts.chance(assumed("small_savings")), small, large)
    early = facts.group("group_1", "group_2") & facts.persons["disability_permanent"]
    facts.persons["pension_savings"] = np.round(np.where(facts.old | early, drawn, savings), -2)


def _capacity(facts: Facts, insured: Array, income: Array) -> None:
    """Give the loss of capacity to work of the insured, and put their income before it among those of 24 months."""
    fits = facts.known["disabled_of_working_age"] & ~facts.known["registered"]
    sick = facts.draw(1.0 * fits, facts.count("work_capacity_payment_recipients"))
    loss = np.zeros(facts.size)
    for name, share in assumed("capacity_loss").items():
        loss[sick & facts.group(name)] = share
    when = facts.last_day - facts.random.integers(60, 2000, facts.size) * DAY
    facts.persons["work_capacity_loss"] = loss
    facts.persons["work_capacity_loss_date"] = np.where(sick, when, NONE)
    rows = np.flatnonzero(sick)
    income[rows] = np.round(_before(facts, rows, "income_before_capacity_loss"), -2)
    insured[rows] = np.maximum(insured[rows], 36)


# ----- Pensions ----- #


def pensions(facts: Facts) -> None:
    """Pensions in payment: the age pension of those of pension age, service pensions of some younger men."""
    age, sex, persons = facts.people.age, facts.people.sex, facts.persons
    served = persons["service_months_before_1998"] >= 6
    fits = facts.old & served & (persons["legal_residence"] != LegalResidence.kandas.index)
    wanted = facts.count("pensioners")
    recipients = facts.draw(1.0 * fits, wanted)
    younger = 1.0 * ((sex == MALE) & (age >= 47) & ~facts.old)
    soldiers = facts.draw(younger, max(wanted - int(recipients.sum()), 0))
    soldiers_pay = np.zeros(len(age))
    soldiers_pay[soldiers] = _amounts(facts, int(soldiers.sum()), assumed("mean_service_pension"))
    mean = (facts.figures["age_pension_mean"] * wanted - soldiers_pay.sum()) / max(int(recipients.sum()), 1)
    amounts = np.zeros(len(age))
    amounts[recipients] = _amounts(facts, int(recipients.sum()), mean)
    _above_the_allowance(facts, amounts)
    award = np.maximum(facts.pension_date, PENSIONS_AS_OF)
    persons["age_pension_award_date"] = np.where(recipients, np.minimum(award, facts.last_day), NONE)
    persons["age_pension_at_award"] = amounts
    persons["service_pension_award_date"] = np.where(soldiers, PENSIONS_AS_OF, NONE)
    persons["service_pension_at_award"] = soldiers_pay
    route = np.full(len(age), ServicePensionRoute.none.index, dtype=np.int8)
    route[soldiers] = ServicePensionRoute.service_age_limit.index
    persons["service_pension_route"] = route


def _amounts(facts: Facts, count: int, mean: float) -> Array:
    amounts = np.exp(assumed("pension_spread") * normal_quantiles(facts.random, count))
    return np.ceil(amounts * (mean / amounts.mean())) if count else amounts


def _above_the_allowance(facts: Facts, amounts: Array) -> None:
    """Let most pensioners with disability have a pension above the allowance, which then is not paid to them."""
    least = np.zeros(facts.size)
    for name, amount in assumed("allowance_of_group").items():
        least[facts.group(name)] = amount
    low = (amounts > 0) & (amounts < least) & ~facts.chance(assumed("topped_up_pensioners"))
    for name, amount in assumed("allowance_of_group").items():
        rows = np.flatnonzero(low & facts.group(name))
        donors = facts.random.permutation(np.flatnonzero(facts.group("none") & (amounts >= amount)))[: len(rows)]
        rows = rows[: len(donors)]
        amounts[rows], amounts[donors] = amounts[donors], amounts[rows]


# ----- Need ----- #


def need(facts: Facts) -> None:
    """Who of the poor by the registers is in need: large families first; the commission finds others not to be."""
    people, persons = facts.people, facts.persons
    income = sum(
        persons[name]
        for name in (
            "salary",
            "entrepreneur_declared_income",
            "self_employed_income",
            "other_counted_income",
            "age_pension_at_award",
            "service_pension_at_award",
        )
    )
    income = income + np.where(facts.old, assumed("about")["basic_pension"], 0.0)
    income += np.where(facts.group("group_1", "group_2", "group_3"), assumed("about")["disability_allowance"], 0.0)
    income += np.where(facts.known["on_leave"], 0.4 * facts.known["pay"], 0.0)
    members = np.bincount(people.family, minlength=people.families)
    head = np.bincount(people.family, weights=income, minlength=people.families) / members
    lost = facts.families["breadwinner_death_date"] != NONE
    head += np.where(lost, assumed("about")["survivor_allowance"], 0.0) / members
    minors = np.bincount(people.family, weights=people.age < ADULT, minlength=people.families)
    head += np.where(minors >= _LARGE, assumed("about")["large_family_allowance"], 0.0) / members
    line = assumed("about")["poverty_line"]
    near = 0.3 + head / line  # the gap that assistance closes is a third of the line on average
    weight = np.where(head < 0.95 * line, members ** assumed("needy_size") * near, 0.0)
    needy = facts.draw(weight, facts.part(_DRAWN * facts.figures["targeted_assistance_families"]))
    facts.families["social_contract"] = needy
    facts.families["local_ground_against_need"] = ~needy & (head < 2 * line)
