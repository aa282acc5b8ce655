"""The command `openfisca-kz ladder`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from openfisca_kz.cli.options import TENGE, answer, chart_option, family_options, write_file

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@click.option(
    "--vary", "fact", default="salary", show_default=True, metavar="FACT", help="A monthly amount of a person."
)
@click.option("--person", "--of", "person", metavar="NAME", help="Whose fact; the first parent if not given.")
@click.option("--from", "start", type=TENGE, default=0.0, show_default=True, help="First value, tenge.")
@click.option("--to", "stop", type=TENGE, default=1_000_000.0, show_default=True, help="Last value, tenge.")
@click.option("--step", type=TENGE, default=20_000.0, show_default=True, help="Rise from one value to the next, tenge.")
@chart_option
@family_options
def ladder(people: Situation, month: str, chart: str | None, lang: str, as_json: bool, **asked: Any) -> None:
    """Show what a family keeps, each right and the effective marginal rate as pay grows; a star marks a cliff.

    \b
    Examples:
      openfisca-kz ladder newborn.yaml --on 2026-06
      openfisca-kz ladder newborn.yaml --on 2026-06 --vary salary --from 0 --to 1000000 --chart ladder.svg
      openfisca-kz ladder newborn.yaml --on 2026-06 --of Daulet --step 50000 --json
    """
    from openfisca_kz.answers.ladder import climb
    from openfisca_kz.language import language
    from openfisca_kz.presentation.ladder import to_svg, to_text

    steps = climb(people, month, **asked)
    speech = language(lang)
    if chart:
        write_file(chart, to_svg(steps, speech, people.system))
    answer(
        as_json,
        lambda: {**steps.to_dict(), **steps.beyond.to_data(speech)},
        lambda: to_text(steps, speech, people.system),
        indent=1,
    )
