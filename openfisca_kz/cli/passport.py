"""The command `openfisca-kz passport`."""

from __future__ import annotations

import json
from typing import Any

import click

from openfisca_kz.cli.options import family_argument, json_option, lang_option, on_option, reform_option


@click.command()
@family_argument
@on_option
@reform_option
@lang_option
@json_option
def passport(family: str, month: str, law: Any, lang: str, as_json: bool) -> None:
    """Say who the people of a family are in law: each status, the facts and registers behind it, and what it opens.

    \b
    Examples:
      openfisca-kz passport newborn.yaml --on 2026-06
      openfisca-kz passport newborn.yaml --on 2026-06 --lang kk --json
    """
    from openfisca_kz.answers.passport import passport as of_family
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.presentation.passport import to_text

    whole = of_family(read_family(family, law), month, lang)
    if as_json:
        click.echo(json.dumps(whole.to_dict(), ensure_ascii=False, separators=(",", ":")))
        return
    click.echo(to_text(whole).rstrip("\n"))
