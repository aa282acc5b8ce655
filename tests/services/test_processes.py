"""Services as processes: what is saved is counted by hand, and the numbers of the thesis are reproduced or differ."""

from __future__ import annotations

import pytest
import yaml

from openfisca_kz.families.owners import registers
from openfisca_kz.language import catalogue
from openfisca_kz.services.next_steps import document_texts, next_steps
from openfisca_kz.services.processes import (
    PROCESSES,
    assumed,
    known_to_a_register,
    processes,
    savings,
    still_asked,
    times,
)
from openfisca_kz.services.register import read_register

THESIS = yaml.safe_load(PROCESSES.read_text(encoding="utf-8"))["thesis"]


def test_birth_and_care_are_one_application():
    """Asked: identity, birth, custody decision, account; the account stays. 0.946 of those who did not consent came:
    0.946 x 0.5 = 0.473 visits. Seven working days become the three of the message.
    """
    (saving,) = savings(["birth_benefit", "childcare_benefit"])
    assert (len(saving.as_is.documents), saving.to_be.documents, saving.documents) == (4, ("bank_account",), 3)
    assert saving.visits == pytest.approx(0.473)
    assert (saving.as_is.days, saving.to_be.days, saving.days) == (7, 3, 4)


def test_both_pensions_are_one_application():
    """Asked: application, identity, work book, income, education and military papers, births, account, participation.
    Nine. The work book and the account stay. On an application 94.6% come; ten working days become three.
    """
    (saving,) = savings(["age_pension", "basic_pension"])
    assert (len(saving.as_is.documents), saving.to_be.documents) == (9, ("work_book", "bank_account"))
    assert (saving.documents, saving.days) == (7, 7)
    assert saving.visits == pytest.approx(0.946)


def test_where_today_was_not_found_nothing_is_said_to_be_saved():
    (saving,) = savings(["service_pension"])
    assert (saving.documents, saving.days) == (None, None)


def test_what_comes_by_itself_saves_no_visit():
    (saving,) = savings(["national_fund_share"])
    assert (saving.visits, saving.documents) == (0, 0)


def test_shares_are_parameters():
    (saving,) = savings(["birth_benefit"], {"in_person_share": 1, "consent_share": 0.2, "answer_hours": 24})
    assert saving.visits == pytest.approx(0.8)
    assert saving.to_be.days == 1


def test_a_country_saves_as_many_times_as_people_consent():
    """300 000 births a year, half consent: 150 000 x 3 papers, x 4 days; x 0.473 visits."""
    (saving,) = savings(["birth_benefit", "childcare_benefit"])
    assert times(saving, 300_000) == pytest.approx({"documents": 450_000, "visits": 70_950, "days": 600_000})
    assert times(saving, 300_000, {"consent_share": 0})["documents"] == 0


def test_every_right_has_a_saving_and_every_document_is_judged():
    assert savings(next_steps())
    known = set(registers())
    for document in document_texts():
        assert known_to_a_register(document) in known | {None}
    assert {document for document in document_texts() if still_asked(document)} == {
        "bank_account",
        "work_book",
        "housing_bills",
        "social_contract",
        "purpose_contract",
    }


def test_the_two_processes_of_the_thesis_are_drawn():
    assert [process.id for process in processes()] == ["age_pension", "birth_and_care"]
    for process in processes():
        assert any(step.visit for step in process.as_is)
        assert not any(step.visit for step in process.to_be)


def test_numbers_of_the_thesis_are_reproduced_or_differ():
    """Ten days of the age pension and the share of 94.6% agree; of 223, 47 and 23 the register has its social part."""
    assert next_steps()["age_pension"].term == THESIS["days_of_the_age_pension"]
    assert assumed()["in_person_share"].value == THESIS["share_through_the_state_corporation"]
    dropped = [service for service in read_register() if service.proposal == "drop"]
    optimised = [service for service in read_register() if service.proposal == "optimise"]
    revised = [service for service in read_register() if service.number is not None]
    assert (len(revised), len(dropped), len(optimised)) == (35, 13, 20)
    assert len(revised) < THESIS["services_to_revise"]
    assert len(dropped) < THESIS["certificates_to_drop"]
    assert len(optimised) < THESIS["social_services_to_optimise"]


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_steps_are_translated(lang):
    said = {step.text for process in processes() for step in (*process.as_is, *process.to_be)}
    assert not {text for text in said if text not in catalogue(lang)}
