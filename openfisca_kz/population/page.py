"""A report as files: one HTML page, a workbook, CSV and Parquet; findings first, each with its source."""

from __future__ import annotations

import dataclasses
import html
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from openfisca_kz.language import Language
from openfisca_kz.population import words
from openfisca_kz.population.findings import Finding
from openfisca_kz.population.folder import writing
from openfisca_kz.population.schema import Rows
from openfisca_kz.problems import refuse

#: A text of more letters gets a wide column.
_LONG = 45

_STYLE = """
:root{--ink:#1a1a1a;--soft:#555;--line:#ccc;--blue:#0072b2}
body{font:16px/1.45 system-ui,sans-serif;color:var(--ink);margin:0 auto;padding:2rem 1.5rem;max-width:72rem}
h1{font-size:1.7rem;margin:0 0 .2rem}h2{font-size:1.25rem;margin:2.4rem 0 .6rem}
p.lead{color:var(--soft);margin:.2rem 0 1.2rem}
.mark{background:#fff3cd;border-left:5px solid #e69f00;padding:.6rem 1rem;margin:1rem 0}
ul.findings{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));gap:.9rem}
ul.findings li{border:1px solid var(--line);border-top:4px solid var(--blue);padding:.7rem .9rem;border-radius:4px}
ul.findings b{display:block;font-size:1.45rem;line-height:1.2}
ul.findings small,figcaption,caption{color:var(--soft)}ul.findings small{display:block;margin-top:.4rem}
figure{margin:1.5rem 0}svg{width:100%;height:auto}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.86rem}
caption{text-align:left;padding-bottom:.4rem}
td,th{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
thead th{border-bottom:2px solid #555;text-align:right}
td.text,th.text{text-align:left;min-width:7rem}td.long{text-align:left;min-width:15rem}
@media print{.wide{overflow:visible}table{font-size:.62rem}td,th{padding:.15rem .3rem}
ul.findings{grid-template-columns:repeat(2,1fr)}h2{break-after:avoid}figure{break-inside:avoid}.first{break-after:page}}
"""


@dataclasses.dataclass
class Page:
    """What a page holds, in the order in which it is shown."""

    title: str
    lead: str
    findings: list[Finding]
    mark: str = ""
    figures: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    tables: list[tuple[str, str, Rows]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)


def to_html(page: Page, speech: Language, system: Any) -> str:
    """Return the page as one HTML file without anything from elsewhere.

    Args:
        page: what it holds; a table is its title, a note and rows.
        speech: the language.
        system: the law, whose labels are the names of variables.

    """
    mark = f'<p class="mark">{html.escape(page.mark)}</p>' if page.mark else ""
    parts = [
        f'<!doctype html>\n<html lang="{speech.code}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(page.title)}</title>'
        f'<style>{_STYLE}</style></head>\n<body>\n<section class="first"><h1>{html.escape(page.title)}</h1>',
        f'<p class="lead">{html.escape(page.lead)}</p>{mark}',
        '<ul class="findings">',
        *(
            f"<li><b>{html.escape(each.value)}</b>{html.escape(each.text)}<small>{html.escape(each.source)}</small></li>"
            for each in page.findings
        ),
        "</ul></section>",
    ]
    for title, drawing in page.figures:
        parts.append(f"<h2>{html.escape(title)}</h2>\n<figure>{drawing}</figure>")
    for title, note, rows in page.tables:
        parts.append(f"<h2>{html.escape(title)}</h2>\n{_table(note, rows, speech, system)}")
    if page.notes:
        items = "".join(f"<li>{html.escape(note)}</li>" for note in page.notes)
        parts.append(f"<h2>{html.escape(speech.say('How to read this'))}</h2>\n<ul>{items}</ul>")
    return "\n".join([*parts, "</body></html>\n"])


def _table(note: str, rows: Rows, speech: Language, system: Any) -> str:
    columns = list(rows[0])
    heads = "".join(
        f'<th scope="col"{_text_class(rows, name)}>{html.escape(words.heading(name, speech))}</th>' for name in columns
    )
    body = "\n".join(
        "<tr>" + "".join(_cell(name, row[name], row, speech, system) for name in columns) + "</tr>" for row in rows
    )
    caption = f"<caption>{html.escape(note)}</caption>" if note else ""
    return f'<div class="wide"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table></div>'


def _text_class(rows: Rows, column: str) -> str:
    return ' class="text"' if any(isinstance(row[column], str) for row in rows) else ""


def _cell(column: str, value: Any, row: dict[str, Any], speech: Language, system: Any) -> str:
    if isinstance(value, str) and value.startswith("https://"):
        address = html.escape(value, quote=True)
        return f'<td class="text"><a href="{address}">{html.escape(value.split("/")[2])}</a></td>'
    text = cell(column, value, row, speech, system)
    kind = ' class="long"' if isinstance(value, str) and len(text) > _LONG else _text_class([row], column)
    return f"<td{kind}>{html.escape(text)}</td>"


def cell(column: str, value: Any, row: dict[str, Any], speech: Language, system: Any) -> str:
    """Return a cell of a table as text: names in the language, numbers as it writes them."""
    if isinstance(value, str):
        if column == "group":
            return words.group(row.get("by", ""), value, speech, system)
        return words.value_of(column, value, speech, system)
    return str(value) if column == "year" else words.number(value, speech, column)


def as_text(rows: Rows, speech: Language, system: Any) -> str:
    """Return a table as text; variables keep their names, by which they are asked for, with USD of those in dollars."""
    head = [words.heading(name, speech) for name in rows[0]]
    cells = [
        [
            each + words.dollars(each, system) if name == "variable" else cell(name, each, row, speech, system)
            for name, each in row.items()
        ]
        for row in rows
    ]
    widths = [max(len(line[place]) for line in [head, *cells]) for place in range(len(head))]
    text = [isinstance(each, str) for each in rows[0].values()]
    return "\n".join(
        "  ".join(
            each.ljust(width) if left else each.rjust(width)
            for each, width, left in zip(line, widths, text, strict=True)
        ).rstrip()
        for line in [head, *cells]
    )


def text(page: Page, speech: Language, system: Any, without: Sequence[str] = ()) -> str:
    """Return a report as text: its findings, then its tables but for those of some titles."""
    width = max((len(each.value) for each in page.findings), default=0)
    parts = [page.title, *(each for each in (page.lead, page.mark) if each), ""]
    parts += [f"{each.value:>{width}}  {each.text}" for each in page.findings]
    for title, _, rows in page.tables:
        if title not in without:
            parts += ["", title, as_text(rows, speech, system)]
    return "\n".join(parts) + "\n"


# ----- Files ----- #

#: A sheet's name is cut here by the format, and has none of these.
_SHEET = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

#: Widths of the columns of a sheet.
_NAME_WIDTH, _NUMBER_WIDTH = 46, 18


def can_write_workbooks() -> None:
    """Check that workbooks can be written, before anything is calculated.

    Raises:
        InputError: the extra is not installed.

    """
    if importlib.util.find_spec("openpyxl") is None:
        raise refuse('Workbooks need openpyxl: install it with pip install "openfisca-kz[population]".')


def write(folder: Path, tables: dict[str, Rows], page: Page, speech: Language, system: Any) -> None:
    """Write each table as CSV and Parquet, what a reader sees as ``tables.xlsx`` and ``report.html``.

    Args:
        folder: made if it is not there.
        tables: rows by name of the table; columns keep their names in CSV and Parquet.
        page: what a reader sees.
        speech: its language.
        system: the law, whose labels are the names of variables there.

    Raises:
        InputError: nothing can be written there.

    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            table = pa.Table.from_pylist(rows)
            csv.write_csv(table, folder / f"{name}.csv")
            pq.write_table(table, folder / f"{name}.parquet")
        _workbook(folder / "tables.xlsx", page, speech, system)
        (folder / "report.html").write_text(to_html(page, speech, system), encoding="utf-8")


def _workbook(path: Path, page: Page, speech: Language, system: Any) -> None:
    """Write the notes and sources, then each table on a sheet: names in the language, numbers with their formats."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    first = book.create_sheet(speech.say("Notes")[:_SHEET])
    first.column_dimensions["A"].width = 100
    stated = (f"{each.value}: {each.text}" for each in page.findings)
    origins = dict.fromkeys(each.source for each in page.findings)
    for line in (page.title, page.lead, page.mark, *stated, *origins, *page.notes):
        first.append([line])
    for title, note, rows in page.tables:
        sheet = book.create_sheet(title.translate(_FORBIDDEN)[:_SHEET])
        sheet.freeze_panes = "A2"
        for place, name in enumerate(rows[0]):
            letter = chr(ord("A") + place) if place < 26 else "Z"
            sheet.column_dimensions[letter].width = _NAME_WIDTH if isinstance(rows[0][name], str) else _NUMBER_WIDTH
        sheet.append([words.heading(name, speech) for name in rows[0]])
        for row in rows:
            cells = []
            for name, value in row.items():
                known = isinstance(value, str) and not value.startswith("https://")
                own = WriteOnlyCell(sheet, cell(name, value, row, speech, system) if known else value)
                if isinstance(value, int | float) and name != "year":
                    own.number_format = words.number_format(name)
                cells.append(own)
            sheet.append(cells)
        if note:
            sheet.append([note])
    book.save(path)
