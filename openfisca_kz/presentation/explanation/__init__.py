"""An explanation as text, Markdown, HTML and JSON."""

from openfisca_kz.presentation.explanation.as_json import to_dict
from openfisca_kz.presentation.explanation.html import to_html, to_page
from openfisca_kz.presentation.explanation.markdown import to_markdown
from openfisca_kz.presentation.explanation.text import to_text

__all__ = ["to_dict", "to_html", "to_markdown", "to_page", "to_text"]
