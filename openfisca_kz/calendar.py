"""Calendar months and days of the law, as integers and datetime64 arrays; formulas take them from ``base``."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.periods import DateUnit, Period

from openfisca_kz.engine.once import Array, once, unchanging
from openfisca_kz.engine.open.hooks import is_open, moves, when_known

MONTH = DateUnit.MONTH

MONTHS_IN_YEAR = 12
MONTHS_BEFORE_1970 = 1970 * MONTHS_IN_YEAR

#: A date fact that is not given: "there was no such event". Earlier than any date of the law.
NO_DATE = datetime.date(1, 1, 1)
_NO_DATE = np.datetime64(NO_DATE, "D")
_NO_DAY = int(_NO_DATE.astype(np.int64))

ONE_DAY = np.timedelta64(1, "D")


def month_number(period: Period) -> int:
    """Return the month a period starts in, counted from year 0: 2026-06 is 2026 * 12 + 5."""
    return period.start.year * MONTHS_IN_YEAR + period.start.month - 1


def month_number_of(text: str) -> int:
    """Return the month of a text such as 2026-06 or 2026-06-09, counted from year 0."""
    return int(text[:4]) * MONTHS_IN_YEAR + int(text[5:7]) - 1


def month_text(number: int) -> str:
    """Return a month counted from year 0 as text: 2026-06."""
    return f"{number // MONTHS_IN_YEAR:04}-{number % MONTHS_IN_YEAR + 1:02}"


@moves(dates=1)
def month_numbers(dates: Array) -> Array:
    """Return the month of each date (datetime64) counted from year 0, as int32."""
    return _by_day(dates, _months_of_days, _month_numbers_by_numpy)


def _month_numbers_by_numpy(dates: Array) -> Array:
    return dates.astype("datetime64[M]").astype(np.int32) + MONTHS_BEFORE_1970


def _day_of_month_by_numpy(dates: Array) -> Array:
    return (dates - dates.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int32) + 1


# numpy takes 27 ns a date to find its month and 54 ns to find its day: over the lives of people, a table takes 1 ns.
# Its first entry is that of a date that is not given.
_TABLE_STARTS = np.datetime64("1900-01-01", "D")
_TABLE_DAYS = np.concatenate(([_NO_DATE], np.arange(_TABLE_STARTS, np.datetime64("2101-01-01", "D"))))
_BEFORE = int(_TABLE_STARTS.astype(np.int64)) - 1


@functools.cache
def _months_of_days() -> Array:
    return _month_numbers_by_numpy(_TABLE_DAYS)


@functools.cache
def _days_of_days() -> Array:
    return _day_of_month_by_numpy(_TABLE_DAYS)


def _given(dates: Array) -> Array:
    return unchanging(dates.view(np.int64) > _NO_DAY)  # twice as quick as comparing dates


def _rows_given(dates: Array) -> Array:
    return unchanging(np.flatnonzero(once(dates, _given, _given)))


def _by_day(dates: Array, table: Callable[[], Array], by_numpy: Callable[[Array], Array]) -> Array:
    """Return what a table holds for each date, and what numpy says for dates outside the table."""
    if getattr(dates, "dtype", None) != _NO_DATE.dtype:  # numpy makes an array anew of one of this type too
        dates = np.asanyarray(dates, dtype=_NO_DATE.dtype)
    if dates.size < len(_TABLE_DAYS) // 100:  # a family: the table would cost more than it saves
        return by_numpy(dates)
    found: Array = once(dates, table, lambda dates: unchanging(_in_table(dates, table(), by_numpy)))
    return found


# Where fewer than one in so many have a date, only these are looked up.
_SELDOM = 4


def _few_with_a_date(dates: Array) -> Array | None:
    """Return the places of those who have a date; None where they are not few."""
    rows: Array = once(dates, _rows_given, _rows_given)
    return rows if rows.size * _SELDOM < dates.size else None


def _in_table(dates: Array, table: Array, by_numpy: Callable[[Array], Array]) -> Array:
    rows = _few_with_a_date(dates)
    if rows is not None:
        values = np.full(dates.shape, table[0], dtype=table.dtype)
        values[rows] = _each_in_table(dates[rows], table, by_numpy)
        return values
    return _each_in_table(dates, table, by_numpy)


def _each_in_table(dates: Array, table: Array, by_numpy: Callable[[Array], Array]) -> Array:
    places = dates.view(np.int64) - _BEFORE
    values = table.take(places, mode="clip")
    if places.min(initial=1) <= 0 or places.max(initial=1) >= len(table):
        outside = ((places <= 0) & (dates != _NO_DATE)) | (places >= len(table))
        if outside.any():
            values[outside] = by_numpy(dates[outside])
    return values


#: The table of months begins with year 0: that of a date that is not given is in it.
_MONTHS_TO = 2201 * MONTHS_IN_YEAR


@functools.cache
def _days_of_months() -> Array:
    return _first_days_by_numpy(np.arange(_MONTHS_TO, dtype=np.int32)).view(np.int64)


def _first_days_by_numpy(months: Array) -> Array:
    return (months - MONTHS_BEFORE_1970).astype("datetime64[M]").astype("datetime64[D]")


@moves(months=1)
def first_days(months: Array) -> Array:
    """Return the first day (datetime64) of each month, counted from year 0."""
    months = np.asarray(months)
    if months.size < len(_TABLE_DAYS) // 100 or months.min() < 0 or months.max() >= _MONTHS_TO:
        return _first_days_by_numpy(months)
    return _days_of_months().take(months, mode="clip").view(_NO_DATE.dtype)


def first_day(period: Period) -> np.datetime64:
    """Return the first day of a period."""
    return _ends_of(period[:])[0]


def last_day(period: Period) -> np.datetime64:
    """Return the last day of a period, included."""
    return _ends_of(period[:])[1]


@functools.lru_cache(maxsize=4096)
def _ends_of(period: tuple[Any, ...]) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last day of a period; core finds the last one by the calendar each time."""
    plain = Period(period)
    return np.datetime64(plain.start.date, "D"), np.datetime64(plain.stop.date, "D")


def days_in_month(period: Period) -> int:
    """Return the number of days of the month a period starts in."""
    return int(period.first_month.stop.day)


@when_known(1, 31)
def day_of_month(dates: Array) -> Array:
    """Return the day of the month (1 to 31) of each date."""
    return _by_day(dates, _days_of_days, _day_of_month_by_numpy)


#: From so many people on a table of the months among them is quicker than each person's own.
_MANY = 10_000


def by_month(word: Callable[[Array], Array], months: Array) -> Array:
    """Return what a word gives for each month; of many people each month that occurs among them is looked at once."""
    if is_open(months) or len(months) < _MANY:
        return word(months)
    first, last = int(months.min()), int(months.max())
    if last - first >= len(months):
        return word(months)
    return word(np.arange(first, last + 1, dtype=months.dtype)).take(months - first)


@moves(dates=1)
def has_date(dates: Array) -> Array:
    """Return whether each date was given (a date fact that is not given is ``NO_DATE``)."""
    dates = np.asarray(dates, dtype=_NO_DATE.dtype)
    given: Array = _given(dates) if dates.size < _MANY else once(dates, _given, _given)
    return given


@moves(since=-1, until=1)
def completed_months(since: Array, until: Array | np.datetime64) -> Array:
    """Return the months completed from ``since`` to the day ``until``, both datetime64; negative before it.

    A month is complete on the day of the same number, or on the last day of a shorter month: from 31 January
    one month is complete on 28 February, from 29 February a year is complete on 28 February (Civil Code,
    art. 173: a term that ends in a month without that day ends on its last day).
    """
    until = np.asarray(until, dtype="datetime64[D]")
    month = month_numbers(until)
    whole = month - month_numbers(since)
    ends_month = first_days(month + 1) - until == ONE_DAY
    return whole - ((day_of_month(until) < day_of_month(since)) & ~ends_month)


def completed_years(months: Array) -> Array:
    """Return the whole years in so many months, as float64: numpy divides with a rest six times slower."""
    return np.floor(months / MONTHS_IN_YEAR)


@moves(dates=1, count=1)
def add_months(dates: Array, count: int | Array) -> Array:
    """Return the day on which ``count`` months from each date end: the same day, or the last of a shorter month.

    Civil Code, art. 173: a term that ends in a month without that day ends on its last day.
    """
    if np.ndim(count) == 0 and np.size(dates) >= _MANY:
        rows = _few_with_a_date(dates)
        if rows is not None:
            ends = np.full(dates.shape, _months_on(np.array([_NO_DATE]), count)[0])
            ends[rows] = _months_on(dates[rows], count)
            return ends
    return _months_on(dates, count)


def _months_on(dates: Array, count: int | Array) -> Array:
    months = month_numbers(dates) + np.asarray(count, dtype=np.int32)
    same_number = first_days(months) + (day_of_month(dates) - 1) * ONE_DAY
    return np.minimum(same_number, first_days(months + 1) - ONE_DAY)


def months_to(period: Period, count: int) -> list[Period]:
    """Return the ``count`` months before ``period``, oldest first; the month itself is not among them."""
    return list(_months(period.first_month, -count, 0))


def months_of_year_to(period: Period) -> list[Period]:
    """Return the months of the calendar year from January up to and including ``period``."""
    first = period.first_month
    return list(_months(first, 1 - first.start.month, 1))


@functools.lru_cache(maxsize=4096)
def _months(month: Period, begin: int, end: int) -> tuple[Period, ...]:
    """Return the months so many before or after a month; core adds months by the calendar, each a small cost."""
    return tuple(month.offset(count, MONTH) for count in range(begin, end))
