"""Where a rule or a figure stands: act and article in the reader's language, link, and since when."""

from __future__ import annotations

from typing import Any

from openfisca_kz.explanation.citations import cite
from openfisca_kz.explanation.model import Law

#: Acts that later ones took the place of: first day in force, by the beginning of a reference.
ACTS = {
    "Social Code": "2023-07-01",
    "Tax Code 2025": "2026-01-01",
    "Tax Code 2017": "2018-01-01",
    "Tax Code 2008": "2009-01-01",
}

# The date that core gives to a formula without one.
_UNDATED = "0001-01-01"


def law_of_variable(variable: Any, period: Any, lang: str = "en") -> tuple[Law, ...]:
    """Return the reference in force at a period; references stand newest first, one for each version of the rule."""
    references = variable.reference or []
    references = [references] if isinstance(references, str) else list(references)
    versions = list(variable.formulas)
    start = str(period.start)
    if len(references) == len(versions) > 1:
        in_force = [version for version in versions if version <= start]
        if in_force:
            version = in_force[-1]
            return (_split(references[len(versions) - 1 - versions.index(version)], lang, version),)
    known = [text for text in references if all(start >= day for act, day in ACTS.items() if text.startswith(act))]
    return tuple(_split(reference, lang, version_of(variable, period)) for reference in (known or references)[:1])


def version_of(variable: Any, period: Any) -> str | None:
    """Return the first day of the version of a rule that is used at a period; None where the rule has one version."""
    in_force = [version for version in variable.formulas if version <= str(period.start) and version > _UNDATED]
    return in_force[-1] if in_force and len(variable.formulas) > 1 else None


def law_of_figure(reference: dict[str, Any], lang: str = "en", since: str | None = None) -> Law:
    """Return where the value of a figure stands, from its reference in the metadata."""
    text = cite((str(reference.get("title", "")), reference.get("article")), lang)
    return Law(text, reference.get("href"), since)


def _split(reference: str, lang: str, since: str | None) -> Law:
    text, found, url = reference.rpartition(" - ")
    if not found:
        text, url = reference, ""
    begun = next((day for act, day in ACTS.items() if text.startswith(act)), None)
    valid_from = max(filter(None, (since, begun)), default=None)
    if text.startswith("http"):
        return Law(text, text, valid_from)
    return Law(cite(text, lang), url or None, valid_from)


def rule_of(variable: Any, period: Any) -> str:
    """Return the rule of a variable in a period in one line, as its formula states it in English; "" for a fact."""
    formula = variable.get_formula(period)
    return " ".join((formula.__doc__ or "").split()) if formula else ""
