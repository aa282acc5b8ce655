"""The command `openfisca-kz explain`."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import family_argument, json_option, lang_option, on_option, reform_option
from openfisca_kz.engine.protocols import System
from openfisca_kz.problems import refuse


@click.command()
@family_argument
@on_option
@reform_option
@lang_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "html", "json")),
    default="text",
    show_default=True,
    help="How to write it.",
)
@json_option
@click.option("--variable", metavar="NAME", help="Explain one variable, as deep as it goes, instead of the family.")
@click.option("--person", metavar="NAME", help="Of one person or family (with --variable).")
def explain(
    family: str, month: str, law: System, lang: str, form: str, as_json: bool, variable: str | None, person: str | None
) -> None:
    """Explain who the people of a family are in law, what they are owed and owe in a month, and why.

    \b
    Examples:
      openfisca-kz explain newborn.yaml --on 2026-06
      openfisca-kz explain newborn.yaml --on 2026-06 --lang ru --json
      openfisca-kz explain newborn.yaml --on 2026-06 --variable income_tax --person Daulet
    """
    from openfisca_kz.answers.explain import explain as of_family
    from openfisca_kz.answers.why import explain_variable
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.presentation.explanation import to_dict, to_markdown, to_page, to_text

    people = read_family(family, law)
    if person is not None and variable is None:
        raise refuse("--person goes with --variable: say which variable of {person} to explain.", person=person)
    whole = (
        of_family(people, month, lang) if variable is None else explain_variable(people, variable, month, person, lang)
    )
    if as_json or form == "json":
        click.echo(json.dumps(to_dict(whole), ensure_ascii=False, separators=(",", ":")))
        return
    write = {"text": to_text, "markdown": to_markdown, "html": to_page}[form]
    click.echo(write(whole).rstrip("\n"))
