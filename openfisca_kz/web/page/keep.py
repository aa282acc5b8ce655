"""Keep and share: the family as a file, and the sheet to print. Nothing stays here."""

from __future__ import annotations

from typing import Any

from flask import Response

from openfisca_kz.web.page.page import Page, file_of
from openfisca_kz.web.page.told import to_json, to_yaml

#: The files that a family is saved as, with their kinds.
FILES = {"family.yaml": "application/yaml", "family.json": "application/json"}


def show(page: Page) -> dict[str, Any]:
    """Return what the view shows."""
    return {"files": list(FILES), "text": to_yaml(page.told)}


def download(page: Page, name: str) -> Response:
    """Return the family as a file."""
    return file_of(to_yaml(page.told) if name.endswith(".yaml") else to_json(page.told), name, FILES[name])
