"""The command `openfisca-kz timeline`: what is coming for a family, dated, in tenge, with the reason."""

from __future__ import annotations

import click

from openfisca_kz.cli.options import (
    answer,
    chart_option,
    family_argument,
    json_option,
    lang_option,
    month_option,
    reform_option,
    write_file,
)
from openfisca_kz.engine.protocols import System


@click.command()
@family_argument
@month_option("--from", "first_month", help="The first month, such as 2026-06.")
@click.option("--years", type=int, default=5, show_default=True, help="How many years, 1 to 40.")
@chart_option
@reform_option
@lang_option
@json_option
def timeline(
    family: str, first_month: str, years: int, chart: str | None, law: System, lang: str, as_json: bool
) -> None:
    """Show what is coming for a family: birthdays that matter, pension ages, payments that begin, change or end.

    \b
    Examples:
      openfisca-kz timeline four_children.yaml --from 2026-06 --years 5
      openfisca-kz timeline pensioners.yaml --from 2026-06 --reform forecast_indicators --chart pension.svg
    """
    from openfisca_kz.answers.timeline import timeline as build
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.language import language
    from openfisca_kz.presentation.timeline import to_svg, to_text

    people = read_family(family, law)
    whole = build(people, first_month, years, lang, law)
    if chart:
        write_file(chart, to_svg(whole, language(lang)))
    answer(as_json, whole.to_dict, lambda: to_text(whole, lang))
