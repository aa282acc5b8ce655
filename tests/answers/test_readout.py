"""Signed read-outs: what they say and rest on, that nothing more is disclosed, and that another byte breaks them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

import openfisca_kz
from openfisca_kz.answers.readout import certificates, readout, signed_readout
from openfisca_kz.answers.signature import code_of, verified
from openfisca_kz.cli import main
from openfisca_kz.presentation.readout import to_page, to_text
from openfisca_kz.problems import InputError
from openfisca_kz.services.register import read_register
from tests.shared import read_family, situation

NEWBORN = Path(openfisca_kz.__file__).parent / "situations/newborn.yaml"
DAY = datetime.date(2026, 6, 30)


def write_keys(folder: Path, name: str, key: Any) -> tuple[Path, Path]:
    private, public = folder / f"{name}.pem", folder / f"{name}.pub"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return private, public


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_keys(tmp_path_factory.mktemp("keys"), "operator", Ed25519PrivateKey.generate())


@pytest.fixture(scope="module")
def document(keys: tuple[Path, Path]) -> bytes:
    made = readout(read_family(NEWBORN), "health_insurance", "2026-06", "Alikhan", issued=DAY)
    return signed_readout(made, keys[0])


def test_a_read_out_is_genuine_and_says_what_the_rules_say(document: bytes, keys: tuple[Path, Path]) -> None:
    """A child is insured by the state (art. 26 p. 1 subp. 1); 2% of the average wage, 405 416, is 8 108.32."""
    payload = verified(document, keys[1])
    assert payload is not None
    values = {each["variable"]: each["value"] for each in payload["values"]}
    assert values["health_insured"] is True
    assert values["state_health_contribution"] == pytest.approx(8108.32)
    assert (payload["issued"], payload["expires"]) == ("2026-06-30", "2026-07-30")
    assert payload["law_version"]


def test_no_more_is_disclosed_than_settles_the_values(document: bytes, keys: tuple[Path, Path]) -> None:
    """A child is insured whatever the parents earn: the birth date is enough, and the father's pay is not told."""
    payload = verified(document, keys[1])
    assert payload is not None
    assert [(fact["fact"], fact["who"]) for fact in payload["facts"]] == [("birth_date", "")]
    assert b"salary" not in document
    assert b"Daulet" not in document


def test_another_byte_anywhere_breaks_it(document: bytes, keys: tuple[Path, Path]) -> None:
    for place in range(len(document)):
        for other in (document[place] ^ 1, document[place] ^ 0x80, 32):
            if other != document[place]:
                changed = document[:place] + bytes([other]) + document[place + 1 :]
                assert verified(changed, keys[1]) is None, (place, changed[place - 5 : place + 5])


@pytest.mark.parametrize(
    "change", [b"", b"[]", b"null", b"{}", b"[" * 5000, b'{"payload": 1, "signature": 2}', b"\xff"]
)
def test_what_is_no_read_out_is_not_genuine(change: bytes, keys: tuple[Path, Path]) -> None:
    assert verified(change, keys[1]) is None


def test_longer_shorter_or_written_in_another_way_it_is_not_genuine(document: bytes, keys: tuple[Path, Path]) -> None:
    assert verified(document + b"\n", keys[1]) is None
    assert verified(document[:-1], keys[1]) is None
    assert verified(json.dumps(json.loads(document)).encode(), keys[1]) is None


def test_the_key_of_somebody_else_does_not_verify(document: bytes, tmp_path: Path) -> None:
    _, other = write_keys(tmp_path, "other", Ed25519PrivateKey.generate())
    assert verified(document, other) is None


def test_a_key_of_another_kind_is_refused(document: bytes, tmp_path: Path) -> None:
    private, public = write_keys(tmp_path, "ec", ec.generate_private_key(ec.SECP256R1()))
    made = readout(read_family(NEWBORN), "health_insurance", "2026-06", "Alikhan", issued=DAY)
    with pytest.raises(InputError, match="no Ed25519 private key"):
        signed_readout(made, private)
    with pytest.raises(InputError, match="no Ed25519 public key"):
        verified(document, public)
    with pytest.raises(InputError, match="cannot be read"):
        verified(document, tmp_path / "none.pem")


def test_what_is_not_told_is_not_known_and_nothing_known_is_no_read_out() -> None:
    alone = situation({"family": {"first_parent": "Bek"}, "persons": {"Bek": {"birth_date": "1985-05-05"}}})
    with pytest.raises(InputError, match="None of this is known about Bek, because these were not given: "):
        readout(alone, "unemployed", "2026-11")
    paid = {"birth_date": "1985-05-05", "salary": 200000}
    working = situation({"family": {"first_parent": "Bek"}, "persons": {"Bek": paid}})
    values = {each.variable: each for each in readout(working, "income", "2026-11").values}
    assert values["salary"].value == 200000
    assert values["civil_contract_income"].value is None
    assert values["civil_contract_income"].not_told == ("Income from civil contracts",)


@pytest.mark.parametrize("name", ["tax_residence", "military_service", "guardianship", "privileges"])
def test_what_a_certificate_is_about_is_never_taken_for_granted(name: str) -> None:
    """Nobody told whether Ali is a tax resident, serves, or is under guardianship: there is nothing to sign."""
    alone = situation({"family": {"children": "Ali"}, "persons": {"Ali": {"birth_date": "2010-05-05"}}})
    grown = situation({"family": {"first_parent": "Ali"}, "persons": {"Ali": {"birth_date": "2000-05-05"}}})
    with pytest.raises(InputError, match="None of this is known about Ali, because these were not given: "):
        readout(alone if name == "guardianship" else grown, name, "2026-11")


def test_what_sex_settles_is_read_out_beside_what_is_not_known() -> None:
    """Women are not conscripted; whether she serves otherwise nobody told."""
    woman = {"birth_date": "1998-03-12", "sex": "female"}
    told = situation({"family": {"first_parent": "Aru"}, "persons": {"Aru": woman}})
    values = {each.variable: each for each in readout(told, "military_service", "2026-11").values}
    assert values["conscript"].value is False
    assert values["uniformed_service"].value is None
    assert values["uniformed_service"].not_told


def test_whom_and_what_it_is_about_must_be_said() -> None:
    family = read_family(NEWBORN)
    with pytest.raises(InputError, match="Say whom the read-out is about: Aigerim, Daulet, Alikhan"):
        readout(family, "health_insurance", "2026-06")
    with pytest.raises(InputError, match="There is nobody named Bek"):
        readout(family, "health_insurance", "2026-06", "Bek")
    with pytest.raises(InputError, match="There is no read-out `insurance`"):
        readout(family, "insurance", "2026-06", "Daulet")


#: Of each certificate a person of whom it says something: the facts, a variable and its value.
SHOWN: dict[str, tuple[dict[str, Any], str, Any]] = {
    "privileges": ({"veteran_category": "combat_veteran"}, "veteran_category", "Veteran of combat abroad"),
    "military_service": ({"conscript": True, "uniformed_service": False}, "conscript", True),
    "guardianship": ({"birth_date": "2015-05-05", "under_guardianship": True}, "under_guardianship", True),
    "health_insurance": ({"birth_date": "2015-05-05"}, "health_insured", True),
    "social_contributions": ({"social_insurance_months": 40}, "social_insurance_months", 40),
    "pension_account": ({"pension_savings": 1000000}, "pension_savings", 1000000),
    "targeted_assistance": ({"targeted_assistance": 30000}, "targeted_assistance", 30000),
    "unemployed": ({"registered_unemployed": True}, "registered_unemployed", True),
    "income": ({"salary": 200000}, "salary", 200000),
    "tax_residence": ({"tax_resident": False}, "tax_resident", False),
    "budget_account": ({"salary": 200000, "disability_group": "none"}, "pension_contribution", 20000),
}


def test_eleven_of_the_forty_seven_certificates_are_read_out() -> None:
    assert set(certificates()) == set(SHOWN)
    assert all(service.proposal == "drop" for service in certificates().values())
    assert len({service.registry_number_2020 for service in read_register() if service.readout}) == len(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
def test_each_certificate_is_read_out_in_each_language(name: str, lang: str, keys: tuple[Path, Path]) -> None:
    facts, variable, expected = SHOWN[name]
    family = {key: facts[key] for key in facts if key == "targeted_assistance"}
    person = {"birth_date": "1990-05-05", **{key: value for key, value in facts.items() if key not in family}}
    told = situation({"family": {"first_parent": "Bek", **family}, "persons": {"Bek": person}})
    made = readout(told, name, "2026-11", lang=lang, issued=DAY)
    (value,) = (each.value for each in made.values if each.variable == variable)
    if lang == "en" or not isinstance(expected, str):
        assert value == expected
    page = to_page(made, signed_readout(made, keys[0]))
    assert f'<html lang="{lang}">' in page
    assert made.service.replace("'", "&#39;") in page
    assert "Bek" in to_text(made)


def test_the_page_has_the_code_of_the_document_and_escapes_names(document: bytes, keys: tuple[Path, Path]) -> None:
    told = situation({"family": {"first_parent": "<b>"}, "persons": {"<b>": {"birth_date": "2020-05-05"}}})
    made = readout(told, "health_insurance", "2026-06", issued=DAY)
    page = to_page(made, document)
    assert code_of(document) in page
    assert "<b>" not in page
    assert "&lt;b&gt;" in page
    assert len(code_of(document).replace("-", "")) == 24


def test_the_commands(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    private, public = map(str, keys)
    out, page = tmp_path / "cover.json", tmp_path / "cover.html"
    run = CliRunner().invoke
    asked = ["readout", str(NEWBORN), "health_insurance", "--person", "Alikhan", "--on", "2026-06"]
    assert run(main, asked, env={"OPENFISCA_KZ_READOUT_KEY": None}).exit_code == 2
    assert run(main, [*asked, "--key", private, "--out", str(out), "--page", str(page)]).exit_code == 0
    assert code_of(out.read_bytes()) in page.read_text(encoding="utf-8")
    genuine = run(main, ["verify-readout", str(out), "--key", public])
    assert (genuine.exit_code, genuine.output.splitlines()[0]) == (0, "Genuine.")
    assert f"Code: {code_of(out.read_bytes())}" in genuine.output
    out.write_bytes(out.read_bytes().replace(b"true", b"false", 1))
    changed = run(main, ["verify-readout", str(out), "--key", public])
    assert (changed.exit_code, changed.output.startswith("Not genuine")) == (1, True)
    assert run(main, ["verify-readout", str(tmp_path / "none"), "--key", public]).exit_code == 2


def test_after_its_last_day_it_is_genuine_but_no_longer_good(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    made = readout(read_family(NEWBORN), "health_insurance", "2026-06", "Alikhan", issued=datetime.date(2020, 1, 1))
    (tmp_path / "old.json").write_bytes(signed_readout(made, keys[0]))
    old = CliRunner().invoke(main, ["verify-readout", str(tmp_path / "old.json"), "--key", str(keys[1])])
    assert (old.exit_code, old.output.splitlines()[0]) == (1, "Genuine, but no longer valid.")
