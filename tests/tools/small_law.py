"""A law of three variables and two parameters, right in everything: tests break one thing at a time."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from tools.law_checks import PACKAGE, Problem, run_checks

TODAY = datetime.date(2026, 11, 21)

UNITS = """
KZT:
  label: {en: tenge, kk: теңге, ru: тенге}
  short: {en: KZT, kk: ₸, ru: ₸}
MRP:
  label: {en: indices, kk: көрсеткіш, ru: показатели}
  short: {en: MRP, kk: АЕК, ru: МРП}
  parameter: indicators.mrp
share:
  label: {en: share, kk: үлес, ru: доля}
  short: {en: "%", kk: "%", ru: "%"}
boolean:
  label: {en: yes or no, kk: иә, ru: да}
  short: {en: "", kk: "", ru: ""}
months:
  label: {en: months, kk: ай, ru: месяцев}
  short: {en: months, kk: ай, ru: мес.}
"""

MRP = """
description: Monthly calculation index
metadata:
  unit: KZT
  label: {kk: Айлық есептік көрсеткіш, ru: Месячный расчётный показатель}
  last_value_still_valid_on: 2026-11-01
  set_yearly: budget law
  known_until: 2026-12-31
  known: {2025-01-01: official, 2026-01-01: unconfirmed}
  reference:
    2025-01-01: {title: Budget law 2025, href: "https://adilet.zan.kz/rus/docs/Z2400000141"}
    2026-01-01: {title: Budget law 2026}
  note:
    2026-01-01: from memory, no source found
values:
  2025-01-01: {value: 3932}
  2026-01-01: {value: 4325}
"""

GRANT = """
description: Grant
multiple:
  description: Grant in indices
  metadata: &grant
    unit: MRP
    label: {kk: Грант мөлшері, ru: Размер гранта}
    last_value_still_valid_on: 2026-11-01
    known: statute
    reference:
      2023-07-01: {title: Social Code, article: art. 1, href: "https://adilet.zan.kz/rus/docs/K2300000224"}
  values:
    2023-07-01: {value: 38}
rates:
  description: Part of the grant that is withheld
  metadata:
    <<: *grant
    unit: KZT
  brackets:
    - threshold:
        2023-07-01: {value: 0}
      rate:
        2023-07-01: {value: 0.1}
    - threshold:
        2023-07-01: {value: 1000}
      rate:
        2023-07-01: {value: 0.2}
"""

FACTS = '''"""Facts."""

from openfisca_kz.base import ETERNITY, MONTH, Family, NonNegative, Person, Variable, facts


class salary(NonNegative):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Salary"


class studies(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Studies now"


class born(Variable):
    value_type = int
    entity = Person
    definition_period = ETERNITY
    unit = "months"
    label = "Month of birth"


FACTS = [
    *facts(
        (Family, MONTH, bool),
        rural="Lives in a village",
    ),
]
'''

STATUS = '''"""Student."""

from openfisca_kz.base import MONTH, Person, Variable

CODE = "https://adilet.zan.kz/rus/docs/K2300000224"


class student(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Student"
    reference = [f"Social Code, art. 1 - {CODE}"]

    def formula(person, period, parameters):
        """Who studies in the month."""
        return person("studies", period)
'''

RIGHT = '''"""Grant."""

from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, marginal, months_to, where
from openfisca_kz.variables.status.student import CODE

PARTS = ("salary",)


class grant_low_pay(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Earns less than the grant"
    reference = [f"Social Code, art. 2 - {CODE}"]

    def formula(person, period, parameters):
        """The pay of a year is below the figure of the grant."""
        law = parameters(period)
        pay = 0
        for month in months_to(period, law.rights.grant.multiple):
            for part in PARTS:
                pay = pay + person(part, month)
        return pay < law.rights.grant.multiple * law.indicators.mrp


class grant_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Right to the grant"
    reference = [f"Social Code, art. 2 - {CODE}"]

    def formula(person, period, parameters):
        """A student whose pay is low."""
        return person("student", period) & person("grant_low_pay", period)


class grant(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    unit = "KZT"
    label = "Grant"
    reference = [f"Social Code, art. 3 - {CODE}"]

    def formula(person, period, parameters):
        """Multiple of the index for who has the right; whole tenge, rounded up. KZT."""
        law = parameters(period)
        amount = ceil_tenge(law.rights.grant.multiple * law.indicators.mrp)
        amount = amount - marginal(law.rights.grant.rates, amount)
        return where(person("grant_eligible", period), amount, 0)
'''

FILES = {
    "units.yaml": UNITS,
    "parameters/indicators/mrp.yaml": MRP,
    "parameters/rights/grant.yaml": GRANT,
    "variables/facts/life.py": FACTS,
    "variables/status/student.py": STATUS,
    "variables/rights/grant.py": RIGHT,
}


class SmallLaw:
    """The small law in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "openfisca_kz"
        for name, text in FILES.items():
            self.write(name, text)
        shutil.copy(PACKAGE / "base.py", self.root / "base.py")

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Break a file on purpose."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}: the test would prove nothing"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def problems(self, **options: object) -> list[Problem]:
        """Check it."""
        return run_checks(self.root, **{"today": TODAY, **options})  # type: ignore[arg-type]

    def sentences(self, **options: object) -> list[str]:
        """Check it; return what is printed."""
        return [str(problem) for problem in self.problems(**options)]
