"""Columns of Arrow and arrays of numpy: each the same in both, however a column is cut."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from openfisca_kz.base import last_day
from openfisca_kz.population import checking
from openfisca_kz.population.arrow import positions, to_arrow, to_numpy, to_plain

DAY = datetime.date(2026, 6, 30)
NO_DATE = datetime.date(1, 1, 1)
TRUTHS = [True, False, True, True, False, False, True, False, True, True, False]


@pytest.mark.parametrize("first", [0, 1, 3, 8])
def test_truths_come_and_go_from_any_row(first: int) -> None:
    column = pa.chunked_array([pa.array(TRUTHS)]).slice(first)
    assert to_plain(column).tolist() == TRUTHS[first:]
    assert to_arrow(np.array(TRUTHS[first:])).equals(pa.array(TRUTHS[first:]))
    assert to_arrow(np.array(TRUTHS)[first::2]).to_pylist() == TRUTHS[first::2]


@pytest.mark.parametrize("pieces", [1, 2])
def test_an_empty_day_is_no_day(system: Any, pieces: int) -> None:
    rows = [DAY, None, NO_DATE, datetime.date(1969, 12, 31)]
    column = pa.chunked_array([pa.array(rows, pa.date32())] * pieces).slice(1)
    found = to_numpy(system.variables["death_date"], column)
    assert found.dtype == "datetime64[D]"
    assert found.tolist() == [day or NO_DATE for day in (rows * pieces)[1:]]


@pytest.mark.parametrize("words", [["b", "a"], ["a", "b"], ["a", "b", "c"], ["a"]])
def test_words_are_found_in_any_order_and_number(words: list[str]) -> None:
    rows = [words[0], None, words[-1], words[0]]
    expected = [{"a": 0, "b": 1}.get(word, -1) if word else -1 for word in rows]
    column = pa.chunked_array([pa.array(rows).dictionary_encode()])
    assert positions(column, ["a", "b"]).tolist() == expected
    assert positions(column.filter(pa.array([True, False, True, True])), ["a", "b"]).tolist() == [
        each for each, word in zip(expected, rows, strict=True) if word
    ]


def test_columns_without_rows_have_the_type_of_their_variable(system: Any) -> None:
    for name, kind in (("death_date", pa.date32()), ("conscript", pa.bool_()), ("salary", pa.float64())):
        found = to_numpy(system.variables[name], pa.chunked_array([], kind))
        assert len(found) == 0
        assert found.dtype == system.variables[name].dtype
    assert positions(pa.chunked_array([], pa.string()), ["a"]).tolist() == []


# ----- Families of the persons and of the table ----- #


def _rejected(persons: list[int], families: list[int]) -> list[tuple[str, Any, str]]:
    from openfisca_core import periods

    from openfisca_kz.population import laws

    roles = ["first_parent" if n == 0 or persons[n - 1] != each else "other" for n, each in enumerate(persons)]
    births = pa.array([datetime.date(1980, 1, 1)] * len(persons))
    table = pa.table({"family_id": persons, "role": roles, "birth_date": births, "sex": ["female"] * len(persons)})
    month = last_day(periods.period("2026-06"))
    tables = checking.Tables(laws.law(None), table, pa.table({"family_id": families}))
    return [(each["table"], each["family_id"], each["reason"]) for each in tables.sound(month)[2]]


@pytest.mark.parametrize(
    ("persons", "families", "expected"),
    [
        ([1, 1, 2], [1, 2], []),
        ([1], [1], []),
        ([1, 1, 2], [1], [("persons", "2", "is not in the table of families")]),
        (
            [1, 1, 3],
            [1, 2],
            [("persons", "3", "is not in the table of families"), ("families", "2", "nobody is in this family")],
        ),
        ([1, 2], [1, 2, 3], [("families", "3", "nobody is in this family")]),
        (
            [1, 2, 2],
            [1, 2, 2],
            [
                ("families", "2", "the family has two rows"),
                ("families", "2", "the family has two rows"),
                ("persons", "2", "another row of the family is rejected"),
                ("persons", "2", "another row of the family is rejected"),
            ],
        ),
    ],
)
def test_every_family_has_members_and_one_row(
    persons: list[int], families: list[int], expected: list[tuple[str, Any, str]]
) -> None:
    assert _rejected(persons, families) == expected
