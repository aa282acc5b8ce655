"""The templates of texts and HTML: what people wrote is escaped in HTML, and stands as it is in text."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2


@functools.cache
def templates() -> jinja2.Environment:
    """Return the templates of ``templates/``; a name that is not given is an error and never empty."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
