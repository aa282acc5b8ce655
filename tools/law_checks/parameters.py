"""Checks of the numbers of the law: what every parameter and scale must say."""

from __future__ import annotations

import datetime
import difflib
import itertools
import math
import re

from tools.law_checks.figures import Entry, Figure, FigureTree
from tools.law_checks.naming import abbreviation_in, well_named
from tools.law_checks.problem import Problems

METADATA_KEYS = (
    "unit",
    "label",
    "last_value_still_valid_on",
    "set_yearly",
    "known_until",
    "known",
    "reference",
    "note",
    "tried",
    "type",
)
SCALE_METADATA_KEYS = (*METADATA_KEYS, "threshold_unit", "rate_unit", "amount_unit")
FIGURE_KEYS = ("description", "metadata", "values", "brackets", "documentation")
BRACKET_KEYS = ("threshold", "rate", "amount", "average_rate")
REFERENCE_KEYS = ("title", "article", "href")
LANGUAGES = ("kk", "ru")
CYRILLIC = re.compile("[\u0400-\u04ff]")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
HREF = re.compile(r"https?://[^\s/]+\.[^\s/]+\S*")

#: A share is written 0.1, not 10; the greatest in the law are multiples such as 1.5 of a rate.
GREATEST_SHARE = 5

#: How a value is known: read in the text of the law, official, published by two, by one, or not confirmed.
CERTAINTIES = ("statute", "official", "published", "single", "unconfirmed")


class ParameterCheck:
    """The check of one tree of parameters against one registry of units."""

    def __init__(
        self,
        tree: FigureTree,
        units: dict[str, Entry],
        problems: Problems,
        today: datetime.date,
        max_age: int | None,
    ) -> None:
        self.tree = tree
        self.units = units
        self.problems = problems
        self.today = today
        self.max_age = max_age

    def run(self) -> None:
        """Check every node and every figure."""
        for name, entry in self.tree.nodes.items():
            if name:
                self._name(name, entry)
            self._description(name, entry)
            if name not in self.tree.folders and not self.tree.children(name):
                self._add("file", entry, name, "has neither values nor children; give it values")
        for folder in self.tree.folders:
            if folder and not well_named(folder.rpartition(".")[2]):
                path = self.tree.directory.joinpath(*folder.split("."))
                self.problems.add("name", path, 1, folder, "is not snake_case ASCII; rename the folder")
        for figure in self.tree.figures.values():
            self._figure(figure)

    def _add(self, kind: str, entry: Entry, name: str, message: str, line: int | None = None) -> None:
        self.problems.add(kind, entry.path, line or entry.line, name, message)

    def _figure(self, figure: Figure) -> None:
        name, entry = figure.name, figure.entry
        self._name(name, entry)
        self._description(name, entry)
        self._keys(entry, FIGURE_KEYS, name)
        metadata = entry.get("metadata")
        if metadata is None or not metadata.is_mapping:
            message = "has no metadata; give unit, label, last_value_still_valid_on and reference"
            self._add("metadata", entry, name, message)
            metadata = Entry(entry.path, entry.line, {})
        self._keys(metadata, SCALE_METADATA_KEYS if figure.is_scale else METADATA_KEYS, name)
        self._label(name, metadata)
        dates = self._scale(figure, metadata) if figure.is_scale else self._plain(figure, metadata)
        self._still_valid(figure, metadata, dates)
        self._references(name, metadata, dates)
        self._known(name, metadata, dates)
        self._yearly(name, metadata)

    # ----- Names and words ----- #

    def _name(self, name: str, entry: Entry) -> None:
        last = name.rpartition(".")[2]
        if not well_named(last):
            self._add("name", entry, name, f"{last} is not snake_case ASCII; use a-z, 0-9 and single _")
        elif short := abbreviation_in(last):
            self._add("name", entry, name, f"{short} is no word; write it out, or use a name of the vocabulary")

    def _description(self, name: str, entry: Entry) -> None:
        description, line = entry.text("description"), entry.line_of("description")
        if not description:
            self._add("description", entry, name, "has no description; write one English sentence")
        elif CYRILLIC.search(description):
            self._add("description", entry, name, "the description is not English; labels are translated", line)
        elif description.endswith("."):
            self._add("description", entry, name, "the description ends with a full stop; remove it", line)

    def _keys(self, entry: Entry, known: tuple[str, ...], name: str) -> None:
        for key, value in entry.items():
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                advice = f"did you mean {near[0]}?" if near else f"it may be: {', '.join(known)}"
                self._add("key", value, name, f"{key} is not a key that is read here; {advice}")

    def _label(self, name: str, metadata: Entry) -> None:
        label = metadata.get("label")
        line = metadata.line_of("label")
        for language in LANGUAGES:
            text = label.text(language) if label is not None else ""
            if not text:
                self._add("label", metadata, name, f"has no label in {language}; add it", line)
            elif not CYRILLIC.search(text):
                message = f"the label in {language} has no Cyrillic letter: {text!r}; translate it"
                self._add("label", metadata, name, message, line)

    def _unit(self, name: str, metadata: Entry, key: str = "unit") -> str:
        unit = metadata.text(key)
        if not unit:
            self._add("unit", metadata, name, f"has no {key}; give one of units.yaml")
        elif unit not in self.units:
            near = difflib.get_close_matches(unit, self.units, 1, 0.3)
            advice = f"did you mean {near[0]}?" if near else "add it there, or use one that is there"
            line = metadata.line_of(key)
            self._add("unit", metadata, name, f"the unit {unit} is not in units.yaml; {advice}", line)
        return unit

    # ----- Values ----- #

    def _plain(self, figure: Figure, metadata: Entry) -> dict[str, Entry]:
        unit = self._unit(figure.name, metadata)
        values = figure.entry.get("values")
        return self._values(figure.name, values, unit) if values is not None else {}

    def _values(self, name: str, values: Entry, unit: str) -> dict[str, Entry]:
        """Check dated values; return what stands at each real date."""
        found: dict[str, Entry] = {}
        if not values.is_mapping or not values.content:
            self._add("value", values, name, "has no values; give at least one date with a value")
            return found
        previous = ""
        for date, dated in values.items():
            if not real_date(date):
                message = f"{date} is not a date; write year-month-day, and a day that exists"
                self._add("date", dated, name, message)
                continue
            if date <= previous:
                message = f"{date} stands after {previous}; write the dates in ascending order"
                self._add("date", dated, name, message)
            previous = date
            value = dated.get("value") if dated.is_mapping else dated
            if value is None:
                self._add("value", dated, name, f"{date} has no value; write {{value: ...}}")
                continue
            self._keys(dated, ("value",), name)
            found[date] = value
            self._value(name, date, value, unit)
        return found

    def _value(self, name: str, date: str, entry: Entry, unit: str) -> None:
        value = entry.content
        if value is None:
            return
        at = f"the value at {date}"
        if unit == "date":
            if not isinstance(value, str) or not real_date(value):
                self._add("value", entry, name, f"{at} is not a date: {value!r}; write year-month-day")
        elif isinstance(value, bool):
            if unit != "boolean":
                self._add("value", entry, name, f"{at} is yes or no; its unit must be boolean")
        elif not isinstance(value, (int, float)):
            self._add("value", entry, name, f"{at} is not a number: {value!r}; write digits and one point")
        elif not math.isfinite(value):
            self._add("value", entry, name, f"{at} is not finite; write a number, or null where the rule ends")
        elif value < 0:
            self._add("value", entry, name, f"{at} is below zero: {value}; figures of the law are not")
        elif unit == "share" and value > GREATEST_SHARE:
            message = f"{at} is {value}, too great for a share; write 0.1 for ten per cent"
            self._add("value", entry, name, message)

    def _scale(self, figure: Figure, metadata: Entry) -> dict[str, Entry]:
        name = figure.name
        brackets = figure.entry.get("brackets")
        if brackets is None or not brackets.elements():
            self._add("value", figure.entry, name, "has no brackets; give threshold and rate of each")
            return {}
        dates: dict[str, Entry] = {}
        thresholds = []
        for number, bracket in enumerate(brackets.elements()):
            own = f"{name}[{number}]"
            self._keys(bracket, BRACKET_KEYS, own)
            parts = [key for key in BRACKET_KEYS if bracket.get(key) is not None]
            if len(parts) != 2 or "threshold" not in parts:
                self._add("value", bracket, own, "a bracket is a threshold and one rate or amount; give both")
            for part in parts:
                entry = bracket.get(part)
                if entry is None:
                    continue
                unit = self._part_unit(name, metadata, part, first=number == 0)
                values = entry.get("values") or entry
                found = self._values(f"{own}.{part}", values, unit)
                dates.update(found)
                if part == "threshold":
                    thresholds.append(found)
        self._rising(name, brackets, thresholds, dates)
        return dict(sorted(dates.items()))

    def _part_unit(self, name: str, metadata: Entry, part: str, first: bool) -> str:
        """Return the unit of thresholds, rates or amounts: its own key, or what ``unit`` says."""
        key = f"{part}_unit"
        if metadata.get(key) is None:
            key = "unit"
            if part in ("rate", "average_rate"):
                return "share"
        return self._unit(name, metadata, key) if first else metadata.text(key)

    def _rising(self, name: str, brackets: Entry, thresholds: list[dict[str, Entry]], dates: dict[str, Entry]) -> None:
        for date in sorted(dates):
            known = [value for value in (_value_at(found, date) for found in thresholds) if value is not None]
            if any(low >= high for low, high in itertools.pairwise(known)):
                message = f"the thresholds in force at {date} do not rise; put the brackets in order"
                self._add("value", brackets, name, message)
                return

    # ----- Sources ----- #

    def _still_valid(self, figure: Figure, metadata: Entry, dates: dict[str, Entry]) -> None:
        key = "last_value_still_valid_on"
        text, line = metadata.text(key), metadata.line_of(key)
        if not text:
            message = f"has no {key}; give the day on which somebody last looked"
            self._add("still_valid", metadata, figure.name, message, line)
            return
        if not real_date(text):
            self._add("still_valid", metadata, figure.name, f"{key} is not a date: {text}; correct it", line)
            return
        day = datetime.date.fromisoformat(text)
        if day > self.today:
            message = f"{key} is in the future: {text}; nobody can have looked then"
            self._add("still_valid", metadata, figure.name, message, line)
        in_force = [date for date in dates if date <= self.today.isoformat()]
        if in_force and text < max(in_force):
            message = f"{key} ({text}) is before the last value ({max(in_force)}); give the day it was looked up"
            self._add("still_valid", metadata, figure.name, message, line)
        ended = bool(dates) and dates[max(dates)].content is None
        age = (self.today - day).days
        if self.max_age is not None and age > self.max_age and not ended:
            message = f"was last looked up on {text}, {age} days ago; look again and update {key}"
            self._add("age", metadata, figure.name, message, line)

    def _references(self, name: str, metadata: Entry, dates: dict[str, Entry]) -> None:
        references, notes = metadata.get("reference"), metadata.get("note")
        written = self._notes(name, notes, dates)
        self._notes(name, metadata.get("tried"), dates)
        if references is None or not references.is_mapping:
            message = "has no reference by date; give title, article and href for every date of values"
            self._add("reference", metadata, name, message, metadata.line_of("reference"))
            return
        for date in dates:
            if references.get(date) is None:
                message = f"the value of {date} has no reference; give title, article and href"
                self._add("reference", dates[date], name, message)
        for date, reference in references.items():
            if not real_date(date):
                self._add("date", reference, name, f"the reference stands at {date}, which is not a date")
                continue
            if date not in dates:
                message = f"there is a reference but no value at {date}; correct the date, or remove it"
                self._add("reference", reference, name, message)
            for one in reference.elements() or [reference]:
                self._reference(name, date, one, written)

    def _known(self, name: str, metadata: Entry, dates: dict[str, Entry]) -> None:
        """Check that each dated value says how it is known: one word for all, or one by date."""
        known = metadata.get("known")
        line = metadata.line_of("known")
        if known is None:
            message = f"does not say how its values are known; write known: one of {', '.join(CERTAINTIES)}"
            self._add("known", metadata, name, message, line)
            return
        said = {date: one.content for date, one in known.items()} if known.is_mapping else {"": known.content}
        for date, one in said.items():
            if one not in CERTAINTIES:
                self._add(
                    "known", known, name, f"{one} is no way to know a value: one of {', '.join(CERTAINTIES)}", line
                )
            if date and date not in dates:
                self._add("known", known, name, f"it is said how the value of {date} is known, and there is none", line)
        for date in dates if known.is_mapping else ():
            if date not in said:
                self._add("known", known, name, f"it is not said how the value of {date} is known", line)

    def _yearly(self, name: str, metadata: Entry) -> None:
        """Check that what a yearly law sets says by what, and to which day it is enacted."""
        until, by = metadata.text("known_until"), metadata.text("set_yearly")
        if bool(until) != bool(by):
            message = "set_yearly and known_until go together: what is set yearly is known to a day"
            self._add("yearly", metadata, name, message)
        elif until and not real_date(until):
            message = f"known_until is not a date: {until}; write year-month-day"
            self._add("yearly", metadata, name, message, metadata.line_of("known_until"))

    def _notes(self, name: str, notes: Entry | None, dates: dict[str, Entry]) -> set[str]:
        """Check notes, or what was tried to confirm a value, by date; return the dates that have one."""
        if notes is None:
            return set()
        if not notes.is_mapping:
            self._add("note", notes, name, "a note stands under a date, or under general; put it there")
            return set()
        for key, note in notes.items():
            if key != "general" and key not in dates:
                message = f"there is a note but no value at {key}; correct the date, or put it under general"
                self._add("note", note, name, message)
            elif not isinstance(note.content, str) or not note.content.strip():
                self._add("note", note, name, f"the note at {key} says nothing; write it or remove it")
        return set(notes.content)

    def _reference(self, name: str, date: str, reference: Entry, notes: set[str]) -> None:
        self._keys(reference, REFERENCE_KEYS, name)
        if not reference.text("title"):
            self._add("reference", reference, name, f"the reference of {date} has no title; name the act")
        href = reference.get("href")
        if href is None:
            if date not in notes:
                message = f"the reference of {date} has no href and no note; link it, or note why it has none"
                self._add("reference", reference, name, message)
        elif not HREF.fullmatch(str(href.content)):
            message = f"the href of {date} is no web address: {href.content}; it begins with https://"
            self._add("reference", href, name, message)


def _value_at(values: dict[str, Entry], date: str) -> float | None:
    past = [known for known in values if known <= date]
    value = values[max(past)].content if past else None
    return value if isinstance(value, (int, float)) else None


def real_date(text: object) -> bool:
    """Return whether a text is a day of the calendar, written year-month-day."""
    if not isinstance(text, str) or not DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
