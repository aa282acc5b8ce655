"""Effective tax rates over a population: what of more pay is kept, and what work changes at all.

Three runs: the tables as they are, the pay of the best paid of each family raised, and that pay taken away. The
marginal rate is what of the raise the family does not keep; the participation rate what of the whole pay it does not.
Pay holds in every month, so what assistance counts of earlier months changes with it.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openfisca_kz.base import Array
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.language import Language, language
from openfisca_kz.population import chunks, living, page, runs, words
from openfisca_kz.population.arrow import to_plain, weights_of, with_column
from openfisca_kz.population.findings import Finding
from openfisca_kz.population.folder import STAGE, only_run_in, writing
from openfisca_kz.population.page import Page
from openfisca_kz.population.results import INCOME, Result, read_part
from openfisca_kz.population.schema import FAMILIES, Rows
from openfisca_kz.population.study import Study
from openfisca_kz.presentation import chart
from openfisca_kz.problems import month_of, refuse

PAY = "salary"

#: The raise, as a share of the pay.
RAISE = 0.05

#: Ends of the classes of rates.
CLASSES = (0.1, 0.2, 0.3, 0.5, 0.8, 1.0)


def run(what: Study, lang: str = "en") -> str:
    """Run the law three times, write tables, a workbook and a page; return the rates as text.

    Raises:
        InputError: nobody is paid in the tables, they are not right, or there is no room.

    """
    page.can_write_workbooks()
    system = runs.law(what.reform)
    month_of(what.month)  # refused before the tables are read
    best, pay = _best_paid(what.persons)
    incomes = {}
    weight = np.zeros(0)
    for name, factor in (("now", 1.0), ("raised", 1.0 + RAISE), ("none", 0.0)):
        persons = what.persons if factor == 1.0 else _changed(what.persons, best, factor, Path(what.out, name))
        result = what.run(name, (persons, what.families), what.month, [INCOME])
        weight, incomes[name] = _incomes(result)
    if len({len(each) for each in incomes.values()} | {len(pay)}) > 1:
        raise refuse("Rates need tables in which no family is rejected: see {out}/now/rejects.", out=what.out)
    earns = pay > 0
    marginal = 1 - (incomes["raised"] - incomes["now"])[earns] / (RAISE * pay[earns])
    participation = 1 - (incomes["now"] - incomes["none"])[earns] / pay[earns]
    tables = {
        "rates": _by_tenth(pay[earns], weight[earns], marginal, participation),
        "rate_classes": _by_class(weight[earns], marginal, participation),
    }
    made = _page(what, system, tables, language(lang))
    page.write(Path(what.out) / "report", tables, made, language(lang), system)
    return page.text(made, language(lang), system)


def _best_paid(path: str) -> tuple[Array, Array]:
    """Return the row of the best paid person of each family, and that pay.

    Raises:
        InputError: nobody is paid.

    """
    file = chunks.open_table(path)
    starts, _ = chunks.family_starts(file, path)
    if PAY not in file.schema_arrow.names or not len(starts):
        raise refuse("{path} has no column {column}: there is no pay to raise.", path=path, column=PAY)
    pay = to_plain(pc.fill_null(file.read([PAY])[PAY], 0)).astype(np.float64)
    family = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(pay))))
    most = np.maximum.reduceat(pay, starts)
    rows = np.flatnonzero(pay == most[family])
    return rows[np.unique(family[rows], return_index=True)[1]], most


def _changed(path: str, rows: Array, factor: float, out: Path) -> str:
    """Write the persons with another pay of some; return the path."""
    file = chunks.open_table(path)
    target = out / STAGE / "persons.parquet"
    chosen = np.zeros(file.metadata.num_rows, dtype=bool)
    chosen[rows] = True
    first = 0
    with only_run_in(out), writing(out):
        target.parent.mkdir(exist_ok=True)
        with pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
            for group in chunks.groups(file):
                own = chosen[first : first + len(group)]
                pay = to_plain(pc.fill_null(group[PAY], 0)).astype(np.float64)
                column = pa.array(np.where(own, pay * factor, pay)).cast(file.schema_arrow.field(PAY).type)
                writer.write_table(with_column(group, PAY, column), row_group_size=max(len(group), 1))
                first += len(group)
    return str(target)


def _incomes(result: Result) -> tuple[Array, Array]:
    parts = [read_part(result.folder, FAMILIES, name) for name in result.part_names()]
    weight = np.concatenate([np.zeros(0), *(weights_of(part) for part in parts)])
    return weight, np.concatenate([np.zeros(0), *(to_plain(part[INCOME]) for part in parts)])


# ----- Tables ----- #


def _by_tenth(pay: Array, weight: Array, marginal: Array, participation: Array) -> Rows:
    """Return mean and median of both rates by tenth of the pay."""
    tenth = living.tenth(pay, living.bounds(pay, weight))
    made = []
    for place in range(living.TENTHS):
        own = tenth == place
        if not weight[own].sum():
            continue
        row: dict[str, Any] = {"tenth": str(place + 1), "families": float(weight[own].sum())}
        row["mean_pay"] = float(np.average(pay[own], weights=weight[own]))
        for name, rate in (("marginal", marginal), ("participation", participation)):
            row[f"{name}_mean"] = float(np.average(rate[own], weights=weight[own]))
            row[f"{name}_median"] = float(living.bounds(rate[own], weight[own], 2)[0])
        made.append(row)
    return made


def _by_class(weight: Array, marginal: Array, participation: Array) -> Rows:
    """Return what share of the earners has a rate of each class."""
    names = [f"< {CLASSES[0]:.0%}", *(f"{low:.0%}-{high:.0%}" for low, high in itertools.pairwise(CLASSES))]
    names.append(f">= {CLASSES[-1]:.0%}")
    made: Rows = [{"rate": name} for name in names]
    for name, rate in (("marginal", marginal), ("participation", participation)):
        shares = np.bincount(np.searchsorted(CLASSES, rate, side="right"), weights=weight, minlength=len(names))
        for row, share in zip(made, shares / (weight.sum() or 1.0), strict=True):
            row[f"{name}_share"] = float(share)
    return made


def _page(what: Study, system: Any, tables: dict[str, Rows], speech: Language) -> Page:
    say = speech.say
    month = speech.month(what.month)
    source = say("Calculated from {file} for {month}", file=Path(what.persons).name, month=month)
    total = sum(row["families"] for row in tables["rates"])
    means = {
        name: sum(row[f"{name}_mean"] * row["families"] for row in tables["rates"]) / (total or 1.0)
        for name in ("marginal", "participation")
    }
    findings = [
        Finding(words.percent(means[name], speech), text, source)
        for name, text in (
            ("marginal", say("of a 5% rise in gross pay is not kept by the family, on average")),
            ("participation", say("of the whole gross pay of the best paid is not kept, on average")),
        )
    ]
    high = sum(row["marginal_share"] for row in tables["rate_classes"][-2:])
    findings.append(
        Finding(words.percent(high, speech), say("of earners keep less than a fifth of a pay rise"), source)
    )
    title = say("Median marginal rate by tenth of pay")
    bars = [(words.group("decile", row["tenth"], speech, None), [row["marginal_median"]]) for row in tables["rates"]]
    return Page(
        say("Effective tax rates, {month}", month=month),
        words.law(system, speech),
        findings,
        figures=[(title, chart.bars(title, bars, lambda value: words.percent(value, speech)))],
        tables=[(words.title(name, speech), "", rows) for name, rows in tables.items() if rows],
        notes=[
            say(
                "Contributions and taxes withheld from pay count; what the employer pays on top does not. The pay of "
                "the best-paid member of each family is raised, and taken away, in every month."
            )
        ],
        mark=" ".join(beyond_month(system, what.month).sentences(speech)),
    )
