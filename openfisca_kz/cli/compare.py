"""The command `openfisca-kz compare`: what a reform, or another month, changes for a family."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import click

from openfisca_kz.cli.options import family_argument, json_option, lang_option, on_option, tell_without_effect


@click.command()
@family_argument
@on_option
@click.option(
    "--reform",
    "reform_name",
    metavar="NAME",
    help="A bill, by the grammar of the other commands; see `openfisca-kz reform list`.",
)
@click.option("--and", "other_month", metavar="YYYY-MM", help="Compare with this month instead of the same one.")
@lang_option
@json_option
def compare(
    family: str,
    month: str,
    reform_name: str | None,
    other_month: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Compare today's law with a reform of it, or one month with another, line by line.

    \b
    Examples:
      openfisca-kz compare newborn.yaml --reform law_on_social_status --on 2026-06
      openfisca-kz compare newborn.yaml --on 2026-06 --and 2027-12
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
    reform = find_reform(reform_name) if reform_name else None
    other = month_of(other_month) if other_month else None
    laws = [people.system, *([reform(people.system)] if reform else [])]
    tell_without_effect(laws[-1], reform_name, lang)
    speech = language(lang)
    last = max(filter(None, (month_of(month), other)), key=str)
    late = beyond_month(laws[-1], last).sentences(speech)
    lines = run(people, month_of(month), reform=reform, other_month=other)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(line) for line in lines], ensure_ascii=False, default=str))
        for sentence in late:
            click.echo(sentence, err=True)
        return

    def shown(value: Any, unit: str) -> str:
        if isinstance(value, str) and unit == "choice":
            variable = next(line.variable for line in lines if value in (line.before, line.after))
            choices = [choice for law in laws for choice in law.variables[variable].possible_values]
            value = next(choice.value for choice in choices if choice.name == value)
        return speech.quantity(value, unit)

    if reform is not None:
        click.echo(" -> ".join(law_title(law, speech) for law in laws))
    if not lines:
        click.echo(speech.say("Nothing changes."))
    elif reform is not None and other is None and not any(line.unit in ("KZT", "USD") for line in lines):
        click.echo(speech.say("Nothing that these people are paid or owe changes."))
    for line in lines:
        change = "" if line.difference is None else f"  ({line.difference:+,.0f})"
        was, now = shown(line.before, line.unit), shown(line.after, line.unit)
        click.echo(f"{line.who}: {speech.say(line.label)}: {was} -> {now}{change}")
    lost = to_lines(late_claim_cost(people, month, lang), speech)
    if lost:
        click.echo(speech.say("Late claims cost:"))
    for text in lost:
        click.echo(f"  {text}")
    for sentence in late:
        click.echo(sentence)
