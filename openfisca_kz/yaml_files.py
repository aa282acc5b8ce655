"""Reads the YAML files of this package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

#: Parsed by libyaml where PyYAML was built with it: ten times as quick as in Python.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return what a YAML file of the package holds, as UTF-8 whatever the locale."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
