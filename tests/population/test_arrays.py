"""A simulation from arrays: the same as from JSON, and one sentence for every row that cannot be right."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import SimulationBuilder

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.base import has_role
from openfisca_kz.population import simulation_from_arrays

MONTH_ASKED = "2026-06"
FAMILY = np.array([7, 7, 7, 3])
ROLE = np.array(["first_parent", "second_parent", "child", "first_parent"])
DATES = np.array(["1998-03-12", "1996-11-02", "2026-06-09", "1960-01-31"], dtype="M8[D]")


@pytest.fixture(scope="module")
def law() -> CountryTaxBenefitSystem:
    return CountryTaxBenefitSystem()


def test_the_same_as_from_json(law) -> None:
    people = {
        "a": {"birth_date": {"ETERNITY": "1998-03-12"}, "sex": {"ETERNITY": "female"}},
        "b": {"birth_date": {"ETERNITY": "1996-11-02"}, "salary": {MONTH_ASKED: 320000}},
        "c": {"birth_date": {"ETERNITY": "2026-06-09"}},
        "d": {"birth_date": {"ETERNITY": "1960-01-31"}, "legal_residence": {MONTH_ASKED: "kandas"}},
    }
    families = {
        "3": {"first_parent": ["d"]},
        "7": {
            "first_parent": ["a"],
            "second_parent": ["b"],
            "children": ["c"],
            "earlier_children": {"ETERNITY": 3},
            "region": {MONTH_ASKED: "abai"},
        },
    }
    from_json = SimulationBuilder().build_from_entities(law, {"persons": people, "families": families})
    from_arrays = simulation_from_arrays(
        law,
        {
            "birth_date": DATES,
            "sex": np.array(["female", "male", "male", "male"]),
            "salary": {MONTH_ASKED: np.array([0, 320000, 0, 0])},
            "legal_residence": np.array([0, 0, 0, 1]),
        },
        FAMILY,
        ROLE,
        {"family_id": [7, 3], "earlier_children": np.array([3, 0]), "region": np.array(["abai", "astana_city"])},
        MONTH_ASKED,
    )
    for name in ("birth_benefit", "birth_order", "age", "salary", "sex", "legal_residence", "region"):
        left, right = (s.calculate(name, MONTH_ASKED) for s in (from_json, from_arrays))
        assert left.tolist() == right.tolist(), name
        assert left.dtype == right.dtype, name
    assert from_arrays.calculate("birth_benefit", MONTH_ASKED)[2] > 0


@pytest.mark.parametrize("ids", [[7, 7, 7, 9], [9, 9, 9, 7], ["x", "x", "x", "a"], [7, 7, 7, -1]])
@pytest.mark.parametrize("roles", [ROLE, ROLE.astype(object), np.array([0, 1, 2, 0]), np.array([0, 1, 2, 0], np.uint8)])
def test_ids_and_roles_of_every_kind(law, ids: list, roles: np.ndarray) -> None:
    simulation = simulation_from_arrays(law, {"birth_date": DATES}, np.array(ids), roles)
    family = simulation.family
    assert family.count == 2
    assert family.ids[family.members_entity_id].tolist() == ids
    assert has_role(simulation.persons, "child").tolist() == [False, False, True, False]
    assert [role.key for role in family.members_role] == ROLE.tolist()
    assert simulation.calculate("birth_order", MONTH_ASKED).tolist() == [0, 0, 1, 0]


def test_scattered_families(law) -> None:
    order = [2, 3, 0, 1]
    simulation = simulation_from_arrays(law, {"birth_date": DATES[order]}, FAMILY[order], ROLE[order])
    assert simulation.calculate("birth_order", MONTH_ASKED).tolist() == [1, 0, 0, 0]
    assert simulation.family.ids.tolist() == [3, 7]


def test_nobody(law) -> None:
    simulation = simulation_from_arrays(
        law, {"birth_date": np.array([], "M8[D]")}, np.array([], int), np.array([], int)
    )
    assert simulation.calculate("birth_benefit", MONTH_ASKED).tolist() == []
    assert simulation.calculate("birth_order", MONTH_ASKED).tolist() == []


def test_columns_are_neither_copied_nor_written_to(law) -> None:
    salary = np.arange(4.0)
    simulation = simulation_from_arrays(law, {"salary": salary}, FAMILY, ROLE, period=MONTH_ASKED)
    stored = simulation.calculate("salary", MONTH_ASKED)
    assert np.shares_memory(stored, salary)
    with pytest.raises(ValueError, match="read-only"):
        stored[0] = 1
    salary[0] = 5  # still the caller's


def test_dates_as_python_writes_them(law) -> None:
    dates = np.array([datetime.date(2000, 1, 1)] * 4, dtype=object)
    simulation = simulation_from_arrays(law, {"birth_date": dates}, FAMILY, ROLE)
    assert simulation.calculate("birth_date", MONTH_ASKED).tolist() == [datetime.date(2000, 1, 1)] * 4


def test_an_enum_array_is_taken_as_it_is(law) -> None:
    members = law.get_variable("sex").possible_values
    column = EnumArray(np.array([1, 0, 0, 1], dtype=np.int16), members)
    simulation = simulation_from_arrays(law, {"sex": column}, FAMILY, ROLE)
    assert simulation.calculate("sex", MONTH_ASKED).decode_to_str().tolist() == ["female", "male", "male", "female"]


FOUR = np.zeros(4)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"persons": {"salry": FOUR}}, "salry is not a variable of the law; did you mean salary?"),
        ({"persons": {"region": FOUR}}, "region is a column of families, not of persons."),
        ({"families": {"salary": FOUR}}, "salary is a column of persons, not of families."),
        ({"persons": {"salary": np.zeros(3)}}, "salary has 3 rows; there are 4 persons."),
        ({"persons": {"salary": np.zeros((4, 2))}}, "salary takes one entry a row: an array of one dimension, not 2."),
        ({"persons": {"salary": [1, 2, np.nan, 4]}}, "salary: row 2 holds nan; it takes a number."),
        ({"persons": {"salary": [1, 2, 3, np.inf]}}, "salary: row 3 holds inf; it takes a number."),
        ({"persons": {"salary": [1, -2, 3, 4]}}, "salary: row 1 holds -2.0; it takes at least 0."),
        ({"persons": {"salary": [1, 2e12, 3, 4]}}, "salary: row 1 holds 2000000000000.0; it takes at most 1"),
        ({"persons": {"salary": [True] * 4}}, "salary takes numbers, not bool."),
        ({"persons": {"salary": ["1"] * 4}}, "salary takes numbers, not <U1."),
        ({"persons": {"salary": np.ma.masked_equal([1, 2, 9, 4], 9)}}, "salary: row 2 is missing."),
        (
            {"persons": {"work_capacity_loss": [0, 0.3, 30, 1]}},
            "work_capacity_loss: row 2 holds 30.0; it takes at most 1",
        ),
        ({"persons": {"living_parents": [0, 1, 2, 1.5]}}, "living_parents: row 3 holds 1.5; it takes a whole number."),
        ({"persons": {"living_parents": [0, 1, 2, 3]}}, "living_parents: row 3 holds 3; it takes at most 2."),
        ({"persons": {"pregnant": [0, 1, 0, 1]}}, "pregnant takes true or false, not int64."),
        ({"persons": {"sex": [0, 1, 2, 0]}}, "sex: row 2 holds 2; it takes a position from 0 to 1."),
        ({"persons": {"sex": [0, 1, -1, 0]}}, "sex: row 2 holds -1; it takes a position from 0 to 1."),
        (
            {"persons": {"sex": ["male", "femal", "male", "male"]}},
            "sex: row 1 holds femal; it takes one of male, female; did you mean female?.",
        ),
        ({"persons": {"sex": FOUR}}, "sex takes names or positions of Sex, not float64."),
        ({"persons": {"birth_date": ["2000-01-01"] * 4}}, "birth_date takes dates (datetime64), not <U10."),
        (
            {"persons": {"birth_date": np.array(["2000-01-01", "NaT", "2000-01-01", "2000-01-01"], "M8[D]")}},
            "birth_date: row 1 holds NaT; it takes a date, or 0001-01-01 where there was no such event.",
        ),
        ({"persons": {"salary": {"2026": FOUR}}}, "salary is given by month, not for 2026."),
        ({"persons": {"birth_date": {"2026-06": DATES}}}, "birth_date is given by eternity, not for 2026-06."),
        ({"persons": {"salary": FOUR}, "period": None}, "salary belongs to a month: say which period."),
        ({"role": ROLE[:3]}, "role has 3 rows and family_id has 4."),
        ({"role": [0, 1, 4, 0]}, "role: row 2 holds 4; it takes a position from 0 to 3"),
        (
            {"role": ["first_parent", "second_parent", "children", "first_parent"]},
            "role: row 2 holds children; it takes one of first_parent, second_parent, child, other; did you",
        ),
        ({"role": FOUR}, "role takes keys or positions of first_parent, second_parent, child, other, not float64."),
        ({"role": [0, 0, 2, 0]}, "role: family 7 has more than 1 first_parent (rows 0, 1); a family has at most 1."),
        ({"family_id": FOUR}, "family_id takes whole numbers or text, not float64."),
        ({"family_id": [[7], [7], [7], [3]]}, "family_id takes one entry a row"),
        ({"families": {"family_id": [7, 7]}}, "family_id of families: 7 has two rows; a family has one."),
        ({"families": {"family_id": [7, 3, 9]}}, "family_id of families: 9 has a row and no members; leave it out."),
        ({"families": {"family_id": [7]}}, "family_id of families: 3 has members and no row; add one."),
        ({"families": {"earlier_children": [0]}}, "earlier_children has 1 rows; there are 2 families."),
    ],
)
def test_one_sentence_for_what_cannot_be_right(law, change: dict, sentence: str) -> None:
    arguments = {"persons": {}, "family_id": FAMILY, "role": ROLE, "families": None, "period": MONTH_ASKED, **change}
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the sentence is compared below
        simulation_from_arrays(law, **arguments)
    assert str(refused.value).startswith(sentence.removesuffix("."))
