"""The command `openfisca-kz compare`: what a reform, or another month, changes for a family."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from openfisca_kz.cli.options import family_argument, json_option, lang_option, on_option, tell_without_effect

if TYPE_CHECKING:
    from openfisca_kz.answers.compare import Line
    from openfisca_kz.engine.bills import Bill
    from openfisca_kz.language import Language


@click.command()
@family_argument
@on_option
@click.option(
    "--reform",
    "names",
    multiple=True,
    metavar="NAME",
    help="A bill, by the grammar of the other commands; several stand side by side. See `openfisca-kz reform list`.",
)
@click.option("--and", "other_month", metavar="YYYY-MM", help="Compare with this month instead of the same one.")
@lang_option
@json_option
def compare(
    family: str,
    month: str,
    names: tuple[str, ...],
    other_month: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Compare today's law with a reform of it, or one month with another, line by line.

    \b
    Examples:
      openfisca-kz compare newborn.yaml --reform law_on_social_status --on 2026-06
      openfisca-kz compare newborn.yaml --on 2026-06 --and 2027-12
      openfisca-kz compare newborn.yaml --on 2027-06 --reform my_bill.yaml --reform another.yaml
    """
    from openfisca_kz.answers.compare import compare as run
    from openfisca_kz.answers.late_claims import late_claim_cost, to_lines
    from openfisca_kz.engine.bills import find_reform
    from openfisca_kz.engine.knowledge import beyond_month
    from openfisca_kz.families.from_file import read_family
    from openfisca_kz.language import language
    from openfisca_kz.presentation.bill import law_title
    from openfisca_kz.problems import month_of

    people = read_family(family)
    other = month_of(other_month) if other_month else None
    bills = [find_reform(name) for name in names]
    laws = [people.system, *(bill(people.system) for bill in bills)]
    for law, name in zip(laws[1:], names, strict=True):
        tell_without_effect(law, name, lang, max(month, other_month or month))
    speech = language(lang)
    last = max(filter(None, (month_of(month), other)), key=str)
    late = beyond_month(laws[-1], last).sentences(speech)
    asked: list[Bill | None] = [*bills] or [None]
    sides = [run(people, month_of(month), reform=bill, other_month=other) for bill in asked]
    if as_json:
        found = [[dataclasses.asdict(line) for line in lines] for lines in sides]
        data = dict(zip(names, found, strict=True)) if len(names) > 1 else found[0]
        click.echo(json.dumps(data, ensure_ascii=False, default=str))
        for sentence in late:
            click.echo(sentence, err=True)
        return
    if bills:
        titles = [law_title(law, speech) for law in laws]
        click.echo(f"{titles[0]} -> {_BESIDE.join(titles[1:])}")
    money = any(line.unit in ("KZT", "USD") for lines in sides for line in lines)
    if not any(sides):
        click.echo(speech.say("Nothing changes."))
    elif bills and other is None and not money:
        click.echo(speech.say("Nothing that these people are paid or owe changes."))
    for text in _lines(sides, laws, speech):
        click.echo(text)
    lost = to_lines(late_claim_cost(people, month, lang), speech)
    if lost:
        click.echo(speech.say("Late claims cost:"))
    for text in lost:
        click.echo(f"  {text}")
    for sentence in late:
        click.echo(sentence)


#: Between what several bills give.
_BESIDE = " | "


def _lines(sides: Sequence[Sequence[Line]], laws: Sequence[Any], speech: Language) -> Iterator[str]:
    """Yield a line for each thing that changes: what it is today, and what each bill makes of it."""
    table: dict[tuple[str, str], dict[int, Line]] = {}
    for place, lines in enumerate(sides):
        for line in lines:
            table.setdefault((line.who, line.variable), {})[place] = line

    def shown(line: Line, value: Any) -> str:
        if isinstance(value, str) and line.unit == "choice":
            known = (law.variables[line.variable] for law in laws if line.variable in law.variables)
            choices = [choice for variable in known for choice in variable.possible_values]
            value = next(choice.value for choice in choices if choice.name == value)
        return speech.quantity(value, line.unit)

    for cells in table.values():
        first = next(iter(cells.values()))
        was, nows = shown(first, first.before), []
        for place in range(len(sides)):
            found = cells.get(place)
            change = "" if found is None or found.difference is None else f"  ({found.difference:+,.0f})"
            nows.append(was if found is None else shown(found, found.after) + change)
        yield f"{first.who}: {speech.say(first.label)}: {was} -> {_BESIDE.join(nows)}"
