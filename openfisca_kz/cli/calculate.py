"""The command `openfisca-kz calculate`."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import family_argument, json_option, lang_option, reform_option
from openfisca_kz.engine.protocols import System


@click.command()
@family_argument
@click.argument("variables", nargs=-1, required=True, metavar="VARIABLE...")
@click.option(
    "--on", "period", required=True, metavar="PERIOD", help="A month (2026-06), or a year for what is yearly."
)
@reform_option
@lang_option
@json_option
def calculate(family: str, variables: tuple[str, ...], period: str, law: System, lang: str, as_json: bool) -> None:
    """Calculate variables for everybody in a family file.

    \b
    Examples:
      openfisca-kz calculate newborn.yaml net_salary --on 2026-06
      openfisca-kz calculate newborn.yaml birth_benefit income_tax --on 2026-06 --json
    """
    from openfisca_kz.answers.calculation import calculated
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.language import language

    speech = language(lang)
    found = calculated(read_family(family, law), variables, period)
    if as_json:
        beyond = found.beyond.to_data(speech) if found.beyond else {}
        click.echo(json.dumps({**found.values, **beyond}, ensure_ascii=False, indent=1))
        return
    for variable, values in found.values.items():
        for who, value in values.items():
            click.echo(f"{variable}\t{who}\t{value}")
    for sentence in found.beyond.sentences(speech):
        click.echo(sentence, err=True)
