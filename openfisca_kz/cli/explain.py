"""The command `openfisca-kz explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openfisca_kz.cli.options import answer, family_options
from openfisca_kz.problems import refuse

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "html", "json")),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option("--variable", metavar="NAME", help="Explain one variable, as deep as it goes, instead of the family.")
@click.option("--person", metavar="NAME", help="Of one person or family (with --variable).")
@family_options
def explain(
    people: Situation, month: str, lang: str, form: str, as_json: bool, variable: str | None, person: str | None
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
    from openfisca_kz.presentation.explanation import to_dict, to_markdown, to_page, to_text

    if person is not None and variable is None:
        raise refuse("--person goes with --variable: say which variable of {person} to explain.", person=person)
    whole = (
        of_family(people, month, lang) if variable is None else explain_variable(people, variable, month, person, lang)
    )
    write = {"text": to_text, "markdown": to_markdown, "html": to_page}.get(form, to_text)
    answer(as_json or form == "json", lambda: to_dict(whole), lambda: write(whole))
