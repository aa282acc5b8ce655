"""Writes an explanation for machines: one JSON shape, published as ``schema-1.json``, small enough for a phone.

What many lines share stands once, in tables: ``labels``, ``units``, ``rules`` and ``articles`` by the name of the
variable, ``figures``, ``facts``, ``laws`` and ``acts`` by keys. What is empty is left out, and what is usual: an
amount in tenge, the month asked.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openfisca_kz.assessment.model import Conflict, Explanation, Line, Sums, VariableExplanation
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.tables import Detail, Tables

#: Version of the shape; a change that breaks readers makes a new one, with a schema of its own.
VERSION = 1


#: An explanation of a family takes no more than this many bytes.
LIMIT = 20_000

# Fewer rights than this that are not due are worth less than the conditions of those that are.
_NEAR = 8


# What is left out, in this order, where an answer is too long: it can be asked for, right by right.
_ORDER = ("conditions", "employers", "questions", "facts", "notes", "series", "rules", "figures")
_LESS = tuple(Detail(**dict.fromkeys(_ORDER[:count], False)) for count in range(len(_ORDER) + 1))


@functools.cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what ``to_dict`` returns."""
    path = Path(__file__).parent / f"schema-{VERSION}.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def to_dict(whole: Explanation | VariableExplanation) -> dict[str, Any]:
    """Return an explanation as JSON holds it, by ``schema-1.json``: at most 20 kB for a family."""
    return variable(whole) if isinstance(whole, VariableExplanation) else family(whole)


def family(whole: Explanation) -> dict[str, Any]:
    """Return the explanation of a family as JSON holds it, in at most ``LIMIT`` bytes where there is any way to.

    Rights that are not due are told whole from the nearest on, as many as fit; the others by name.
    """
    count = len(whole.possible) + len(whole.not_due)

    def fits(detail: Detail, nearest: int) -> bool:
        return size(_family(whole, dataclasses.replace(detail, nearest=nearest))) <= LIMIT

    enough = min(_NEAR, count)
    level = bisect.bisect_left(range(len(_LESS)), True, key=lambda place: fits(_LESS[place], enough))
    detail = _LESS[min(level, len(_LESS) - 1)]
    more = bisect.bisect_left(range(count + 1), True, key=lambda nearest: not fits(detail, nearest))
    return _family(whole, dataclasses.replace(detail, nearest=max(more - 1, 0)))


def size(answer: Mapping[str, Any]) -> int:
    """Return how many bytes an answer takes in UTF-8, without blanks."""
    return len(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode())


def _family(whole: Explanation, detail: Detail) -> dict[str, Any]:
    tables = Tables()
    open_lines = [*whole.not_due, *whole.possible]
    shown = {id(line) for line in (open_lines if detail.nearest is None else open_lines[: detail.nearest])}

    def lines(group: Iterable[Line]) -> list[dict[str, Any]]:
        return [tables.line(line, whole.month, detail) for line in group]

    body = {
        "persons": [
            {
                "name": part.name,
                "age_in_months": part.age_in_months,
                "statuses": [tables.variable(fact.variable, fact.label) for fact in part.statuses],
                "duties": lines(part.duties),
            }
            for part in whole.persons
        ],
        "due": lines(whole.due),
        "claimable": lines(whole.claimable),
        "not_due": lines(line for line in whole.not_due if id(line) in shown),
        "possible": lines(line for line in whole.possible if id(line) in shown),
        "others": [line.variable for line in open_lines if id(line) not in shown],
        "totals": [
            {"variable": tables.variable(fact.variable, fact.label), "who": fact.who, "amount": fact.value}
            for fact in whole.totals
        ],
        **{field.name: getattr(whole, field.name) for field in dataclasses.fields(Sums)},
        "assumptions": tables.assumed(whole.assumptions),
        "cover": [dataclasses.asdict(one) for one in whole.cover],
    }
    if whole.conflicts:
        body["conflicts"] = [_conflict(found) for found in whole.conflicts]
    late = {"projected": bool(whole.beyond), **whole.beyond.to_data(language(whole.lang))}
    return {**_head(whole), **late, **body, **tables.written()}


def _head(whole: Explanation | VariableExplanation) -> dict[str, Any]:
    return {"version": VERSION, "package": whole.version, "month": whole.month, "lang": whole.lang}


def _conflict(found: Conflict) -> dict[str, Any]:
    registers = list(dict.fromkeys(each.register for each in found.correct))
    return {"rule": found.rule, "who": found.person, "text": found.text, "law": found.law.text, "registers": registers}


def variable(whole: VariableExplanation) -> dict[str, Any]:
    """Return the explanation of one variable as JSON holds it."""
    tables = Tables()
    reasons = [tables.reason(reason, whole.month) for reason in whole.reasons]
    told = {"variable": whole.variable, "reasons": reasons}
    return {**_head(whole), **whole.beyond.to_data(language(whole.lang)), **told, **tables.written()}
