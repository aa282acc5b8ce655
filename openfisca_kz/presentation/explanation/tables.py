"""The tables that the lines of an explanation in JSON share: each label, figure, fact and article stands once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from openfisca_kz.assessment.model import Change, Comparison, Condition, Fact, Figure, Law, Line, OpenQuestion, Reason


@dataclasses.dataclass(frozen=True)
class Detail:
    """How much is told: how many of the rights not due (None is all), and of those due and of duties how much."""

    nearest: int | None = None
    conditions: bool = True
    employers: bool = True
    questions: bool = True
    facts: bool = True
    notes: bool = True
    series: bool = True
    rules: bool = True
    figures: bool = True


class Tables:
    """What many lines share, gathered while the lines are written."""

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.units: dict[str, str] = {}
        self.rules: dict[str, str] = {}
        self.articles: dict[str, list[str]] = {}
        self.acts: dict[str, str] = {}
        self.laws: dict[str, dict[str, Any]] = {}
        self.figures: dict[str, dict[str, Any]] = {}
        self.facts: dict[str, dict[str, Any]] = {}

    def written(self) -> dict[str, Any]:
        """Return the tables."""
        acts = {key: url for url, key in self.acts.items()}
        names = {"labels": self.labels, "units": self.units, "rules": self.rules, "articles": self.articles}
        return {**names, "laws": self.laws, "acts": acts, "figures": self.figures, "facts": self.facts}

    # ----- Tables ----- #

    def variable(self, name: str, label: str, unit: str = "") -> str:
        """Note label and unit of a variable or parameter; return its name."""
        self.labels[name] = label
        if unit not in ("", "boolean", "choice", "KZT"):
            self.units[name] = unit
        return name

    def law(self, law: Law) -> str:
        """Return the key of a place in the law."""
        url = self.acts.setdefault(law.url, f"a{len(self.acts) + 1}") if law.url else None
        return _key(self.laws, "l", _full({"text": law.text, "act": url, "valid_from": law.valid_from}))

    def laws_of(self, laws: Iterable[Law]) -> list[str]:
        """Return the keys of places in the law."""
        return [self.law(law) for law in laws]

    def figure(self, figure: Figure, notes: bool = True) -> str:
        """Return the key of a figure."""
        entry = {
            "parameter": self.variable(figure.parameter, figure.label, figure.unit),
            "value": figure.value,
            "law": self.law(dataclasses.replace(figure.law, valid_from=None)) if figure.law else None,
            "since": figure.since,
            "note": figure.note if notes else None,
        }
        return _key(self.figures, "f", _full(entry))

    def fact(self, fact: Fact) -> str:
        """Return the key of a fact."""
        entry = {
            "variable": self.variable(fact.variable, fact.label, fact.unit),
            "who": fact.who,
            "value": fact.value,
            "choice": fact.choice,
            "origin": fact.origin if fact.origin != "derived" else None,
        }
        return _key(self.facts, "x", {**_full(entry), "value": fact.value})

    def assumed(self, facts: Iterable[Fact]) -> list[dict[str, Any]]:
        """Return the facts that were assumed, each once with all whom it was assumed of."""
        entries: list[dict[str, Any]] = []
        for fact in facts:
            name = self.variable(fact.variable, fact.label, fact.unit)
            known = next((e for e in entries if (e["variable"], e["value"]) == (name, fact.value)), None)
            if known:
                known["who"].append(fact.who)
            else:
                entries.append(_full({"variable": name, "value": fact.value, "choice": fact.choice, "who": [fact.who]}))
        return entries

    # ----- Lines ----- #

    def line(self, line: Line, month: str, detail: Detail) -> dict[str, Any]:
        """Return a right or duty."""
        entry: dict[str, Any] = {
            "variable": self.variable(line.variable, line.label, line.unit),
            "who": line.who,
            "period": line.period if line.period != month else None,
            "amount": round(line.amount, 2) if line.amount else None,
            **_bounds(line),
            "claim_by": line.waiting.claim_by if line.waiting else None,
            "for_the_past": line.for_the_past or None,
            "past_since": line.past_since,
            "past_until": line.past_until,
            "step_amount": line.step_amount,
            "only_if": list(line.only_if) if detail.rules else [],
        }
        if line.law:
            self.articles[line.variable] = self.laws_of(line.law)
        if line.borne_by == "employer" and not detail.employers:
            return _full({**entry, "more": len(line.figures) + len(line.facts)})
        if line.rule and detail.rules:
            self.rules[line.variable] = line.rule
        figures = (line.figures if detail.series else _last(line.figures)) if detail.figures else ()
        entry["figures"] = [self.figure(figure, detail.notes) for figure in figures]
        entry["facts"] = [self.fact(fact) for fact in line.facts if detail.facts or fact.origin != "derived"]
        conditions = line.conditions[: None if detail.conditions else 0] if line.amount else line.conditions[:1]
        entry["conditions"] = [self.condition(condition, line.who) for condition in conditions]
        entry["more"] = len(line.conditions) - len(conditions) or None
        entry["readings"] = [self.reading(question, detail) for question in line.readings if _told(question, detail)]
        return _full(entry)

    def reading(self, question: OpenQuestion, detail: Detail) -> dict[str, Any]:
        """Return an open question of the law."""
        entry = _full(dataclasses.asdict(question))
        if not detail.questions:
            del entry["text"]
        return entry

    def condition(self, condition: Condition, who: str) -> dict[str, Any]:
        """Return a condition; one that fails with its article and the fact that decides it."""
        entry: dict[str, Any] = {"id": self.variable(condition.variable, condition.label), "holds": condition.holds}
        if condition.comparison and condition.comparison.threshold:
            entry.update(self.compared(condition.comparison))
        if not condition.holds:
            if condition.law and condition.holds is False:
                self.articles[condition.variable] = self.laws_of(condition.law)
            if condition.change and condition.change.fact.variable not in (entry.get("fact"), condition.variable):
                entry["change"] = self.change(condition.change, who)
        return entry

    def compared(self, comparison: Comparison | None) -> dict[str, Any]:
        """Return a comparison; nothing if there is none."""
        if comparison is None:
            return {}
        self.variable(comparison.variable, comparison.label)
        fields = ("sign", "value", "threshold", "threshold_most", "unit", "distance")
        told = {key: getattr(comparison, key) for key in fields}
        if comparison.threshold_most is None:
            del told["threshold_most"]
        return {"fact": comparison.variable, **told}

    def change(self, change: Change, who: str) -> dict[str, Any]:
        """Return what would turn a condition around."""
        fact = change.fact
        entry = {
            "variable": self.variable(fact.variable, fact.label, fact.unit),
            "who": fact.who if fact.who != who else None,
            "to": [value for value in change.to if not isinstance(value, bool)],
        }
        return _full(entry)

    # ----- Trees ----- #

    def reason(self, reason: Reason, month: str) -> dict[str, Any]:
        """Return a reason and those below it."""
        name = self.variable(reason.fact.variable, reason.fact.label, reason.fact.unit)
        if reason.rule:
            self.rules[name] = reason.rule
        if reason.law:
            self.articles[name] = self.laws_of(reason.law)
        entry = {
            "fact": self.fact(reason.fact),
            "period": reason.period if reason.period != month else None,
            "rule_since": reason.version,
            "rounding": reason.rounding,
            "compared": self.compared(reason.comparison) or None,
            "change": self.change(reason.change, reason.fact.who) if reason.change else None,
            "figures": [self.figure(figure) for figure in reason.figures],
            "because": [self.reason(below, month) for below in reason.because],
            "more": reason.more or None,
        }
        return _full(entry)


def _last(figures: Iterable[Figure]) -> list[Figure]:
    """Return of each parameter only the latest figure: of all increases of a pension, that of this year."""
    latest: dict[str, Figure] = {}
    for figure in figures:
        known = latest.get(figure.parameter)
        if known is None or (figure.since or "") > (known.since or ""):
            latest[figure.parameter] = figure
    return list(latest.values())


def _told(question: OpenQuestion, detail: Detail) -> bool:
    """Return whether an open question is told: where there is little room, one that may change the amount."""
    return detail.questions or question.matters or question.thin


def _key(table: dict[str, dict[str, Any]], letter: str, entry: dict[str, Any]) -> str:
    """Return the key of an entry in a table; add it if it is new."""
    for key, known in table.items():
        if known == entry:
            return key
    key = f"{letter}{len(table) + 1}"
    table[key] = entry
    return key


def _full(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is not empty; zero and no are kept."""
    return {key: value for key, value in entry.items() if value is not None and value != [] and value != ""}


def _bounds(line: Line) -> dict[str, float | None]:
    """Return the least and the greatest that an amount may be; nothing where it is what it is."""
    if line.amount_min is None or line.amount_min == line.amount_max or not line.amount:
        return {}
    return {
        "amount_min": round(line.amount_min, 2),
        "amount_max": None if line.amount_max is None else round(line.amount_max, 2),
    }
