"""Months and ages, at the ends of months and on 29 February; expected values counted on a calendar."""

from __future__ import annotations

import calendar
import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openfisca_core.periods import period

from openfisca_kz import calendar as law_calendar
from openfisca_kz.base import (
    NO_DATE,
    completed_months,
    day_of_month,
    days_in_month,
    first_day,
    has_date,
    last_day,
    month_number,
    month_numbers,
    months_of_year_to,
    months_to,
)
from openfisca_kz.engine import once

dates = st.dates(datetime.date(1850, 1, 1), datetime.date(2150, 12, 31))
MANY = 2000  # so many that the table of days is used


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2025-01-15", "2025-02-14", 0),
        ("2025-01-15", "2025-02-15", 1),
        ("2025-01-15", "2025-01-15", 0),
        ("2025-01-15", "2025-01-14", -1),
        ("2025-01-31", "2025-02-27", 0),
        ("2025-01-31", "2025-02-28", 1),  # the last day of a shorter month
        ("2024-01-31", "2024-02-28", 0),  # a leap year: February has another day
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-30", "2024-02-29", 1),
        ("2025-01-31", "2025-04-29", 2),
        ("2025-01-31", "2025-04-30", 3),
        ("2024-02-29", "2025-02-27", 11),
        ("2024-02-29", "2025-02-28", 12),  # a year from 29 February ends on the 28th
        ("2024-02-29", "2028-02-28", 47),
        ("2024-02-29", "2028-02-29", 48),
        ("2023-02-28", "2024-02-28", 12),
        ("1963-07-31", "2026-06-30", 755),  # 62 years and 11 months
        ("1899-12-31", "1900-02-28", 2),  # 1900 had no 29 February
        ("1999-12-31", "2000-02-29", 2),  # 2000 had one
    ],
)
def test_completed_months(since: str, until: str, months: int) -> None:
    assert completed_months(np.array([since], "M8[D]"), np.datetime64(until)) == [months]
    many = np.full(MANY, np.datetime64(since, "D"))
    assert (completed_months(many, np.datetime64(until)) == months).all()
    assert (completed_months(many, np.full(MANY, np.datetime64(until))) == months).all()


@given(st.lists(st.tuples(dates, dates), min_size=1, max_size=30))
def test_completed_months_one_by_one(pairs: list[tuple[datetime.date, datetime.date]]) -> None:
    since, until = (np.array(each, "M8[D]") for each in zip(*pairs, strict=True))
    expected = [_completed(*pair) for pair in pairs]
    assert completed_months(since, until).tolist() == expected


def _completed(since: datetime.date, until: datetime.date) -> int:
    """Count months until the term would end after ``until``, as a person with a calendar does."""
    months = (until.year - since.year) * 12 + until.month - since.month
    day = min(since.day, calendar.monthrange(until.year, until.month)[1])
    return months if until.day >= day else months - 1


@given(st.lists(dates, min_size=1, max_size=20))
def test_month_and_day_of_dates_few_and_many(days: list[datetime.date]) -> None:
    array = np.array(days, "M8[D]")
    months = [day.year * 12 + day.month - 1 for day in days]
    for times in (1, MANY):
        assert (month_numbers(np.tile(array, times)) == np.tile(months, times)).all()
        assert (day_of_month(np.tile(array, times)) == np.tile([day.day for day in days], times)).all()


def test_the_table_of_days_and_what_lies_outside_it() -> None:
    every_day = np.arange("1850-01-01", "2150-01-01", dtype="M8[D]")
    assert (month_numbers(every_day) == law_calendar._month_numbers_by_numpy(every_day)).all()
    assert (day_of_month(every_day) == law_calendar._day_of_month_by_numpy(every_day)).all()
    with_none = np.append(every_day, np.datetime64(NO_DATE))
    assert month_numbers(with_none)[-1] == 12  # January of the year 1
    assert day_of_month(with_none)[-1] == 1


def test_no_dates_at_all() -> None:
    none = np.array([], "M8[D]")
    assert month_numbers(none).shape == day_of_month(none).shape == completed_months(none, none).shape == (0,)


def test_has_date() -> None:
    assert has_date(np.array([NO_DATE, "1930-05-01"], "M8[D]")).tolist() == [False, True]


def test_periods() -> None:
    february = period("2024-02")
    assert month_number(february) == 2024 * 12 + 1
    assert first_day(february) == np.datetime64("2024-02-01")
    assert last_day(february) == np.datetime64("2024-02-29")
    assert last_day(period("2023-02")) == np.datetime64("2023-02-28")
    assert last_day(period("2026")) == np.datetime64("2026-12-31")
    assert (days_in_month(february), days_in_month(period("2023-02")), days_in_month(period("2026-12"))) == (29, 28, 31)


def test_months_before_and_months_of_the_year() -> None:
    assert [str(m) for m in months_to(period("2026-02"), 3)] == ["2025-11", "2025-12", "2026-01"]
    assert months_to(period("2026-02"), 0) == []
    assert [str(m) for m in months_of_year_to(period("2026-03"))] == ["2026-01", "2026-02", "2026-03"]
    assert [str(m) for m in months_of_year_to(period("2026-01"))] == ["2026-01"]
    assert len(months_of_year_to(period("2026-12"))) == 12


def test_months_of_dates_not_given_and_of_dates_outside_the_table() -> None:
    """Counted by hand: year 1 is twelve months on, 1899-12 and 2101-01 lie beside the table of days."""
    days = np.resize(np.array(["0001-01-01", "1899-12-31", "1900-01-01", "2100-12-31", "2101-01-15"], "M8[D]"), MANY)
    months = [12, 1899 * 12 + 11, 1900 * 12, 2100 * 12 + 11, 2101 * 12]
    assert month_numbers(days)[:5].tolist() == months
    assert day_of_month(days)[:5].tolist() == [1, 31, 1, 31, 15]
    assert has_date(days)[:5].tolist() == [False, True, True, True, True]


def test_what_is_found_for_an_array_is_kept_only_while_it_cannot_change_and_lives() -> None:
    days = np.full(MANY, np.datetime64("2026-06-30"))
    before = len(once._found)
    month_numbers(days)
    days[0] = np.datetime64("2026-07-01")
    assert month_numbers(days)[:2].tolist() == [2026 * 12 + 6, 2026 * 12 + 5]
    fixed = days.view()
    fixed.flags.writeable = False
    assert month_numbers(fixed) is month_numbers(fixed)
    assert len(once._found) == before + 1
    del fixed
    assert len(once._found) == before


@pytest.mark.parametrize("months", [[2026 * 12] * 20, list(range(1900 * 12, 1900 * 12 + 20)), [0, *[30_000] * 19]])
def test_a_table_of_months_gives_what_each_month_gives(months, monkeypatch):
    monkeypatch.setattr(law_calendar, "_MANY", 5)
    born = np.array(months, dtype=np.int32)
    assert law_calendar.by_month(lambda month: month * 2 + 1, born).tolist() == [month * 2 + 1 for month in months]
