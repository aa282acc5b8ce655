"""The command `openfisca-kz population`: the whole country as tables in and tables out."""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from openfisca_kz.cli.options import answer, json_option, lang_option, tell_without_effect
from openfisca_kz.problems import month_of, refuse

if TYPE_CHECKING:
    from openfisca_kz.language import Language
    from openfisca_kz.population.folder import Counts


class TablesGroup(click.Group):
    """Commands that need the optional extra ``population``."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        if importlib.util.find_spec("pyarrow") is None:
            raise refuse('Populations need pyarrow: install it with pip install "openfisca-kz[population]".')
        return super().invoke(ctx)


S = TypeVar("S")

_say = functools.partial(click.echo, err=True)


def _law(reform: str | None, last: str, lang: str) -> Any:
    """Return the law of a run up to a last month; say where nobody is paid or owes anything else by its bill."""
    from openfisca_kz.population import runs

    system = runs.law(reform)
    tell_without_effect(system, reform, lang, last)
    return system


# ----- Options that several commands take ----- #


@dataclasses.dataclass(frozen=True)
class Given:
    """What a command over tables is given: the tables, the database of those that are queries, the month, where to."""

    persons: str
    families: str | None
    database: str | None
    month: str
    workers: int
    out: str

    def staged(self, law: Any, below: str = "", map_file: str | None = None) -> Any:
        """Return the tables as Parquet files, those that are no such written below the directory."""
        from openfisca_kz.population import mapping, sources

        mappings = mapping.load(map_file) if map_file else None
        return sources.staged(law, self.persons, self.families, self.out + below, self.database, mappings)

    def study(
        self,
        kind: Callable[..., S],
        below: str,
        reform: str | None,
        last: str,
        lang: str,
        chunk: int | None = None,
    ) -> S:
        """Return what is studied of the tables under a law, up to a last month."""
        from openfisca_kz.population import runs

        tables, size = self.staged(_law(reform, last, lang), below), chunk or runs.CHUNK
        return kind(tables.persons, tables.families, self.month, self.out, reform, size, self.workers, _say)


_workers_option = click.option(
    "--workers", type=click.IntRange(0), default=1, show_default=True, help="Processes; 0 for this one."
)
_chunk_option = click.option("--chunk", type=click.IntRange(1), help="Persons in a chunk.  [default: 100000]")
_reform_option = click.option(
    "--reform", help="A bill, by the grammar of the other commands; see `openfisca-kz reform list`."
)


def _over_tables(month: str, out: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what gives a command its tables, month, workers and directory; the two that differ are said."""
    options = (
        click.option(
            "--persons",
            required=True,
            metavar="TABLE",
            help="Parquet, CSV, Arrow, Excel, Stata, SPSS or 'sql:SELECT ...'.",
        ),
        click.option("--families", metavar="TABLE", help="Families, if there is such a table; likewise."),
        click.option(
            "--database", help="For sql: DuckDB or SQLite file, or postgresql://...; none where a query reads files."
        ),
        click.option("--on", "month", required=True, metavar="YYYY-MM", help=month),
        _workers_option,
        click.option("--out", type=click.Path(file_okay=False), required=True, help=out),
    )

    def over_tables(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def given(**told: Any) -> None:
            own = {field.name: told.pop(field.name) for field in dataclasses.fields(Given)}
            command(Given(**own), **told)

        return functools.reduce(lambda taking, option: option(taking), reversed(options), given)

    return over_tables


@click.group(cls=TablesGroup)
def population() -> None:
    """Run the law over whole populations: Parquet tables in, Parquet tables out.

    \b
    Examples:
      openfisca-kz population schema
      openfisca-kz population synth --persons 100000 --seed 1 --out synth
      openfisca-kz population run --persons synth/persons.parquet --families synth/families.parquet \
          --on 2026-06 --variables all --workers 2 --out result
      openfisca-kz population report result
    """


@population.command()
@json_option
@lang_option
@click.option("--map", "map_file", type=click.Path(dir_okay=False), help="Write a first mapping file of tables here.")
@click.option("--persons", metavar="TABLE", help="With --map: the table of persons.")
@click.option("--families", metavar="TABLE", help="With --map: the table of families.")
@click.option("--database", help="With --map: of tables that are queries.")
def schema(
    as_json: bool, lang: str, map_file: str | None, persons: str | None, families: str | None, database: str | None
) -> None:
    """Print the columns that the tables of persons and families may have, or write a first mapping file.

    A fact without a month holds in every month; ``salary@2026-05`` is the salary of May 2026.

    \b
    Examples:
      openfisca-kz population schema
      openfisca-kz population schema --json --lang ru
      openfisca-kz population schema --map map.yaml --persons survey.csv
    """
    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.population import schema as tables

    if map_file is not None:
        _first_map(map_file, persons, families, database)
        return
    columns = tables.schema(default_system(), lang)
    answer(as_json, lambda: [column.to_dict() for column in columns], lambda: tables.to_text(columns), indent=1)


def _first_map(path: str, persons: str | None, families: str | None, database: str | None) -> None:
    from pathlib import Path

    from openfisca_kz.families.from_file import default_system
    from openfisca_kz.population import mapping, sources

    given = {table: source for table, source in (("persons", persons), ("families", families)) if source}
    if not given:
        raise refuse("--map needs tables to look at: give --persons, --families or both.")
    feeds = {table: sources.opened(source, database, anyhow=True) for table, source in given.items()}
    text = mapping.proposed(default_system(), {table: feed for table, feed in feeds.items() if feed})
    if Path(path).exists():
        raise refuse("{path} is there already: choose another name.", path=path)
    Path(path).write_text(text, encoding="utf-8")
    click.echo(text, nl=False)


@population.command()
@click.option("--persons", type=int, required=True, help="How many people to make.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
@click.option("--on", "month", default="2026-06", show_default=True, metavar="YYYY-MM", help="Month of their ages.")
@_workers_option
@click.option("--out", type=click.Path(file_okay=False), required=True, help="Directory for the tables.")
@lang_option
def synth(persons: int, seed: int, month: str, workers: int, out: str, lang: str) -> None:
    """Make synthetic people from official figures and assumptions; each family has its weight in the country.

    \b
    Examples:
      openfisca-kz population synth --persons 100000 --seed 1 --out synth
      openfisca-kz population synth --persons 20600000 --seed 1 --workers 2 --out country
    """
    from openfisca_kz.language import language
    from openfisca_kz.population import synthetic, words

    made, speech = synthetic.write(persons, seed, out, month, workers, _say), language(lang)
    counted = {table: words.number(rows, speech) for table, rows in made.items()}
    click.echo(speech.say("{persons} persons in {families} families", **counted))


@population.command()
@_over_tables("The month in which figures are counted.", "Directory for weights and fit.")
@click.option(
    "--targets", "file", type=click.Path(dir_okay=False), help="A file of figures; the official ones if not given."
)
@click.option(
    "--least", type=click.FloatRange(0, 1, True, True), default=0.1, show_default=True, help="Of a weight before."
)
@click.option(
    "--most", type=click.FloatRange(1, None, True), default=6.0, show_default=True, help="Of a weight before."
)
@click.option("--accept-misses", is_flag=True, help="Write weights also where some figures are not reached.")
@lang_option
def calibrate(given: Given, file: str | None, least: float, most: float, accept_misses: bool, lang: str) -> None:
    """Give families weights with which the tables come to the official figures; say how near each is.

    Writes weights.parquet, families.parquet (with the weights in it) and fit.csv. Figures for checking are never
    calibrated to. Where figures contradict each other, those that are missed are named and nothing is written.

    \b
    Examples:
      openfisca-kz population calibrate --persons synth/persons.parquet --families synth/families.parquet \
          --on 2026-06 --out weights
      openfisca-kz population calibrate --persons survey.csv --on 2026-06 --targets my.yaml --out weights
    """
    from openfisca_kz.population import fit, runs, targets
    from openfisca_kz.population.calibration import Bounds

    wanted = list(targets.official()) if file is None else targets.load(file)
    system = runs.law(None)
    tables = given.staged(system, "/run")
    question = runs.question(system, given.month, targets.variables(wanted, system))
    runs.execute(runs.Run(tables.persons, tables.families, question, f"{given.out}/run"), given.workers, _say)
    rows = fit.calibrate(f"{given.out}/run", wanted, tables.families, given.out, Bounds(least, most), accept_misses)
    click.echo(fit.text(rows), nl=False)


@population.command()
@_over_tables("The month asked.", "Directory for the results.")
@click.option(
    "--map", "map_file", type=click.Path(dir_okay=False), help="How columns and values are named: schema --map."
)
@click.option("--variables", required=True, help="Names with commas between them; all: every status, right and duty.")
@_reform_option
@click.option(
    "--with-law", is_flag=True, help="With --reform: the law as it stands in the same pass; into DIR/law and DIR/bill."
)
@click.option(
    "--months",
    type=click.IntRange(1, 12),
    default=1,
    show_default=True,
    help="So many months from --on, in one pass over the same people; each into DIR/YYYY-MM.",
)
@click.option("--max-rejects", default="10%", show_default=True, help="More rejected persons end with exit code 2.")
@click.option("--cluster", metavar="ADDRESS", help="Work on a dask cluster: tcp://HOST:PORT, or local.")
@_chunk_option
@lang_option
def run(
    given: Given,
    map_file: str | None,
    variables: str,
    reform: str | None,
    with_law: bool,
    months: int,
    max_rejects: str,
    cluster: str | None,
    chunk: int | None,
    lang: str,
) -> None:
    """Calculate variables for everybody in the tables, or go on where a run into the same directory stopped.

    \b
    Examples:
      openfisca-kz population run --persons p.parquet --families f.parquet --on 2026-06 \
          --variables birth_benefit,income_tax --workers 2 --out result
      openfisca-kz population run --persons p.csv --families f.csv --on 2026-06 --variables all --out result
      openfisca-kz population run --persons p.parquet --families f.parquet --on 2026-06 --variables all \
          --reform law_on_social_status --with-law --out both
      openfisca-kz population run --persons "sql:SELECT * FROM persons" --database survey.duckdb \
          --on 2026-06 --variables all --out result
      openfisca-kz population run --persons p.parquet --on 2026-06 --variables all \
          --cluster tcp://10.0.0.1:8786 --out result
    """
    from openfisca_kz.engine.knowledge import beyond_month
    from openfisca_kz.language import language
    from openfisca_kz.population import runs

    if with_law and reform is None:
        raise refuse("--with-law goes with a bill: give --reform as well.")
    speech = language(lang)
    system, most = _law(reform, str(month_of(given.month).offset(months - 1)), lang), _share(max_rejects)
    tables, names = given.staged(system, map_file=map_file), _names(variables)
    question = runs.question(system, given.month, names)
    first = runs.Run(tables.persons, tables.families, question, given.out, reform, chunk or runs.CHUNK)
    together = runs.together(first, names, months, with_law)
    runs.execute(together, given.workers, _say, cluster)
    for one in together.all():
        if together.others:
            click.echo(f"{one.out}:")
        click.echo(counts_text(runs.counts_in(one.out), speech))
    for sentence in beyond_month(system, together.all()[-1].question.month).sentences(speech):
        click.echo(sentence)
    for one in together.all():
        runs.refuse_many_rejects(runs.counts_in(one.out), most, one.out)


def _names(variables: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in variables.split(",") if name.strip())


def _share(text: str) -> float:
    """Return a share written as 1% or 0.01."""
    try:
        share = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise refuse("--max-rejects takes a share, such as 1% or 0.01, not {text}.", text=text)
    return share


def counts_text(counts: Counts, speech: Language) -> str:
    """Return the counts of a run as two lines that add up."""
    from openfisca_kz.population import words

    def line(text: str, *rows: int) -> str:
        read, out, rejected = (words.number(number, speech) for number in rows)
        return speech.say(text, read=read, out=out, rejected=rejected)

    persons = counts.persons_in, counts.persons_out, counts.persons_rejected
    families = counts.families_in, counts.families_out, counts.families_rejected
    return "\n".join(
        (
            line("persons: {read} in = {out} out + {rejected} rejected", *persons),
            line("families: {read} in = {out} out + {rejected} rejected", *families),
        )
    )


@population.command()
@click.argument("result", type=click.Path(file_okay=False), metavar="DIR")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(file_okay=False),
    help="A run of a reform over the same tables; several stand side by side.",
)
@click.option("--out", type=click.Path(file_okay=False), help="Directory for tables; DIR/report if not given.")
@lang_option
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that read the run.")
@click.option(
    "--compare/--no-compare",
    default=None,
    help="Totals beside the published ones.  [default: where the population is as large as the country's]",
)
@click.option("--by", "columns", multiple=True, help="Count also by this column of the results; may be repeated.")
@click.option(
    "--take-up", type=click.FloatRange(0, 1), help="Share of people who agree to what the state offers by itself."
)
def report(
    result: str,
    against: tuple[str, ...],
    out: str | None,
    lang: str,
    workers: int,
    compare: bool | None,
    columns: tuple[str, ...],
    take_up: float | None,
) -> None:
    """Add up a run: rights, duties, poverty, inequality, status; with --against, what a reform changes.

    Writes CSV, Parquet, tables.xlsx and report.html.

    \b
    Examples:
      openfisca-kz population report result
      openfisca-kz population report result --against result_of_reform --lang ru
      openfisca-kz population report result --against one_bill --against another_bill
      openfisca-kz population report result --by own:settlement --by education
    """
    from openfisca_kz.population import report as pages

    asked = pages.Asked(workers, compare, columns, take_up)
    click.echo(pages.write(result, *against, out=out, lang=lang, asked=asked), nl=False)


@population.command()
@_over_tables("The month of the tables; it is asked every year.", "Directory for the years and the report.")
@click.option("--to", "last", type=int, required=True, metavar="YEAR", help="The last year.")
@click.option("--variables", default="all", show_default=True, help="Names with commas between them, or all.")
@_reform_option
@_chunk_option
@lang_option
def project(given: Given, last: int, variables: str, reform: str | None, chunk: int | None, lang: str) -> None:
    """Project rights and duties year by year: the indicators expected, and a population that ages.

    \b
    Examples:
      openfisca-kz population project --persons p.parquet --families f.parquet --on 2026-06 --to 2030 --out years
    """
    from openfisca_kz.population import projections

    kind = functools.partial(projections.Projection, last=last, variables=_names(variables))
    what = given.study(kind, f"/{given.month[:4]}", reform, f"{last}-12", lang, chunk)
    click.echo(projections.project(what, lang), nl=False)


@population.command()
@_over_tables("The month of the tables; its year is run.", "Directory for the months and the report.")
@_reform_option
@_chunk_option
@lang_option
def year(given: Given, reform: str | None, chunk: int | None, lang: str) -> None:
    """Run the twelve months of a year: the budget by programme and payer, beside what was published.

    \b
    Examples:
      openfisca-kz population year --persons synth/persons.parquet --families weights/families.parquet \
          --on 2026-06 --out year
    """
    from openfisca_kz.population import budget
    from openfisca_kz.population.study import Study

    what = given.study(Study, "/given", reform, f"{given.month[:4]}-12", lang, chunk)
    click.echo(budget.run(what, lang), nl=False)


@population.command()
@_over_tables("The month asked.", "Directory for the runs and the report.")
@_reform_option
@lang_option
def rates(given: Given, reform: str | None, lang: str) -> None:
    """Effective marginal and participation tax rates: what families keep of more pay, and of pay at all.

    \b
    Examples:
      openfisca-kz population rates --persons p.parquet --families f.parquet --on 2026-06 --out rates
    """
    from openfisca_kz.population import rates as effective
    from openfisca_kz.population.study import Study

    click.echo(effective.run(given.study(Study, "/given", reform, given.month, lang), lang), nl=False)
