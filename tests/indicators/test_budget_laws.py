"""The figures of the budget laws, as their texts have them (https://adilet.zan.kz/rus/docs/<id>)."""

from __future__ import annotations

from typing import Any

import pytest

#: Identifier of the law; first day; minimum wage, basic pension, minimum pension, MRP, subsistence minimum.
#: None: the law says nothing of it for that day, or its text was not read for it.
BUDGET_LAWS = [
    ("Z980000318_", "1999-01-01", 2440, None, 3000, 660, None),
    ("Z980000318_", "1999-04-01", 2650, None, None, 715, None),
    ("Z980000318_", "1999-10-01", 2680, None, None, 725, None),
    ("Z990000473_", "2000-01-01", 2680, None, 3500, 725, None),
    ("Z000000131_", "2001-01-01", 3484, None, 4000, 775, None),
    ("Z010000273_", "2002-01-01", 4181, None, 4336, 823, None),
    ("Z020000362_", "2003-01-01", 5000, None, 5000, 872, None),
    ("Z030000505_", "2004-01-01", 6600, None, 5800, 919, None),
    ("Z040000003_", "2005-01-01", 7000, None, 6200, 971, None),
    ("Z040000003_", "2005-07-01", 9200, 3000, None, None, None),
    ("Z050000088_", "2006-01-01", 9200, None, 6700, 1030, 7945),
    ("Z060000194_", "2007-01-01", 9752, None, 7236, 1092, 8861),
    ("Z070000008_", "2008-01-01", 10515, 4210, 7900, 1168, 10515),
    ("Z080000096_", "2009-01-01", 13470, 5388, 9875, 1273, 13470),
    ("Z090000219_", "2010-01-01", 14952, 5981, 12344, 1413, 14952),
    ("Z1000000357", "2011-01-01", 15999, 8000, 16047, 1512, 15999),
    ("Z1100000496", "2012-01-01", 17439, 8720, 17491, 1618, 17439),
    ("Z1200000054", "2013-01-01", 18660, 9330, 19066, 1731, 18660),
    ("Z1300000148", "2014-01-01", 19966, 9983, 20782, 1852, 19966),
    ("Z1400000182", "2014-04-01", None, 10450, 21736, None, None),
    ("Z1400000259", "2015-01-01", 21364, 11182, 23692, 1982, 21364),
    ("Z1500000426", "2016-01-01", 22859, 11965, 25824, 2121, 22859),
    ("Z1600000025", "2017-01-01", 24459, 12802, 28148, 2269, 24459),
    ("Z1700000046", "2017-07-01", None, 14466, 31245, None, None),
    ("Z1700000113", "2018-01-01", 28284, 15274, 33745, 2405, 28284),
    ("Z1800000197", "2019-01-01", 42500, 16037, 36108, 2525, 29698),
    ("Z1900000276", "2020-01-01", 42500, 16839, 38636, 2651, 31183),
    ("Z1900000276", "2020-04-01", None, 17641, 40441, 2778, 32668),
    ("Z2000000379", "2021-01-01", 42500, 18524, 43272, 2917, 34302),
    ("Z2100000077", "2022-01-01", 60000, 19450, 46302, 3063, 36018),
    ("Z2100000077", "2022-04-01", None, 20191, 48032, 3180, 37389),
]
INDICATORS = ("minimum_wage", "minimum_basic_pension", "minimum_pension", "mrp", "subsistence_minimum")
#: Raises of pensions that the same laws name.
RAISES = {
    "2017-01-01": 0.09,
    "2017-07-01": 0.11,
    "2018-01-01": 0.08,
    "2019-01-01": 0.07,
    "2020-01-01": 0.07,
    "2020-04-01": 0.05,
    "2021-01-01": 0.07,
    "2022-01-01": 0.07,
    "2022-04-01": 0.04,
}


@pytest.mark.parametrize("row", BUDGET_LAWS, ids=lambda row: row[1])
def test_the_figures_of_the_law_hold_from_its_first_day(row: tuple[Any, ...], system: Any) -> None:
    _, day, *figures = row
    indicators = system.parameters.indicators
    for name, figure in zip(INDICATORS, figures, strict=True):
        parameter = indicators.children[name]
        if figure is not None:
            assert parameter(day) == figure, name
            if day in (entry.instant_str for entry in parameter.values_list):
                assert parameter.metadata["reference"][_date(parameter, day)].get("href"), name


def _date(parameter: Any, day: str) -> Any:
    """Return the key of a reference, which YAML reads as a date."""
    (key,) = [key for key in parameter.metadata["reference"] if str(key) == day]
    return key


@pytest.mark.parametrize("day", RAISES)
def test_the_raises_of_pensions_are_those_of_the_law(day: str, system: Any) -> None:
    assert system.parameters.indicators.pension_indexation(day) == RAISES[day]


def test_fines_and_taxes_kept_the_index_of_january_2022(system: Any) -> None:
    """Budget law 2022-2024, art. 9: from April 2022 the index of 3 180 is for benefits only."""
    assert system.parameters.indicators.mrp_tax("2022-06-01") == 3063
    assert system.parameters.indicators.mrp("2022-06-01") == 3180
    assert [system.parameters.indicators.mrp_tax(f"1999-{month}-01") for month in ("03", "04", "10")] == [660, 715, 725]
