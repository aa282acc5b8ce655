"""The first step: who lives together, with birth date, sex and place in the family."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_kz.calendar import MONTHS_IN_YEAR, month_number_of, month_text
from openfisca_kz.families.facts import ROLES as PLACES
from openfisca_kz.families.rules import YOUNGEST_PARENT, name_problem
from openfisca_kz.problems import FIRST_MONTH, InputError, Problem, RefusedValueError
from openfisca_kz.variables.facts.residence import Region
from openfisca_kz.web.page.page import GROWN, Page
from openfisca_kz.web.page.reading_fields import read_day, shown_day
from openfisca_kz.web.page.told import Told, is_known, this_month

#: Places in the family as people choose them, with their words.
ROLES = {
    "parent": "Parent, or husband or wife",
    "child": "Child, of any age",
    "other": "Another relative",
}

SEXES = {"female": "Female", "male": "Male"}

#: Months to choose from: those of a year ahead, and of the years in which a right may still be claimed.
_MONTHS_AHEAD = 12
_MONTHS_BACK = 36


@dataclasses.dataclass
class Row:
    """The fields of one person as they stand in the form; ``key`` is the name under which facts are told so far."""

    key: str = ""
    name: str = ""
    birth: str = ""
    sex: str = ""
    role: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.name or self.birth or self.sex)

    @property
    def whole(self) -> bool:
        """Whether everything was filled in: on a phone such a person is one line, and the next has the screen."""
        return bool(self.birth and self.sex in SEXES and self.role in ROLES)


def show(page: Page, rows: list[Row] | None = None, do: str = "") -> dict[str, Any]:
    """Return what the form shows.

    Args:
        page: the request.
        rows: the people; those typed, or told before, if not given.
        do: what changed them: ``add``, or ``remove-`` and a place.

    """
    if rows is None:
        rows = _typed(page) if page.form.get("from") == "people" else _known(page.told)
    placed = _placed(rows, page.told.month) or [Row()]
    first = _first(placed, page.told.month)
    return {
        "rows": placed,
        "folded": [
            # A place that was only suggested to a grown-up stands open, to be looked at.
            len(rows) > 1 and row.whole and (bool(typed.role) or row is first or row.role == "child")
            for typed, row in zip(rows or placed, placed, strict=True)
        ],
        "new": len(rows) - 1 if do == "add" else None,
        "removed": do.startswith("remove-"),
        "roles": ROLES,
        "regions": {name: region.value for name, region in Region.__members__.items()},
        "region": page.text("region") or page.told.family.get("region", ""),
        "months": months_to_choose(page.told.month),
    }


def changed(page: Page, what: str) -> list[Row]:
    """Return the people typed with one more, or one less; nothing is checked yet."""
    rows = _typed(page)
    if what == "add":
        rows.append(Row())
    elif what[7:].isdecimal() and int(what[7:]) < len(rows):
        rows.pop(int(what[7:]))
    return rows


def apply(page: Page) -> None:
    """Tell who lives together; facts told of somebody before stay with the person."""
    month = page.text("month")
    if is_known(month):
        page.told.month = month
    persons: dict[str, dict[str, Any]] = {}
    roles: dict[str, list[str]] = {"parent": [], "child": [], "other": []}
    fields: dict[str, str] = {}
    rows = _typed(page)
    placed = _placed(rows, page.told.month)
    for number, row in enumerate(placed):
        if row.empty and len(rows) > 1:
            continue
        name = _name(page, number, row, persons)
        born = page.read(f"p{number}-birth", read_day)
        if not row.birth:
            page.fault(f"p{number}-birth", Problem("Write the birth date: day, month and year, such as 12.03.1998."))
        if row.sex not in SEXES:
            page.fault(f"p{number}-sex", Problem("Say whether {name} is female or male.", {"name": name}))
        first = _first(placed, page.told.month)
        if first is not None and row is not first and not rows[number].role and row.role in ("", "parent") and born:
            message = "Who is {name} to {first}: husband or wife, a child, or another relative? Check the place."
            page.fault(f"p{number}-role", Problem(message, {"name": name, "first": first.name or "1"}))
        if row.role == "parent" and len(roles["parent"]) == 2:
            message = "A family has two parents at most: choose another place in the family for {name}."
            page.fault(f"p{number}-role", Problem(message, {"name": name}))
        roles[row.role if row.role in ROLES else "other"].append(name)
        persons[name] = {**page.told.persons.get(row.key, {}), "birth_date": born, "sex": row.sex}
        fields[name] = f"p{number}-birth"
    if not page.wrong:
        _ask_gaps(page, placed, persons, roles)
    if not page.wrong:
        _tell(page, persons, roles, fields)


def _ask_gaps(page: Page, rows: list[Row], persons: dict[str, Any], roles: dict[str, list[str]]) -> None:
    """Ask back where nobody of the parents was old enough to be a parent of a child."""
    born = {name: month_number_of(facts["birth_date"]) for name, facts in persons.items()}
    named = list(persons)
    for name in roles["child"]:
        gaps = [(born[name] - born[parent]) // MONTHS_IN_YEAR for parent in roles["parent"]]
        if gaps and 0 <= max(gaps) < YOUNGEST_PARENT and not persons[name].get("under_guardianship"):
            message = (
                "{parent} was only {years} when {child} was born: correct a birth date or the place in the family."
            )
            values = {"parent": roles["parent"][gaps.index(max(gaps))], "years": max(gaps), "child": name}
            number = [number for number, row in enumerate(rows) if not row.empty or len(rows) == 1][named.index(name)]
            page.fault(f"p{number}-role", Problem(message, values))


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


# ----- Places by age ----- #


def _placed(rows: list[Row], month: str) -> list[Row]:
    """Return the people, with a place suggested by age for those who have none: spouses are near in age."""
    first = _first(rows, month)
    return [
        row if row.role or row.empty else dataclasses.replace(row, role=_suggested(row, first, month)) for row in rows
    ]


def _suggested(row: Row, first: Row | None, month: str) -> str:
    years, of_first = _years(row, month), _years(first, month) if first is not None else None
    if years is None or of_first is None:
        return ""
    if row is first:
        return "parent"
    if years < GROWN:
        return "child" if of_first - years >= YOUNGEST_PARENT else "other"
    return "parent" if abs(of_first - years) < YOUNGEST_PARENT else ""


def _first(rows: list[Row], month: str) -> Row | None:
    """Return the first grown-up who is, or may be, a parent."""
    return next((row for row in rows if (_years(row, month) or 0) >= GROWN and row.role in ("", "parent")), None)


def _years(row: Row, month: str) -> int | None:
    """Return the completed years of somebody in a month; None where the birth date is none."""
    try:
        born = read_day(row.birth)
    except RefusedValueError:
        return None
    return (month_number_of(month) - month_number_of(born)) // MONTHS_IN_YEAR


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
    """Return the months to choose from, the latest first: three years back and one ahead, and the chosen."""
    this = month_number_of(this_month())
    first = max(this - _MONTHS_BACK, month_number_of(FIRST_MONTH))
    months = set(map(month_text, range(first, this + _MONTHS_AHEAD + 1)))
    return sorted(months | {month}, reverse=True)
