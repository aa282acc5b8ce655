"""Families that explanations are tested with; each explanation is made once for all tests."""

from __future__ import annotations

import functools
from pathlib import Path

import openfisca_kz
from openfisca_kz.answers.explain import explain
from openfisca_kz.assessment.model import Explanation
from tests.shared import read_family, situation

#: The families of the package.
SITUATIONS = sorted((Path(openfisca_kz.__file__).parent / "situations").glob("*.yaml"))


#: A mother with an award and a newborn, a father with a disability who works, a child with a disability, a pensioner.
FAMILY_OF_FIVE = {
    "family": {
        "first_parent": "Saule",
        "second_parent": "Askar",
        "children": ["Amina", "Nurbol"],
        "others": ["Kulyash"],
        "region": "almaty_city",
    },
    "persons": {
        "Saule": {"birth_date": "1990-02-11", "sex": "female", "main_carer": True, "mother_award": "altyn_alka"},
        "Askar": {"birth_date": "1987-08-30", "sex": "male", "salary": 410000, "disability_group": "group_3"},
        "Amina": {"birth_date": "2026-06-12", "sex": "female"},
        "Nurbol": {"birth_date": "2016-01-20", "sex": "male", "education": "school", "disability_group": "child"},
        "Kulyash": {
            "birth_date": "1955-05-05",
            "sex": "female",
            "service_months_before_1998": 240,
            "pension_contribution_months": 120,
            "pension_average_income": 95000,
        },
    },
}

#: Name of the family of five.
OF_FIVE = "family_of_five"


@functools.cache
def explained(name: str, month: str = "2026-06", lang: str = "en") -> Explanation:
    """Return the explanation of a family of the package by its name, or of the family of five."""
    if name == OF_FIVE:
        return explain(situation(FAMILY_OF_FIVE), month, lang)
    (path,) = (path for path in SITUATIONS if path.stem == name)
    return explain(read_family(path), month, lang)
