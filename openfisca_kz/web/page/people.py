"""The first step: who lives together, with birth date, sex and place in the family."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_kz.base import MONTHS_IN_YEAR
from openfisca_kz.families.facts import ROLES as PLACES
from openfisca_kz.families.rules import name_problem
from openfisca_kz.problems import FIRST_MONTH, LAST_MONTH, InputError, Problem, is_month
from openfisca_kz.variables.facts.residence import Region
from openfisca_kz.web.page.page import Page
from openfisca_kz.web.page.reading_fields import read_day, shown_day
from openfisca_kz.web.page.told import Told, this_month

#: Places in the family as people choose them, with their words.
ROLES = {
    "parent": "Adult: parent or spouse",
    "child": "Child, of any age",
    "other": "Another relative",
}

SEXES = {"female": "Female", "male": "Male"}

_MONTHS_AHEAD = 12


@dataclasses.dataclass
class Row:
    """The fields of one person as they stand in the form; ``key`` is the name under which facts are told so far."""

    key: str = ""
    name: str = ""
    birth: str = ""
    sex: str = ""
    role: str = "parent"

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.name or self.birth or self.sex)


def show(page: Page, rows: list[Row] | None = None) -> dict[str, Any]:
    """Return what the form shows.

    Args:
        page: the request.
        rows: the people; those typed, or told before, if not given.

    """
    if rows is None:
        rows = _typed(page) if page.form.get("from") == "people" else _known(page.told)
    return {
        "rows": rows or [Row()],
        "roles": ROLES,
        "sexes": SEXES,
        "regions": {name: region.value for name, region in Region.__members__.items()},
        "region": page.text("region") or page.told.family.get("region", ""),
        "months": months_to_choose(page.told.month),
    }


def changed(page: Page, what: str) -> list[Row]:
    """Return the people typed with one more, or one less; nothing is checked yet."""
    rows = _typed(page)
    if what == "add":
        rows.append(Row(role="child" if rows else "parent"))
    elif what[7:].isdecimal() and int(what[7:]) < len(rows):
        rows.pop(int(what[7:]))
    return rows


def apply(page: Page) -> None:
    """Tell who lives together; facts told of somebody before stay with the person."""
    month = page.text("month")
    if is_month(month) and FIRST_MONTH <= month <= LAST_MONTH:
        page.told.month = month
    persons: dict[str, dict[str, Any]] = {}
    roles: dict[str, list[str]] = {"parent": [], "child": [], "other": []}
    fields: dict[str, str] = {}
    rows = _typed(page)
    for number, row in enumerate(rows):
        if row.empty and len(rows) > 1:
            continue
        name = _name(page, number, row, persons)
        born = page.read(f"p{number}-birth", read_day)
        if not row.birth:
            page.fault(f"p{number}-birth", Problem("Write the birth date: day, month and year, such as 12.03.1998."))
        if row.sex not in SEXES:
            page.fault(f"p{number}-sex", Problem("Say whether {name} is female or male.", {"name": name}))
        if row.role == "parent" and len(roles["parent"]) == 2:
            message = "A family has two parents at most: choose another place in the family for {name}."
            page.fault(f"p{number}-role", Problem(message, {"name": name}))
        roles[row.role if row.role in ROLES else "other"].append(name)
        persons[name] = {**page.told.persons.get(row.key, {}), "birth_date": born, "sex": row.sex}
        fields[name] = f"p{number}-birth"
    if not page.wrong:
        _tell(page, persons, roles, fields)


def _tell(page: Page, persons: dict[str, Any], roles: dict[str, list[str]], fields: dict[str, str]) -> None:
    """Tell the people, if they are a family by the rules that hold everywhere; else say at each what is wrong."""
    family = {fact: value for fact, value in page.told.family.items() if fact not in PLACES}
    if page.text("region") in Region.__members__:
        family["region"] = page.text("region")
    parents = dict(zip(("first_parent", "second_parent"), roles["parent"], strict=False))
    others = {"children": roles["child"], "others": roles["other"]}
    family = {**parents, **{role: names for role, names in others.items() if names}, **family}
    told = Told(page.told.month, persons, family)
    try:
        told.situation(page.system, page.config)
    except InputError as error:
        for problem in error.problems:
            page.fault(fields.get(problem.path[1] if len(problem.path) > 1 else "", ""), problem)
        return
    page.told = told
    page.forget()


def _name(page: Page, number: int, row: Row, persons: dict[str, Any]) -> str:
    name = row.name or page.speech.say("Person {number}", number=number + 1)
    problem = name_problem(name)
    if problem is None and name in persons:
        problem = Problem("Two people are called {name}: add a letter.", {"name": name})
    if problem is not None:
        page.fault(f"p{number}-name", problem)
    return name


def _typed(page: Page) -> list[Row]:
    rows = []
    number = 0
    while f"p{number}-name" in page.form and number <= page.config.members:
        fields = {field: page.text(f"p{number}-{field}") for field in ("key", "name", "birth", "sex", "role")}
        rows.append(Row(**fields))
        number += 1
    return rows


def _known(told: Told) -> list[Row]:
    places = {"first_parent": "parent", "second_parent": "parent", "children": "child", "others": "other"}
    rows = []
    for place, role in places.items():
        for name in told.members(place):
            facts = told.persons.get(name, {})
            rows.append(Row(name, name, shown_day(str(facts.get("birth_date", ""))), str(facts.get("sex", "")), role))
    return rows


def months_to_choose(month: str) -> list[str]:
    """Return the months to choose from, the latest first: those the rules know up to a year ahead, and the chosen."""
    year, this = (int(part) for part in this_month().split("-"))
    last = year * MONTHS_IN_YEAR + this - 1 + _MONTHS_AHEAD
    first = int(FIRST_MONTH[:4]) * MONTHS_IN_YEAR
    months = {f"{n // MONTHS_IN_YEAR:04}-{n % MONTHS_IN_YEAR + 1:02}" for n in range(first, last + 1)}
    return sorted(months | {month}, reverse=True)
