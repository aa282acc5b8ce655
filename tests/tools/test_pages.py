"""What the pages made from the code show is what the code says."""

from __future__ import annotations

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from tools.docs.update import PAGES, ROOT


@pytest.mark.parametrize("page", PAGES)
def test_page_is_current(page: str, system: CountryTaxBenefitSystem) -> None:
    shown = (ROOT / page).read_text(encoding="utf-8")
    assert PAGES[page](system) == shown, "run: python -m tools.docs.update"
