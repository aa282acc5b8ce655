"""A hook of the documentation site: what stands outside docs/ is linked in the repository."""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"\]\((?:\.\./)+(?!docs/)([A-Za-z_][^)]*)\)")


def on_page_markdown(markdown: str, page: object, config: dict[str, str], files: object) -> str:
    """Return a page whose links to files of the package, its examples and its tests lead to the repository.

    Args:
        markdown: the page as written.
        page: what it is; not needed.
        config: of the site, with the address of the repository.
        files: all pages of the site; links between them stay.

    """
    known = {file.src_uri for file in files}  # type: ignore[attr-defined]

    def address(link: re.Match[str]) -> str:
        place = link[1]
        inside = place.partition("#")[0] in known
        return link[0] if inside else f"]({config['repo_url']}/blob/main/{place})"

    return _OUTSIDE.sub(address, markdown)
