"""The words of reports: names of tables, columns and groups, and numbers as a language writes them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Literal

from babel.numbers import format_compact_decimal, format_decimal, format_percent

from openfisca_kz.base import HALF_A_TENGE
from openfisca_kz.language import Language
from openfisca_kz.population import laws
from openfisca_kz.population.targets import Target
from openfisca_kz.presentation.bill import law_title as law

#: Columns that are shares of one, whole names and what others begin or end with.
SHARES = frozenset({"share", "shortfall", "take_up"})
_RATES, _SHARES = ("marginal_", "participation_"), ("_share", "_share_reform")

#: A number below this is written with all its digits.
_PLAIN = 1_000_000

_DIGITS_OF_A_YEAR = 4

#: A number above this stands for no end of a range.
_ALL = 150 * 10**6

#: Columns that are small numbers, with three digits.
RATIOS = frozenset({"gini", "s80_s20", "ratio", "severity"})


@functools.cache
def _reform(name: str) -> Any:
    return laws.law(name)


def heading(column: str, speech: Language) -> str:
    """Return the name of a column; its own name where it has no other."""
    say = speech.say
    what, _, year = column.rpartition("_")
    if year.isdigit() and what in ("reform", "change", "poor_share_reform", "recipients_reform"):
        return f"{heading(what, speech)} ({year})"
    if year.isdigit() and what in ("published", "recipients"):
        return (
            say("Published, bn KZT, {year}", year=year) if what == "published" else say("Recipients, {year}", year=year)
        )
    return {
        "variable": say("What"),
        "variables": say("What"),
        "kind": say("Kind"),
        "unit": say("Unit"),
        "by": say("Counted by"),
        "group": say("Group"),
        "members": say("Of how many"),
        "recipients": say("Recipients"),
        "recipients_reform": say("Recipients under the reform"),
        "total": say("In the month, KZT"),
        "average": say("Average, KZT"),
        "law": say("Law"),
        "persons": say("Persons"),
        "families": say("Families"),
        "without_status": say("Without social status"),
        "without_status_share": say("Share without status"),
        "not_insured": say("Without health insurance, persons"),
        "not_insured_share": say("Share not insured"),
        "due": say("Due, KZT"),
        "paid": say("Paid, KZT"),
        "paid_less": say("Are paid less than is due"),
        "less": say("Of which not paid, KZT"),
        "more": say("Paid for earlier months, KZT"),
        "not_paid": say("Due less paid, KZT"),
        "line": say("Poverty line"),
        "scale": say("Scale"),
        "amount": say("Line, KZT"),
        "share": say("Share"),
        "shortfall": say("Mean shortfall, share of the line"),
        "cost_to_close": say("Needed to lift all to the line, KZT"),
        "mean": say("Mean income, KZT"),
        "median": say("Median income, KZT"),
        "gini": say("Gini"),
        "s80_s20": say("Richest fifth to poorest (S80/S20)"),
        "region": say("Region"),
        "total_rights": say("Rights, KZT"),
        "total_duties": say("Paid by people, KZT"),
        "disposable_income": say("Disposable income, KZT"),
        "income_by_head": say("Income per head, KZT"),
        "poor_share": say("Poor, share"),
        "poor_share_reform": say("Poor under the reform, share"),
        "baseline": say("Today's law"),
        "reform": say("Reform"),
        "change": say("Change"),
        "winners": say("Families that gain"),
        "losers": say("Families that lose"),
        "won": say("Gained, KZT"),
        "lost": say("Lost, KZT"),
        "winners_in_time": say("Families that gain if all claim in time"),
        "won_in_time": say("Gained if all claim in time, KZT"),
        "event": say("Event"),
        "registers": say("Registers that report it"),
        "consent": say("Consent"),
        "gained": say("Paid more if all agree, KZT"),
        "gained_at_take_up": say("Paid more at this share, KZT"),
        "take_up": say("Share that agrees"),
        "claims": say("Claims a year"),
        "papers": say("Papers saved a year"),
        "visits": say("Visits saved a year"),
        "days": say("Working days saved a year"),
        "change_a_family": say("Change per family, KZT"),
        "figure": say("Figure"),
        "use": say("Used for"),
        "official": say("Official"),
        "model": say("Model"),
        "ratio": say("Ratio"),
        "period": say("Period"),
        "total_rights_by_head": say("Rights per head, KZT"),
        "total_duties_by_head": say("Contributions and taxes per head, KZT"),
        "disposable_income_by_head": say("Disposable income per head, KZT"),
        "total_rights_share": say("Rights, share of income"),
        "total_duties_share": say("Contributions and taxes, share of income"),
        "tenth": say("Tenth"),
        "mean_pay": say("Mean pay, KZT"),
        "marginal_mean": say("Marginal rate, mean"),
        "marginal_median": say("Marginal rate, median"),
        "marginal_share": say("Share of earners, marginal rate"),
        "participation_mean": say("Participation tax rate, mean"),
        "participation_median": say("Participation tax rate, median"),
        "participation_share": say("Share of earners, participation tax rate"),
        "rate": say("Rate"),
        "people": say("People in the group"),
        "severity": say("Severity of poverty"),
        "size": say("How much"),
        "rows": say("Rows"),
        "error": say("Standard error, KZT"),
        "error_share": say("Standard error, share"),
        "table": say("Table"),
        "column": say("Column"),
        "empty": say("Empty cells"),
        "taken_as": say("Taken as"),
        "payer": say("Who pays"),
        "year_total": say("In the year, KZT"),
        "model_year": say("Model, bn KZT a year"),
        "model_recipients": say("Recipients, model"),
        "date": say("Date"),
        "source": say("Source"),
        "reason": say("Why they differ"),
        "year": say("Year"),
        "men": say("Men"),
        "women": say("Women"),
        "male": say("Men"),
        "female": say("Women"),
        "in_mrp": say("In the month, MRP"),
    }.get(column, column)


def title(table: str, speech: Language) -> str:
    """Return the name of a table."""
    say = speech.say
    return {
        "right": say("Rights"),
        "duty": say("Contributions and taxes"),
        "statuses": say("People by status"),
        "amount": say("Other sums"),
        "regions": say("Regions"),
        "by_tenth": say("Rights and duties by tenth of income, million KZT in the month"),
        "by_age": say("Recipients of rights by age"),
        "by_sex": say("Recipients of rights by sex"),
        "poverty": say("Poverty"),
        "inequality": say("Income and inequality"),
        "without": say("Without social status, without health insurance"),
        "late_claims": say("What late claims cost people"),
        "state": say("What the state pays into health insurance"),
        "poverty_by_group": say("Poverty of children, of older people, by type of family"),
        "tenths": say("Income by tenth, and what it is made of"),
        "provision": say("What is paid without a claim"),
        "sizes": say("How much of their income families gain and lose"),
        "own": say("By columns of the tables"),
        "precision": say("How sure the totals are"),
        "empty": say("Empty cells of the tables"),
        "not_told": say("Facts that the tables do not have"),
        "rates": say("Effective tax rates by tenth of pay"),
        "rate_classes": say("How many have which rate"),
        "budget": say("Budget by programme"),
        "history": say("The year beside what was published"),
        "by_payer": say("Cost by payer, KZT in the month"),
        "change_by_payer": say("What the reform changes by payer, KZT in the month"),
        "payers": say("Cost by payer, KZT in the year"),
        "costs": say("Cost of the reform, KZT in the month"),
        "winners_and_losers": say("Families that gain and lose"),
        "fit": say("The model beside the official figures"),
        "recipients_by_year": say("Recipients of rights"),
        "people": say("People by year"),
    }.get(table, table)


def group(by: str, name: str, speech: Language, system: Any) -> str:
    """Return the name of a group of people."""
    say = speech.say
    if by in ("region", "sex"):
        members = system.variables[by].possible_values
        return say(members[name].value)
    if by == "decile":
        ends = {"1": say("1 (poorest)"), "10": say("10 (richest)")}
        return ends.get(name, name)
    if by in ("type", ""):
        return _of_type(name, speech)
    if by == "status":
        return say(system.variables[name].label)
    return say("The country") if name == "country" else name


def _of_type(name: str, speech: Language) -> str:
    say = speech.say
    return {
        "children": say("children under 18"),
        "of_pension_age": say("people of pension age"),
        "elders": say("families of people of pension age"),
        "one": say("people who live alone"),
        "several": say("families without children"),
        "one_with_children": say("one adult with children"),
        "few": say("families with one or two children"),
        "three": say("families with three children"),
        "many": say("families with four or more children"),
    }.get(name, name)


def payer(name: str, kind: str, speech: Language) -> str:
    """Return what a payer pays in a year, in words."""
    say = speech.say
    return {
        ("republican_budget", "right"): say("paid by the republican budget to people"),
        ("republican_budget", "state"): say("paid by the state into health insurance"),
        ("local_budget", "right"): say("paid by local budgets to people"),
        ("social_insurance_fund", "right"): say("paid by the social insurance fund to people"),
        ("pension_fund", "right"): say("paid by the Unified Accumulative Pension Fund from savings"),
        ("employer", "right"): say("paid by employers to people, in addition to pay"),
        ("employer", "duty"): say("paid by employers in contributions and taxes"),
        ("person", "duty"): say("paid by people in contributions and taxes"),
        ("local_budget", "received"): say("received by local budgets in taxes"),
        ("social_insurance_fund", "received"): say("received by the social insurance fund in contributions"),
        ("health_insurance_fund", "received"): say("received by the health insurance fund in contributions"),
        ("several_funds", "received"): say("received by several funds together in unified payments"),
        ("pension_fund", "received"): say("received by the Unified Accumulative Pension Fund in contributions"),
    }.get((name, kind), f"{name}, {kind}")


def figure(target: Target, speech: Language, system: Any) -> str:
    """Return the name of an official figure: what, how it is measured, of whom."""
    say = speech.say
    labels = [say(system.variables[name].label) for name in target.variables if name in system.variables]
    measure = {
        "count": say("how many receive it") if labels else "",
        "total": say("in the month, KZT"),
        "mean": say("on average, KZT"),
        "median": say("median, KZT"),
        "share": say("share"),
        "members": say("people in the families"),
        "none_of": say("people without"),
        "ratio": say("ratio"),
    }[target.measure]
    return "; ".join(filter(None, [" + ".join(labels) or say("People"), measure, *_whom(target, speech, system)]))


def _whom(target: Target, speech: Language, system: Any) -> list[str]:
    versus = " + ".join(_conditions(target.versus, speech, system))
    return [
        *_conditions(target.where, speech, system),
        *([f"{speech.say('compared with')}: {versus}"] if versus else []),
    ]


def _conditions(where: Mapping[str, Any], speech: Language, system: Any) -> list[str]:
    found = []
    for name, wanted in where.items():
        variable = system.variables[name]
        if isinstance(wanted, bool):
            found.append(("" if wanted else f"{speech.say('not')}: ") + speech.say(variable.label))
        elif isinstance(wanted, str) or isinstance(wanted[0], str):
            names = [wanted] if isinstance(wanted, str) else wanted
            found.append(", ".join(speech.say(variable.possible_values[each].value) for each in names))
        else:
            first, last = (number(each, speech) for each in wanted)
            span = f"{speech.say('from')} {first}" if wanted[1] > _ALL else f"{first}–{last}"
            found.append(f"{speech.say(variable.label)}: {span}")
    return found


def dollars(variable: str, system: Any) -> str:
    """Return what stands beside the name of a variable in dollars, as other amounts are in tenge."""
    return ", USD" if variable in system.variables and system.variables[variable].unit == "USD" else ""


def value_of(column: str, value: Any, speech: Language, system: Any) -> str:
    """Return the cell of a table that is a name: of a variable, a law, a line, a scale."""
    say = speech.say
    if column == "variable" and value in system.variables:
        return say(system.variables[value].label) + dollars(value, system)
    if column == "variables":
        return " + ".join(value_of("variable", each, speech, system) for each in value.split(" + "))
    if column == "event":
        return say(value)
    if column == "region":
        return group("region", value, speech, system)
    if column == "law":
        return say("Today's law") if value == "baseline" else law(_reform(value), speech)
    return {
        "law": say("of the law"),
        "median_50": say("50% of the median"),
        "median_60": say("60% of the median"),
        "per_head": say("per head"),
        "oecd_modified": say("OECD, modified"),
        "right": say("right"),
        "duty": say("duty"),
        "state": say("paid by the state"),
        "received": say("received"),
        "build": say("building"),
        "calibrate": say("calibrating"),
        "check": say("checking"),
        "republican_budget": say("republican budget"),
        "local_budget": say("local budgets"),
        "social_insurance_fund": say("social insurance fund"),
        "pension_fund": say("Unified Accumulative Pension Fund"),
        "employer": say("employer"),
        "person": say("people"),
        "country": say("The country"),
        "decile": say("Tenth of income"),
        "type": say("Type of family"),
        "lose_much": say("lose 5% or more"),
        "lose_some": say("lose 1 to 5%"),
        "lose_little": say("lose less than 1%"),
        "unchanged": say("nothing changes"),
        "win_little": say("gain less than 1%"),
        "win_some": say("gain 1 to 5%"),
        "win_much": say("gain 5% or more"),
        "region": say("Region"),
        "asked": say("asked by a message"),
        "not_asked": say("nobody is asked"),
        "health_insurance_fund": say("health insurance fund"),
        "national_fund": say("National Fund"),
        "several_funds": say("several funds together"),
        "persons": say("Persons"),
        "families": say("Families"),
        "none": say("none"),
        "False": say("no"),
        "True": say("yes"),
    }.get(str(value), str(value))


def _is_share(column: str) -> bool:
    column = column.rstrip("0123456789").rstrip("_")  # of the second bill, and so on
    return column in SHARES or column.startswith(_RATES) or column.endswith(_SHARES)


def number(value: Any, speech: Language, column: str = "") -> str:
    """Return a number as a cell of a table."""
    if value is None:
        return ""
    if _is_share(column):
        return percent(value, speech)
    of_tenth = column.isdigit() and len(column) < _DIGITS_OF_A_YEAR
    if of_tenth or column.startswith(("model_year", "published_2")):  # in millions, in billions
        return format_decimal(value, format="#,##0.0", locale=speech.locale)
    form = "#,##0.000" if column in RATIOS else "#,##0"
    if abs(value) < HALF_A_TENGE and column not in RATIOS:
        value = 0  # not "-0"
    return format_decimal(value, format=form, locale=speech.locale)


def number_format(column: str) -> str:
    """Return the format of a column of numbers in a workbook."""
    if _is_share(column):
        return "0.0%"
    return "0.000" if column in RATIOS else "#,##0"


def large(value: float, speech: Language) -> str:
    """Return a large number in words that are read at a glance: 395.2 billion."""
    if abs(value) < _PLAIN:
        return number(value, speech)
    length: Literal["long", "short"] = "long" if speech.code == "en" else "short"
    return format_compact_decimal(value, format_type=length, locale=speech.locale, fraction_digits=1)


def money(value: float, speech: Language) -> str:
    """Return a large amount in tenge."""
    return f"{large(value, speech)} ₸"


def percent(value: float, speech: Language) -> str:
    """Return a share of one as a percentage with one digit."""
    return format_percent(value, format="#,##0.0%", locale=speech.locale)
