"""The rules of every family, whichever door it comes in by: names, births of parents and children, couples.

What is checked of the births of a whole country is checked of one family by the same lines.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.periods import period

from openfisca_kz.base import NO_DATE
from openfisca_kz.calendar import MONTHS_IN_YEAR, month_number_of, month_numbers
from openfisca_kz.families.facts import LONGEST_NAME, ROLES, SINGLE_ROLES
from openfisca_kz.problems import Problem, printable

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation

Array = NDArray[Any]

#: Completed years at which a person may stand as a parent or as one of a couple; earlier is a slip of the pen.
YOUNGEST_PARENT = 14

#: Claims for a child.
OF_A_CHILD = {"birth_benefit_claim_date", "childcare_benefit_claim_date", "childcare_payment_claim_date"}

_KEYS = list(ROLES.values())
_CHILD = _KEYS.index("child")


def name_problem(name: Any, path: tuple[str, ...] = ()) -> Problem | None:
    """Return what is wrong with the name of a person or a family."""
    if not isinstance(name, str) or not name.strip() or "/" in name:
        return Problem("{name}: a name is text without a slash.", {"name": f"'{name}'"}, path)
    if len(name) > LONGEST_NAME or not printable(name):
        message = "{name}: a name is one line of at most {most} letters and symbols."
        return Problem(message, {"name": name[:LONGEST_NAME], "most": LONGEST_NAME}, path)
    return None


# ----- Births ----- #


@dataclasses.dataclass(frozen=True)
class People:
    """Who people are to each other: their birth dates, the family of each by position, and the role of each.

    Roles are positions among those of a family; ``raised`` are the children who are adopted or under guardianship.
    """

    births: Array
    families: Array
    roles: Array
    raised: Array | None = None

    @functools.cached_property
    def parents(self) -> tuple[Array, ...]:
        """Return, for each role of a parent, its holder in the family of each person; -1 where there is none."""
        count = int(self.families.max(initial=-1)) + 1
        found = []
        for key in SINGLE_ROLES:
            holders = np.full(count, -1)
            rows = np.flatnonzero(self.roles == _KEYS.index(key))
            holders[self.families[rows]] = rows
            found.append(holders[self.families])
        return tuple(found)

    def not_younger(self) -> Iterator[tuple[Array, Array]]:
        """Yield who as a child is not younger than a parent, and for each person the parent."""
        children = np.flatnonzero(self.roles == _CHILD)
        born = self.births[children]
        for parent in self.parents:
            theirs = parent[children]
            wrong = np.zeros(len(self.births), dtype=bool)
            wrong[children] = (theirs >= 0) & (self.births[theirs] >= born)
            yield wrong, parent

    def too_close(self) -> tuple[Array, Array]:
        """Return who as a child is born when no parent was old enough to be one, and for each person the parent.

        A stepparent may be of any age, and so may be who raises an adopted child or a brother.
        """
        months = month_numbers(self.births)
        wrong = self.roles == _CHILD
        if self.raised is not None:
            wrong = wrong & ~self.raised
        oldest = np.full(len(months), -1)
        for parent in self.parents:
            wrong &= (parent < 0) | (months - months[parent] < YOUNGEST_PARENT * MONTHS_IN_YEAR)
            oldest = np.where(oldest < 0, parent, oldest)
        return wrong & (oldest >= 0), oldest

    def too_young(self, month: int) -> Array:
        """Return who is one of a couple and not old enough for it in a month (its number)."""
        first, second = self.parents
        couple = np.flatnonzero((first >= 0) & (second >= 0) & (self.roles < len(SINGLE_ROLES)) & (self.roles >= 0))
        wrong = np.zeros(len(self.births), dtype=bool)
        wrong[couple] = month - month_numbers(self.births[couple]) < YOUNGEST_PARENT * MONTHS_IN_YEAR
        return wrong


def birth_problems(people: People, names: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the births of parents and children."""
    births = [str(day) for day in people.births]
    older = np.zeros(len(names), dtype=bool)
    for wrong, parents in people.not_younger():
        older |= wrong
        for child in np.flatnonzero(wrong):
            message = (
                "{child} ({child_born}) is not younger than {parent} ({parent_born}), who is entered as a parent: "
                "correct a birth date or a place in the family."
            )
            yield _of_births(message, int(child), int(parents[child]), names, births)
    wrong, parents = people.too_close()
    months = month_numbers(people.births)
    for child in np.flatnonzero(wrong & ~older):
        parent = int(parents[child])
        message = (
            "{parent} ({parent_born}) was aged {years} when {child} ({child_born}) was born, and is entered as a "
            "parent: correct a birth date or a place in the family; for a child under guardianship give "
            "`under_guardianship: true`."
        )
        years = int(months[child] - months[parent]) // MONTHS_IN_YEAR
        yield _of_births(message, int(child), parent, names, births, years=years)


def _of_births(
    message: str, child: int, parent: int, names: Sequence[str], births: list[str], **values: Any
) -> Problem:
    told = {"child": names[child], "child_born": births[child], "parent": names[parent], "parent_born": births[parent]}
    return Problem(message, {**told, **values}, ("persons", names[child], "birth_date"))


def claim_problems(people: Situation) -> Iterator[Problem]:
    """Yield the dates of claims for a child that are told of a parent, where nothing would read them."""
    for fact in OF_A_CHILD & people.given.keys():
        told, days = people.given[fact].at(None)
        for index in np.flatnonzero(told & (days > np.datetime64(NO_DATE)) & np.isin(people.roles, SINGLE_ROLES)):
            person = people.persons[index]
            message = "{person} is a parent: write `{fact}` under the child for whom the claim was made."
            yield Problem(message, {"person": person, "fact": fact}, ("persons", person, fact))


def month_problems(people: People, names: Sequence[str], month: str) -> Iterator[Problem]:
    """Yield what is wrong with the births for a month that is asked: somebody not born yet, a child in a couple."""
    number = month_number_of(month)
    late = month_numbers(people.births) > number
    for index in np.flatnonzero(late).tolist():
        values: dict[str, Any] = {"person": names[index], "born": str(people.births[index]), "month": period(month)}
        message = "The birth date of {person} is {born}, after {month}: correct it or ask for a later month."
        yield Problem(message, values, ("persons", names[index], "birth_date"))
    for index in np.flatnonzero(people.too_young(number) & ~late).tolist():
        values = {
            "person": names[index],
            "born": str(people.births[index]),
            "month": period(month),
            "years": int(number - month_numbers(people.births[[index]])[0]) // MONTHS_IN_YEAR,
        }
        message = (
            "{person} ({born}) is aged {years} in {month} and is entered as one of a couple: correct the birth date "
            "or the place in the family."
        )
        yield Problem(message, values, ("persons", names[index], "birth_date"))
