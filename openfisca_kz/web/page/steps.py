"""What to do next for a right, as a card shows it: the step first, who decides, when and on which papers on demand."""

from __future__ import annotations

import dataclasses

from openfisca_kz.presentation.next_step import step_lines
from openfisca_kz.services.next_steps import next_steps
from openfisca_kz.web.page.page import Page


@dataclasses.dataclass(frozen=True)
class Steps:
    """The way to one right in words; ``portal`` is the address of its service."""

    first: str
    more: tuple[str, ...]
    portal: str | None


def steps_of(page: Page, right: str) -> Steps | None:
    """Return the way to a right; None where nothing is known of it."""
    step = next_steps().get(right)
    if step is None:
        return None
    first, *more = step_lines(right, page.lang)
    return Steps(first, tuple(more), step.portal)
