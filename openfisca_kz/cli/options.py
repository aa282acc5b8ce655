"""Options and arguments that commands share."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import refuse


def _remember_language(ctx: click.Context, _: click.Parameter, value: str) -> str:
    ctx.find_root().meta["lang"] = value
    return value


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    is_eager=True,
    callback=_remember_language,
    help="Language of the answer: English, Kazakh, Russian.",
)
on_option = click.option(
    "--on",
    "month",
    default=lambda: datetime.date.today().strftime("%Y-%m"),
    show_default="this month",
    metavar="YYYY-MM",
    help="The month asked, such as 2026-06.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
chart_option = click.option(
    "--chart", type=click.Path(dir_okay=False), metavar="FILE.svg", help="Draw it into a file as well."
)
family_argument = click.argument("family", type=click.Path(), metavar="FAMILY.yaml")


def write_file(out: str, text: str) -> None:
    """Write a text to a file that the user named.

    Raises:
        InputError: it cannot be written.

    """
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=out, reason=error.strerror) from None
