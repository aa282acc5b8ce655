"""The questions that decide, and what is taken for granted: their fields, and what the answers tell."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from werkzeug.datastructures import MultiDict

from openfisca_kz.assessment.domains import presumptions
from openfisca_kz.assessment.questions import gates
from openfisca_kz.assessment.screening_model import Asked, Question
from openfisca_kz.problems import Problem, RefusedValueError
from openfisca_kz.web.page import receiving
from openfisca_kz.web.page.page import Page
from openfisca_kz.web.page.reading_fields import read_fact, shown

#: Questions shown at once; the others open on demand.
FEW = 5

#: Rights named beside a question that decides them.
_DECIDED = 3

#: What the rules work out from pay told by month, and who lost the work may tell instead, with the gates that ask it.
_WORKED_OUT = {"average_insured_income_24m": ("jobless", "capacity")}

#: Claims have their day on the card of the right.
_CLAIMS = "_claim_date"


@dataclasses.dataclass(frozen=True)
class Field:
    """The field of one fact of one person or family."""

    id: str
    fact: str
    who: str
    text: str
    kind: str  # yes_no, choice, date, number
    choices: tuple[tuple[str, str], ...]
    unit: str
    value: str


@dataclasses.dataclass(frozen=True)
class Ask:
    """A question as it is shown: a gate is answered with yes or no, a single fact in its own field."""

    id: str
    question: Question
    gate: bool
    who: tuple[str, ...]
    field: Field | None
    why: str
    covers: str
    answer: str


@dataclasses.dataclass(frozen=True)
class Opened:
    """What is asked more of: a gate answered with yes, or something taken for granted that is not so."""

    id: str
    text: str
    people: tuple[tuple[str, list[Field]], ...]
    covers: str


def asks(page: Page) -> list[Ask]:
    """Return the questions of the screening, the one that could change the most tenge first."""
    found = []
    offered = {choice.fact for choice in receiving.choices(page)}
    for question in page.screening.questions:
        gate = question.fact in _gate_ids()
        if gate and all(fact.fact in offered for fact in question.facts):
            continue  # what is drawn already was asked a step before
        field = None if gate else field_of(page, question.facts[0])
        found.append(
            Ask(
                id=f"g-{question.fact}" if gate else field.id if field else "",
                question=question,
                gate=gate,
                who=tuple(dict.fromkeys(fact.who for fact in question.facts if fact.who in page.situation.persons)),
                field=field,
                why=_why(page, question),
                covers=",".join(f"{fact.fact}.{_place(page, fact)}" for fact in question.facts),
                answer=page.text(f"g-{question.fact}"),
            )
        )
    return found


def _why(page: Page, question: Question) -> str:
    """Return what a question decides, as far as a glance takes it in."""
    say, variables = page.speech.say, page.system.variables
    labels = [say(variables[right].label) for right in question.decides]
    shown, more = "; ".join(labels[:_DECIDED]), len(labels) - _DECIDED
    if more > 0:
        return say("It affects: {rights} and {count} more.", rights=shown, count=more)
    return say("It affects: {rights}.", rights=shown)


def field_of(page: Page, fact: Asked) -> Field:
    """Return the field of a fact that a question asks."""
    variable = page.system.variables[fact.fact]
    name = f"f-{fact.fact}.{_place(page, fact)}"
    kind = "choice" if fact.choices else {"boolean": "yes_no", "date": "date"}.get(fact.unit, "number")
    told = None if fact.who not in page.told.persons else page.told.persons[fact.who].get(fact.fact)
    value = page.form.get(name) or (shown(variable, told) if not isinstance(told, dict) else "")
    choices = tuple(zip(fact.choices, fact.labels, strict=True))
    unit = "%" if fact.unit == "share" else page.speech.quantity(0, fact.unit).lstrip("0").strip()
    return Field(name, fact.fact, fact.who, fact.text, kind, choices, "" if kind != "number" else unit, value)


def opened(page: Page) -> list[Opened]:
    """Return what was answered with yes, or said not to be so, with the fields of its facts by person."""
    wanted = _yes(page)
    found = [
        _opened(page, ask.question.fact, ask.question.text, [field_of(page, fact) for fact in ask.question.facts])
        for ask in asks(page)
        if ask.gate and ask.question.fact in wanted
    ]
    return found + [one for one in granted(page) if one.id in wanted]


def granted(page: Page) -> list[Opened]:
    """Return what is taken for granted and neither age nor sex settles, with the facts that would tell otherwise."""
    found: dict[str, list[Field]] = {}
    for one in page.screening.assumptions:
        if not one.fact.endswith(_CLAIMS):
            found.setdefault(one.because, []).append(field_of(page, _asked(page, one.fact, one.who)))
    return [
        _opened(page, gate, because, found[because]) for gate, because in _presumed(page).items() if because in found
    ]


def opens(page: Page) -> bool:
    """Return whether a question was answered with yes, so that its details are asked."""
    return any(name.startswith("g-") and page.text(name) == "yes" for name in page.form)


def kept(page: Page) -> MultiDict[str, str]:
    """Return the form with nothing but the answers that open details."""
    return MultiDict({name: value for name, value in page.form.items() if name.startswith("g-") and value == "yes"})


def show_more(page: Page) -> dict[str, Any]:
    """Return what the view of the details shows: of whom it is true, and since when or how much."""
    shown = opened(page)
    return {"opened": shown, "open": ",".join(one.id for one in shown)}


def _opened(page: Page, gate: str, text: str, fields: list[Field]) -> Opened:
    for fact, of in _WORKED_OUT.items():
        if gate in of:
            fields = fields + [
                field_of(page, _asked(page, fact, who)) for who in dict.fromkeys(one.who for one in fields)
            ]
    people: dict[str, list[Field]] = {}
    for field in fields:
        people.setdefault(field.who, []).append(field)
    return Opened(gate, text, tuple(people.items()), ",".join(one.id[2:] for one in fields))


def _asked(page: Page, fact: str, who: str) -> Asked:
    variable, say = page.system.variables[fact], page.speech.say
    members = getattr(variable, "possible_values", None) or ()
    return Asked(
        fact=fact,
        who=who,
        text=say(variable.label),
        unit=variable.unit or "",
        choices=tuple(member.name for member in members),
        labels=tuple(say(member.value) for member in members),
        usual=None,
    )


def _presumed(page: Page) -> dict[str, str]:
    """Return what is presumed in the language of the page, by the name of its field."""
    reasons = dict.fromkeys(one.because for one in presumptions() if not one.bounded)
    return {f"granted{place}": page.speech.say(reason) for place, reason in enumerate(reasons)}


# ----- What answers tell ----- #


def apply(page: Page) -> None:
    """Tell what was answered beside the amounts: "no" to a gate, and single facts; "yes" is asked more of."""
    everything = page.form.get("do") == "no-to-all"
    for gate in _gate_ids():
        answer = page.text(f"g-{gate}")
        covers = page.text(f"c-{gate}")
        if covers and (answer == "no" or (everything and answer != "yes")):
            for fact, person, index in covered(page, covers):
                _tell_usual(page, fact, person, index)
    _single(page)
    page.forget()


def apply_more(page: Page) -> None:
    """Tell the facts of the gates that were opened; who has none of them filled in has none of it."""
    by_gate: dict[str, dict[tuple[bool, int], list[str]]] = {}
    for gate in _open(page):
        for fact, person, index in covered(page, page.text(f"c-{gate}")):
            by_gate.setdefault(gate, {}).setdefault((person, index), []).append(fact)
    for gate, holders in by_gate.items():
        filled = {
            holder: [fact for fact in facts if page.text(_name(fact, *holder))] for holder, facts in holders.items()
        }
        if not any(filled.values()):
            page.fault(f"m-{gate}", Problem("Say who it is true of: fill in at least one answer."))
            continue
        for holder, facts in holders.items():
            if not filled[holder]:
                for fact in facts:
                    _tell_usual(page, fact, *holder)
    _single(page)
    page.forget()


def _single(page: Page) -> None:
    """Tell every fact whose field is filled in."""
    for name in list(page.form):
        if not name.startswith("f-") or not page.text(name):
            continue
        for fact, person, index in covered(page, name[2:]):
            variable = page.system.variables[fact]
            try:
                value = read_fact(variable, page.text(name))
            except RefusedValueError as error:
                page.fault(name, error.problem)
                continue
            page.told.tell(page.told.holder(person, index), fact, value)


def _tell_usual(page: Page, fact: str, person: bool, index: int) -> None:
    """Tell the value that "no" stands for; what the rules work out stays theirs to work out."""
    if fact in _WORKED_OUT:
        return
    default = page.system.variables[fact].default_value
    value = default.name if hasattr(default, "possible_values") or hasattr(default, "index") else default
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    page.told.tell(page.told.holder(person, index), fact, value)


def covered(page: Page, text: str) -> Iterator[tuple[str, bool, int]]:
    """Yield the facts that a field names (``fact.p0``, ``fact.f0``), as far as there are such."""
    for part in text.split(",")[:400]:
        fact, _, place = part.partition(".")
        variable = page.system.variables.get(fact)
        person, digits = place[:1] == "p", place[1:]
        if variable is None or variable.entity.is_person != person or not digits.isdecimal():
            continue
        if variable.formulas and fact not in _WORKED_OUT:
            continue
        if len(digits) < 4 and int(digits) < (len(page.told.persons) if person else 1):
            yield fact, person, int(digits)


def _place(page: Page, fact: Asked) -> str:
    if page.system.variables[fact.fact].entity.is_person:
        return f"p{page.situation.persons.index(fact.who)}"
    return "f0"


def _name(fact: str, person: bool, index: int) -> str:
    return f"f-{fact}.{'p' if person else 'f'}{index}"


def _gate_ids() -> list[str]:
    return [gate.id for gate in gates()]


def _yes(page: Page) -> set[str]:
    """Return what was answered with yes: on this form, or before."""
    return {name for name in (*_gate_ids(), *_presumed(page)) if page.text(f"g-{name}") == "yes"} | set(_open(page))


def _open(page: Page) -> list[str]:
    return [name for name in page.text("open").split(",") if name in _gate_ids() or name in _presumed(page)]
