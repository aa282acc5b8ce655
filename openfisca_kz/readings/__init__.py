"""The open questions of the law: which reading is used, and what the other one would give."""

from openfisca_kz.readings.compare import other_amounts, readings_for
from openfisca_kz.readings.entries import readings_of, register, thin_sources
from openfisca_kz.readings.model import Reading, ReadingResult

__all__ = [
    "Reading",
    "ReadingResult",
    "other_amounts",
    "readings_for",
    "readings_of",
    "register",
    "thin_sources",
]
