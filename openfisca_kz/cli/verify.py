"""The command `openfisca-kz verify`: is a paid amount right, what went wrong, and the letter against it."""

from __future__ import annotations

import json

import click

from openfisca_kz.cli.options import TENGE, family_argument, json_option, lang_option, on_option, reform_option
from openfisca_kz.engine.protocols import System


@click.command()
@family_argument
@click.option("--right", required=True, metavar="RIGHT", help="The payment, such as childcare_payment.")
@on_option
@click.option("--paid", type=TENGE, required=True, metavar="TENGE", help="What was paid for the month.")
@click.option("--person", metavar="NAME", help="Of whom the right is said: of a childcare payment, the child.")
@reform_option
@lang_option
@json_option
def verify(
    family: str, right: str, month: str, paid: float, person: str | None, law: System, lang: str, as_json: bool
) -> None:
    """Check an amount that was paid: what is due, the difference, the likely cause, and the text of an objection.

    \b
    Examples:
      openfisca-kz verify four_children.yaml --right childcare_benefit --on 2026-06 --paid 33952
      openfisca-kz verify FAMILY.yaml --right childcare_payment --on 2026-06 --paid 98000 --lang ru
    """
    from openfisca_kz.answers.verify import verify as check
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.presentation.objection import objection
    from openfisca_kz.presentation.verification import to_text

    result = check(read_family(family, law), right, month, paid, person, lang)
    if as_json:
        click.echo(json.dumps({**result.to_dict(), "objection": objection(result, lang)}, ensure_ascii=False))
        return
    click.echo(to_text(result, lang), nl=False)
