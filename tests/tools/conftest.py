from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.small_law import SmallLaw


@pytest.fixture
def law(tmp_path: Path) -> SmallLaw:
    return SmallLaw(tmp_path)
