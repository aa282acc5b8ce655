"""The command `openfisca-kz verify-readout`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from openfisca_kz.cli.options import lang_option


@click.command()
@click.argument("file", type=click.Path(), metavar="FILE.json")
@click.option("--key", required=True, type=click.Path(), metavar="PUB.pem", help="The operator's public key (Ed25519).")
@lang_option
@click.pass_context
def verify_readout(ctx: click.Context, file: str, key: str, lang: str) -> None:
    """Say whether a read-out is genuine and still good, and what it says. Exit code 1 where it is not.

    \b
    Examples:
      openfisca-kz verify-readout cover.json --key pub.pem
    """
    from openfisca_kz.answers.readout import Readout
    from openfisca_kz.answers.signature import code_of, file_bytes, verified
    from openfisca_kz.language import language
    from openfisca_kz.presentation.readout import to_text

    say = language(lang).say
    document = file_bytes(Path(file))
    payload = verified(document, Path(key))
    if payload is None:
        click.echo(say("Not genuine: it was not signed with this key, or has been changed since."))
        ctx.exit(1)
    made = Readout.of(payload)
    expired = made.expires < datetime.date.today().isoformat()
    click.echo(say("Genuine, but no longer valid.") if expired else say("Genuine."))
    click.echo(say("Code: {code}", code=code_of(document)))
    click.echo(to_text(made).rstrip("\n"))
    ctx.exit(1 if expired else 0)
