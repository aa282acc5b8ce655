"""A pension to come, as tables and as a drawing."""

from __future__ import annotations

import datetime

from openfisca_kz.answers.pension import ASSUMPTIONS, PARTS, Projection
from openfisca_kz.engine.protocols import System
from openfisca_kz.language import Language
from openfisca_kz.presentation import chart
from openfisca_kz.presentation.lines import columns

#: Under what a pension is reckoned, and what is the sum of its parts.
HEADS = ("The law", "Forecast", "One more year")
EACH_MONTH = "Each month"


def to_text(projection: Projection, speech: Language, system: System) -> str:
    """Return the projection as tables: the parts, then what each later start brings."""
    heads = [speech.say(head) for head in HEADS]
    starts = [[speech.say("Start"), *heads[:2]], *starts_of(projection, speech)]
    rate = speech.quantity(projection.annual_return, "share")
    (date_label, date), *early = days_of(projection, speech, system)
    lines = [
        f"{projection.person}: {date_label}: {date}",
        *(f"{label}: {day}" for label, day in early),
        f"{speech.say(system.variables['pension_participation_years'].label)}: {projection.participation_years}",
        "",
        *columns([["", *heads], *([label, *cells] for label, cells in rows_of(projection, speech, system))]),
        "",
        *columns(starts),
        "",
        *notes_of(projection, speech, rate),
        *projection.beyond.sentences(speech),
    ]
    return "\n".join(lines) + "\n"


def rows_of(projection: Projection, speech: Language, system: System) -> list[tuple[str, list[str]]]:
    """Return the parts and sums of the pension, each with its words for the columns of ``HEADS``."""
    pensions = (projection.law, projection.forecast, projection.one_year_more)
    parts = [(system.variables[part].label, [one.parts.get(part, 0.0) for one in pensions]) for part in PARTS]
    lump_sums = (system.variables["fund_lump_sum"].label, [one.lump_sum for one in pensions])
    amounts = [pair for pair in parts if any(pair[1])]
    amounts.append((EACH_MONTH, [one.total for one in pensions]))
    amounts += [lump_sums] if any(lump_sums[1]) else []
    rows = [(speech.say(label), list(map(speech.money, row))) for label, row in amounts]
    if projection.salary > 0:
        rates = [round(projection.replacement(one) or 0.0, 2) for one in pensions]
        rows.append((speech.say("Share of today's pay"), [speech.quantity(rate, "share") for rate in rates]))
    return rows


def starts_of(projection: Projection, speech: Language) -> list[list[str]]:
    """Return what each start brings, under the law and under the forecast."""
    say = speech.money
    return [[speech.month(law.month), say(law.total), say(other.total)] for law, other in projection.by_start]


def days_of(projection: Projection, speech: Language, system: System) -> list[tuple[str, str]]:
    """Return the day of the pension with its words, and that of an age pension before the general age, if any."""
    days = {"pension_date": projection.pension_date, "age_pension_start": projection.early_start}
    return [
        (speech.say(system.variables[name].label), speech.day(datetime.date.fromisoformat(day)))
        for name, day in days.items()
        if day is not None
    ]


def notes_of(projection: Projection, speech: Language, rate: str) -> list[str]:
    """Return what the projection supposes, and what it does not count."""
    supposed = speech.say(ASSUMPTIONS, month=speech.month(projection.month), rate=rate)
    return [supposed, *map(speech.say, projection.not_counted)]


def to_svg(projection: Projection, speech: Language, system: System) -> str:
    """Return a drawing: for each start a column of parts under the law, and beside it the forecast in pale."""
    pairs = [pension for pair in projection.by_start for pension in pair]
    shown = [part for part in PARTS if any(part in pension.parts for pension in pairs)]
    return chart.columns(
        f"{projection.person}: {speech.say('Pension by the month of its start')}",
        [speech.month(pension.month) if place % 2 == 0 else "" for place, pension in enumerate(pairs)],
        [
            chart.Series(speech.say(system.variables[part].label), [pension.parts.get(part, 0.0) for pension in pairs])
            for part in shown
        ],
        speech.money,
        pale=range(1, len(pairs), 2),
        notes=[speech.say("Full colour: the law of today; pale: the forecast")],
    )
