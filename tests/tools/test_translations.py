"""What is wrong in a catalogue is named; what is missing, on demand."""

from __future__ import annotations

import pytest

from tests.tools.small_law import SmallLaw
from tools.law_checks import run_checks

RU = "locale/ru/all.po"
KK = "locale/kk/all.po"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

RUSSIAN = {
    "Salary": "Заработная плата",
    "Studies now": "Учится",
    "Month of birth": "Месяц рождения",
    "Lives in a village": "Живёт в селе",
    "Student": "Студент",
    "Earns less than the grant": "Зарабатывает меньше гранта",
    "Right to the grant": "Право на грант",
    "Grant": "Грант",
}


def catalogue(**changes: str) -> str:
    messages = {**RUSSIAN, **changes}
    return HEAD + "\n".join(f'msgid "{english}"\nmsgstr "{text}"\n' for english, text in messages.items())


def test_nothing_is_asked_of_what_is_not_translated_yet(law: SmallLaw) -> None:
    assert law.sentences() == []


def test_complete_catalogues(law: SmallLaw) -> None:
    law.write(RU, catalogue())
    law.write(KK, catalogue())
    assert law.sentences(translations=True) == []


def test_a_label_without_translation(law: SmallLaw) -> None:
    law.write(RU, catalogue())
    law.write(KK, catalogue().replace("Student", "Learner"))
    assert law.sentences(translations=True) == [
        "openfisca_kz/variables/status/student.py:13: student: the label 'Student' has no translation in kk; "
        "add it to the catalogue",
    ]


def test_a_choice_without_translation(law: SmallLaw) -> None:
    law.write(RU, catalogue())
    law.write(KK, catalogue())
    law.replace("variables/facts/life.py", "Variable, facts\n", "Variable, facts, Enum\n\n\n" + CHOICES)
    found = law.sentences(translations=True)
    assert any("colour: the choice 'Deep blue' has no translation in ru" in line for line in found), found
    law.write(RU, catalogue(**{"Deep blue": "Синий", "Colour": "Цвет"}))
    assert not [line for line in law.sentences(translations=True) if "in ru" in line]


CHOICES = """class Colour(Enum):
    blue = "Deep blue"


class colour(Variable):
    value_type = Enum
    possible_values = Colour
    default_value = Colour.blue
    entity = Person
    definition_period = MONTH
    unit = "choice"
    label = "Colour"

"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("Студент", "", "'Student': has no translation; write it"),
        ("Студент", "Student", "'Student': has no Cyrillic letter: 'Student'; translate it"),
        ("Студент", "{x} студент", "'Student': has other places for values than the message; they are: none"),
        ('msgid "Student"', '#, fuzzy\nmsgid "Student"', "'Student': is marked fuzzy"),
        ('msgstr "Студент"', "msgstr Студент", ":17: ru: is misread: 'msgstr Студент'"),
        ('msgid "Student"', "nonsense", ":16: ru: is misread: 'nonsense'"),
        ('msgid "Student"\nmsgstr "Студент"', 'msgid "Student"', "ru: is no catalogue: missing msgstr"),
        ('msgid "Student"', 'msgid "Salary"', ":16: 'Salary': is written twice, first in line 4; keep one"),
    ],
)
def test_a_broken_message(law: SmallLaw, old: str, new: str, sentence: str) -> None:
    law.write(RU, catalogue())
    law.replace(RU, old, new)
    assert any(line.startswith("openfisca_kz/locale/ru/all.po") and sentence in line for line in law.sentences())


def test_two_translations_of_one_message(law: SmallLaw) -> None:
    law.write(RU, catalogue())
    law.write("locale/ru/more.po", catalogue(Student="Учащийся"))
    assert any(
        "more.po" in line and "is translated in two ways: 'Студент' and 'Учащийся'; keep one" in line
        for line in law.sentences()
    )


def test_a_place_that_is_lost(law: SmallLaw) -> None:
    law.write(RU, catalogue(**{"Since {date}": "С даты"}))
    assert any("they are: {date}" in line for line in law.sentences())


def test_the_catalogues_of_this_package_are_sound() -> None:
    assert [str(problem) for problem in run_checks() if problem.kind == "translation"] == []
