from __future__ import annotations

import pytest

from openfisca_kz.services.next_steps import next_steps
from openfisca_kz.services.register import Service, appendix_rows, read_register, service_of

# Numbers of Appendix B that have to do with social protection (law notes on social status, section 5).
APPENDIX = {2, 3, *range(8, 19), *range(32, 51), 199, 200, 201}
RAW = {
    "name": {"en": "A", "ru": "Б", "kk": "В"},
    "body": "labour",
    "law": "Social Code",
    "event": "birth",
    "registers": ["ZAGS"],
    "provision": "proactive",
    "claim_limit": "no limit",
    "proposal": "keep",
    "number": 1,
    "rights": ["birth_benefit"],
}


def test_every_social_service_of_the_appendix_is_there():
    assert {service.number for service in read_register()} - {None} == APPENDIX


def test_the_appendix_is_whole():
    """223 rows by number, and two printed without one (267 and 361); 47 to be dropped (section 2.2.2)."""
    rows = [row for group in appendix_rows() for row in group.rows]
    social = [service for service in read_register() if service.number is not None]
    numbers = [row.number for row in rows if row.number] + [service.number for service in social]
    assert sorted(numbers) == list(range(1, 224))
    assert [row.registry_number_2020 for row in rows if row.number is None] == [267, 361]
    dropped = [row for row in rows if row.drop] + [each for each in social if each.proposal == "drop"]
    assert len(dropped) == 47
    assert all(group.why for group in appendix_rows())
    registry = [each.registry_number_2020 for each in (*rows, *social)]
    assert len(set(registry)) == len(registry) == 225


def test_the_register_says_of_provision_what_the_way_to_each_right_says():
    """The steps have their sources and the day they were checked; a right that comes with others says so itself."""
    own = {"childcare_pension_subsidy", "national_fund_balance"}
    for service in read_register():
        for right in set(service.rights) - own:
            assert next_steps()[right].provision == service.provision, right
            assert next_steps()[right].source
            assert next_steps()[right].checked.year >= 2026


def test_every_row_of_a_social_service_is_bound_or_says_why_not():
    left = {service.number: service.unanswered for service in read_register() if service.unanswered}
    assert set(left) == {11, 14, 45, 50}


def test_variables_exist(system):
    for service in read_register():
        for name in (*service.rights, *service.answered_by):
            assert name in system.variables, f"{service.name['en']}: {name}"


def test_each_right_belongs_to_one_service(system):
    rights = {
        name
        for name, variable in system.variables.items()
        if f"{name}_eligible" in system.variables and variable.room.startswith("rights")
    }
    granted = {right for service in read_register() for right in service.rights}
    assert rights <= granted, sorted(rights - granted)
    assert granted <= rights, sorted(granted - rights)


def test_a_dropped_certificate_grants_nothing():
    """17 of the 47 exclusions are medical, educational or social; those of this register grant no right."""
    dropped = [service for service in read_register() if service.proposal == "drop"]
    assert {service.registry_number_2020 for service in dropped} >= {194, 217, 218, 220}
    assert not any(service.rights for service in dropped)


def test_who_grants_a_right_is_who_pays_or_takes_it_in():
    """The supplement is part of the pay; the guarantee is paid from the budget through the State Corporation."""
    assert service_of("ecological_zone_supplement").body == service_of("sick_leave_pay").body == "Employer"
    assert service_of("test_site_compensation").body == "Local executive body of the place of residence"
    assert service_of("fund_state_guarantee").body == "State Corporation “Government for Citizens”"
    assert service_of("fund_pension").body == "Unified Accumulative Pension Fund"


def test_the_poverty_line_itself_opens_the_assistance():
    """Social Code, art. 120 p. 1: income that does not exceed the line."""
    assert service_of("targeted_assistance").event == "income per head not above the poverty line"


def test_the_service_of_a_right():
    assert service_of("birth_benefit").registry_number_2020 == 71
    assert service_of("pupil_grant").name["en"] == "A right that a bill adds"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"extra": 1}, "no service has extra"),
        ({"provision": "magic"}, "provision is one of"),
        ({"proposal": "burn"}, "proposal is one of"),
        ({"name": {"en": "A", "ru": "Б"}}, "a name in each of en, ru, kk"),
        ({"number": None}, "both or neither"),
        ({"rights": []}, "what answers for it, or why nothing does"),
        ({"unanswered": "because"}, "what answers for it, or why nothing does"),
        ({"readout": "a"}, "a read-out needs variables"),
    ],
)
def test_an_entry_that_is_wrong_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Service.read({**RAW, **change})


def test_a_missing_field_is_named():
    with pytest.raises(ValueError, match="body is missing"):
        Service.read({key: value for key, value in RAW.items() if key != "body"})


def test_two_services_cannot_grant_the_same_right(tmp_path):
    entry = "- {name: {en: A, ru: A, kk: A}, body: b, law: l, event: e, registers: [r], provision: proactive,\n"
    entry += "   claim_limit: n, proposal: keep, number: %d, rights: [birth_benefit]}\n"
    path = tmp_path / "register.yaml"
    path.write_text(entry % 1 + entry % 2, encoding="utf-8")
    with pytest.raises(ValueError, match="the same right: birth_benefit"):
        read_register(path)
