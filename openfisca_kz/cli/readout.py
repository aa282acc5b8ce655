"""The command `openfisca-kz readout`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from openfisca_kz.cli.options import family_argument, lang_option, on_option, reform_option, write_file
from openfisca_kz.problems import refuse


@click.command()
@family_argument
@click.argument("certificate")
@click.option("--person", metavar="NAME", help="Whom it is about; may be left out of a family of one.")
@on_option
@reform_option
@lang_option
@click.option(
    "--key",
    envvar="OPENFISCA_KZ_READOUT_KEY",
    type=click.Path(dir_okay=False),
    metavar="KEY.pem",
    help="The operator's private key (Ed25519).",
)
@click.option("--out", type=click.Path(dir_okay=False), metavar="FILE.json", help="Write the document here.")
@click.option("--page", type=click.Path(dir_okay=False), metavar="FILE.html", help="Write a page to print as well.")
def readout(
    family: str,
    certificate: str,
    person: str | None,
    month: str,
    law: Any,
    lang: str,
    key: str | None,
    out: str | None,
    page: str | None,
) -> None:
    """Sign what a certificate would say of a person, on what was told. Off unless a key is given.

    \b
    Certificates: privileges, military_service, guardianship, health_insurance, social_contributions,
    pension_account, targeted_assistance, unemployed, income, tax_residence, budget_account.

    \b
    Examples:
      openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out pub.pem
      openfisca-kz readout newborn.yaml health_insurance --person Alikhan --on 2026-06 --key key.pem --out cover.json
      openfisca-kz verify-readout cover.json --key pub.pem
    """
    from openfisca_kz.answers.readout import readout as of_family
    from openfisca_kz.answers.readout import signed_readout
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.presentation.readout import to_page

    if key is None:
        raise refuse("Read-outs are off: give the operator's private key with --key.")
    made = of_family(read_family(family, law), certificate, month, person, lang)
    document = signed_readout(made, Path(key))
    if page is not None:
        write_file(page, to_page(made, document))
    if out is not None:
        write_file(out, document.decode("utf-8"))
    else:
        click.echo(document.decode("utf-8"), nl=False)
