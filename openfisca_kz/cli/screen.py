"""The command `openfisca-kz screen`: what a family is owed, and the questions that decide the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openfisca_kz.cli.options import answer, family_options

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@click.option(
    "--questions",
    type=click.IntRange(min=0),
    default=6,
    show_default=True,
    help="How many questions are shown; JSON has them all.",
)
@family_options
def screen(people: Situation, month: str, questions: int, lang: str, as_json: bool) -> None:
    """Find what a family is owed, what it may be owed and what it is not; a fact not told is unknown, not zero.

    \b
    Examples:
      openfisca-kz screen newborn.yaml --on 2026-06
      openfisca-kz screen newborn.yaml --on 2026-06 --lang kk --questions 10
      openfisca-kz screen newborn.yaml --on 2026-06 --json
    """
    from openfisca_kz.assessment.screening import screen as run
    from openfisca_kz.presentation.screening import to_text

    screening = run(people, month, lang)
    answer(as_json, screening.to_dict, lambda: to_text(screening, lang, questions))
