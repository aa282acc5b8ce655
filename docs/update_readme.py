"""Rewrites what the README shows from the code: the output of `explain`, and the table of what is covered.

Run it as `python -m docs.update_readme`; a test says when it is due.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.explanation import explain, to_text
from openfisca_kz.ledger import duties_of, rights_of, statuses_of
from openfisca_kz.reading import read_family
from openfisca_kz.system import leaves

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"

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
        if not variables:
            continue
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


def shown(system: CountryTaxBenefitSystem) -> str:
    """Return the beginning of the explanation of the family with a newborn, as the command prints it."""
    situation = read_family(ROOT / "openfisca_kz/situations/newborn.yaml", system)
    text = to_text(explain(situation, "2026-06"))
    return "```\n" + text.strip() + "\n```"


def render(text: str) -> str:
    """Return the README with its generated parts made anew."""
    system = CountryTaxBenefitSystem()
    for name, content in (("covered", covered(system)), ("explain", shown(system))):
        pattern = rf"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)"
        text = re.sub(pattern, lambda match, new=content: match[1] + new + match[2], text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    README.write_text(render(README.read_text(encoding="utf-8")), encoding="utf-8")
