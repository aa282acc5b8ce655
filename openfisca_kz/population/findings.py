"""What a report says first: a few numbers in words, each with its source and month."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any

from openfisca_kz.base import HALF_A_TENGE
from openfisca_kz.language import Language
from openfisca_kz.population import fit, provision, words
from openfisca_kz.population.answers import Answers, Side, numbered
from openfisca_kz.population.results import DUTY, RIGHT, STATE
from openfisca_kz.population.schema import FAMILIES, PERSONS
from openfisca_kz.population.summing import WHOLE


@dataclasses.dataclass(frozen=True)
class Finding:
    """A number, what it is, and where it comes from."""

    value: str
    text: str
    source: str


def findings(found: Answers, speech: Language) -> list[Finding]:
    """Return the findings of a report: what a reform changes first, then how things stand under today's law.

    Args:
        found: the answers.
        speech: the language.

    """
    source = calculated(found.baseline, speech)
    stated = [
        *_of_reforms(found, speech),
        *_of_fit(found, speech),
        *_of_totals(found, speech),
        *_of_people(found, speech),
    ]
    return [Finding(value, text, source) for value, text in stated]


def calculated(side: Side, speech: Language) -> str:
    """Return the source of a calculated number: table, persons, month, law."""
    return speech.say(
        "Calculated from {file} ({persons} persons) for {month}",
        file=side.result.manifest["inputs"][PERSONS]["file"],
        persons=words.number(side.result.counts().persons_out, speech),
        month=speech.month(side.result.month),
    )


Stated = Iterator[tuple[str, str]]


def _of_fit(found: Answers, speech: Language) -> Stated:
    if rows := found.tables.get("fit", []):
        (count, near, _), (held, _, fair) = (fit.summary(rows)[name] for name in ("calibrated", "held_out"))
        yield f"{fair} / {held}", speech.say("official figures that weights never saw are reached within 10%")
        yield f"{near} / {count}", speech.say("official figures of building and calibrating are reached within 2%")


def _of_totals(found: Answers, speech: Language) -> Stated:
    side, month = found.baseline, speech.month(found.baseline.result.month)
    families = float(side.found.members[FAMILIES].sum()) if side.found.members else 0.0
    text = speech.say("people in {families} families are counted", families=words.large(families, speech))
    yield words.large(side.persons(), speech), text
    if "total_rights" in side.found.cells:
        text = speech.say("is paid out to people in {month}: pensions, benefits, payments, assistance", month=month)
        yield words.money(side.total("total_rights"), speech), text
    if "total_duties" in side.found.cells:
        text = speech.say("is what people themselves pay in {month}: contributions and taxes", month=month)
        yield words.money(side.total("total_duties"), speech), text
    rights = [name for name, kind in side.plan.kinds.items() if kind == RIGHT and in_tenge(side, name)]
    if rights and side.total(largest := max(rights, key=side.total)):
        recipients = side.total(largest, 0)
        text = speech.say(
            "is the largest right, {right}: {recipients} recipients, {average} on average",
            right=speech.say(side.result.system.variables[largest].label),
            recipients=words.large(recipients, speech),
            average=speech.money(side.total(largest) / recipients),
        )
        yield words.money(side.total(largest), speech), text


def _of_people(found: Answers, speech: Language) -> Stated:
    # Beside a reform these stand as before and after.
    if not found.reforms:
        yield from _of_living(found, speech)
    late = [row for row in found.tables.get("late_claims", []) if row["paid_less"]]
    if late:
        cases = words.large(sum(row["paid_less"] for row in late), speech)
        text = speech.say("is due in the month and not paid in it because of late claims; awards: {cases}", cases=cases)
        yield words.money(sum(row["less"] for row in late), speech), text


def _of_living(found: Answers, speech: Language) -> Stated:
    for row in _first(found, "poverty"):
        if row["line"] == "law":
            text = speech.say(
                "of people live below the poverty line of the law, {line} per head on average",
                line=speech.money(row["amount"]),
            )
            yield words.percent(row["share"], speech), text
    for row in _first(found, "inequality")[:1]:
        text = speech.say(
            "is the Gini coefficient of income per head; half of the people have less than {median} a month",
            median=speech.money(row["median"]),
        )
        yield words.number(row["gini"], speech, "gini"), text
    for row in _first(found, "without"):
        for name, text in (
            ("without_status", speech.say("have no social status under today's law")),
            ("not_insured", speech.say("have no health insurance under today's law")),
        ):
            if name in row:
                yield _people(row[name], row[f"{name}_share"], speech), text


def _of_reforms(found: Answers, speech: Language) -> Stated:
    for place, side in enumerate(found.reforms):
        law = f" ({words.law(side.result.system, speech)})" if len(found.reforms) > 1 else ""
        own = (
            _of_costs(found, place, speech),
            _of_living_after(found, side, speech),
            _of_provision(found, side, speech),
        )
        yield from ((value, text + law) for value, text in itertools.chain(*own))


def _of_costs(found: Answers, place: int, speech: Language) -> Stated:
    law, offers = found.reforms[place].name, found.tables.get("provision", [])
    together = speech.say("a month is what the reform changes in all rights together")
    if any(row["law"] == law and row["consent"] == provision.ASKED for row in offers):
        together = speech.say(
            "a month is the change that the reform makes in all payments together, if all agree to what they are "
            "offered"
        )
    for kind, text in (
        (RIGHT, together),
        (DUTY, speech.say("a month is what the reform changes in contributions and taxes together")),
        (STATE, speech.say("a month is what the reform changes in what the state pays into health insurance")),
    ):
        rows = [row for row in found.tables.get("by_payer", []) if row["kind"] == kind]
        if rows or kind != STATE:
            yield signed(sum(row[numbered("change", place)] for row in rows), speech), text
    for row in found.tables.get("winners_and_losers", []):
        if row["by"] == WHOLE and row["law"] == law:
            for name, text in (
                ("winners", speech.say("is the number of families that gain from the reform")),
                ("losers", speech.say("is the number of families that lose from the reform")),
            ):
                yield words.large(row[name], speech), text
            if row["rows"]:
                text = speech.say(
                    "is the number of rows of families that this rests on: all together gain {change} a month, with a "
                    "standard error of {error}",
                    change=words.money(row["won"] + row["lost"], speech),
                    error=words.money(row["error"], speech),
                )
                yield words.number(row["rows"], speech), text


def _of_provision(found: Answers, side: Side, speech: Language) -> Stated:
    rows = [row for row in found.tables.get("provision", []) if row["law"] == side.name]
    if not rows:
        return
    cases = words.large(sum(row["paid_less"] for row in rows), speech)
    text = speech.say("a month is lost to late claims today; awards: {cases}", cases=cases)
    yield words.money(sum(row["lost"] for row in rows), speech), text
    text = speech.say("a month of it is paid under the reform to those who agree to an offer or need not be asked")
    yield words.money(sum(row["gained_at_take_up"] for row in rows), speech), text
    for name, text in (
        ("papers", speech.say("papers a year are no longer asked for")),
        ("visits", speech.say("visits a year are saved")),
        ("days", speech.say("working days a year are no longer spent waiting")),
    ):
        if any(row[name] for row in rows):
            yield words.large(sum(row[name] or 0.0 for row in rows), speech), text


def _of_living_after(found: Answers, side: Side, speech: Language) -> Stated:
    for row, other in _pairs(found, side, "poverty"):
        if row["line"] == "law":
            values = " → ".join(words.percent(each["share"], speech) for each in (row, other))
            yield values, speech.say("of people live below the poverty line of the law, before and after the reform")
    for row, other in _pairs(found, side, "inequality")[:1]:
        values = " → ".join(words.number(each["gini"], speech, "gini") for each in (row, other))
        yield values, speech.say("is the Gini coefficient, before and after the reform")
    for row, other in _pairs(found, side, "without"):
        for name, text in (
            ("without_status", speech.say("have no social status, before and after the reform")),
            ("not_insured", speech.say("have no health insurance, before and after the reform")),
        ):
            if name in row:
                shares = (_people(each[name], each[f"{name}_share"], speech) for each in (row, other))
                yield " → ".join(shares), text


def _people(number: float, share: float, speech: Language) -> str:
    return f"{words.large(number, speech)} ({words.percent(share, speech)})"


def signed(value: float, speech: Language) -> str:
    """Return an amount with its sign; none where nothing changes."""
    return f"+{words.money(value, speech)}" if value >= HALF_A_TENGE else words.money(value, speech)


def _first(found: Answers, table: str) -> list[dict[str, Any]]:
    return [row for row in found.tables.get(table, []) if row["law"] == found.baseline.name]


def _pairs(found: Answers, side: Side, table: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the rows of a table under today's law with the same ones under a reform."""
    after = [row for row in found.tables.get(table, []) if row["law"] == side.name]
    return list(zip(_first(found, table), after, strict=True))


def in_tenge(side: Side, name: str) -> bool:
    """Return whether a variable is an amount in tenge: those in dollars are not added to them."""
    variables = side.result.system.variables
    return name in variables and variables[name].unit == "KZT"
