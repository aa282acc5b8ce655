"""The API in memory: ours and core's, with our law and with core's country template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openfisca_country_template import CountryTaxBenefitSystem as Template
from openfisca_web_api.app import create_app as create_core_app

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.web import Config, create_app


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The operator's private key."""
    path = tmp_path_factory.mktemp("key") / "key.pem"
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


@pytest.fixture(scope="session")
def client(system: CountryTaxBenefitSystem, key: Path) -> Any:
    return create_app(Config(seconds=120, readout_key=str(key)), system=system, page=False).test_client()


@pytest.fixture(scope="session")
def core(system: CountryTaxBenefitSystem) -> Any:
    return create_core_app(system).test_client()


@pytest.fixture(scope="session")
def template_pair() -> tuple[Any, Any]:
    template = Template()
    return create_core_app(template).test_client(), create_app(system=template, page=False).test_client()


@pytest.fixture
def newborn() -> dict[str, Any]:
    """The family of situations/newborn.yaml, as JSON."""
    return {
        "month": "2026-06",
        "family": {
            "first_parent": "Aigerim",
            "second_parent": "Daulet",
            "children": ["Alikhan"],
            "region": "shymkent_city",
        },
        "persons": {
            "Aigerim": {"birth_date": "1998-03-12", "sex": "female", "main_carer": True},
            "Daulet": {"birth_date": "1996-11-02", "sex": "male", "salary": 320000},
            "Alikhan": {"birth_date": "2026-06-09", "sex": "male"},
        },
    }
