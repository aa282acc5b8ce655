"""The command `openfisca-kz payslip`: one payslip, or the payments of a whole file of people."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from openfisca_kz.answers.payslip.payers import PAYERS
from openfisca_kz.cli.options import TENGE, json_option, lang_option, on_option, reform_option

#: Payers with an option of their own that takes their income.
_OWN_OPTION = (
    "second_employer",
    "civil_contract",
    "entrepreneur",
    "private_practice",
    "self_employed",
    "platform_worker",
    "individual_assistant",
    "labour_immigrant",
)


def _income_options(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(_OWN_OPTION):
        words = f"{PAYERS[name].title}: {PAYERS[name].income_words.lower()}."
        option = click.option(f"--{name.replace('_', '-')}", type=TENGE, metavar="TENGE", help=words)
        command = option(command)
    return command


@click.command()
@click.option("--gross", type=TENGE, metavar="TENGE", help="Gross monthly pay, or other income of the --payer.")
@click.option("--net", type=TENGE, metavar="TENGE", help="Net monthly pay; the gross pay is found.")
@_income_options
@click.option("--payer", type=click.Choice(list(PAYERS)), default="employee", show_default=True, help="Who pays.")
@on_option
@click.option("--since", metavar="YYYY-MM", help="First month of the year with this pay; January unless given.")
@click.option("--pensioner", is_flag=True, help="The pension age is reached.")
@click.option("--disability", metavar="GROUP", help="Disability group: group_1, group_2, group_3 or child.")
@click.option("--permanent", is_flag=True, help="The disability is established permanently.")
@click.option("--born", metavar="YYYY-MM-DD", help="Birth date, such as 1980-01-01.")
@click.option("--regime", metavar="REGIME", help="The employer's regime, such as unified_payment or simplified.")
@click.option("--non-resident", is_flag=True, help="Not a tax resident.")
@click.option("--no-basic-deduction", is_flag=True, help="The basic deduction is not applied here.")
@click.option(
    "--fact",
    "told",
    multiple=True,
    metavar="NAME=VALUE",
    help="Any other fact, such as education=bachelor; of one month as salary@2026-03=500000. May be repeated.",
)
@click.option(
    "--file",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV, Excel or Parquet: a column of gross or net pay, facts if wanted; headings as accountants write them.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the table here: .csv, .xlsx or .parquet."
)
@reform_option
@lang_option
@json_option
def payslip(**options: Any) -> None:
    """Print a payslip: every payment of a month with its base, rate, limits and article, for whoever has to pay.

    \b
    Examples:
      openfisca-kz payslip --gross 450000 --on 2026-06
      openfisca-kz payslip --net 300000 --on 2026-06 --disability group_3 --lang ru
      openfisca-kz payslip --gross 300000 --on 2026-06 --fact education=bachelor
      openfisca-kz payslip --civil-contract 300000 --on 2026-06
      openfisca-kz payslip --second-employer 100000 --fact salary=300000 --on 2026-06
      openfisca-kz payslip --entrepreneur 300000 --on 2026-06
      openfisca-kz payslip --payer single_aggregate --on 2022-06
      openfisca-kz payslip --file employees.csv --on 2026-06 --out payslips.parquet
    """
    from openfisca_kz.answers.payslip.files import read_table
    from openfisca_kz.answers.payslip.payers import payer_of
    from openfisca_kz.answers.payslip.payslip import beyond_of
    from openfisca_kz.answers.payslip.table import payments
    from openfisca_kz.language import language
    from openfisca_kz.presentation.payslip import headed
    from openfisca_kz.presentation.sheets import to_csv, write_table
    from openfisca_kz.problems import Problem, refuse

    facts = _facts(options)
    speech = language(options["lang"])
    if options["source"] is None:
        click.echo(_one(options, facts, speech))
        return
    if any(options[key] is not None for key in ("gross", "net", *_OWN_OPTION)):
        raise refuse("--file has the income of each: leave out --gross, --net and the like.")
    given = read_table(options["source"])
    notes: list[Problem] = []
    source = str(options["source"])
    table = payments(given, source, options["month"], options["since"], facts, options["payer"], notes, options["law"])
    for note in notes:
        click.echo(note.say(speech), err=True)
    for sentence in beyond_of(options["month"], options["payer"]).sentences(speech):
        click.echo(sentence, err=True)
    named = headed(table, payer_of(options["payer"]), speech)
    if options["out"] is not None:
        parquet = options["out"].suffix.lower() in (".parquet", ".pq")
        write_table(table if parquet else named, options["out"], speech)
    elif options["as_json"]:
        rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
    else:
        click.echo(to_csv(named, speech).encode(), nl=False)  # the bytes that a file would have


def _facts(options: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that the options tell, typed as their variables take them."""
    from openfisca_kz.answers.payslip.files import typed_fact
    from openfisca_kz.problems import refuse

    payer = _payer_and_income(options)[0] if options["source"] is None else options["payer"]
    wanted: dict[str, Any] = {
        "pension_age_reached": options["pensioner"] or None,
        "disability_group": options["disability"],
        "disability_permanent": options["permanent"] or None,
        "birth_date": options["born"],
        "second_employer_regime" if payer == "second_employer" else "employer_regime": options["regime"],
        "tax_resident": False if options["non_resident"] else None,
        "basic_deduction_claimed": False if options["no_basic_deduction"] else None,
    }
    for text in options["told"]:
        name, found, value = text.partition("=")
        if not found:
            raise refuse("--fact {text}: write NAME=VALUE, such as education=bachelor.", text=text)
        wanted[name.strip()] = value.strip()
    return {name: typed_fact(name, value, payer) for name, value in wanted.items() if value is not None}


def _payer_and_income(options: dict[str, Any]) -> tuple[str, float | None]:
    """Return whose payslip is asked, and the income; none where the net pay or nothing is given."""
    from openfisca_kz.problems import refuse

    own = [(name, options[name]) for name in _OWN_OPTION if options[name] is not None]
    given = own + [(options["payer"], options[key]) for key in ("gross", "net") if options[key] is not None]
    if not given and not PAYERS[options["payer"]].income:
        return options["payer"], 0.0
    if len(given) != 1:
        raise refuse(
            "Give one income: --gross, --net, --civil-contract, --entrepreneur or the like; or people by --file."
        )
    payer, income = given[0]
    return payer, income if options["net"] is None else None


def _one(options: dict[str, Any], facts: dict[str, Any], speech: Any) -> str:
    from openfisca_kz.answers.payslip.net import gross_for_net
    from openfisca_kz.answers.payslip.payslip import payslip as make
    from openfisca_kz.presentation.payslip import to_data, to_text

    payer, income = _payer_and_income(options)
    others: tuple[float, ...] = ()
    if income is None:
        answer = gross_for_net(options["net"], options["month"], facts, options["since"], options["law"], payer)
        income, others = answer.gross, answer.others
    slip = make(income, options["month"], facts, options["since"], options["law"], payer)
    if options["as_json"]:
        return json.dumps({**to_data(slip, speech), "other_gross": list(others)}, ensure_ascii=False, indent=1)
    notes = [
        speech.say(
            "The same net pay also comes from gross pay of {amount} tenge.", amount=f"{other:,.2f}".replace(",", " ")
        )
        for other in others
    ]
    return "\n".join([to_text(slip, speech), *notes])
