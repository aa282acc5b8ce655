"""What the package exports is what docs and README use, and importing it loads none of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import openfisca_kz

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("name", openfisca_kz.__all__)
def test_a_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(openfisca_kz, name).__doc__


def test_the_names_are_the_homes() -> None:
    assert sorted(openfisca_kz.__all__) == openfisca_kz.__all__ == sorted(openfisca_kz._HOMES)


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        openfisca_kz.nothing  # noqa: B018


def test_importing_the_package_loads_no_room() -> None:
    script = "import json, sys, openfisca_kz; print(json.dumps([m for m in sys.modules if m.startswith('openfisca_')]))"
    loaded = json.loads(
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    )
    assert loaded == ["openfisca_kz"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_import_public_names_only(page: Path) -> None:
    for line in re.findall(r"^(?:from|import) openfisca_kz.*$", page.read_text(encoding="utf-8"), re.MULTILINE):
        assert re.fullmatch(r"from openfisca_kz(\.base|\.presentation(\.\w+)?)? import [\w, ]+", line), line
