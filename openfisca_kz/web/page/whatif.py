"""What if: another pay, one more child, another month; the ladder of the pay; what a proposed law would change."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from markupsafe import Markup
from openfisca_core import periods

from openfisca_kz.answers.compare import compared_variables
from openfisca_kz.answers.ladder import climb
from openfisca_kz.assessment.sums import EACH_MONTH, of_each_month
from openfisca_kz.base import HALF_A_TENGE
from openfisca_kz.engine.knowledge import beyond_month
from openfisca_kz.presentation.ladder import to_svg
from openfisca_kz.problems import InputError, Problem
from openfisca_kz.services.rights_and_duties import TOTALS
from openfisca_kz.web.page import bill
from openfisca_kz.web.page.page import Page, unbroken
from openfisca_kz.web.page.people import months_to_choose
from openfisca_kz.web.page.reading_fields import read_number
from openfisca_kz.web.page.told import Told, is_known

#: The pay up to which the ladder climbs, in steps; twice the pay that is told where that is more.
_TOP, _STEPS = 600_000, 40


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    people = page.grown
    earners = sorted(people, key=lambda name: -_pay(page, name))
    person = page.text("whose") if page.text("whose") in people else (earners[0] if earners else "")
    asked = page.form.get("from") == "whatif" and page.form.get("do") == "try"
    pay = page.read("pay", read_number)
    month = page.text("other") if is_known(page.text("other")) else page.told.month
    found: dict[str, Any] = {
        "people": [(name, name) for name in people],
        "whose": person,
        "pay": page.text("pay"),
        "child": bool(page.text("child")),
        "months": months_to_choose(page.told.month),
        "other": month,
        "rows": (),
        "svg": _ladder(page, person) if person else "",
        "bill": len(bill.show(page)["rows"]),
        "beyond": beyond_month(page.system, max(month, page.told.month)).sentences(page.speech),
    }
    if asked and not page.wrong:
        found["rows"] = _rows(page, _changed(page, person, pay, bool(page.text("child")), month), month)
        found["same"] = not any(before != after for _, before, after, _ in found["rows"])
    return found


def _pay(page: Page, name: str) -> float:
    told = page.told.persons[name].get("salary", 0)
    return float(told.get("otherwise", 0) if isinstance(told, dict) else told)


def _changed(page: Page, person: str, pay: float | None, child: bool, month: str) -> Told:
    told = copy.deepcopy(page.told)
    told.month = month
    if pay is not None and person:
        told.persons[person]["salary"] = pay
    if child:
        name = page.speech.say("new child")
        told.persons[name] = {"birth_date": f"{month}-01", "sex": "female"}
        told.family["children"] = [*told.members("children"), name]
    return told


def _rows(page: Page, told: Told, month: str) -> list[tuple[str, str, str, bool]]:
    """Return the rights and sums that differ, before and after; the sums always."""
    try:
        other = told.situation(page.system, page.config)
    except InputError as error:
        page.refuse(error)
        return []
    variables = page.system.variables
    first, second = page.situation.simulation(page.told.month), other.simulation(month)
    rows = []
    names = [name for name in compared_variables(page.system) if variables[name].unit == "KZT"]
    for name in [*(name for name in names if name not in TOTALS), *TOTALS]:
        if variables[name].definition_period != "month":
            continue
        before = float(np.sum(of_each_month(first, name, periods.period(page.told.month))))
        after = float(np.sum(of_each_month(second, name, periods.period(month))))
        if name in TOTALS or abs(before - after) >= HALF_A_TENGE:
            label = page.speech.say(EACH_MONTH.get(name) or variables[name.removesuffix("_paid")].label)
            money = page.speech.money
            rows.append((label, str(unbroken(money(before))), str(unbroken(money(after))), name in TOTALS))
    return rows


def _ladder(page: Page, person: str) -> Markup:
    top = max(_TOP, 2 * _pay(page, person))
    try:
        climbed = climb(page.situation, page.told.month, "salary", 0, top, top / _STEPS, person)
    except InputError as error:
        page.fault("", error.problems[0] if error.problems else Problem("The chart cannot be drawn."))
        return Markup("")
    return Markup(to_svg(climbed, page.speech, page.system))  # every text in it is escaped by the drawing
