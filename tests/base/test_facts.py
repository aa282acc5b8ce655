"""Facts that are told alike are written once, a line each: type, unit and bounds are those of the list."""

from __future__ import annotations

from openfisca_kz.base import ETERNITY, MONTH, NO_DATE, Family, Person, date, facts


def test_what_is_told_alike_is_alike_but_for_name_and_label() -> None:
    first, second = (fact() for fact in facts((Person, MONTH, float, "KZT"), salary="Salary", rent="Rent"))
    assert (first.name, first.label, second.name, second.label) == ("salary", "Salary", "rent", "Rent")
    assert all(fact.unit == "KZT" and fact.bounds[0] == 0 and fact.entity.key == "person" for fact in (first, second))


def test_a_share_ends_at_one_and_a_date_begins_as_not_given() -> None:
    (share,) = facts((Family, MONTH, float, "share"), part="Part")
    (day,) = facts((Person, ETERNITY, date), since="Since when")
    assert share().bounds == (0, 1)
    assert day().default_value == NO_DATE
    assert day().unit == "date"
