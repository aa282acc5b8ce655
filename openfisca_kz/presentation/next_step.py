"""The next step of a right as sentences: what to do, who decides, documents, term, and the way of complaint."""

from __future__ import annotations

from collections.abc import Iterator

from openfisca_kz.assessment.citations import cite
from openfisca_kz.language import language
from openfisca_kz.services.next_steps import complaint, next_steps
from openfisca_kz.services.register import service_of


def step_lines(right: str, lang: str = "en") -> Iterator[str]:
    """Yield the sentences of the next step; of what is not known here nothing is said."""
    say, step = language(lang).say, next_steps()[right]
    if step.channels:
        yield say("Next step: {channels}.", channels="; ".join(map(say, step.channels)))
    yield say("Decided by: {body}.", body=say(service_of(right).body))
    if step.documents:
        yield say("Documents: {documents}.", documents="; ".join(map(say, step.documents)))
    elif step.documents is not None:
        yield say("No documents are asked for.")
    if step.term is not None:
        yield say("Working days to the decision: {days} at most.", days=step.term)
    if step.sms is not None:
        yield say(
            "An offer by SMS can be answered for {hours} hours; an application stays possible after that.",
            hours=step.sms,
        )


def complaint_line(lang: str = "en") -> str:
    """Return the sentence on the general way of complaint, which is that of nearly every right."""
    way = complaint()
    text = (
        "If a right is refused: complain within {months} months of learning of it, to the body that took the decision "
        "({law})."
    )
    return language(lang).say(text, months=way.to_the_body_months, law=cite(way.law, lang))
