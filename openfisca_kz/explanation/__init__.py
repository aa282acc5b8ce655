"""A calculation as reasons: who people are in law, what they are owed, what they owe, and why."""

from openfisca_kz.explanation.build import explain
from openfisca_kz.explanation.html import to_html
from openfisca_kz.explanation.markdown import to_markdown
from openfisca_kz.explanation.model import (
    Change,
    Comparison,
    Condition,
    Explanation,
    Fact,
    Figure,
    Law,
    Line,
    OpenQuestion,
    PersonPart,
    Reason,
    VariableExplanation,
)
from openfisca_kz.explanation.text import to_text
from openfisca_kz.explanation.tree import explain_variable

__all__ = [
    "Change",
    "Comparison",
    "Condition",
    "Explanation",
    "Fact",
    "Figure",
    "Law",
    "Line",
    "OpenQuestion",
    "PersonPart",
    "Reason",
    "VariableExplanation",
    "explain",
    "explain_variable",
    "to_html",
    "to_markdown",
    "to_text",
]
