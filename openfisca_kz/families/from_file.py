"""Family files: a family as a person writes it, checked whole, and the simulation it stands for.

A family file says who the people are. A plain value holds in every month; a mapping gives it by month, and
``otherwise`` in it holds in all other months. Work before is average pay, its last month and, if known, the first::

    family: {first_parent: Aigerim, children: [Alikhan], region: shymkent_city}
    persons:
      Aigerim:
        birth_date: 1998-03-12
        sex: female
        salary: 0
        earlier_work: {pay: 300000, until: 2026-03, since: 2021-09}
      Alikhan:
        birth_date: 2026-05-14
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from openfisca_kz.base import ETERNITY, MONTH, YEAR
from openfisca_kz.calendar import month_number_of, month_text
from openfisca_kz.engine.system import CountryTaxBenefitSystem, checked_law
from openfisca_kz.entities import Family, Person
from openfisca_kz.families import reader, rules, written
from openfisca_kz.families.facts import EARLIER_WORK, OTHERWISE, check_year, value_of
from openfisca_kz.families.family import Given, Situation
from openfisca_kz.problems import Problem, RefusedValueError, is_month, nearest, quoted, refuse, refuse_argument

#: Bytes of a family file.
MOST_BYTES = 4 << 20

#: Months of earlier pay where its first month was not told, and at most.
_PAY_COUNTS, _MOST_MONTHS = 24, 36

#: Facts told by month, and the date of their beginning.
_BEGINNINGS = {
    "registered_unemployed": "unemployment_registration_date",
    "work_capacity_loss": "work_capacity_loss_date",
}

_PLACES = ("persons", "family", "families", "month")
_ETERNITIES = ("ETERNITY", "eternity")
_RIGHT = {MONTH: "a month such as 2026-06", YEAR: "a year such as 2026"}


@functools.cache
def default_system() -> CountryTaxBenefitSystem:
    """Return the law, built once in this process."""
    return CountryTaxBenefitSystem()


def read_family(path: str | Path, system: Any = None) -> Situation:
    """Read a family file.

    Args:
        path: a YAML or JSON file in UTF-8.
        system: the law or a reform of it; the law if not given.

    Raises:
        InputError: with one sentence for each thing that is wrong.

    """
    if not isinstance(path, (str, Path)):
        raise refuse_argument(
            "path", "{place}: {value} is not {right}.", place="path", value=path, right=Problem("the path of a file")
        )
    path = Path(path)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise refuse("There is no file {path}.", path=path) from None
    except OSError as error:
        raise refuse("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from None
    return situation(parse_family(content, str(path)), system, source=str(path))


def parse_family(content: bytes, source: str | Problem, most: int = MOST_BYTES) -> Any:
    """Return what the text of a family file says, not yet checked.

    Args:
        content: YAML or JSON in UTF-8.
        source: what to call it in messages; the name of a JSON file ends so.
        most: bytes that it may have.

    """
    if len(content) > most:
        raise refuse("A family file has at most {limit} kB: this one is larger.", limit=most // 1024)
    text = written.decoded(content, source)
    if isinstance(source, str) and source.lower().endswith(".json"):
        return written.from_json(text, source)
    return written.from_yaml(text, source)


def situation(
    data: Any, system: Any = None, source: str | Problem = "the family", limits: reader.Limits | None = None
) -> Situation:
    """Check the description of a family and return it ready to be calculated.

    Args:
        data: what a family file holds: ``persons``, and ``family`` or ``families``; ``month`` is the one looked at
            when it was saved, and asks nothing here.
        system: the law or a reform of it.
        source: what to call it in messages.
        limits: how much may be told; None for no limit.

    Raises:
        InputError: with one sentence for each thing that is wrong.

    """
    return _FileReader(default_system() if system is None else checked_law(system), source, limits).read(data)


class _FileReader(reader.Reader):
    def __init__(self, system: Any, source: str | Problem, limits: reader.Limits | None) -> None:
        super().__init__(system, limits)
        self.source = source

    def read(self, data: Any) -> Situation:
        persons, families, root = self._shape(data)
        names = list(persons)
        given: dict[str, Given] = {}
        for index, (name, facts) in enumerate(persons.items()):
            path: tuple[str, ...] = ("persons", str(name))
            if self.named(path, name, facts):
                if "birth_date" not in facts:
                    message = "{person}: birth_date is missing: write it as `birth_date: 1990-01-31`."
                    self.wrong((*path, "birth_date"), message, person=name)
                self._facts(Person, path, name, (index, len(names)), self._by_month_before(path, name, facts), given)
        groups = self.groups(Family, families, {name: index for index, name in enumerate(names)}, root)
        for index, (name, facts) in enumerate(groups.facts.items()):
            path = root if root == (name,) else (*root, name)
            self._facts(Family, path, name, (index, len(groups.ids)), facts, given)
        self.settle()
        for name, group in zip(names, groups.members, strict=True):
            if group < 0:
                message = "{person} is in no family: write the name under first_parent, children or others."
                self.wrong(("persons", name), message, person=name)
        self.settle()
        people = Situation(
            system=self.system,
            source=self.source if isinstance(self.source, str) else "the family",
            persons=tuple(names),
            families=tuple(groups.ids),
            family_of=np.array(groups.members, dtype=np.int32),
            roles=tuple(role.key for role in groups.roles),
            given=given,
        )
        for problem in (*rules.birth_problems(people.people(), names), *rules.claim_problems(people)):
            self.note(problem)
        self.settle()
        return people

    def _by_month_before(self, path: tuple[str, ...], name: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Return the facts with ``earlier_work`` as pay by month; a month whose pay is told keeps it."""
        facts = {**_first_days(facts), **facts}
        if EARLIER_WORK not in facts:
            return facts
        told, rest = facts[EARLIER_WORK], {fact: value for fact, value in facts.items() if fact != EARLIER_WORK}
        try:
            pay, last = told["pay"], _month(told["until"])
            first = _month(told["since"]) if "since" in told else last - _PAY_COUNTS + 1
            wrong = bool(told.keys() - {"pay", "until", "since"}) or first > last
        except (KeyError, TypeError, ValueError, AttributeError):
            wrong = True
        if wrong:
            message = (
                "{name}: write it as `earlier_work: {{pay: 300000, until: 2026-08}}`, and add `since:` if it is known."
            )
            self.wrong((*path, EARLIER_WORK), message, name=name)
            return rest
        try:
            value_of(self.system.variables["salary"], pay)
        except RefusedValueError as error:
            place = f"{quoted(name)}, {EARLIER_WORK}, pay"
            self.wrong((*path, EARLIER_WORK, "pay"), "{place}: {reason}", place=place, reason=error.problem)
            return rest
        months = {month_text(number): pay for number in range(max(first, last - _MOST_MONTHS + 1), last + 1)}
        now = rest.get("salary")
        now = now if isinstance(now, dict) else {} if now is None else {OTHERWISE: now}
        known = {"social_insurance_months": last - first + 1} if "since" in told else {}
        return {**known, **rest, "salary": {**months, **now}}

    def _shape(self, data: Any) -> tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]:
        if not isinstance(data, dict):
            raise refuse("{source} does not describe a family: it needs `persons:` and `family:`.", source=self.source)
        for key in data:
            if key not in _PLACES:
                hint = nearest(key, _PLACES)
                message = "{source}: there is no `{key}`: {hint}"
                self.wrong((str(key),), message, source=self.source, key=key, hint=hint)
        if "month" in data and not is_month(str(data["month"])):
            message = "{text} is not a month: write year and month, such as 2026-06."
            self.wrong(("month",), message, text=str(data["month"]))
        if data.get("family") is not None and data.get("families") is not None:
            self.wrong(("families",), "{source}: write `family:` or `families:`, not both.", source=self.source)
        persons = self._named(
            data, "persons", "{source}: `persons:` is missing: name each person and give the birth date."
        )
        if data.get("families") is not None:
            families, root = self._named(data, "families", ""), ("families",)
        else:
            message = "{source}: `family:` is missing: say who is first_parent, second_parent, children, others."
            families, root = {"family": self._named(data, "family", message)}, ("family",)
        self.settle()
        self.check_count("There are {count} people: at most {limit} can be asked about at once.", len(persons))
        self.check_count("There are {count} families: at most {limit} can be asked about at once.", len(families))
        empty: dict[str, Any] = {}
        return (
            {name: empty if facts is None else facts for name, facts in persons.items()},
            {name: empty if facts is None else facts for name, facts in families.items()},
            root,
        )

    def _named(self, data: dict[str, Any], key: str, missing: str) -> dict[str, Any]:
        content = data.get(key)
        if isinstance(content, dict) and (content or key == "family"):
            return content
        if content is None or content == {}:
            self.wrong((key,), missing or "`{key}` is missing: name at least one person.", source=self.source, key=key)
        elif key == "family":
            message = "{source}: `family:` says who has which place, such as `first_parent: Aigerim`."
            self.wrong((key,), message, source=self.source)
        else:
            message = "{source}: under `{key}:` each has a name and a colon, and then its facts."
            self.wrong((key,), message, source=self.source, key=key)
        return {}

    def _facts(
        self,
        entity: Any,
        path: tuple[str, ...],
        name: str,
        place: tuple[int, int],
        facts: dict[str, Any],
        given: dict[str, Given],
    ) -> None:
        index, count = place
        for fact, told in facts.items():
            variable = self.fact(entity, (*path, str(fact)), name, fact)
            if variable is None:
                continue
            for period, value in self._by_period((*path, fact), name, variable, told):
                stored = self._value((*path, fact, *([period] if period else [])), name, variable, period, value)
                if stored is not None:
                    given.setdefault(fact, Given(variable, count)).put(period, index, stored)

    def _by_period(
        self, path: tuple[str, ...], name: str, variable: Any, told: Any
    ) -> Iterator[tuple[str | None, Any]]:
        if not isinstance(told, dict) or not told:
            yield None, None if told == {} else told
            return
        always: str | None = None
        for key, value in told.items():
            text, unit = str(key), variable.definition_period
            if text == OTHERWISE or (unit == ETERNITY and text in _ETERNITIES):
                if always is not None:
                    message = "{one} and {other} are the same period: write it in one way everywhere."
                    reason = Problem(message, {"one": always, "other": text})
                    place = f"{name}, {variable.name}"
                    self.wrong((*path, text), "{place}: {reason}", place=place, reason=reason)
                always = text
                yield None, value
            elif (unit == MONTH and is_month(text)) or (unit == YEAR and re.fullmatch("[0-9]{4}", text)):
                self.count_period(text)
                try:
                    check_year(text)
                except RefusedValueError as error:
                    self.wrong(
                        (*path, text), "{place}: {reason}", place=f"{name}, {variable.name}", reason=error.problem
                    )
                yield text, value
            else:
                message = "{name}, {fact}: {period} is not a valid period: write {right}, or `otherwise`."
                right = Problem(_RIGHT.get(unit, "one value without a period"))
                self.wrong((*path, text), message, name=name, fact=variable.name, period=text, right=right)

    def _value(self, path: tuple[str, ...], name: str, variable: Any, period: str | None, value: Any) -> Any:
        place = f"{quoted(name)}, {variable.name}" + (f", {period}" if period else "")
        if value is None:
            self.wrong(path, "{place}: a value is missing; leave the line out if it is not known.", place=place)
            return None
        try:
            return value_of(variable, value)
        except RefusedValueError as error:
            self.wrong(path, "{place}: {reason}", place=place, reason=error.problem)
        return None


def _first_days(facts: dict[str, Any]) -> dict[str, str]:
    """Return the first day of what began once by the months told: the sum stays that of the month in which it began."""
    found = {}
    for fact, day in _BEGINNINGS.items():
        told = facts.get(fact)
        if not isinstance(told, dict):
            continue
        months = [text for text in told if is_month(str(text)) and told[text]]
        before = {text: month_text(month_number_of(text) - 1) for text in months}
        begun = [text for text in months if told.get(before[text], told.get(OTHERWISE)) in (False, 0)]
        if len(begun) == 1:
            found[day] = f"{begun[0]}-01"
    return found


def _month(text: Any) -> int:
    if not is_month(str(text)):
        raise ValueError
    check_year(str(text))
    return month_number_of(str(text))
