"""What is coming: expected amounts by hand from the figures of 2026 (MRP 4 325, SM 50 851) and the law notes."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from openfisca_kz.answers.calculation import calculate
from openfisca_kz.answers.timeline import Event, Timeline, timeline
from openfisca_kz.engine.bills import find_reform
from openfisca_kz.language import LANGUAGES, language
from openfisca_kz.presentation.timeline import to_svg, to_text
from openfisca_kz.problems import InputError
from tests.rotating import some
from tests.shared import situation

FAMILY = {
    "family": {"first_parent": "mother", "second_parent": "father", "children": ["baby"]},
    "persons": {
        "mother": {"birth_date": "1998-03-12", "sex": "female"},
        "father": {"birth_date": "1996-11-02", "sex": "male", "salary": 320000},
        "baby": {"birth_date": "2026-06-09"},
    },
}


@pytest.fixture(scope="module")
def young() -> Timeline:
    return timeline(situation(FAMILY), "2026-06", 3)


def amounts(whole: Timeline, variable: str) -> list[tuple[str, float, float]]:
    return [(event.month, event.before, event.after) for event in whole.events if event.variable == variable]


def only(whole: Timeline, variable: str, month: str) -> Event:
    (event,) = [event for event in whole.events if (event.variable, event.month) == (variable, month)]
    return event


def test_a_payment_that_ends_with_the_age(young: Timeline) -> None:
    """5.76 x 4 325 = 24 912 a month; 22 of 30 days of June: 18 268.8; 9 of 31 days of December 2027: 7 232.5."""
    assert amounts(young, "childcare_benefit_paid") == [
        ("2026-07", 18269, 24912),
        ("2027-12", 24912, 7233),
        ("2028-01", 7233, 0),
    ]
    partial = only(young, "childcare_benefit_paid", "2027-12")
    assert [(cause.kind, cause.name) for cause in partial.causes] == [("fact", "childcare_benefit_share")]
    end = only(young, "childcare_benefit_paid", "2028-01")
    assert [(cause.kind, cause.name, cause.after) for cause in end.causes] == [
        ("condition", "childcare_benefit_month", False)
    ]
    assert end.causes[0].law is not None
    assert "art. 81" in end.causes[0].law.text


def test_a_payment_made_once(young: Timeline) -> None:
    """38 x 4 325 = 164 350 in June only, because the birth was in June."""
    assert amounts(young, "birth_benefit_paid") == [("2026-06", 0, 164350)]
    assert only(young, "birth_benefit_paid", "2026-06").causes == ()
    before = timeline(situation(FAMILY), "2026-05", 1)
    assert amounts(before, "birth_benefit_paid") == [("2026-06", 0, 164350)]
    causes = only(before, "birth_benefit_paid", "2026-06").causes
    assert ("condition", "birth_benefit_month") in [(cause.kind, cause.name) for cause in causes]
    assert [month.paid_once for month in before.months[:3]] == [0, 164350, 0]


def test_a_figure_enacted_for_later(young: Timeline) -> None:
    """The employer's rate is 3.5, 4.5 and 5 percent of 320 000 in 2026, 2027 and 2028."""
    changes = amounts(young, "employer_pension_contribution")
    assert [(month, round(before), round(after)) for month, before, after in changes] == [
        ("2027-01", 11200, 14400),
        ("2028-01", 14400, 16000),
    ]
    event = only(young, "employer_pension_contribution", "2027-01")
    assert [(cause.kind, cause.name, cause.before, cause.after) for cause in event.causes] == [
        ("figure", "duties.employer_pension_contribution.rate", 0.035, 0.045)
    ]
    assert event.projected
    assert not only(young, "childcare_benefit_paid", "2026-07").projected


def test_days_that_matter(young: Timeline) -> None:
    days = [(event.day, event.label) for event in young.events if event.kind == "milestone"]
    assert days == [
        ("2026-06-09", "baby is born, number 1 in order of birth"),
        ("2027-06-09", "baby turns one"),
        ("2027-12-09", "baby turns one and a half"),
        ("2027-12-09", "the last day to claim: Birth benefit (baby)"),
    ]


def test_statuses_begin_and_end(young: Timeline) -> None:
    found = {(event.month, event.variable, event.who, event.after) for event in young.events if event.kind == "status"}
    assert ("2027-06", "child_under_1", "baby", False) in found
    assert not [name for _, name, _, _ in found if "preschool" in name or "nonworking" in name]  # nobody was asked


def test_months_are_those_of_the_rules(young: Timeline) -> None:
    for place, month in ((0, "2026-06"), (18, "2027-12")):
        rules = calculate(situation(FAMILY), ["total_rights", "total_duties", "disposable_income"], month)
        shown = young.months[place]
        assert shown.month == month
        once = 164350 if place == 0 else 0  # 38 x 4 325, in neither of the sums
        assert shown.paid_once == once
        assert shown.total_rights + once == rules["total_rights"]["family"]
        assert shown.total_duties == rules["total_duties"]["family"]
        assert shown.disposable_income + once == rules["disposable_income"]["family"]
    assert [month.projected for month in young.months].index(True) == 7  # January 2027


def test_a_pension_age_is_reached_and_a_share_grows() -> None:
    """61 years on 15 March 2027; ten years of service give 70 percent: 0.7 x 50 851 = 35 595.7.

    The greatest share is 118 percent in 2026 and 120 from 2027 on: 60 004.18 and 61 021.2.
    """
    people = {
        "family": {"first_parent": "woman", "second_parent": "man"},
        "persons": {
            "woman": {"birth_date": "1966-03-15", "sex": "female", "service_months_before_1998": 120},
            "man": {"birth_date": "1956-01-31", "sex": "male", "service_months_before_1998": 528},
        },
    }
    whole = timeline(situation(people), "2026-06", 2)
    assert [(event.day, event.who) for event in whole.events if event.kind == "milestone"] == [("2027-03-15", "woman")]
    found = {(e.who, e.month, e.before, e.after) for e in whole.events if e.variable == "basic_pension_paid"}
    assert ("man", "2027-01", 60005, 61022) in found
    (began,) = [item for item in found if item[0] == "woman"]
    assert (began[1], began[3]) == ("2027-03", 35596)


def _disabled(group: object) -> Timeline:
    child = {"birth_date": "2008-11-20", "disability_group": group}
    people = {
        "family": {"first_parent": "mother", "children": ["child"]},
        "persons": {"mother": {"birth_date": "1985-03-12", "sex": "female", "salary": 0}, "child": child},
    }
    return timeline(situation(people), "2026-06", 1)


def _labels(whole: Timeline) -> list[tuple[str | None, str]]:
    return [(event.day, event.label) for event in whole.events if event.kind == "milestone"]


def test_the_disability_of_a_child_ends_at_eighteen() -> None:
    """Social Code, art. 155 p. 7: at the longest until eighteen. Nothing is paid for it after, nor insured by it."""
    whole = _disabled("child")
    ((day, label),) = _labels(whole)
    assert day == "2026-11-20"
    assert "a new examination assigns a group (Social Code, art. 155 p. 7)" in label
    assert "no disability is counted" in label
    assert amounts(whole, "disability_allowance_paid") == [("2026-11", 81871, 0)]
    assert amounts(whole, "disabled_child_allowance_carer") == [("2026-12", 81871, 0)]
    insured = [(event.month, event.after) for event in whole.events if event.variable == "health_insured"]
    assert insured == [("2026-11", False)]


def test_a_group_of_a_child_is_examined_anew_at_eighteen() -> None:
    """1.83 and, the cause not being since childhood as far as was entered, 1.76 x 50 851 = 89 497.76."""
    whole = _disabled("group_2")
    ((_, label),) = _labels(whole)
    assert "as if it assigned the same group" in label
    assert amounts(whole, "disability_allowance_paid")[0] == ("2026-11", 93058, 89498)


def test_a_group_that_was_entered_for_eighteen_needs_no_word() -> None:
    months = [f"2026-{number:02}" for number in range(5, 13)]
    groups = {month: "child" if month < "2026-11" else "group_1" for month in months} | {"otherwise": "group_1"}
    assert _labels(_disabled(groups)) == [("2026-11-20", "child turns eighteen")]


def test_a_small_child_gets_a_group_at_seven() -> None:
    child = {"birth_date": "2019-09-02", "disability_group": "child"}
    whole = timeline(
        situation({"family": {"first_parent": "woman", "children": ["child"]}, "persons": {
            "woman": {"birth_date": "1990-03-15", "sex": "female"}, "child": child}}), "2026-06", 1)  # fmt: skip
    ((day, label),) = _labels(whole)
    assert (day, "what follows is counted without a group" in label) == ("2026-09-02", True)


def test_a_child_that_counts_no_longer() -> None:
    """Four children: 16.03 x 4 325 = 69 329.75; the eldest is eighteen on 14 February 2027 and does not study."""
    births = {"a": "2009-02-14", "b": "2013-01-01", "c": "2015-01-01", "d": "2018-01-01"}
    people = {
        "family": {"first_parent": "mother", "children": list(births)},
        "persons": {
            "mother": {"birth_date": "1985-01-01", "sex": "female"},
            **{name: {"birth_date": day} for name, day in births.items()},
        },
    }
    whole = timeline(situation(people), "2026-06", 1)
    assert amounts(whole, "large_family_allowance_paid") == [("2027-03", 69330, 0)]
    event = only(whole, "large_family_allowance_paid", "2027-03")
    assert [(cause.kind, cause.name, cause.after) for cause in event.causes] == [
        ("condition", "enough_children", False)
    ]


def test_an_increase_of_the_forecast() -> None:
    """The reform expects 6.5 percent in 2027: 110 000 x 1.065 = 117 150."""
    person = {"birth_date": "1955-01-01", "age_pension_award_date": "2026-05-01", "age_pension_at_award": 110000}
    people = situation({"family": {"first_parent": "man"}, "persons": {"man": {**person, "sex": "male"}}})
    whole = timeline(people, "2026-06", 1, system=find_reform("forecast_indicators")(people.system))
    event = only(whole, "age_pension_paid", "2027-01")
    assert (event.before, event.after, event.projected) == (110000, 117150, True)
    assert [(cause.name, cause.after) for cause in event.causes] == [("indicators.pension_indexation", 0.065)]


def test_a_child_to_be_born() -> None:
    """The fourth child: 63 x 4 325 = 272 475, and four children make 16.03 x 4 325 = 69 329.75 a month.

    In November eleven days of thirty: 25 420.91.
    """
    births = {"a": "2013-01-01", "b": "2015-01-01", "c": "2018-01-01", "baby": "2026-11-20"}
    people = {
        "family": {"first_parent": "mother", "children": list(births)},
        "persons": {
            "mother": FAMILY["persons"]["mother"],
            **{name: {"birth_date": day} for name, day in births.items()},
        },
    }
    whole = timeline(situation(people), "2026-06", 1)
    assert amounts(whole, "birth_benefit_paid")[0] == ("2026-11", 0, 272475)
    assert amounts(whole, "large_family_allowance_paid") == [("2026-11", 0, 25421), ("2026-12", 25421, 69330)]
    labels = {(event.day, event.label) for event in whole.events}
    assert ("2026-11-20", "baby is born, number 4 in order of birth") in labels


@pytest.mark.parametrize("years", [0, 41])
def test_years_that_cannot_be_asked(years: int) -> None:
    with pytest.raises(InputError, match="1 to 40 years"):
        timeline(situation(FAMILY), "2026-06", years)


def test_a_birth_after_the_last_month_is_refused() -> None:
    with pytest.raises(InputError, match="The birth date of baby is 2026-06-09, after May 2026"):
        timeline(situation(FAMILY), "2025-06", 1)


@pytest.mark.parametrize("lang", some(LANGUAGES, 1))
def test_text_and_drawing_in_each_language(lang: str) -> None:
    first, second = (timeline(situation(FAMILY), "2026-06", 2, lang) for _ in range(2))
    text = to_text(first, lang)
    assert text == to_text(second, lang)
    assert language(lang).money(24912) in text
    assert language(lang).say("{name} turns one and a half", name="baby") in text
    drawing = ET.fromstring(to_svg(first, language(lang)))
    named = {element.tag.rpartition("}")[2] for element in drawing}
    assert {"title", "desc", "text", "rect"} <= named
    assert drawing.get("role") == "img"
    if lang != "en":
        assert "because" not in text
        assert "month" not in text


def test_nothing_changes() -> None:
    man = {"family": {"first_parent": "man"}, "persons": {"man": {"birth_date": "1985-01-01", "sex": "male"}}}
    whole = timeline(situation(man), "2026-06", 1)
    assert [event for event in whole.events if event.kind != "status"] == []
