"""Under another law only what differs is calculated again, and comes out as if all of it were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from openfisca_core import periods

from openfisca_kz.doubts.model import Reading
from openfisca_kz.doubts.reach import Calculated, changed_variables
from openfisca_kz.families.from_file import read_family
from openfisca_kz.reforms.superseded import womens_pension_age_before_2023

MONTH = periods.period("2026-06")
ASKED = ("basic_pension", "income_tax", "total_duties", "disposable_income")
AGE = Reading("age", "", (), "", "", "", "", parameters={"rights.pensions.pension_age.general.women": 0})


@pytest.fixture
def women(tmp_path: Path) -> Any:
    """Return women with work, born in each quarter from 1960 to 1969: some reach the age by one schedule only."""
    persons = {
        f"woman {place}": {
            "birth_date": f"{1960 + place // 4}-{3 * (place % 4) + 1:02d}-15",
            "sex": "female",
            "salary": 300_000,
            "service_months_before_1998": 60,
            "pension_contribution_months": 300,
        }
        for place in range(40)
    }
    families = {f"of {name}": {"first_parent": [name]} for name in persons}
    path = tmp_path / "women.yaml"
    path.write_text(yaml.safe_dump({"persons": persons, "families": families}), encoding="utf-8")
    return read_family(path)


def test_what_rests_on_an_eternal_value_is_found_in_every_period_that_reads_it(women: Any) -> None:
    """A pension age is worked out once, and read by the tax of June, of May and of the year so far."""
    ours = women.simulation(MONTH)
    ours.trace = True
    before = {name: np.asarray(ours.calculate(name, MONTH)) for name in ASKED}
    calculated = Calculated(ours)
    law = womens_pension_age_before_2023(women.system)
    others = calculated.redo(women.simulation(None, law), changed_variables(women.system, AGE))
    whole = women.simulation(MONTH, law)
    for name in ASKED:
        expected = np.asarray(whole.calculate(name, MONTH))
        assert np.asarray(others[calculated.key(name, MONTH)]).tolist() == expected.tolist(), name
        assert expected.tolist() != before[name].tolist(), name
