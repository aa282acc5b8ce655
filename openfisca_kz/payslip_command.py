"""`openfisca-kz payslip`: one payslip, or a table of payslips from a file."""

from __future__ import annotations

import csv
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from openfisca_kz.payslip import PayslipError, columns, gross_for_net, rounded
from openfisca_kz.payslip import payslip as make_payslip
from openfisca_kz.system import CountryTaxBenefitSystem
from openfisca_kz.variables.facts.disability import DisabilityGroup
from openfisca_kz.variables.facts.duties import EmployerRegime

PARQUET = (
    "Parquet files need pyarrow, which is not installed: install it with `pip install pyarrow`, or give a CSV file."
)


@click.command()
@click.option("--gross", type=float, help="Gross monthly pay, tenge.")
@click.option("--net", type=float, help="Net monthly pay, tenge; the gross pay is found.")
@click.option("--on", help="Month, such as 2026-06; this month unless given.")
@click.option("--since", help="First month of the year with this pay, such as 2026-05; January unless given.")
@click.option("--pensioner", is_flag=True, help="The pension age is reached.")
@click.option("--disability", type=click.Choice(list(DisabilityGroup.__members__)), help="Disability group.")
@click.option("--permanent", is_flag=True, help="The disability is set without a term.")
@click.option("--born", help="Birth date, such as 1980-01-01.")
@click.option("--regime", type=click.Choice(list(EmployerRegime.__members__)), help="The employer's regime.")
@click.option("--non-resident", is_flag=True, help="Not a tax resident.")
@click.option("--no-basic-deduction", is_flag=True, help="The basic deduction is not applied here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--file",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Parquet with a column `gross` (or `net`) and, if wanted, columns named as facts (birth_date, ...).",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the table here (CSV or Parquet).")
def payslip(**options: Any) -> None:
    """Print a payslip: every payment of employee and employer, with base, rate, limit and article.

    \b
    Examples:
      openfisca-kz payslip --gross 450000 --on 2026-06
      openfisca-kz payslip --net 300000 --on 2026-06 --disability group_3
      openfisca-kz payslip --file employees.csv --on 2026-06 --out payslips.csv
    """
    on = options["on"] or datetime.date.today().strftime("%Y-%m")
    try:
        facts = _facts(options)
        if options["source"]:
            _table(options["source"], options["out"], on, options["since"], facts)
        else:
            click.echo(_one(options, on, facts))
    except PayslipError as error:
        raise click.UsageError(str(error)) from error


def _facts(options: dict[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "pension_age_reached": options["pensioner"] or None,
        "disability_group": options["disability"],
        "disability_permanent": options["permanent"] or None,
        "birth_date": options["born"],
        "employer_regime": options["regime"],
        "tax_resident": False if options["non_resident"] else None,
        "basic_deduction_claimed": False if options["no_basic_deduction"] else None,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _one(options: dict[str, Any], on: str, facts: dict[str, Any]) -> str:
    if (options["gross"] is None) == (options["net"] is None):
        raise PayslipError("Give either --gross or --net, or a file of employees by --file.")
    gross = options["gross"]
    others: tuple[float, ...] = ()
    if gross is None:
        answer = gross_for_net(options["net"], on, facts, options["since"])
        gross, others = answer.gross, answer.others
    slip = make_payslip(gross, on, facts, options["since"])
    if options["as_json"]:
        return slip.as_json()
    notes = [f"The same net pay also comes from a gross pay of {other:,.2f}." for other in others]
    return "\n".join([slip.as_text(), *notes])


# ----- Files ----- #


def _table(source: Path, out: Path | None, on: str, since: str | None, facts: dict[str, Any]) -> None:
    given = _read(source)
    size = len(next(iter(given.values()), []))
    if not size:
        raise PayslipError(f"{source} has no employees.")
    facts = {**facts, **_facts_of_file(given)}
    if "gross" in given:
        gross = _numbers(given["gross"], "gross")
    elif "net" in given:
        nets = _numbers(given["net"], "net")
        own = [
            {name: np.resize(np.asarray(v, dtype=object), size)[i] for name, v in facts.items()} for i in range(size)
        ]
        gross = np.array([gross_for_net(net, on, one, since).gross for net, one in zip(nets, own, strict=True)])
    else:
        raise PayslipError(f"{source} needs a column `gross` or `net`.")
    table: dict[str, Any] = {name: values for name, values in given.items() if name != "gross"}
    table.update({name: values.tolist() for name, values in rounded(columns(gross, on, facts, since)).items()})
    _write(table, out)


def _read(source: Path) -> dict[str, list[Any]]:
    if source.suffix == ".parquet":
        return dict(_parquet().read_table(source).to_pydict())
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {str(name): [row[name] for row in rows] for name in (rows[0] if rows else {})}


def _write(table: dict[str, Sequence[Any]], out: Path | None) -> None:
    if out is not None and out.suffix == ".parquet":
        parquet = _parquet()
        import pyarrow

        parquet.write_table(pyarrow.table(table), out)
        return
    target = sys.stdout if out is None else out.open("w", encoding="utf-8", newline="")
    try:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(table)
        writer.writerows(zip(*table.values(), strict=True))
    finally:
        if out is not None:
            target.close()


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise PayslipError(PARQUET) from error
    return pyarrow.parquet


def _numbers(values: Sequence[Any], column: str) -> np.ndarray:
    numbers = []
    for row, value in enumerate(values, start=1):
        try:
            numbers.append(float(value))
        except (TypeError, ValueError) as error:
            raise PayslipError(f"Employee {row}: {column} is not a number: {value!r}.") from error
    return np.array(numbers)


def _facts_of_file(given: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the columns that are facts, typed; an empty cell is the default of the fact."""
    system = CountryTaxBenefitSystem()
    facts = {}
    for name, values in given.items():
        variable = system.get_variable(name)
        if variable is not None and name not in ("salary", "gross", "net"):
            facts[name] = [_typed(variable, value) for value in values]
    return facts


def _typed(variable: Any, value: Any) -> Any:
    if value in ("", None):
        default = variable.default_value
        return getattr(default, "name", default)
    if variable.value_type is bool and isinstance(value, str):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if value.lower() not in words:
            raise PayslipError(f"{variable.name} takes true or false, not {value!r}.")
        return words[value.lower()]
    if variable.value_type in (int, float) and isinstance(value, str):
        return variable.value_type(_numbers([value], variable.name)[0])
    return value


if __name__ == "__main__":
    payslip()
