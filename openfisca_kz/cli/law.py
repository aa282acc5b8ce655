"""The commands `openfisca-kz law` and `law changes`: every figure in force in a month, and what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from openfisca_kz.cli.options import lang_option, on_option, reform_option
from openfisca_kz.engine.protocols import System

_area_option = click.option("--area", default="", metavar="PATH", help="A part of the law only, such as rights.family.")
_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json", "xlsx"]),
    default="text",
    show_default=True,
    help="What to write; xlsx needs --out.",
)
_out_option = click.option("--out", type=click.Path(dir_okay=False), metavar="FILE", help="Write it into a file.")


@click.group(invoke_without_command=True)
@on_option
@_area_option
@_format_option
@_out_option
@reform_option
@lang_option
@click.pass_context
def law(ctx: click.Context, month: str, area: str, form: str, out: str | None, law: System, lang: str) -> None:
    """Tell every figure of the law in force in a month: value, unit, act, article, how it is known, since when.

    \b
    Examples:
      openfisca-kz law --on 2026-06 --area indicators
      openfisca-kz law --on 2026-06 --format csv --lang ru > figures.csv
      openfisca-kz law --on 2026-06 --format xlsx --out figures.xlsx
      openfisca-kz law changes --from 2025-12 --to 2026-02
    """
    if ctx.invoked_subcommand:
        return
    from openfisca_kz.answers.law import figures_in_force
    from openfisca_kz.engine.knowledge import beyond_month
    from openfisca_kz.language import language
    from openfisca_kz.presentation.law import figures_table, figures_text

    speech = language(lang)
    figures = figures_in_force(month, speech, law, area)
    beyond = beyond_month(law, month)
    _write(
        form,
        out,
        lambda: "\n".join([figures_text(figures, speech), *beyond.sentences(speech)]).rstrip() + "\n",
        lambda: {"month": month, "figures": [vars(figure) for figure in figures], **beyond.to_data(speech)},
        figures_table(figures),
        lang,
    )


@law.command()
@click.option("--from", "first", required=True, metavar="YYYY-MM", help="The earlier month, such as 2025-12.")
@click.option("--to", "last", metavar="YYYY-MM", help="The later month; without it all that is enacted.")
@_area_option
@_format_option
@_out_option
@reform_option
@lang_option
def changes(first: str, last: str | None, area: str, form: str, out: str | None, law: System, lang: str) -> None:
    """Tell what changed in the law between two months: from what to what, since when, by which article, for whom."""
    from openfisca_kz.answers.law import changes_between
    from openfisca_kz.language import language
    from openfisca_kz.presentation.law import changes_data, changes_table, changes_text

    speech = language(lang)
    found = changes_between(first, last, speech, law, area)
    _write(
        form,
        out,
        lambda: changes_text(found, speech),
        lambda: {"from": first, "to": last, "changes": changes_data(found)},
        changes_table(found),
        lang,
    )


def _write(
    form: str,
    out: str | None,
    text: Callable[[], str],
    data: Callable[[], dict[str, Any]],
    table: Mapping[str, Sequence[Any]],
    lang: str,
) -> None:
    from openfisca_kz.cli.options import write_file
    from openfisca_kz.language import language
    from openfisca_kz.presentation.sheets import sheet_of, to_csv
    from openfisca_kz.problems import refuse

    if form == "xlsx":
        if out is None:
            raise refuse("A workbook is written into a file: give --out FILE.xlsx.")
        write_file(out, sheet_of(table, "law"))
        return
    made = {
        "text": text,
        "csv": lambda: to_csv(table, language(lang)),
        "json": lambda: json.dumps(data(), ensure_ascii=False, indent=1) + "\n",
    }[form]()
    if out is None:
        click.echo(made, nl=False)
    else:
        write_file(out, made)
