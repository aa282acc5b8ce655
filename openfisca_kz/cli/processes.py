"""The command `openfisca-kz processes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openfisca_kz.cli.options import answer, chart_option, family_options, write_file
from openfisca_kz.problems import refuse

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@chart_option
@family_options
def processes(people: Situation, month: str, lang: str, as_json: bool, chart: str | None) -> None:
    """Show the services behind what a family is paid, as they are and as they would be if the registers were asked.

    \b
    Examples:
      openfisca-kz processes newborn.yaml --on 2026-06
      openfisca-kz processes pensioners.yaml --on 2026-06 --lang ru --json
      openfisca-kz processes newborn.yaml --on 2026-06 --chart birth.svg
    """
    from openfisca_kz.answers.processes import family_processes
    from openfisca_kz.presentation.processes import to_svg, to_text

    found = family_processes(people, month, lang)
    if chart is not None:
        if not found.drawings:
            raise refuse("No service of this family in the month is drawn step by step.")
        write_file(chart, to_svg(found.drawings[0], lang))
    answer(as_json, found.to_dict, lambda: to_text(found))
