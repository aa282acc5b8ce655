"""Where a rule or a figure stands: act and article in the reader's language, link, and since when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openfisca_kz.acts import Act, acts, link, named
from openfisca_kz.assessment.citations import EARLIER, cite
from openfisca_kz.assessment.model import Law

# The date that core gives to a formula without one.
_UNDATED = "0001-01-01"

# An act that names the day on which it was adopted or came in force was not there before.
_DAY = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})\b")

# One reference may name the act of today and that of before: "Social Code, art. 206; before July 2023 Law No. 105-V".
_BEFORE = re.compile(r"; before \w+ \d{4} ")


def law_of_variable(variable: Any, period: Any, lang: str = "en") -> tuple[Law, ...]:
    """Return the reference in force at a period; none where every act that is known came later.

    Args:
        variable: its references stand newest first, one for each version of the rule or one for all.
        period: for which the rule was used.
        lang: en, kk or ru.

    """
    references = variable.reference or []
    references = [references] if isinstance(references, str) else list(references)
    versions = list(variable.formulas)
    start = str(period.start)
    since = version_of(variable, period)
    if len(references) == len(versions) > 1:
        in_force = [version for version in versions if version <= start]
        if in_force:
            since = in_force[-1]
            references = references[len(versions) - 1 - versions.index(since) :]
    for reference in references:
        place = _in_force(reference, start)
        if place:
            return (_split(place, lang, since),)
    return ()


def _in_force(reference: str, day: str) -> str | None:
    """Return the part of a reference whose acts are in force on a day; None if there is none."""
    text, _, url = reference.rpartition(" - ")
    if not text:
        return url
    now, *earlier = _BEFORE.split(text)
    kept = _clauses(now, day)
    if kept:
        return f"{kept} - {url}"
    return _clauses(earlier[0], day) if earlier else None


def _clauses(text: str, day: str) -> str | None:
    """Return the acts of a text that are in force on a day, with the places in them."""
    kept: list[str] = []
    later = False
    for clause in text.split("; "):
        begun = _begun(clause)
        later = begun > day or (later and not begun)  # places without an act are of the act before
        kept += [] if later else [clause]
    return "; ".join(kept) or None


def _begun(clause: str) -> str:
    """Return the first day on which an act may have been in force; "" where nothing is known."""
    known = _taking_over(clause)
    dated = _DAY.search(clause)
    return max(known, f"{dated[3]}-{dated[2]}-{dated[1]}" if dated else "")


def _taking_over(text: str) -> str:
    """Return the first day in force of the act that a text begins with, if it took the place of an earlier one."""
    return next((act.since for act in acts().values() if act.since and text.startswith(act.title["en"])), "")


def version_of(variable: Any, period: Any) -> str | None:
    """Return the first day of the version of a rule that is used at a period; None where the rule has one version."""
    in_force = [version for version in variable.formulas if version <= str(period.start) and version > _UNDATED]
    return in_force[-1] if in_force and len(variable.formulas) > 1 else None


def law_of_figure(reference: Mapping[str, Any], lang: str = "en", since: str | None = None) -> Law:
    """Return where the value of a figure stands, from its reference in the metadata."""
    title, article, href = (str(reference.get(name) or "") for name in ("title", "article", "href"))
    place = ", ".join(part for part in (_own_clause(title), article) if part)
    return Law(cite((title, article or None), lang), link(place, lang, href or None), since)


def act_of_figure(title: str) -> Act | None:
    """Return the act that a reference is to, of several the one of which the article is; None for a publication."""
    return next((act for act in named(_own_clause(title)) if act.kind != "publication"), None)


def _own_clause(title: str) -> str:
    last = title.partition(EARLIER)[0].rpartition("; ")[2]
    return last if named(last) else title


def _split(reference: str, lang: str, since: str | None) -> Law:
    text, found, url = reference.rpartition(" - ")
    if not found:
        text, url = reference, ""
    valid_from = max(since or "", _taking_over(text)) or None
    if text.startswith("http"):
        return Law(text, text, valid_from)
    return Law(cite(text, lang), link(text, lang, url or None), valid_from)


def rule_of(variable: Any, period: Any) -> str:
    """Return the rule of a variable in a period in one line, as its formula states it in English; "" for a fact."""
    formula = variable.get_formula(period)
    return " ".join((formula.__doc__ or "").split()) if formula else ""
