"""The command `openfisca-kz passport`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from openfisca_kz.cli.options import answer, family_options

if TYPE_CHECKING:
    from openfisca_kz.families.family import Situation


@click.command()
@family_options
def passport(people: Situation, month: str, lang: str, as_json: bool) -> None:
    """Say who the people of a family are in law: each status, the facts and registers behind it, and what it opens.

    \b
    Examples:
      openfisca-kz passport newborn.yaml --on 2026-06
      openfisca-kz passport newborn.yaml --on 2026-06 --lang kk --json
    """
    from openfisca_kz.answers.passport import passport as of_family
    from openfisca_kz.presentation.passport import to_text

    whole = of_family(people, month, lang)
    answer(as_json, whole.to_dict, lambda: to_text(whole))
