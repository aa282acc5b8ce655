"""What a bill changes, as text and as data; and a first file of a bill."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from openfisca_core import reforms

from openfisca_kz.answers.bill import BillChanges
from openfisca_kz.engine.bills import AND
from openfisca_kz.language import Language

_HEADINGS = {
    "replaced": "Rules that are replaced",
    "added": "Rules that are added",
    "removed": "Rules that are removed",
}


def law_title(system: Any, speech: Language) -> str:
    """Return the name of a law: today's, or that of a bill or of several, one upon another."""
    if not isinstance(system, reforms.Reform):
        return speech.say("Today's law")
    return AND.join(map(speech.say, getattr(system, "names", None) or (system.name or type(system).__name__,)))


def to_data(changes: BillChanges) -> dict[str, Any]:
    """Return what a bill changes as JSON holds it."""
    return dataclasses.asdict(changes)


def to_text(changes: BillChanges, speech: Language) -> str:
    """Return what a bill changes: figures from what to what since when, then rules with the articles they rest on."""
    lines = [AND.join(map(speech.say, changes.titles))]
    if changes.summary and changes.summary != changes.title:
        lines.append(speech.say(changes.summary))
    for sentence in without_effect(changes, speech):
        lines += ["", sentence]
    if changes.figures:
        lines += ["", speech.say("Figures")]
    for figure in changes.figures:
        was, now = (shown_figure(value, figure.unit, speech) for value in (figure.before, figure.after))
        day = speech.day(datetime.date.fromisoformat(figure.since))
        lines.append(f"  {speech.say(figure.label)}")
        lines.append("    " + speech.say("since {day}: {was} -> {now}", day=day, was=was, now=now))
        lines.append(f"    {figure.path}")
    for kind, heading in _HEADINGS.items():
        rules = [rule for rule in changes.rules if rule.kind == kind]
        if rules:
            lines += ["", speech.say(heading)]
        for rule in rules:
            lines.append(f"  {speech.say(rule.label)} ({rule.variable})")
            lines += [f"    {place}" for place in rule.law]
    return "\n".join(lines) + "\n"


def without_effect(
    changes: BillChanges, speech: Language, month: str | None = None, each: Sequence[BillChanges] = ()
) -> list[str]:
    """Return what a bill does that changes nothing that anybody is paid or owes, in sentences.

    Args:
        changes: what it changes; of several bills, what they change together.
        speech: the language.
        month: the month asked, where one is.
        each: what each of several bills changes, for one may be without effect and another not.

    """
    said = [] if each else _no_change(changes, speech, month)
    for one in each:
        said += [f"{speech.say(one.title)}: {sentence}" for sentence in _no_change(one, speech, month)]
    if not changes.nothing and not changes.money:
        said.append(speech.say("Nothing that people are paid or owe rests on what this bill changes."))
    return said + [speech.say("Nothing reads `{name}`, which this bill adds.", name=name) for name in changes.unread]


def _no_change(changes: BillChanges, speech: Language, month: str | None) -> list[str]:
    """Say that a bill is not in force in a month yet, or changes nothing at all."""
    first = changes.first_day
    if changes.nothing:
        return [speech.say("This bill changes nothing in the law.")]
    if month is None or first is None or first[: len(month)] <= month:
        return []
    message = "Nothing in this bill is in force in {month}: it takes effect on {day}."
    day = speech.day(datetime.date.fromisoformat(first))
    return [speech.say(message, month=speech.month(month), day=day)]


def shown_figure(value: Any, unit: str, speech: Language) -> str:
    """Return the value of a figure with its unit; a dash where it has none."""
    return "-" if value is None else speech.quantity(value, unit)


def first_file() -> str:
    """Return the first file of a bill, in force from next January."""
    year = datetime.date.today().year + 1
    return f"""# A bill. See what it changes:    openfisca-kz reform show THIS_FILE
# and what it gives a family:      openfisca-kz compare FAMILY.yaml --on {year}-06 --reform THIS_FILE
name:
  en: Childcare benefit of the first child raised to seven MRP
  ru: Пособие по уходу за первым ребёнком — семь МРП
  kk: Бірінші баланың күтіміне жәрдемақы — жеті АЕК
in_force: {year}-01-01

# Figures by their path in openfisca_kz/parameters: a value from in_force on, or values by their first day.
figures:
  rights.family.childcare_benefit.multiple.first: 7

# Rights that end, from in_force on or from a day of their own.
# abolished: [awarded_mother_allowance]

# Conditions that nobody has to meet any more.
# conditions_removed: [family_benefit_residence]
"""
