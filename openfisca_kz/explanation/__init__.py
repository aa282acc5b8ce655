"""A calculation as reasons: who people are in law, what they are owed, what they owe, and why."""

from openfisca_kz.explanation.build import explain
from openfisca_kz.explanation.model import Condition, Explanation, Fact, Figure, Law, Line, PersonPart
from openfisca_kz.explanation.text import to_text

__all__ = ["Condition", "Explanation", "Fact", "Figure", "Law", "Line", "PersonPart", "explain", "to_text"]
