"""The command `openfisca-kz facts`."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import lang_option


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--schema", is_flag=True, help="The JSON Schema of a family file instead.")
@lang_option
def facts(words: tuple[str, ...], schema: bool, lang: str) -> None:
    """List the facts a family file may tell, those with all the WORDs in their name or label.

    \b
    Examples:
      openfisca-kz facts
      openfisca-kz facts disability
      openfisca-kz facts --schema > family.schema.json
    """
    from openfisca_kz.families.facts import facts as facts_of
    from openfisca_kz.families.facts import family_schema
    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.problems import refuse

    if schema:
        click.echo(json.dumps(family_schema(default_system(), lang), ensure_ascii=False, indent=1))
        return
    known = [fact for fact in facts_of(default_system(), lang) if fact.says(words)]
    if not known:
        raise refuse("No fact has {words} in its name or label.", words=" ".join(words))
    for fact in known:
        click.echo(f"{fact.name:<36} {fact.holder:<7} {fact.written()}\n    {fact.label}")
