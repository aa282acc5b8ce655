"""The command `openfisca-kz child`."""

from __future__ import annotations

from typing import Any

import click

from openfisca_kz.answers.child import Birth, child_tables
from openfisca_kz.cli.options import DAY, TENGE, answer, json_option, lang_option, reform_option
from openfisca_kz.engine.protocols import System
from openfisca_kz.language import language
from openfisca_kz.presentation.child import to_text

EPILOG = """
\b
Examples:
  openfisca-kz child --born 2026-05-14
  openfisca-kz child --born 2026-05-14 --mother-income 300000 --order 2
  openfisca-kz child --born 2026-05-14 --elder 2016-02-01 --elder 2018-03-01 --elder 2021-07-09
  openfisca-kz child --born 2026-05-14 --mother-income 300000 --babies 2 --extension-days 14 --json
"""


@click.command(epilog=EPILOG)
@click.option("--born", type=DAY, required=True, metavar="YYYY-MM-DD", help="Day of birth.")
@click.option(
    "--mother-income",
    type=TENGE,
    default=0.0,
    metavar="KZT",
    help="Gross monthly salary of the mother in the two years before the leave; none by default.",
)
@click.option("--order", type=click.IntRange(1, 30), help="Order of birth; if not given, by the elder children.")
@click.option("--elder", type=DAY, multiple=True, metavar="YYYY-MM-DD", help="Birth date of a child of the family.")
@click.option("--babies", type=int, default=1, show_default=True, help="Children born at the same time.")
@click.option(
    "--leave-start", type=DAY, metavar="YYYY-MM-DD", help="First day of the leave; by default 70 days before birth."
)
@click.option("--leave-days", type=int, default=126, show_default=True, help="Days of the leave certificate.")
@click.option("--extension-days", type=int, default=0, show_default=True, help="Days of a second certificate.")
@reform_option
@lang_option
@json_option
def child(law: System, lang: str, as_json: bool, order: int | None, **told: Any) -> None:
    """Show everything a birth brings, month by month until the last payment.

    Maternity payment, birth benefit, childcare from the budget or from the fund, and what the large-family allowance
    grows by; what goes to the mother's pension account; and what changes if she was never insured. Months to come
    are counted with the figures now in force.
    """
    birth = Birth(order=order or 0, **told)
    insured, uninsured = child_tables(birth, law)
    speech = language(lang)
    answer(
        as_json,
        lambda: {**insured.to_dict(), **insured.beyond.to_data(speech), "if_never_insured": uninsured.to_dict()},
        lambda: to_text(insured, uninsured, speech),
        indent=1,
    )
