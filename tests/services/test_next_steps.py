"""The way to each right: whole, known to the register, and never milder than the law."""

from __future__ import annotations

import pytest

from openfisca_kz.language import catalogue
from openfisca_kz.services.next_steps import complaint, next_steps
from openfisca_kz.services.register import read_register, service_of

#: The ministry's list of January 2026: these eleven kinds are offered by SMS.
PROACTIVE = {
    "work_capacity_payment",
    "job_loss_payment",
    "survivor_payment",
    "other_parent_survivor_payment",  # the same payment, for each lost parent
    "survivor_allowance",
    "birth_benefit",
    "childcare_benefit",
    "childcare_payment",
    "maternity_payment",
    "newborn_adoption_payment",
    "disabled_child_allowance_carer",
    "disability_allowance",
    "large_family_allowance",
    "awarded_mother_allowance",
    "targeted_assistance",
    "targeted_assistance_child_supplement",
    "burial_payment",
}


def test_every_right_has_its_steps(system):
    granted = {right for service in read_register() for right in service.rights}
    assert set(next_steps()) == granted


def test_the_list_of_the_ministry_is_what_is_offered():
    assert {right for right, step in next_steps().items() if step.provision == "proactive"} == PROACTIVE


@pytest.mark.parametrize("right", ["age_pension", "basic_pension"])
def test_pensions_are_paid_on_an_application(right):
    """Social Code, art. 199 p. 1: the ground is the application of the person; no proactive exception."""
    assert next_steps()[right].provision == service_of(right).provision == "application"
    assert next_steps()[right].sms is None


def test_what_is_offered_by_sms_can_be_answered_for_some_hours():
    assert {right for right, step in next_steps().items() if step.sms} == PROACTIVE | {"fund_pension", "fund_lump_sum"}
    assert next_steps()["fund_pension"].sms == 24
    assert {next_steps()[right].sms for right in PROACTIVE} == {72}


def test_shares_of_the_national_fund_wait_for_the_eighteenth_birthday():
    assert next_steps()["national_fund_balance"].channels == (
        "enpf-otbasy.kz of Otbasy Bank, from the eighteenth birthday on",
    )


def test_each_step_has_a_source_and_a_day():
    for step in next_steps().values():
        assert step.source or step.confidence == "L", step.right
        assert step.checked.year == 2026


def test_terms_as_published():
    """Working days: family benefits 7, fund payments 8, job loss 4, age pension 10, targeted assistance 15."""
    terms = {right: step.term for right, step in next_steps().items()}
    assert (terms["birth_benefit"], terms["childcare_payment"], terms["job_loss_payment"]) == (7, 8, 4)
    assert (terms["age_pension"], terms["targeted_assistance"], terms["service_pension"]) == (10, 15, None)


def test_a_complaint_has_its_terms():
    """Administrative Procedure Code, art. 91 p. 4, 92 p. 1, 99, 136."""
    way = complaint()
    assert (way.to_the_body_months, way.passed_on_working_days, way.decided_working_days, way.court_months) == (
        3,
        3,
        20,
        1,
    )


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_offices_papers_and_channels_are_translated(lang):
    said = {service.body for service in read_register()}
    for step in next_steps().values():
        said |= {*step.channels, *(step.documents or ())}
    assert not {text for text in said if text not in catalogue(lang)}


def test_an_office_is_no_theme():
    """A letter is written to an office: none is called after a field of policy, none names two ministries."""
    for service in read_register():
        assert service.body[0].isupper(), service.body
        assert "2020" not in service.body
