"""What a family keeps as one figure of one person grows: a ladder of steps, each calculated in full.

Every step is a copy of the family in one simulation, so that a hundred of them cost little more than one. The
effective marginal rate is the part of the next tenge that the family does not keep; above one it is a cliff.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_kz.base import MONTH, duties, paid_in_tenge
from openfisca_kz.engine.protocols import AnySimulation, System
from openfisca_kz.entities import Person
from openfisca_kz.families.family import Given, Situation
from openfisca_kz.language import Language
from openfisca_kz.problems import month_of, nearest, refuse
from openfisca_kz.services.rights_and_duties import PAID
from openfisca_kz.variables.rights.totals import INCOMES

Array = NDArray[np.float64]

MOST_STEPS = 2000


@dataclasses.dataclass(frozen=True)
class Ladder:
    """The steps of a ladder: the fact varied, and what the family has at each of its values. KZT a month."""

    person: str
    fact: str
    month: str
    values: Array
    work: Array
    withheld: Array
    rights: dict[str, Array]

    @property
    def net(self) -> Array:
        """Return what the family keeps: work, less what is withheld, plus rights."""
        total = self.work - self.withheld
        for amounts in self.rights.values():
            total = total + amounts
        return total

    @property
    def marginal_rates(self) -> Array:
        """Return for each step but the first the part of the rise that is not kept; NaN at the first."""
        rises = np.diff(self.values)
        return np.concatenate(([np.nan], 1 - np.diff(self.net) / rises))

    @property
    def cliffs(self) -> list[int]:
        """Return the positions of the steps at which the family has less than one step before."""
        return [int(step) + 1 for step in np.flatnonzero(np.diff(self.net) < 0)]

    def to_dict(self) -> dict[str, Any]:
        """Return the ladder as plain data."""
        rates = [None if np.isnan(rate) else float(rate) for rate in self.marginal_rates]
        return {
            "person": self.person,
            "vary": self.fact,
            "month": self.month,
            "values": self.values.tolist(),
            "net_income": self.net.tolist(),
            "work": self.work.tolist(),
            "withheld": self.withheld.tolist(),
            "rights": {name: amounts.tolist() for name, amounts in self.rights.items()},
            "marginal_rates": rates,
            "cliffs": self.cliffs,
        }


def climb(
    situation: Situation,
    month: str,
    fact: str = "salary",
    start: float = 0,
    stop: float = 1_000_000,
    step: float = 20_000,
    person: str | None = None,
) -> Ladder:
    """Calculate a family at each step of one figure.

    Args:
        situation: one family, as ``read_family`` returns it.
        month: the month asked, such as 2026-06; the figure varied holds in every month.
        fact: a fact of a person, in tenge.
        start: first value of the fact, KZT.
        stop: last value, KZT.
        step: rise from one value to the next, KZT.
        person: whose fact; the first parent if not given.

    Raises:
        InputError: an unknown person, a fact that is not an amount of a person, or steps that lead nowhere.

    """
    asked = month_of(month)
    _check_fact(situation, fact)
    values = _values(start, stop, step)
    position = _position(situation, person)
    simulation = _copies(situation, fact, position, values).simulation(asked)
    of_persons, of_families = paid_in_tenge(situation.system)
    borne = duties(situation.system, "person")
    sums = {names: sum(_by_copy(simulation, name, asked, len(values)) for name in names) for names in (INCOMES, borne)}
    rights = {
        name.removesuffix(PAID): _by_copy(simulation, name, asked, len(values)) for name in (*of_persons, *of_families)
    }
    return Ladder(
        person=situation.persons[position],
        fact=fact,
        month=month,
        values=values,
        work=np.asarray(sums[INCOMES]),
        withheld=np.asarray(sums[borne]),
        rights={name: amounts for name, amounts in rights.items() if amounts.any()},
    )


def _check_fact(situation: Situation, fact: str) -> None:
    variables = situation.system.variables
    amounts = [
        name
        for name, variable in variables.items()
        if variable.room.startswith("facts")
        and variable.entity.key == Person.key
        and variable.unit == "KZT"
        and variable.definition_period == MONTH
    ]
    if fact not in amounts:
        raise refuse(
            "{fact} cannot be varied, only a monthly amount of a person can: {hint}",
            fact=fact,
            hint=nearest(fact, amounts),
        )


def _values(start: float, stop: float, step: float) -> Array:
    if not (0 <= start < stop and 0 < step <= stop - start):
        raise refuse("The steps lead nowhere: --from must be below --to, and --step above 0 and between them.")
    count = int((stop - start) // step) + 1
    if count > MOST_STEPS:
        raise refuse("{count} steps are too many, {most} at most: take a larger --step.", count=count, most=MOST_STEPS)
    return start + step * np.arange(count, dtype=np.float64)


def _position(situation: Situation, person: str | None) -> int:
    if len(situation.families) != 1:
        raise refuse("A ladder is drawn for one family: {source} has several.", source=situation.source)
    if person is None:
        firsts = [i for i, role in enumerate(situation.roles) if role == "first_parent"]
        return firsts[0] if firsts else 0
    return situation.position(person)


def _copies(situation: Situation, fact: str, position: int, values: Array) -> Situation:
    """Return the family once for each value, with the fact of one person replaced in every month."""
    copies, people = len(values), len(situation.persons)
    given = {}
    for name, told in situation.given.items():
        tiled = Given(told.variable, told.count * copies)
        tiled.values = {period: np.tile(array, copies) for period, array in told.values.items()}
        tiled.told = {period: np.tile(array, copies) for period, array in told.told.items()}
        given[name] = tiled
    varied = given.get(fact) or Given(situation.system.variables[fact], people * copies)
    own = np.arange(copies) * people + position
    for period in varied.told:
        varied.told[period][own] = False
    for copy, index in enumerate(own):
        varied.put(None, int(index), values[copy])
    given[fact] = varied
    return dataclasses.replace(
        situation,
        persons=tuple(f"{name} {copy}" for copy in range(copies) for name in situation.persons),
        families=tuple(f"{situation.families[0]} {copy}" for copy in range(copies)),
        family_of=np.repeat(np.arange(copies, dtype=np.int32), people),
        roles=situation.roles * copies,
        given=given,
    )


def _by_copy(simulation: AnySimulation, name: str, month: Any, copies: int) -> Array:
    """Return the sum of a variable over the people (or the value of the family) of each copy."""
    values: Array = np.asarray(simulation.calculate(name, month), dtype=np.float64)
    return values.reshape(copies, -1).sum(axis=1)


# ----- Text and chart ----- #


def to_text(ladder: Ladder, speech: Language, system: System) -> str:
    """Return the ladder as a table: a row a step, a column for what the family has, a star at each cliff."""
    heads = [speech.say(system.variables[ladder.fact].label), speech.say("Kept"), speech.say("Not kept of the rise")]
    heads += [speech.say("Withheld"), *(speech.say(system.variables[name].label) for name in ladder.rights)]
    columns = [ladder.values, ladder.net, ladder.marginal_rates, ladder.withheld, *ladder.rights.values()]
    rows = []
    for row in range(len(ladder.values)):
        cells = []
        for number, column in enumerate(columns):
            cell = _percent(column[row]) if number == 2 else speech.money(float(column[row]))
            cells.append(cell)
        cells[1] += " *" if row in ladder.cliffs else ""
        rows.append(cells)
    widths = [max(len(line[i]) for line in [heads, *rows]) for i in range(len(heads))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in [heads, *rows]]
    if ladder.cliffs:
        lines += ["", speech.say("* A cliff: the family has less than one step before.")]
    return "\n".join(lines) + "\n"


def _percent(rate: float) -> str:
    return "" if np.isnan(rate) else f"{round(rate * 100)}%"


_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 840, 480, 90, 50, 30, 20
_COLOURS = ("#4c78a8", "#f58518", "#54a24b", "#b279a2", "#e45756", "#72b7b2", "#9d755d", "#eeca3b")


def to_svg(ladder: Ladder, speech: Language, system: System) -> str:
    """Return the ladder as a drawing: what is kept as a thick line, each right as a thin one, cliffs as dots."""
    net = ladder.net
    top = max(float(net.max()), 1.0)
    left, span = float(ladder.values[0]), float(ladder.values[-1] - ladder.values[0]) or 1.0

    def place(values: Array, amounts: Array) -> list[tuple[float, float]]:
        across = _LEFT + (values - left) / span * (_WIDTH - _LEFT - _RIGHT)
        up = _HEIGHT - _BOTTOM - np.clip(amounts, 0, None) / top * (_HEIGHT - _BOTTOM - _TOP)
        return list(zip(across.round(1).tolist(), up.round(1).tolist(), strict=True))

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12">',
        f"<title>{_escape(_title(ladder, speech, system))}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for part in range(5):
        amount = top * part / 4
        height = _HEIGHT - _BOTTOM - part / 4 * (_HEIGHT - _BOTTOM - _TOP)
        value = left + span * part / 4
        across = _LEFT + part / 4 * (_WIDTH - _LEFT - _RIGHT)
        parts.append(f'<path d="M{_LEFT} {height:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(_write(_LEFT - 6, height + 4, speech.money(amount), "end"))
        parts.append(_write(across, _HEIGHT - _BOTTOM + 18, speech.money(value), "middle"))
    for number, (name, amounts) in enumerate(ladder.rights.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(_line(place(ladder.values, amounts), colour, 1.5))
        parts.append(_write(_LEFT + 8, _TOP + 16 * (number + 2), speech.say(system.variables[name].label), "", colour))
    parts.append(_line(place(ladder.values, net), "#222", 3))
    parts.append(_write(_LEFT + 8, _TOP + 16, speech.say("Kept"), "", "#222"))
    points = place(ladder.values, net)
    parts += [f'<circle cx="{points[i][0]}" cy="{points[i][1]}" r="5" fill="#d62728"/>' for i in ladder.cliffs]
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(_write(middle, _HEIGHT - 12, speech.say(system.variables[ladder.fact].label), "middle"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _title(ladder: Ladder, speech: Language, system: System) -> str:
    return f"{speech.say(system.variables[ladder.fact].label)}, {ladder.person}, {speech.month(ladder.month)}"


def _line(points: list[tuple[float, float]], colour: str, width: float) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _write(x: float, y: float, text: str, anchor: str, colour: str = "#444") -> str:
    side = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{side} fill="{colour}">{_escape(text)}</text>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
