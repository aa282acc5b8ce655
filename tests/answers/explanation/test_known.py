"""A figure of a thin source says so in one phrase; a figure of the law says nothing of it."""

from __future__ import annotations

import pytest

from openfisca_kz.assessment.model import Figure
from openfisca_kz.language import language
from openfisca_kz.presentation.explanation.wording import Wording

TOLD = {"statute": False, "official": False, "published": False, "single": True, "unconfirmed": True}


@pytest.mark.parametrize(("known", "told"), list(TOLD.items()))
def test_only_a_thin_source_is_told(known: str, told: bool) -> None:
    figure = Figure("a.b", "Grant", 38, "MRP", "2023-07-01", None, None, known)
    assert ("not confirmed by an official source" in Wording(language("en")).figure(figure)) is told
