"""What the family gets already: asked early, so that nothing received is urged, and nothing asked that is known."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any

from openfisca_kz.problems import Problem
from openfisca_kz.web.page.page import GROWN, Page
from openfisca_kz.web.page.reading_fields import read_day, shown

#: Completed years from which somebody may draw a pension: the earliest of the law, for women near the test site.
PENSIONER = 45

#: Payments of a small child, and months of age until which they are asked about.
_OF_CHILD = {"birth_benefit": 19, "childcare_benefit": 19, "childcare_payment": 19}

#: Children from whom on a family is large.
_MANY = 4

#: What a pension that was awarded tells: the state awards the basic pension on the same claim.
PENSIONS = ("age_pension", "basic_pension")
_PENSION_DATES = ("age_pension_award_date", "basic_pension_claim_date")


@dataclasses.dataclass(frozen=True)
class Choice:
    """A payment that may be ticked: its field, its words, whether it is, and the date that a tick tells."""

    id: str
    label: str
    who: str
    ticked: bool
    fact: str
    facts: dict[str, Any]
    since: str


@dataclasses.dataclass(frozen=True)
class Pensioner:
    """Who may draw a pension, and what was said of it."""

    number: int
    name: str
    draws: str
    since: str


def choices(page: Page) -> list[Choice]:
    """Return the payments that people like these get."""
    typed = page.form.get("from") == "life"
    return [dataclasses.replace(one, ticked=bool(page.text(one.id)) if typed else one.ticked) for one in _choices(page)]


def _choices(page: Page) -> Iterator[Choice]:
    told = page.told
    for number, (name, facts) in enumerate(told.persons.items()):
        for right, until in _OF_CHILD.items():
            if name in told.members("children") and 0 <= page.months_of(name) < until:
                yield _choice(page, right, f"p{number}", name, facts, str(facts["birth_date"]))
    children = [name for name in told.members("children") if page.years_of(name) < GROWN]
    if len(children) >= _MANY:
        since = max(str(told.persons[name]["birth_date"]) for name in children)
        yield _choice(page, "large_family_allowance", "f0", "", told.family, since)


def _choice(page: Page, right: str, place: str, who: str, facts: dict[str, Any], since: str) -> Choice:
    fact, label = f"{right}_claim_date", page.speech.say(page.system.variables[right].label)
    return Choice(f"got-{right}.{place}", label, who, fact in facts, fact, facts, since)


def pensioners(page: Page) -> list[Pensioner]:
    """Return who may draw a pension."""
    typed = page.form.get("from") == "life"
    found = []
    for number, (name, facts) in enumerate(page.told.persons.items()):
        if page.years_of(name) >= PENSIONER:
            date = shown(page.system.variables[_PENSION_DATES[0]], facts.get(_PENSION_DATES[0]))
            known = _PENSION_DATES[0] in facts
            draws = page.text(f"l{number}-pension") if typed else ("yes" if date else "no") if known else ""
            found.append(Pensioner(number, name, draws, page.text(f"l{number}-since") if typed else date))
    return found


def unsaid(page: Page, right: str, who: str) -> bool:
    """Return whether a right is a pension of somebody of whom nobody said whether it is drawn: it is not urged."""
    return right in PENSIONS and _PENSION_DATES[0] not in page.told.persons.get(who, {})


def apply(page: Page) -> None:
    """Tell what is received: since the day from which it was due, where no other day was told."""
    for choice in _choices(page):
        if page.text(choice.id):
            choice.facts.setdefault(choice.fact, choice.since)
        elif choice.facts.get(choice.fact) == choice.since:
            page.told.untell(choice.facts, choice.fact)
    for one in pensioners(page):
        _pension(page, one)


def _pension(page: Page, one: Pensioner) -> None:
    facts, field = page.told.persons[one.name], f"l{one.number}-since"
    since = page.read(field, read_day)
    if one.draws == "yes":
        if not one.since:
            message = "Write since when {name} has been drawing the pension; an approximate day is enough."
            page.fault(field, Problem(message, {"name": one.name}))
        elif since is not None and since > datetime.date.today().isoformat():
            page.fault(field, Problem("{name}: this day is in the future.", {"name": one.name}))
        elif since is not None:
            for fact in _PENSION_DATES:
                page.told.tell(facts, fact, since)
    elif one.draws == "no":
        awarded, claimed = _PENSION_DATES
        page.told.tell(facts, awarded, page.system.variables[awarded].default_value.isoformat())
        facts.pop(claimed, None)
    else:
        for fact in _PENSION_DATES:
            page.told.untell(facts, fact)
