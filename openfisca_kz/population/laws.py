"""The law of a run and what is asked of it: reforms by name, variables by name, a hash of every rule and figure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from openfisca_kz.engine.bills import files_of, law_of
from openfisca_kz.engine.figures import leaves
from openfisca_kz.engine.loading import PACKAGE
from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import targets
from openfisca_kz.population.batch import Question
from openfisca_kz.population.schema import CLAIM_DATE, WITHOUT
from openfisca_kz.problems import month_of, nearest, refuse
from openfisca_kz.services import rights_and_duties as ledger

#: Every status, right and duty, their totals, and what the official figures count.
ALL = "all"

#: The date on which each right was claimed: what a bill that pays without a claim saves is counted by it.
CLAIMS = "claims"

#: What stands for several variables.
KEYWORDS = (ALL, CLAIMS)

#: The law's poverty line, with which incomes are compared.
LINE = "poverty_line"


def law(reform: str | None) -> Any:
    """Return the system of a run: the law, or a reform of it by name.

    Args:
        reform: by the grammar of ``engine.bills``.

    Raises:
        InputError: there is no such reform.

    """
    return law_of(reform, default_system())


def question(system: Any, month: str, variables: Sequence[str]) -> Question:
    """Return the question of a run.

    Raises:
        InputError: a month or a variable that the law does not know.

    """
    month_of(month)
    names: dict[str, None] = {}
    for name in variables:
        if name == ALL:
            rights = ledger.rights_of(system)
            known = (*ledger.statuses_of(system), *rights, *ledger.duties_of(system), *ledger.paid_by_state(system))
            counted = targets.variables(targets.official(), system)
            totals = (WITHOUT, *ledger.TOTALS, LINE, *(right + ledger.PAID for right in rights), *counted)
            names |= dict.fromkeys((*known, *(total for total in totals if total in system.variables)))
        elif name == CLAIMS:
            dates = (right + CLAIM_DATE for right in ledger.rights_of(system))
            names |= dict.fromkeys(date for date in dates if date in system.variables)
        elif name not in system.variables:
            hint = nearest(name, system.variables)
            raise refuse("There is no variable `{name}`: {hint}", name=name, hint=hint)
        else:
            names[name] = None
    return Question(month, tuple(names))


#: What the results of a chunk rest on; the other modules say what was found.
_RULES = ("parameters", "years", "variables", "reforms", "engine", "services")
_CALCULATING = ("arrays", "arrow", "batch", "checking", "chunks", "schema")


def law_hash(reform: str | None = None) -> str:
    """Return a hash of every rule and figure of this package, and of a reform of one's own with what it imports."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in _RULES:
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in (".py", ".yaml"):
                digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    calculating = [PACKAGE / "population" / f"{name}.py" for name in _CALCULATING]
    own = [] if reform is None else files_of(reform)
    if reform is not None:  # figures and rules as built, whatever else the bill was made from
        bill = law(reform)
        for leaf in leaves(bill.parameters):
            values = [(value.instant_str, value.value) for value in leaf.values_list]
            digest.update(f"{leaf.name}{values}".encode())
        for name, variable in sorted(bill.variables.items()):
            digest.update(f"{name}{variable.end}{variable.is_neutralized}".encode())
    for path in [*sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("*.yaml"), *calculating]), *own]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
