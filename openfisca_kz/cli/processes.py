"""The command `openfisca-kz processes`."""

from __future__ import annotations

import json
from typing import Any

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
from openfisca_kz.problems import refuse


@click.command()
@family_argument
@on_option
@reform_option
@lang_option
@json_option
@chart_option
def processes(family: str, month: str, law: Any, lang: str, as_json: bool, chart: str | None) -> None:
    """Show the services behind what a family is paid, as they are and as they would be if the registers were asked.

    \b
    Examples:
      openfisca-kz processes newborn.yaml --on 2026-06
      openfisca-kz processes pensioners.yaml --on 2026-06 --lang ru --json
      openfisca-kz processes newborn.yaml --on 2026-06 --chart birth.svg
    """
    from openfisca_kz.answers.processes import family_processes
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.presentation.processes import to_svg, to_text

    found = family_processes(read_family(family, law), month, lang)
    if chart is not None:
        if not found.drawings:
            raise refuse("No service of this family in the month is drawn step by step.")
        write_file(chart, to_svg(found.drawings[0], lang))
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, separators=(",", ":")))
        return
    click.echo(to_text(found).rstrip("\n"))
