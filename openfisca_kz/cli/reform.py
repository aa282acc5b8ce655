"""The commands `openfisca-kz reform list`, `show` and `new`."""

from __future__ import annotations

import click

from openfisca_kz.cli.options import answer, json_option, lang_option, write_file


@click.group()
def reform() -> None:
    """List bills, show what one changes, write a first file of one's own.

    \b
    Examples:
      openfisca-kz reform list
      openfisca-kz reform show law_on_social_status --lang ru
      openfisca-kz reform new my_bill.yaml
      openfisca-kz explain FAMILY.yaml --reform my_bill.yaml
    """


@reform.command(name="list")
@lang_option
def list_(lang: str) -> None:
    """List the bills and superseded laws that are shipped here."""
    from openfisca_kz.engine.bills import shipped
    from openfisca_kz.language import language

    speech = language(lang)
    for name, bill in shipped().items():
        click.echo(f"{name}\n    {speech.say(bill.name)}")


@reform.command()
@click.argument("name")
@lang_option
@json_option
def show(name: str, lang: str, as_json: bool) -> None:
    """Say what a bill changes: figures from what to what since when, rules replaced, added, removed, with articles."""
    from openfisca_kz.answers.bill import changes_of
    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.language import language
    from openfisca_kz.presentation.bill import to_data, to_text

    changes = changes_of(name, default_system())
    answer(as_json, lambda: to_data(changes), lambda: to_text(changes, language(lang)), indent=1)


@reform.command()
@click.argument("out", type=click.Path(dir_okay=False), metavar="FILE.yaml")
@lang_option
def new(out: str, lang: str) -> None:
    """Write a first file of a bill: it raises the childcare benefit of the first child from next January."""
    from openfisca_kz.language import language
    from openfisca_kz.presentation.bill import first_file

    write_file(out, first_file())
    click.echo(language(lang).say("Written: {out}. Next: openfisca-kz reform show {out}", out=out))
