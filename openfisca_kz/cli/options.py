"""Options and arguments that commands share."""

from __future__ import annotations

import datetime
import functools
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from openfisca_kz.engine.protocols import System
from openfisca_kz.families.facts import KINDS, TWO_MEANINGS
from openfisca_kz.families.tables import number_in
from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import Problem, quoted, refuse


class _Tenge(click.ParamType):
    """A sum, written as in a file: 320000, 320 000, 320 000,50; what it may be, the answer says."""

    name = "tenge"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the sum."""
        number = number_in(value.strip()) if isinstance(value, str) else value
        if isinstance(number, str) and TWO_MEANINGS.fullmatch(number):
            message = "{value} can mean thousands or a decimal fraction: write it without the point, or round it."
            raise refuse(message, value=quoted(value))
        if isinstance(number, str) or not math.isfinite(number):
            raise refuse("{value} is not a number: write digits alone, such as 320000.", value=quoted(value))
        return float(number)


class _Day(click.ParamType):
    """A date such as 2026-06-09."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Return the date."""
        if isinstance(value, datetime.date):
            return value
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            return datetime.date.fromisoformat(value)
        except ValueError:
            right = Problem(KINDS[datetime.date])
            raise refuse("{value} is not {right}.", value=quoted(value), right=right) from None


TENGE, DAY = _Tenge(), _Day()


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
month_option = functools.partial(
    click.option,
    default=lambda: datetime.date.today().strftime("%Y-%m"),
    show_default="this month",
    metavar="YYYY-MM",
)
on_option = month_option("--on", "month", is_eager=True, help="The month asked, such as 2026-06.")


#: The reform that puts what the government expects in the place of figures that are not enacted.
FORECAST = "forecast_indicators"


def _remember_expected(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta["expected"] = value


def _law(ctx: click.Context, __: click.Parameter, value: str | None) -> Any:
    """Return the law that a command answers by: today's, or with the bill that ``--reform`` names."""
    from openfisca_kz.engine.bills import UPON, law_of
    from openfisca_kz.families.from_file import default_system

    expected = FORECAST if ctx.meta.get("expected") else None
    name = UPON.join(filter(None, (expected, value)))
    law = law_of(name or None, default_system())
    if value is not None:
        tell_without_effect(law, name, ctx.params.get("lang", "en"), ctx.params.get("month"))
    return law


def tell_without_effect(law: Any, name: str | None, lang: str = "en", month: str | None = None) -> None:
    """Say beside the answer where nobody is paid or owes anything else by a bill, or not yet, or nothing reads it."""
    from openfisca_kz.answers.bill import changes_between, changes_one_by_one
    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.language import language
    from openfisca_kz.presentation.bill import without_effect

    if name is not None:
        today = default_system()
        each = [one for one in changes_one_by_one(name, today) if one.name != FORECAST]
        for sentence in without_effect(changes_between(today, law, name), language(lang), month, each):
            click.echo(sentence, err=True)


_expected_option = click.option(
    "--expected",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_remember_expected,
    help="Take what the government expects where the figures of a year are not enacted yet.",
)
_reform_option = click.option(
    "--reform",
    "law",
    metavar="NAME",
    callback=_law,
    help="Answer by a bill: a name of `openfisca-kz reform list`, package.module.Class, file.py[:Class] or a YAML "
    "file; several joined by +.",
)


def reform_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options ``--reform`` and ``--expected``, which together say by which law it answers."""
    return _reform_option(_expected_option(command))


json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
chart_option = click.option(
    "--chart", type=click.Path(dir_okay=False), metavar="FILE.svg", help="Draw it into a file as well."
)
family_argument = click.argument("family", type=click.Path(), metavar="FAMILY.yaml")


def family_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what most take: the people of a family file, ``--on``, ``--reform``, ``--lang``, ``--json``."""

    @functools.wraps(command)
    def of_people(family: str, law: System, **rest: Any) -> None:
        from openfisca_kz.families.from_file import read_family

        command(people=read_family(family, law), **rest)

    return family_argument(on_option(reform_option(lang_option(json_option(of_people)))))


def answer(as_json: bool, data: Callable[[], Any], text: Callable[[], str], indent: int | None = None) -> None:
    """Print an answer: as JSON where that is asked for, on one line unless indented, else as text."""
    if as_json:
        separators = (",", ":") if indent is None else None
        click.echo(json.dumps(data(), ensure_ascii=False, indent=indent, separators=separators, default=str))
    else:
        click.echo(text().rstrip("\n"))


def write_file(out: str, content: str | bytes) -> None:
    """Write a text or what a workbook holds to a file that the user named."""
    try:
        Path(out).write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise refuse("{out} cannot be written: {reason}.", out=out, reason=error.strerror) from None
