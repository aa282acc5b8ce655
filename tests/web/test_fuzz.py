"""A run of the fuzzer with a fresh seed, which a failure names (`python -m tests.web.fuzz --seed` sends it again)."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.web.fuzz import fuzz, logged
from tests.web.serving import served

REQUESTS = 400


@pytest.mark.slow
def test_hostile_requests_cost_nothing_and_are_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENFISCA_KZ_SECONDS", "60")  # a machine at work is slow, which is no fault here
    with served(tmp_path) as server:
        for seed in (secrets.token_hex(4), secrets.token_hex(4)):
            counts, faults = fuzz(server, seed, REQUESTS)
            assert not faults, "\n".join(faults)
            assert counts["2xx"] > REQUESTS / 20
            assert counts["4xx"] > REQUESTS / 4
            assert counts["kinds that would be lost"] > REQUESTS / 10
        assert not logged(server)
