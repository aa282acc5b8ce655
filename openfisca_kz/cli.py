"""The command line: `openfisca-kz`."""

from __future__ import annotations

import datetime
import importlib
import json
import sys
from typing import Any

import click
from openfisca_core.errors import ParameterNotFoundError

from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.problems import InputError, refuse

BAD_INPUT = 2


#: Commands that live beside what they run, loaded when they are asked for: name, module, object.
ELSEWHERE = {
    name: (f"openfisca_kz.{name}_command", name)
    for name in (
        "check",
        "child",
        "compare",
        "ladder",
        "payslip",
        "pension",
        "population",
        "screen",
        "serve",
        "timeline",
        "verify",
    )
}


class LawGroup(click.Group):
    """Commands that answer bad input with one sentence a problem, in the user's language, and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, those that live elsewhere too."""
        return sorted({*super().list_commands(ctx), *ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading it if it lives elsewhere."""
        if cmd_name in ELSEWHERE:
            module, attribute = ELSEWHERE[cmd_name]
            command: click.Command = getattr(importlib.import_module(module), attribute)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a problem in what a person wrote never becomes a traceback."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        try:
            return super().invoke(ctx)
        except InputError as error:
            speech = language(_lang(ctx))
            for problem in error.problems:
                click.echo(problem.say(speech), err=True)
            ctx.exit(BAD_INPUT)
        except ParameterNotFoundError as error:
            click.echo(
                language(_lang(ctx)).say("The law of that time is not known here: {error}", error=error), err=True
            )
            ctx.exit(BAD_INPUT)


def _lang(ctx: click.Context) -> str:
    return str(ctx.find_root().meta.get("lang", "en"))


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
family_argument = click.argument("family", type=click.Path(), metavar="FAMILY.yaml")


@click.group(cls=LawGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openfisca-kz", prog_name="openfisca-kz")
def main() -> None:
    """Tell what the social law of Kazakhstan gives and takes, with the article and the reason for every tenge.

    \b
    Examples:
      openfisca-kz explain openfisca_kz/situations/newborn.yaml --on 2026-06
      openfisca-kz calculate FAMILY.yaml net_salary birth_benefit --on 2026-06
      openfisca-kz check
      openfisca-kz serve --port 5000
    """


@main.command()
@family_argument
@on_option
@lang_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "html", "json")),
    default="text",
    show_default=True,
    help="How to write it.",
)
@json_option
@click.option("--variable", metavar="NAME", help="Explain one variable, as deep as it goes, instead of the family.")
@click.option("--person", metavar="NAME", help="Of one person or family (with --variable).")
def explain(
    family: str, month: str, lang: str, form: str, as_json: bool, variable: str | None, person: str | None
) -> None:
    """Explain who the people of a family are in law, what they are owed and owe in a month, and why.

    \b
    Examples:
      openfisca-kz explain newborn.yaml --on 2026-06
      openfisca-kz explain newborn.yaml --on 2026-06 --lang ru --json
      openfisca-kz explain newborn.yaml --on 2026-06 --variable income_tax --person Daulet
    """
    from openfisca_kz import explanation
    from openfisca_kz.reading import read_family

    people = read_family(family)
    if person is not None and variable is None:
        raise refuse("--person goes with --variable: say which variable of {person} to explain.", person=person)
    whole: explanation.Explanation | explanation.VariableExplanation
    if variable is None:
        whole = explanation.explain(people, month, lang)
    else:
        whole = explanation.explain_variable(people, variable, month, person, lang)
    if as_json or form == "json":
        click.echo(json.dumps(whole.to_dict(), ensure_ascii=False, separators=(",", ":")))
        return
    write = {"text": explanation.to_text, "markdown": explanation.to_markdown, "html": explanation.to_html}[form]
    click.echo(write(whole).rstrip("\n"))


@main.command()
@family_argument
@click.argument("variables", nargs=-1, required=True, metavar="VARIABLE...")
@click.option(
    "--on", "period", required=True, metavar="PERIOD", help="A month (2026-06), or a year for what is yearly."
)
@lang_option
@json_option
def calculate(family: str, variables: tuple[str, ...], period: str, lang: str, as_json: bool) -> None:
    """Calculate variables for everybody in a family file.

    \b
    Examples:
      openfisca-kz calculate newborn.yaml net_salary --on 2026-06
      openfisca-kz calculate newborn.yaml birth_benefit income_tax --on 2026-06 --json
    """
    from openfisca_kz.calculation import calculate as run
    from openfisca_kz.reading import read_family

    results = run(read_family(family), variables, period)
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=1))
        return
    for variable, values in results.items():
        for who, value in values.items():
            click.echo(f"{variable}\t{who}\t{value}")


@main.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@lang_option
def facts(words: tuple[str, ...], lang: str) -> None:
    """List the facts a family file may tell, those with all the WORDs in their name or label.

    \b
    Examples:
      openfisca-kz facts
      openfisca-kz facts disability
    """
    from openfisca_kz.calculation import list_facts

    for name, holder, kind, label in list_facts(words, lang):
        click.echo(f"{name:<36} {holder:<7} {kind}\n    {label}")


if __name__ == "__main__":
    main()
