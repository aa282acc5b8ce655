"""What a family keeps as pay grows, as a table and as a drawing."""

from __future__ import annotations

import math

from openfisca_kz.answers.ladder import Ladder
from openfisca_kz.engine.protocols import System
from openfisca_kz.language import Language
from openfisca_kz.presentation import chart
from openfisca_kz.presentation.lines import columns


def to_text(ladder: Ladder, speech: Language, system: System) -> str:
    """Return the ladder as a table: a row a step, a column for what the family has, a star at each cliff."""
    rights = [system.variables[name].label for name in ladder.rights]
    heads = (system.variables[ladder.fact].label, "Kept", "Part of the pay rise lost", "Withheld", *rights)
    rows = [[*map(speech.say, heads)]]
    for row, rate in enumerate(ladder.marginal_rates):
        kept = speech.money(float(ladder.net[row])) + (" *" if row in ladder.cliffs else "")
        lost = "" if math.isnan(rate) else speech.quantity(float(round(rate, 2)), "share")
        others = (ladder.withheld, *ladder.rights.values())
        money = [speech.money(float(column[row])) for column in others]
        rows.append([speech.money(float(ladder.values[row])), kept, lost, *money])
    lines = columns(rows)
    if ladder.cliffs:
        lines += ["", speech.say("* A cliff: the family has less than at the step before.")]
    if ladder.beyond:
        lines += ["", *ladder.beyond.sentences(speech)]
    return "\n".join(lines) + "\n"


def to_svg(ladder: Ladder, speech: Language, system: System) -> str:
    """Return the ladder as a drawing: what is kept as a thick line, each right as a thin one, cliffs as dots."""
    fact = speech.say(system.variables[ladder.fact].label)
    series = [chart.Series(speech.say("Kept"), ladder.net.tolist(), strong=True)]
    series += [
        chart.Series(speech.say(system.variables[name].label), amounts.tolist())
        for name, amounts in ladder.rights.items()
    ]
    cliff = speech.say("Red dot: a cliff, where the family has less than at the step before")
    return chart.lines(
        f"{fact}, {ladder.person}, {speech.month(ladder.month)}",
        ladder.values.tolist(),
        series,
        speech.money,
        axis=fact,
        dots=ladder.cliffs,
        notes=[cliff] if ladder.cliffs else [],
    )
