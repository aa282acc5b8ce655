"""The command `openfisca-kz facts`."""

from __future__ import annotations

import click

from openfisca_kz.cli.options import lang_option


@click.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@lang_option
def facts(words: tuple[str, ...], lang: str) -> None:
    """List the facts a family file may tell, those with all the WORDs in their name or label.

    \b
    Examples:
      openfisca-kz facts
      openfisca-kz facts disability
    """
    from openfisca_kz.answers.calculation import list_facts

    for name, holder, kind, label in list_facts(words, lang):
        click.echo(f"{name:<36} {holder:<7} {kind}\n    {label}")
