"""Writes the pages that come from the code: the README's output and table, and the pages of docs.

Run it as `python -m tools.docs.update`; a test says when it is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import yaml

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.engine.figures import leaves
from openfisca_kz.services.next_steps import next_steps
from openfisca_kz.services.register import appendix_rows, read_register
from openfisca_kz.services.rights_and_duties import duties_of, rights_of, statuses_of
from tools.docs import regions_page, sources_page
from tools.docs.doubts_page import register_page
from tools.docs.duties_tables import exemptions_table, rates_table
from tools.docs.interactions import interactions, to_markdown
from tools.docs.statuses_page import statuses

ROOT = Path(__file__).resolve().parents[2]

# Rights that are not due that the README shows, with the heading of two lines.
_RIGHTS = 4
_HEADING = 2

_AREAS = {
    "facts": "Facts that registers know",
    "status": "Social statuses",
    "status.recipients": "Statuses of recipients",
    "duties": "Contributions and payroll taxes",
    "rights": "Totals",
    "rights.pensions": "Pensions",
    "rights.family": "Families with children",
    "rights.social_insurance": "Payments of the social insurance fund",
    "rights.disability": "Disability, survivors, burial",
    "rights.assistance": "Targeted and housing assistance",
    "rights.special": "Special allowances and zones",
}


def covered(system: CountryTaxBenefitSystem) -> str:
    """Return the table of what is covered: rooms, what they hold, since when there are figures, cases."""
    shown = {*rights_of(system), *duties_of(system)}
    cases = _cases()
    statuses = statuses_of(system)
    rows = ["| area | what | variables | figures since | cases |", "|---|---|---|---|---|"]
    for room, title in _AREAS.items():
        variables = {name: v for name, v in system.variables.items() if v.room == room}
        if room.startswith("status"):
            what = f"{sum(name in statuses for name in variables)} statuses"
        elif room == "facts":
            what = f"{sum(not v.formulas for v in variables.values())} facts"
        else:
            what = ", ".join(f"`{name}`" for name in sorted(variables) if name in shown) or "sums"
        rows.append(f"| {title} | {what} | {len(variables)} | {_since(system, room)} | {cases[room]} |")
    return "\n".join(rows)


def _since(system: CountryTaxBenefitSystem, room: str) -> str:
    dates = [
        value.instant_str
        for leaf in leaves(system.parameters)
        for value in leaf.values_list
        if leaf.name.rpartition(".")[0].startswith(room + ".") or leaf.name.startswith(room + ".")
    ]
    return min(dates)[:7] if dates else "-"


def _cases() -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in (ROOT / "tests").rglob("*.yaml"):
        room = ".".join(path.relative_to(ROOT / "tests").parent.parts)
        counts[room] += len(yaml.safe_load(path.read_text(encoding="utf-8")) or [])
    return counts


def coverage(system: CountryTaxBenefitSystem) -> str:
    """Return the page of what is covered."""
    return f"""# What is covered

Complete from 2018; further back where sources carry. Made from the code by `python -m tools.docs.update`.

{covered(system)}
"""


def duties(system: CountryTaxBenefitSystem) -> str:
    """Return the page of duties: who pays what, and every rate and limit by year."""
    return f"""# Duties

Made from the parameters and the rules by `python -m tools.docs.update`.

## Who pays what, June 2026

Of pay of 300 000 tenge. A deduction of the year (disability, veteran, parent of a child with disability) leaves the pay
untaxed only until its 5 000 or 882 MRP are used up.

{exemptions_table(system=system)}
## Rates and limits by year

{rates_table(system)}"""


def connections(system: CountryTaxBenefitSystem) -> str:
    """Return the page of interactions."""
    return to_markdown(interactions(system=system), system)


def services(system: CountryTaxBenefitSystem) -> str:
    """Return the page of public services."""
    lines = [
        "# Public services",
        "",
        "The register `openfisca_kz/services/register.yaml` and the way to each right (`next_steps.yaml`), printed",
        "by `python -m tools.docs.update`. What asking the registers would save: [processes.md](processes.md);",
        "what takes the place of certificates: [readouts.md](readouts.md).",
        "",
        "| No. | service | law | event | rights, or what a certificate reads out | today | working days | checked "
        "| claim limit | thesis |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for service in read_register():
        rights = ", ".join(f"`{name}`" for name in (*service.rights, *service.answered_by)) or service.unanswered
        steps = [next_steps()[right] for right in service.rights]
        days = max((step.term for step in steps if step.term is not None), default="")
        checked = max((step.checked.isoformat() for step in steps), default="")
        cells = (service.number or "", service.name["en"], service.law, service.event, rights, service.provision)
        row = (*cells, days, checked, service.claim_limit, service.proposal)
        lines.append("| " + " | ".join(str(cell) for cell in row) + " |")
    lines += ["", "## Rows of Appendix B that are no social service", ""]
    lines += ["Nothing here answers for them; `x` marks the certificates that the thesis would drop.", ""]
    for group in appendix_rows():
        lines.append(f"**{group.why}**")
        lines += [f"- {row}" for row in group.rows]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


PAGES: dict[str, Callable[[CountryTaxBenefitSystem], str]] = {
    "docs/coverage.md": coverage,
    "docs/duties.md": duties,
    "docs/interactions.md": connections,
    "docs/services.md": services,
    "docs/statuses.md": statuses,
    "docs/doubts/register.md": lambda system: register_page(),
    "docs/sources.md": lambda system: sources_page.page(),
    "docs/regions.md": regions_page.page,
}


def main() -> None:
    """Write every page."""
    system = CountryTaxBenefitSystem()
    for path, make in PAGES.items():
        (ROOT / path).write_text(make(system), encoding="utf-8")


if __name__ == "__main__":
    main()
