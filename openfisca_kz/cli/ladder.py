"""The command `openfisca-kz ladder`."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import (
    TENGE,
    chart_option,
    family_argument,
    json_option,
    lang_option,
    on_option,
    reform_option,
    write_file,
)
from openfisca_kz.engine.protocols import System


@click.command()
@family_argument
@on_option
@click.option(
    "--vary", "fact", default="salary", show_default=True, metavar="FACT", help="A monthly amount of a person."
)
@click.option("--person", "--of", "person", metavar="NAME", help="Whose fact; the first parent if not given.")
@click.option("--from", "start", type=TENGE, default=0.0, show_default=True, help="First value, tenge.")
@click.option("--to", "stop", type=TENGE, default=1_000_000.0, show_default=True, help="Last value, tenge.")
@click.option("--step", type=TENGE, default=20_000.0, show_default=True, help="Rise from one value to the next, tenge.")
@chart_option
@reform_option
@lang_option
@json_option
def ladder(
    family: str,
    month: str,
    fact: str,
    person: str | None,
    start: float,
    stop: float,
    step: float,
    chart: str | None,
    law: System,
    lang: str,
    as_json: bool,
) -> None:
    """Show what a family keeps, each right and the effective marginal rate as pay grows; a star marks a cliff.

    \b
    Examples:
      openfisca-kz ladder newborn.yaml --on 2026-06
      openfisca-kz ladder newborn.yaml --on 2026-06 --vary salary --from 0 --to 1000000 --chart ladder.svg
      openfisca-kz ladder newborn.yaml --on 2026-06 --of Daulet --step 50000 --json
    """
    from openfisca_kz.answers.ladder import climb
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.language import language
    from openfisca_kz.presentation.ladder import to_svg, to_text

    situation = read_family(family, law)
    steps = climb(situation, month, fact, start, stop, step, person)
    speech = language(lang)
    if chart:
        write_file(chart, to_svg(steps, speech, situation.system))
    if as_json:
        click.echo(json.dumps({**steps.to_dict(), **steps.beyond.to_data(speech)}, ensure_ascii=False, indent=1))
    else:
        click.echo(to_text(steps, speech, situation.system), nl=False)
