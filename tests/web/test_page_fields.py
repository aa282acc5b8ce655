"""What people type: read in every usual spelling, refused with a sentence, shown again as it was."""

from __future__ import annotations

import pytest

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.language import language
from openfisca_kz.problems import RefusedValueError
from openfisca_kz.web.page.reading_fields import read_day, read_fact, read_number, shown


@pytest.mark.parametrize(
    "text",
    ["12.03.1998", "12/3/1998", "12-03-1998", "12 03 1998", "12031998", "1998-03-12", "1998.3.12", " 12.03.1998 "],
)
def test_a_date_in_every_usual_spelling(text: str) -> None:
    assert read_day(text) == "1998-03-12"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31.02.1998", "There is no 31.02.1998: check the day and the month."),
        ("03.13.1998", "There is no 03.13.1998: check the day and the month."),
        ("12.03.98", "12.03.98 is not a date: write day, month and year, such as 12.03.1998."),
        ("x" * 90, "x" * 80 + "... is not a date: write day, month and year, such as 12.03.1998."),
    ],
)
def test_what_is_no_date(text: str, message: str) -> None:
    with pytest.raises(RefusedValueError) as caught:
        read_day(text)
    assert caught.value.problem.say(language("en")) == message


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("320000", 320000),
        ("320 000", 320000),
        ("320\u00a0000 ₸", 320000),
        ("320,000", 320000),
        ("1.320.000", 1320000),
        ("320000,50", 320000.5),
        ("320,000.50", 320000.5),
        ("0", 0),
    ],
)
def test_an_amount_in_every_usual_spelling(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["a lot", "-5", "1e5", "12,3,4", "9" * 13, "٣", "nan", "."])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(RefusedValueError):
        read_number(text)


def test_half_a_child_is_no_number_of_children() -> None:
    with pytest.raises(RefusedValueError) as caught:
        read_number("1,5", whole=True)
    assert caught.value.problem.say(language("en")) == "1,5 is not a whole number."


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("salary", "320 000", 320000),
        ("pregnant", "yes", True),
        ("pregnant", "no", False),
        ("disability_group", "group_1", "group_1"),
        ("maternity_leave_start", "01.06.2026", "2026-06-01"),
        ("work_capacity_loss", "80%", 0.8),
        ("social_insurance_months", "24", 24),
    ],
)
def test_a_fact_is_read_and_shown_again(
    system: CountryTaxBenefitSystem, fact: str, text: str, value: float | str
) -> None:
    variable = system.variables[fact]
    assert read_fact(variable, text) == value
    assert read_fact(variable, shown(variable, value)) == value


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("pregnant", "maybe"),
        ("disability_group", "group_9"),
        ("social_insurance_months", "1,5"),
        ("work_capacity_loss", "300"),
    ],
)
def test_a_fact_that_cannot_be_read(system: CountryTaxBenefitSystem, fact: str, text: str) -> None:
    with pytest.raises(RefusedValueError):
        read_fact(system.variables[fact], text)


def test_a_fact_told_by_month_shows_what_holds_otherwise(system: CountryTaxBenefitSystem) -> None:
    assert shown(system.variables["salary"], {"2026-01": 1, "otherwise": 2}) == "2"
    assert shown(system.variables["maternity_leave_start"], "0001-01-01") == ""
