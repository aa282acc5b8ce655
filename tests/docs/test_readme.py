"""What the README shows is what the code says."""

from __future__ import annotations

from docs.update_readme import README, render


def test_readme_is_current() -> None:
    text = README.read_text(encoding="utf-8")
    assert render(text) == text, "run: python -m docs.update_readme"
