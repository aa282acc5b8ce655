"""A pension to come, as tables and as a drawing."""

from __future__ import annotations

import datetime

from openfisca_kz.answers.pension import ASSUMPTIONS, PARTS, Projection
from openfisca_kz.engine.protocols import System
from openfisca_kz.language import Language
from openfisca_kz.presentation import chart
from openfisca_kz.presentation.lines import columns


def to_text(projection: Projection, speech: Language, system: System) -> str:
    """Return the projection as tables: the parts, then what each later start brings."""
    pensions = (projection.law, projection.forecast, projection.one_year_more)
    heads = [speech.say(head) for head in ("The law", "Forecast", "One more year")]
    rows = [["", *heads]]
    for part in PARTS:
        amounts = [pension.parts.get(part, 0.0) for pension in pensions]
        if any(amounts):
            rows.append([speech.say(system.variables[part].label), *map(speech.money, amounts)])
    rows.append([speech.say("Each month"), *(speech.money(pension.total) for pension in pensions)])
    if any(pension.lump_sum for pension in pensions):
        label = speech.say(system.variables["fund_lump_sum"].label)
        rows.append([label, *(speech.money(pension.lump_sum) for pension in pensions)])
    if projection.salary > 0:
        rates = [round(projection.replacement(pension) or 0.0, 2) for pension in pensions]
        rows.append([speech.say("Share of today's pay"), *(speech.quantity(rate, "share") for rate in rates)])
    starts = [[speech.say("Start"), *heads[:2]]]
    starts += [
        [speech.month(law.month), speech.money(law.total), speech.money(forecast.total)]
        for law, forecast in projection.by_start
    ]
    date = speech.day(datetime.date.fromisoformat(projection.pension_date))
    rate = speech.quantity(projection.annual_return, "share")
    early = [f"{label}: {day}" for label, day in early_start(projection, speech, system)]
    lines = [
        f"{projection.person}: {speech.say(system.variables['pension_date'].label)}: {date}",
        *early,
        f"{speech.say(system.variables['pension_participation_years'].label)}: {projection.participation_years}",
        "",
        *columns(rows),
        "",
        *columns(starts),
        "",
        speech.say(ASSUMPTIONS, month=speech.month(projection.month), rate=rate),
        *(speech.say(sentence) for sentence in projection.not_counted),
        *projection.beyond.sentences(speech),
    ]
    return "\n".join(lines) + "\n"


def early_start(projection: Projection, speech: Language, system: System) -> list[tuple[str, str]]:
    """Return the words and the day of an age pension before the general age, if there is one."""
    if projection.early_start is None:
        return []
    day = speech.day(datetime.date.fromisoformat(projection.early_start))
    return [(speech.say(system.variables["age_pension_start"].label), day)]


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
