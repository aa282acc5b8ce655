"""The second step: work and pay, study, disability, and who looks after a small child; only what fits each age."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_kz.calendar import month_number_of, month_text
from openfisca_kz.families.facts import OTHERWISE
from openfisca_kz.problems import Problem
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.education import Education
from openfisca_kz.web.page import receiving
from openfisca_kz.web.page.page import GROWN, Page
from openfisca_kz.web.page.reading_fields import read_day, read_number, shown, shown_day

#: Ages, completed years, between which a question is asked.
WORK, STUDY = (16, 100), (6, 35)

#: A child younger than this many months has a carer in law.
_SMALL = 36

#: A child younger than this many months may give its carer the payment of the fund, by pay before the birth.
_NEW = 18

#: Months before the birth whose pay counts.
_BEFORE = 24

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
        "carers": page.grown,
        "carer": page.text("carer") or _carer(page),
        "nobody": _NOBODY,
        "newest": _newest(page),
        **dict(zip(("before", "leave"), _earlier(page), strict=True)),
        "got": receiving.choices(page),
        "pensioners": {one.number: one for one in receiving.pensioners(page)},
    }


def apply(page: Page) -> None:
    """Tell what was filled in; what was left empty is unknown."""
    told = page.told
    for number, (name, facts) in enumerate(told.persons.items()):
        years = page.years_of(name)
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
        if carer in told.persons:
            _tell_earlier(page, carer)
    receiving.apply(page)
    page.forget()


def _newest(page: Page) -> str:
    """Return the youngest child for whose carer the pay before the birth counts; "" where there is none."""
    ages = {name: page.months_of(name) for name in page.told.members("children")}
    small = [name for name, months in ages.items() if 0 <= months < _NEW]
    return min(small, key=lambda name: ages[name]) if small else ""


def _earlier(page: Page) -> tuple[str, str]:
    """Return the pay before the birth and the first day of the leave, as typed or as told by month."""
    if page.form.get("from") == "life":
        return page.text("before"), page.text("leave")
    told = page.told.persons.get(_carer(page), {}).get("salary")
    paid = {month: pay for month, pay in told.items() if month != OTHERWISE and pay} if isinstance(told, dict) else {}
    if not paid:
        return "", ""
    leave = month_text(month_number_of(max(paid)) + 1)
    return shown(page.system.variables["salary"], max(paid.values())), shown_day(f"{leave}-01")


def _tell_earlier(page: Page, carer: str) -> None:
    """Tell the pay of the two years before the birth by month; who cares has no pay now, unless one was told."""
    child, pay, leave = _newest(page), page.read("before", read_number), page.read("leave", read_day)
    if not child or not pay:
        return
    born = month_number_of(str(page.told.persons[child]["birth_date"]))
    end = min(born, month_number_of(leave)) if leave else born
    facts = page.told.persons[carer]
    now = facts.get("salary", 0)
    now = now.get(OTHERWISE, 0) if isinstance(now, dict) else now
    facts["salary"] = {**{month_text(number): pay for number in range(born - _BEFORE, end)}, OTHERWISE: now}


def small_children(page: Page) -> list[str]:
    """Return the children who have a carer in law because of their age."""
    return [name for name in page.told.members("children") if page.months_of(name) < _SMALL]


def _work(page: Page, number: int, name: str, facts: dict[str, Any]) -> None:
    work, field = page.text(f"l{number}-work"), f"l{number}-pay"
    pay = page.read(field, read_number)
    if work == "no":
        if pay:
            message = "{name} does not work but has pay: correct one of the two."
            page.fault(field, Problem(message, {"name": name}))
        else:
            page.told.tell(facts, "salary", 0)
    elif pay is not None:
        page.told.tell(facts, "salary", pay)
    elif work == "yes" and not page.error_of(field):
        message = "Write the monthly pay of {name} before deductions, or leave the question open."
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
    facts, years = page.told.persons[name], page.years_of(name)
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
    return [(name, page.told.persons[name]) for name in page.grown]
