"""The second step: work and pay, study, disability, and who looks after a small child; only what fits each age."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.problems import Problem
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.education import Education
from openfisca_kz.web.page.page import Page
from openfisca_kz.web.page.reading_fields import read_number, shown

#: Ages, completed years, between which a question is asked.
WORK, STUDY, GROWN = (16, 100), (6, 35), 18

#: A child younger than this many months has a carer in law.
_SMALL = 36

_CHILD_GROUPS = ("none", "child")
_GROWN_GROUPS = ("none", "group_1", "group_2", "group_3")
_NOBODY = "-"


@dataclasses.dataclass(frozen=True)
class Asked:
    """What is asked of one person; each field as it stands, None where it is not asked."""

    number: int
    name: str
    work: str | None
    pay: str
    study: str | None
    disability: str
    groups: dict[str, str]


def show(page: Page) -> dict[str, Any]:
    """Return what the form shows."""
    people = [_asked(page, number, name) for number, name in enumerate(page.told.persons)]
    return {
        "people": people,
        "studies": {name: one.value for name, one in Education.__members__.items() if name != "preschool"},
        "small": small_children(page),
        "carers": [name for name in page.told.persons if years_of(page, name) >= GROWN],
        "carer": page.text("carer") or _carer(page),
        "nobody": _NOBODY,
    }


def apply(page: Page) -> None:
    """Tell what was filled in; what was left empty is unknown."""
    told = page.told
    for number, (name, facts) in enumerate(told.persons.items()):
        years = years_of(page, name)
        if WORK[0] <= years < WORK[1]:
            _work(page, number, name, facts)
        if STUDY[0] <= years < STUDY[1]:
            _choice(page, f"l{number}-study", facts, "education", Education)
        _choice(page, f"l{number}-disability", facts, "disability_group", DisabilityGroup)
    carer = page.text("carer")
    if small_children(page):
        for name, facts in _grown(page):
            if carer:
                told.tell(facts, "main_carer", name == carer)
            else:
                told.untell(facts, "main_carer")
    page.forget()


def small_children(page: Page) -> list[str]:
    """Return the children who have a carer in law because of their age."""
    return [name for name in page.told.members("children") if _months(page, name) < _SMALL]


def _work(page: Page, number: int, name: str, facts: dict[str, Any]) -> None:
    work, field = page.text(f"l{number}-work"), f"l{number}-pay"
    pay = page.read(field, read_number)
    if work == "no":
        if pay:
            message = "{name} does not work, and has pay: correct one of the two."
            page.fault(field, Problem(message, {"name": name}))
        else:
            page.told.tell(facts, "salary", 0)
    elif pay is not None:
        page.told.tell(facts, "salary", pay)
    elif work == "yes" and not page.error_of(field):
        message = "Write the pay of {name} a month before deductions, or leave the question open."
        page.fault(field, Problem(message, {"name": name}))
    elif not page.text(field):
        page.told.untell(facts, "salary")


def _choice(page: Page, field: str, facts: dict[str, Any], fact: str, choices: Any) -> None:
    chosen = page.text(field)
    if chosen in choices.__members__:
        page.told.tell(facts, fact, chosen)
    else:
        page.told.untell(facts, fact)


def _asked(page: Page, number: int, name: str) -> Asked:
    facts, years = page.told.persons[name], years_of(page, name)
    variables = page.system.variables
    typed = page.form.get("from") == "life"

    def field(kind: str, told: str) -> str:
        return page.text(f"l{number}-{kind}") if typed else told

    pay = shown(variables["salary"], facts.get("salary"))
    names = _GROWN_GROUPS if years >= GROWN else _CHILD_GROUPS
    group = shown(variables["disability_group"], facts.get("disability_group"))
    names = names if group in names or not group else (*names, group)
    return Asked(
        number=number,
        name=name,
        work=field("work", "no" if pay == "0" else "yes" if pay else "") if WORK[0] <= years < WORK[1] else None,
        pay=field("pay", "" if pay == "0" else pay),
        study=field("study", shown(variables["education"], facts.get("education")))
        if STUDY[0] <= years < STUDY[1]
        else None,
        disability=field("disability", group),
        groups={one: member.value for one, member in DisabilityGroup.__members__.items() if one in names},
    )


def _carer(page: Page) -> str:
    """Return who was said to look after a child: nobody, where that was said of everybody."""
    carers = {name: shown(page.system.variables["main_carer"], facts.get("main_carer")) for name, facts in _grown(page)}
    found = [name for name, said in carers.items() if said == "yes"]
    if found:
        return found[0]
    return _NOBODY if carers and all(said == "no" for said in carers.values()) else ""


def _grown(page: Page) -> list[tuple[str, dict[str, Any]]]:
    return [(name, facts) for name, facts in page.told.persons.items() if years_of(page, name) >= GROWN]


def _months(page: Page, name: str) -> int:
    """Return the age in the month asked, in months; -1 where the birth date is none."""
    born = str(page.told.persons[name].get("birth_date", ""))
    try:
        year, month = int(born[:4]), int(born[5:7])
    except ValueError:
        return -1
    return (int(page.told.month[:4]) - year) * MONTHS_IN_YEAR + int(page.told.month[5:7]) - month


def years_of(page: Page, name: str) -> int:
    """Return the completed years of a person in the month asked."""
    return _months(page, name) // MONTHS_IN_YEAR
