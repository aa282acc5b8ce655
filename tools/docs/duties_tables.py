"""Tables of the duties for the docs, generated from the parameters and the rules.

docs/duties.md shows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openfisca_core.parameters import Parameter, ParameterScale

from openfisca_kz.answers.payslip.payers import PAYERS
from openfisca_kz.answers.payslip.payslip import columns
from openfisca_kz.engine.system import CountryTaxBenefitSystem

__all__ = ["exemptions_table", "rates_table"]

#: Statuses of section 10 of the notes on contributions, as facts.
STATUSES: dict[str, dict[str, Any]] = {
    "ordinary employee": {},
    "born before 1975": {"birth_date": "1970-01-01"},
    "pension age reached": {"pension_age_reached": True},
    "recipient of a service pension": {"service_pension_award_date": "2020-01-01"},
    "mother of five with an early age pension": {
        "birth_date": "1971-01-01",
        "sex": "female",
        "fifth_child_raised_date": "2010-05-01",
        "service_months_before_1998": 48,
    },
    "disability I or II with no end date": {"disability_group": "group_2", "disability_permanent": True},
    "disability I or II with a term": {"disability_group": "group_2"},
    "disability III": {"disability_group": "group_3"},
    "veteran with a tax deduction": {"veteran_tax_deduction": True},
    "parent of a child with disability": {"dependants_with_disability_deductions": 1},
    "full-time student": {"education": "bachelor"},
    "part-time student": {"education": "bachelor", "full_time_study": False},
    "mother with an award": {"sex": "female", "mother_award": "altyn_alka"},
    "military, special, law enforcement": {"uniformed_service": True},
    "post whose ranks were abolished": {"former_uniformed_post": True},
    "conscript": {"conscript": True},
    "judge with lifelong support": {"judge_lifelong_support": True},
    "prisoner, not in minimum security": {"penal_position": "serving"},
    "person in pre-trial detention": {"penal_position": "pre_trial_detention"},
    "paid while on leave for a child": {"on_childcare_leave": True},
    "employee of an Astana Hub participant": {"works_for_hub_participant": True},
    "under 18": {"birth_date": "2010-01-01"},
    "kandas": {"legal_residence": "kandas"},
    "foreigner with a residence permit": {"legal_residence": "foreigner_permanent_resident"},
    "stateless person with a residence permit": {"legal_residence": "stateless_permanent_resident"},
    "citizen of another EAEU state": {"legal_residence": "eaeu_citizen_worker"},
    "citizen of another EAEU state, not a tax resident": {
        "legal_residence": "eaeu_citizen_worker",
        "tax_resident": False,
    },
    "foreigner on a work permit": {
        "legal_residence": "foreigner_temporary_with_work_right",
        "tax_resident": False,
    },
    "foreigner on a work permit, tax resident": {"legal_residence": "foreigner_temporary_with_work_right"},
    "refugee": {"legal_residence": "refugee"},
}

HEADINGS = ("OPV", "VOSMS", "IPN", "SO", "SN", "OOSMS", "OPVR")
SHOWN_PAY = 300_000


def rates_table(system: Any = None, first: int = 2017, last: int = 2028) -> str:
    """Return a Markdown table of every figure of the duties on 31 December of each year, with its acts."""
    system = system or CountryTaxBenefitSystem()
    years = range(first, last + 1)
    rows = [["Figure", "Unit", *map(str, years), "Act"], ["---"] * (len(years) + 3)]
    for leaf, description, metadata in _figures(system.parameters.duties):
        values = [_shown(leaf.get_at_instant(f"{year}-12-31")) for year in years]
        act = _acts(metadata.get("reference", {}), first, last)
        rows.append([description, str(metadata.get("unit", "")), *values, act])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def _acts(references: dict[str, dict[str, Any]], first: int, last: int) -> str:
    """Return the acts in force from the first to the last year, newest first, each with the year of its start."""
    dates = sorted(date for date in references if date <= f"{last}-12-31")
    earlier = [date for date in dates if date <= f"{first}-12-31"]
    cited: dict[str, str] = {}
    for date in dates[max(len(earlier) - 1, 0) :]:
        text = ", ".join(str(references[date][part]) for part in ("title", "article") if part in references[date])
        cited.setdefault(text, date[:4])
    return "; ".join(f"{text} (since {year})" for text, year in reversed(cited.items()))


def _figures(node: Any) -> Iterator[tuple[Parameter, str, dict[str, Any]]]:
    if isinstance(node, Parameter):
        yield node, node.description, node.metadata
    elif isinstance(node, ParameterScale):
        for number, bracket in enumerate(node.brackets, start=1):
            for name, leaf in bracket.children.items():
                yield leaf, f"{node.description}: {name} {number}", node.metadata
    else:
        for child in node.children.values():
            yield from _figures(child)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"


def exemptions_table(on: str = "2026-06", system: Any = None) -> str:
    """Return a Markdown table of what is due for an employee of each status, by the rules themselves."""
    rows = [["Status", *HEADINGS], ["---"] * (len(HEADINGS) + 1)]
    names = [duty.name for duty in PAYERS["employee"].duties[: len(HEADINGS)]]
    for status, facts in STATUSES.items():
        amounts = columns([SHOWN_PAY], on, facts, since=on, system=system)
        due = ["yes" if amounts[name][0] > 0 else "no" for name in names]
        rows.append([status, *due])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"
