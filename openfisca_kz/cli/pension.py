"""The command `openfisca-kz pension`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from openfisca_kz.cli.options import answer, chart_option, family_options, write_file

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@click.option(
    "--person", "--of", "person", metavar="NAME", help="Whose pension; the first person of the file if not given."
)
@click.option(
    "--return", "annual_return", default=0.0, show_default=True, help="What savings earn a year, such as 0.05."
)
@click.option(
    "--years", default=5, show_default=True, type=click.IntRange(0, 30), help="Later starts to compare, in years."
)
@chart_option
@family_options
def pension(people: Situation, month: str, chart: str | None, lang: str, as_json: bool, **asked: Any) -> None:
    """Project a pension: its date, each part under the law and the forecast, one year of contributions more.

    \b
    Examples:
      openfisca-kz pension pensioners.yaml --on 2026-06
      openfisca-kz pension newborn.yaml --on 2026-06 --of Daulet --return 0.05 --chart pension.svg
    """
    from openfisca_kz.answers.pension import project
    from openfisca_kz.language import language
    from openfisca_kz.presentation.pension import to_svg, to_text

    projection = project(people, month, **asked)
    speech = language(lang)
    if chart:
        write_file(chart, to_svg(projection, speech, people.system))
    answer(
        as_json,
        lambda: {**projection.to_dict(), **projection.beyond.to_data(speech)},
        lambda: to_text(projection, speech, people.system),
        indent=1,
    )
