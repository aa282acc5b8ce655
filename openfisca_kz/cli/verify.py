"""The command `openfisca-kz verify`: is a paid amount right, what went wrong, and the letter against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openfisca_kz.cli.options import TENGE, answer, family_options

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@click.option("--right", required=True, metavar="RIGHT", help="The payment, such as childcare_payment.")
@click.option("--paid", type=TENGE, required=True, metavar="TENGE", help="What was paid for the month.")
@click.option("--person", metavar="NAME", help="Of whom the right is said: of a childcare payment, the child.")
@family_options
def verify(
    people: Situation, right: str, month: str, paid: float, person: str | None, lang: str, as_json: bool
) -> None:
    """Check an amount that was paid: what is due, the difference, the likely cause, and the text of an objection.

    \b
    Examples:
      openfisca-kz verify four_children.yaml --right childcare_benefit --on 2026-06 --paid 33952
      openfisca-kz verify FAMILY.yaml --right childcare_payment --on 2026-06 --paid 98000 --lang ru
    """
    from openfisca_kz.answers.verify import verify as check
    from openfisca_kz.presentation.objection import objection
    from openfisca_kz.presentation.verification import to_text

    result = check(people, right, month, paid, person, lang)
    answer(as_json, lambda: {**result.to_dict(), "objection": objection(result, lang)}, lambda: to_text(result, lang))
