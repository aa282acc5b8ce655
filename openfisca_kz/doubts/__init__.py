"""The open questions of the law: which reading is used, and what the other one would give."""

from openfisca_kz.doubts.compare import other_amounts, readings_for
from openfisca_kz.doubts.entries import readings_of, register, thin_sources
from openfisca_kz.doubts.model import Reading, ReadingResult

__all__ = [
    "Reading",
    "ReadingResult",
    "other_amounts",
    "readings_for",
    "readings_of",
    "register",
    "thin_sources",
]
