"""Living standards by hand: tenths, Gini, S80/S20, poverty, both scales."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openfisca_kz.families.from_file import default_system, situation
from openfisca_kz.population import living
from openfisca_kz.population.living import OECD, PER_HEAD, Living


def families(income, members, scale=None, weight=None, line=None):
    count = len(income)
    return Living(
        np.array(income, dtype=float),
        np.array(members, dtype=float),
        np.array(scale if scale is not None else members, dtype=float),
        np.array(weight if weight is not None else [1.0] * count),
        None if line is None else np.array(line, dtype=float),
        np.zeros(count, dtype=np.int64),
    )


def test_gini_by_hand():
    assert living.gini(np.array([5.0, 5.0, 5.0]), np.ones(3)) == pytest.approx(0)
    # Two of equal weight, one has all: the curve is (0, 0), (1/2, 0), (1, 1); 1 - 2 * area = 1 - 2 * 1/4.
    assert living.gini(np.array([0.0, 8.0]), np.ones(2)) == pytest.approx(0.5)
    # Incomes 1 and 3: shares 1/4 at 1/2; area = 1/2 * (1/4)/2 + 1/2 * (1/4 + 1)/2 = 3/8.
    assert living.gini(np.array([3.0, 1.0]), np.ones(2)) == pytest.approx(0.25)
    # A weight is so many people.
    assert living.gini(np.array([1.0, 3.0]), np.array([2.0, 1.0])) == pytest.approx(
        living.gini(np.array([1.0, 1.0, 3.0]), np.ones(3))
    )
    # Below zero counts as zero.
    assert living.gini(np.array([-4.0, 8.0]), np.ones(2)) == pytest.approx(0.5)


def test_fifths_by_hand():
    # Ten people with 1 to 10: the poorest fifth has 1 + 2, the richest 9 + 10.
    assert living.fifths_ratio(np.arange(1.0, 11.0), np.ones(10)) == pytest.approx(19 / 3)
    # Five people: each is a fifth; a person is split where a fifth ends within it.
    assert living.fifths_ratio(np.array([1.0, 4.0]), np.array([1.0, 1.0])) == pytest.approx(4.0)
    assert living.fifths_ratio(np.array([0.0, 0.0, 0.0, 5.0]), np.ones(4)) is None


def test_tenths_hold_a_tenth_of_the_people_each_and_people_of_one_income_together():
    values, weights = np.arange(100.0)[::-1], np.ones(100)
    own = living.tenth(values, living.bounds(values, weights))
    assert np.bincount(own).tolist() == [10] * 10
    assert own[-1] == 0  # the poorest
    heavy = living.tenth(np.array([1.0, 2.0]), living.bounds(np.array([1.0, 2.0]), np.array([9.0, 1.0])))
    assert heavy.tolist() == [0, 9]
    zeros = np.array([0.0] * 15 + list(range(1, 86)))
    assert np.bincount(living.tenth(zeros, living.bounds(zeros, np.ones(100))))[:3].tolist() == [15, 5, 10]


def test_the_median_of_the_people_not_of_the_families():
    # One family of five with 10 each, two of one with 50 and 60: of seven people the fourth has 10.
    some = families([50, 50, 60], [5, 1, 1])
    assert living.bounds(some.by(PER_HEAD), some.persons, 2).tolist() == [10]


def test_poverty_by_hand():
    # Line 100: four people with 60 by head lack 40 each; one with 250 does not; weights 2 and 10.
    some = families([240, 250], [4, 1], weight=[2.0, 10.0], line=[100, 100])
    found = living.poverty(some, some.line, PER_HEAD)
    assert found["persons"] == 8
    assert found["share"] == pytest.approx(8 / 18)
    assert found["shortfall"] == pytest.approx(0.4)
    assert found["cost_to_close"] == pytest.approx(4 * 40 * 2)
    # By the OECD's scale (1 + 0.5 + 0.3 + 0.3 = 2.1) the family has 114.3: nobody is poor.
    rich = families([240, 250], [4, 1], scale=[2.1, 1.0], weight=[2.0, 10.0])
    assert living.poverty(rich, 100.0, OECD)["persons"] == 0
    # Who has exactly the line is not poor.
    assert living.poverty(families([100], [1]), 100.0, PER_HEAD)["share"] == 0


def test_lines_are_those_of_the_law_and_shares_of_the_median():
    some = families([100, 200, 300], [1, 1, 1], line=[10, 20, 30])
    lines = {(name, scale): amount for name, scale, _, amount in living.lines_of(some)}
    assert lines["law", PER_HEAD] == 20
    assert lines["median_50", PER_HEAD] == 100
    assert lines["median_60", OECD] == pytest.approx(120)


def test_the_line_of_a_region_is_the_law_s_own():
    """Order No. 160: 35% of the median or 70% of the minimum; published for the quarter, so not one for the country."""
    system = default_system()
    regions = tuple(member.name for member in system.variables["region"].possible_values)
    lines = dict(zip(regions, living.lines_by_region(system, "2026-06", regions), strict=True))
    for name in ("mangystau", "turkistan"):
        family = situation(
            {"family": {"first_parent": "a", "region": name}, "persons": {"a": {"birth_date": "1990-01-01"}}}
        )
        assert lines[name] == family.simulation("2026-06").calculate("poverty_line", "2026-06")[0]
    assert len(set(lines.values())) > 5


def test_a_part_gives_members_scale_and_income_without_what_is_paid_for_earlier_months(tmp_path):
    for table in ("persons", "families"):
        (tmp_path / table).mkdir()
    persons = {
        "family_id": [1, 1, 1, 1, 2, 2, 3],
        "age": [40, 38, 14, 13, 12, 9, 70],
        "sex": ["female", "male", "female", "male", "female", "male", "male"],
        "birth_benefit": [0.0, 0, 0, 100, 0, 0, 0],
        "birth_benefit_paid": [0.0, 0, 0, 160, 0, 0, 0],
    }
    homes = {"family_id": [1, 2, 3], "region": ["abai", "ulytau", "abai"], "disposable_income": [1_000.0, 50, 0]}
    pq.write_table(pa.table(persons), tmp_path / "persons" / "p.parquet")
    pq.write_table(pa.table(homes), tmp_path / "families" / "p.parquet")
    regions = ["ulytau", "abai"]
    found = living.living_of_part(tmp_path, "p.parquet", {"disposable_income": 1}, regions, ["birth_benefit_paid"])
    assert found.members.tolist() == [4, 2, 1]
    # Two adults and one of 14: 1 + 0.5 + 0.5; a child: 0.3. Where all are children one is the first member.
    assert found.scale.tolist() == pytest.approx([2.3, 1.3, 1.0])
    assert found.income.tolist() == [940, 50, 0]
    assert found.region.tolist() == [1, 0, 1]
    assert found.line is None


def test_poverty_of_children_of_the_old_and_by_type_of_family():
    """A mother with two children and little, a pensioner with much, a single with little; weights 1, 2 and 3."""
    some = families([90, 500, 50], [3, 1, 1], weight=[1, 2, 3])
    some.minors, some.elders = np.array([2.0, 0, 0]), np.array([0.0, 1, 0])
    some.kind = living.types_of(some.members, some.minors, some.elders)
    assert [living.TYPES[place] for place in some.kind] == ["one_with_children", "elders", "one"]
    found = {row["group"]: row for row in living.poverty_by_group(some, 100.0, PER_HEAD)}
    assert (found["children"]["people"], found["children"]["persons"]) == (2, 2)
    assert (found["of_pension_age"]["people"], found["of_pension_age"]["share"]) == (2, 0)
    assert (found["one_with_children"]["persons"], found["one"]["persons"]) == (3, 3)
    # Shortfalls of 70% (three people) and 50% (three), none (two): squares over eight people.
    assert living.poverty(some, 100.0, PER_HEAD)["severity"] == pytest.approx((3 * 0.49 + 3 * 0.25) / 8)
