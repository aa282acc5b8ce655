"""The command `openfisca-kz pension`."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import (
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
    "--person", "--of", "person", metavar="NAME", help="Whose pension; the first person of the file if not given."
)
@click.option(
    "--return", "annual_return", default=0.0, show_default=True, help="What savings earn a year, such as 0.05."
)
@click.option(
    "--years", default=5, show_default=True, type=click.IntRange(0, 30), help="Later starts to compare, in years."
)
@chart_option
@reform_option
@lang_option
@json_option
def pension(
    family: str,
    month: str,
    person: str | None,
    annual_return: float,
    years: int,
    chart: str | None,
    law: System,
    lang: str,
    as_json: bool,
) -> None:
    """Project a pension: its date, each part under the law and the forecast, one year of contributions more.

    \b
    Examples:
      openfisca-kz pension pensioners.yaml --on 2026-06
      openfisca-kz pension newborn.yaml --on 2026-06 --of Daulet --return 0.05 --chart pension.svg
    """
    from openfisca_kz.answers.pension import project
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.language import language
    from openfisca_kz.presentation.pension import to_svg, to_text

    situation = read_family(family, law)
    projection = project(situation, month, person, annual_return, years)
    speech = language(lang)
    if chart:
        write_file(chart, to_svg(projection, speech, situation.system))
    if as_json:
        click.echo(
            json.dumps({**projection.to_dict(), **projection.beyond.to_data(speech)}, ensure_ascii=False, indent=1)
        )
    else:
        click.echo(to_text(projection, speech, situation.system), nl=False)
