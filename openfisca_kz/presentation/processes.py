"""Services as they are and as they would be, as text."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator

from openfisca_kz.answers.processes import Drawing, FamilyProcesses, ServiceSaving
from openfisca_kz.language import Language, language
from openfisca_kz.presentation import chart

COLUMN = 50


def to_text(found: FamilyProcesses) -> str:
    """Return the services of a family, what is saved, and the drawing of those that the thesis drew."""
    return "\n".join(_lines(found, language(found.lang))) + "\n"


def to_svg(drawing: Drawing, lang: str) -> str:
    """Return both processes of a service side by side as a drawing, the steps of the applicant in a colour."""
    say = language(lang).say
    ways = tuple(
        tuple(zip(steps, own, strict=True))
        for steps, own in ((drawing.as_is, drawing.own_as_is), (drawing.to_be, drawing.own_to_be))
    )
    heads = (say("As is"), say("As it would be"))
    return chart.two_ways(
        drawing.title,
        heads,
        (ways[0], ways[1]),
        description=" ".join(
            f"{head}: {'; '.join(steps)}." for head, steps in zip(heads, (drawing.as_is, drawing.to_be), strict=True)
        ),
        notes=[say("Orange: steps of the applicant; blue: steps of others.")],
    )


def _lines(found: FamilyProcesses, speech: Language) -> Iterator[str]:
    yield speech.say("Services, as they are and as they would be, {month}", month=speech.month(found.month))
    for service in found.services:
        yield ""
        yield from _service(service, speech)
    if not found.services:
        yield speech.say("Nothing is paid to this family in the month.")
    yield ""
    yield speech.say(
        "Saved in all: papers {papers}, visits {visits}, working days {days}.",
        papers=found.papers_saved,
        visits=speech.quantity(round(found.visits_saved, 2), "number"),
        days=found.days_saved,
    )
    if found.lost_by_late_claims > 0:
        yield speech.say(
            "{amount} was lost to late claims in this month.", amount=speech.money(found.lost_by_late_claims)
        )
    yield from found.beyond.sentences(speech)
    for drawing in found.drawings:
        yield ""
        yield from _drawn(drawing, speech)


def _service(service: ServiceSaving, speech: Language) -> Iterator[str]:
    rights = "; ".join(right for right in service.rights if right != service.service)
    yield f"{service.service} ({rights})" if rights else service.service
    if service.papers is None:
        yield "  " + speech.say("Papers: not known here")
    else:
        yield "  " + speech.say("Papers today: {papers}", papers="; ".join(service.papers) or "-")
        yield "  " + speech.say("Left to the person: {papers}", papers="; ".join(service.papers_left or ()) or "-")
    if service.days is None:
        yield "  " + speech.say("Working days to the decision: not known here")
    else:
        yield "  " + speech.say(
            "Working days to the decision: {days}, saved {saved}", days=service.days, saved=service.days_saved
        )


def _drawn(drawing: Drawing, speech: Language) -> Iterator[str]:
    yield _row(speech.say("As is"), speech.say("As it would be"))
    for number, (left, right) in enumerate(itertools.zip_longest(drawing.as_is, drawing.to_be, fillvalue=""), 1):
        lines = (textwrap.wrap(f"{number}. {text}" if text else "", COLUMN) for text in (left, right))
        for one, other in itertools.zip_longest(*lines, fillvalue=""):
            yield _row(one, other)


def _row(left: str, right: str) -> str:
    return f"{left.ljust(COLUMN)} | {right}".rstrip()
