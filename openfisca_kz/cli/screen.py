"""The command `openfisca-kz screen`: what a family is owed, and the questions that decide the rest."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import family_argument, json_option, lang_option, on_option, reform_option
from openfisca_kz.engine.protocols import System


@click.command()
@family_argument
@on_option
@click.option(
    "--questions",
    type=click.IntRange(min=0),
    default=6,
    show_default=True,
    help="How many questions are shown; JSON has them all.",
)
@reform_option
@lang_option
@json_option
def screen(family: str, month: str, questions: int, law: System, lang: str, as_json: bool) -> None:
    """Find what a family is owed, what it may be owed and what it is not; a fact not told is unknown, not zero.

    \b
    Examples:
      openfisca-kz screen newborn.yaml --on 2026-06
      openfisca-kz screen newborn.yaml --on 2026-06 --lang kk --questions 10
      openfisca-kz screen newborn.yaml --on 2026-06 --json
    """
    from openfisca_kz.assessment.screening import screen as run
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.presentation.screening import to_text

    screening = run(read_family(family, law), month, lang)
    if as_json:
        click.echo(json.dumps(screening.to_dict(), ensure_ascii=False))
    else:
        click.echo(to_text(screening, lang, questions), nl=False)
