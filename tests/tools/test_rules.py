"""Each thing that a variable must say, and each trap of formulas, is broken once, and the check names it."""

# One break a line, however long: the table is read by its columns.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.tools.small_law import SmallLaw

FACTS = "variables/facts/life.py"
STATUS = "variables/status/student.py"
RIGHT = "variables/rights/grant.py"

STUDIES = 'return person("studies", period)'
PAY = "return pay < law"
AMOUNT = "        amount = ceil_tenge("
LOOP = "for part in PARTS:"

BREAKS = {
    # What a variable says of itself
    "no label": (STATUS, '    label = "Student"\n', "", ":8: student: has no label"),
    "Russian label": (STATUS, '"Student"', '"Студент"', "student: the label is not English"),
    "label with full stop": (STATUS, '"Student"', '"Student."', "the label ends with a full stop"),
    "long label": (STATUS, '"Student"', f'"{"Student " * 13}"', "the label has more than 100 characters"),
    "twin label": (STATUS, '"Student"', '"studies now"', "student: has the label of studies: 'studies now'"),
    "label of a listed fact": (FACTS, '"Lives in a village"', '"Salary"', ":33: rural: has the label of salary: 'Salary'"),
    "no unit": (FACTS, '    unit = "KZT"\n', "", "salary: has no unit; give one of units.yaml"),
    "unknown unit": (FACTS, '"months"', '"month"', "born: the unit month is not in units.yaml"),
    "unit of another type": (STATUS, '"boolean"', '"KZT"', "is of type bool but its unit is KZT; it must be boolean"),
    "boolean amount": (FACTS, 'unit = "KZT"', 'unit = "boolean"', "salary: is of type float but its unit is boolean"),
    "money in int": (FACTS, "value_type = float", "value_type = int", "counts money in int"),
    "no reference": (STATUS, '    reference = [f"Social Code, art. 1 - {CODE}"]\n', "", "has a formula and no reference"),
    "reference without link": (STATUS, " - {CODE}", "", "the reference is not 'act, article - URL': 'Social Code, art. 1'"),
    "reference without article": (STATUS, ", art. 1", "", "the reference names no article: 'Social Code'"),
    "no docstring": (STATUS, '        """Who studies in the month."""\n', "", ":16: student: formula has no docstring"),
    "docstring without full stop": (STATUS, "in the month.", "in the month", ":17: student: the docstring is printed as the rule"),
    "docstring that repeats": (STATUS, "Who studies in the month.", "Whether the person is a student.", "only repeats the label"),
    "docstring of a fact": (FACTS, "class salary(NonNegative):\n", 'class salary(NonNegative):\n    """Pay."""\n\n', "salary: is a fact with a docstring"),
    "is_": (STATUS, "class student", "class is_student", "is_student: begins with is_ or has_"),
    "capitals": (STATUS, "class student", "class Student", "Student: is not snake_case ASCII"),
    "abbreviation": (STATUS, "class student", "class student_gph", "gph is no word"),
    "twice": (FACTS, "class studies", "class salary", ":14: salary: is defined twice, first in life.py"),
    "formula of no day": (STATUS, "def formula(", "def formula_2026_02_30(", "formula_2026_02_30 is no formula of a date"),
    "formula without date": (STATUS, "def formula(", "def formula_new(", "formula_new is no formula of a date"),
    "borrowed formula": (STATUS, "    def formula(", "    formula = CODE\n\n    def other(", "its formula is made elsewhere"),
    "method": (STATUS, "    def formula(", "    def words(self):\n        return 1\n\n    def formula(", "the method words is no formula"),
    "fact among statuses": (STATUS, "    def formula(", "    def _(", "student: has no formula; a fact belongs in variables/facts, not in status"),
    # Rights
    "right without condition": (RIGHT, "class grant_eligible", "class grant_allowed", "grant: is a right without grant_eligible"),
    "condition of another entity": (RIGHT, "class grant_eligible(Variable):\n    value_type = bool\n    entity = Person", "class grant_eligible(Variable):\n    value_type = bool\n    entity = Family", "belongs to a Person, its condition to a Family"),
    "condition that is no bool": (RIGHT, "class grant_eligible(Variable):\n    value_type = bool", "class grant_eligible(Variable):\n    value_type = int", "grant_eligible: is a condition but no bool"),
    "condition with |": (RIGHT, '("student", period) &', '("student", period) |', "which is no named condition; make it a boolean variable"),
    "condition with ~": (RIGHT, 'return person("student"', 'return ~person("student"', "joins ~person('student', period), which is no named condition"),
    "condition with a comparison": (RIGHT, '& person("grant_low_pay", period)', '& (person("salary", period) > 0)', "joins person('salary', period) > 0, which is no"),
    "condition on an amount": (RIGHT, '& person("grant_low_pay", period)', '& person("salary", period)', "joins salary, which is no bool"),
    "condition with steps": (RIGHT, 'return person("student"', 'other = 1\n        return person("student"', "does more than return named conditions"),
    # Numbers and dates
    "number": (RIGHT, AMOUNT, f"{AMOUNT}38 * ", ":51: grant: the number 38 stands in a formula"),
    "number in a name": (RIGHT, 'PARTS = ("salary",)', 'PARTS = ("salary",)\nRATE = 0.1', ":7: RATE: a figure of the law stands in the code"),
    "date in a name": (RIGHT, 'PARTS = ("salary",)', 'PARTS = ("salary",)\nDAY = "2026-01-01"', "DAY: a date of the law stands in the code"),
    "date": (RIGHT, PAY, 'return period.start > "2026-01-01" * law', "the date 2026-01-01 stands in a formula"),
    "datetime": (STATUS, "from openfisca_kz.base", "import datetime\n\nfrom openfisca_kz.base", "uses datetime; dates are datetime64"),
    "date call": (STATUS, STUDIES, "return date(1, 1, 1)", "a date is made in a formula"),
    "star": (STATUS, "import MONTH, Person, Variable", "import *", "imports everything of openfisca_kz.base"),
    # Python for one person
    "if": (STATUS, STUDIES, f"if period:\n            {STUDIES}", "a Python if works for one person only; use where"),
    "ternary": (STATUS, STUDIES, f"{STUDIES} if period else 0", "a Python a if b else c works for one person only"),
    "while": (STATUS, STUDIES, f"while period:\n            {STUDIES}", "a Python while works for one person only"),
    "and": (STATUS, STUDIES, f"{STUDIES} and 1", ":18: student: a Python and works for one person only; use &"),
    "or": (STATUS, STUDIES, f"{STUDIES} or 1", "a Python or works for one person only; use |"),
    "not": (STATUS, STUDIES, 'return not person("studies", period)', "a Python not works for one person only; use ~"),
    "in": (STATUS, STUDIES, f"{STUDIES} in (0, 1)", "a Python in works for one person only; use one_of"),
    "chain": (STATUS, STUDIES, 'return 0 < person("studies", period) < 1', "a < b < c works for one person only"),
    "try": (STATUS, STUDIES, f"try:\n            {STUDIES}\n        finally:\n            pass", "a formula does not fail and recover"),
    "raise": (STATUS, STUDIES, "raise ValueError", "a formula does not raise"),
    "assert": (STATUS, STUDIES, f"assert period\n        {STUDIES}", "a formula does not assert"),
    "max": (RIGHT, AMOUNT, f"{AMOUNT}max(0, 1) * ", "Python's max() works for one person only; use maximum"),
    "min": (RIGHT, AMOUNT, f"{AMOUNT}min(0, 1) * ", "Python's min() works for one person only; use minimum"),
    "sum": (RIGHT, AMOUNT, f"{AMOUNT}sum((0, 1)) * ", "Python's sum() works for one person only"),
    "any": (RIGHT, AMOUNT, f"{AMOUNT}any((0, 1)) * ", "Python's any() works for one person only"),
    "all": (RIGHT, AMOUNT, f"{AMOUNT}all((0, 1)) * ", "Python's all() works for one person only"),
    "round": (RIGHT, AMOUNT, f"{AMOUNT}round(1) * ", "Python's round() works for one person only; use round_tenge"),
    "loop over people": (RIGHT, LOOP, 'for part in person("salary", period):', "loops over person('salary', period); loops go over months_to"),
    "loop over numbers": (RIGHT, LOOP, "for part in range(1):", "loops over range(1)"),
    "comprehension over people": (RIGHT, PAY, 'pay = [x for x in person("salary", period)]\n        return pay < law', ":24: grant_low_pay: loops over person("),
    # What is slow, or wrong for many people
    "vectorize": (RIGHT, AMOUNT, f"{AMOUNT}np.vectorize(1) * ", "vectorize is slow or wrong for many people"),
    "calc": (RIGHT, AMOUNT, f"{AMOUNT}law.rights.grant.rates.calc(1) * ", "calc is slow or wrong for many people; use marginal"),
    "has_role": (RIGHT, AMOUNT, f"{AMOUNT}person.has_role(1) * ", "has_role is slow or wrong for many people"),
    "nb_persons": (RIGHT, AMOUNT, f"{AMOUNT}person.family.nb_persons() * ", "nb_persons is slow or wrong for many people; use family_count"),
    "get_rank": (RIGHT, AMOUNT, f"{AMOUNT}person.get_rank(1) * ", "get_rank is slow or wrong for many people; use family_rank"),
    "family.sum": (RIGHT, AMOUNT, f"{AMOUNT}person.family.sum(1) * ", ".sum() takes all people at once, or fails for an empty family; use family_sum"),
    "family.max": (RIGHT, AMOUNT, f"{AMOUNT}person.family.max(1) * ", ".max() takes all people at once, or fails for an empty family; use family_max"),
    "mean of everybody": (RIGHT, AMOUNT, f"{AMOUNT}np.mean(1) * ", ".mean() takes all people at once"),
    "ceil": (RIGHT, AMOUNT, f"{AMOUNT}np.ceil(1) * ", "ceil rounds, and does not say by what rule"),
    "simulation": (RIGHT, AMOUNT, f"{AMOUNT}person.simulation * ", "simulation is slow or wrong for many people"),
    "fancy indexing": (RIGHT, AMOUNT, f"{AMOUNT}law.rights.grant[person('born', period)] * ", "looks a parameter up by [...], a loop over people; use lookup"),
    "in place": (STATUS, STUDIES, f'result = person("studies", period)\n        result |= 1\n        {STUDIES}', ":19: student: changes studies in place for everybody"),
    "in place by index": (STATUS, STUDIES, f'result = person("studies", period)\n        result[period] = 1\n        {STUDIES}', ":19: student: changes studies in place for everybody"),
    # What reads what
    "unknown variable": (STATUS, '"studies", p', '"studeis", p', ":18: student: reads studeis, which does not exist; did you mean studies?"),
    "unknown variable in a loop": (RIGHT, '("salary",)', '("salary", "pension")', ":23: grant_low_pay: reads pension, which does not exist"),
    "unknown parameter": (RIGHT, "ceil_tenge(law.rights.grant.multiple", "ceil_tenge(law.rights.grant.multple", "reads the parameter rights.grant.multple, which does not exist; rights.grant has multiple, rates"),
    "name of a name": (STATUS, STUDIES, "return person(period, period)", "asks for a variable whose name cannot be read here"),
    "status reads right": (STATUS, '"studies", p', '"grant", p', ":18: student: (status) reads grant (rights); status may read only facts, status"),
    "status imports right": (STATUS, "\nCODE", "from openfisca_kz.variables.rights.grant import PARTS\n\nCODE", "(status) imports from openfisca_kz.variables.rights.grant"),
    "rule imports service": (STATUS, "\nCODE", "from openfisca_kz.services import register\n\nCODE", "imports openfisca_kz.services; a rule uses base, entities and other rules only"),
    "circle of one": (STATUS, '"studies", p', '"student", p', ":18: student: stands in a circle: student reads student; break it"),
    "circle of two": (RIGHT, '(part, month)', '("grant", month)', "stands in a circle: grant reads grant_eligible reads grant_low_pay reads grant"),
    "eternity reads month": (STATUS, "definition_period = MONTH", "definition_period = ETERNITY", "student: is for ETERNITY but reads studies of a MONTH"),
    "person asked for the family's": (STATUS, '"studies", p', '"rural", p', "student: asks a Person for rural of a Family; ask it with .family(...)"),
    "family asked for the person's": (STATUS, 'person("studies"', 'person.family("studies"', "asks a Family for studies of a Person; ask it with .members(...)"),
}  # fmt: skip


@pytest.mark.parametrize("break_", BREAKS.values(), ids=BREAKS)
def test_a_broken_rule_is_named(law: SmallLaw, break_: tuple[str, str, str, str]) -> None:
    file, old, new, sentence = break_
    law.replace(file, old, new)
    found = law.sentences()
    assert any(sentence in line for line in found), found
    assert all(line.startswith("openfisca_kz/") for line in found)


def test_what_is_for_ever_cannot_follow_figures_of_a_date(law: SmallLaw) -> None:
    law.replace(STATUS, STUDIES, 'return person("born", period) < parameters(period).indicators.mrp')
    assert law.sentences() == []
    law.replace(STATUS, "definition_period = MONTH", "definition_period = ETERNITY")
    assert any("student: is for ETERNITY but reads figures of a date" in line for line in law.sentences())


def test_a_person_is_asked_through_every_way(law: SmallLaw) -> None:
    for way in ("person.family.members", "person.family.first_parent"):
        law.write(STATUS, LAW_OF_WAYS.format(way=way))
        assert law.sentences() == []
    law.write(STATUS, LAW_OF_WAYS.format(way="person.family"))
    assert len(law.sentences()) == 1


LAW_OF_WAYS = '''"""Student."""

from openfisca_kz.base import MONTH, Person, Variable

CODE = "https://adilet.zan.kz/rus/docs/K2300000224"
FAMILY = "rural"


def lives(people, period, kind):
    """Return what is known."""
    return people(f"{{kind}}al", period)


class student(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    unit = "boolean"
    label = "Student"
    reference = [f"Social Code, art. 1 - {{CODE}}"]

    def formula(person, period, parameters):
        """Who studies in the month, or lives far."""
        others = {way}
        known, there = others("studies", period), person.family(FAMILY, period)
        return known | there | lives(person.family, period, kind="rur")
'''


def test_helpers_are_followed(law: SmallLaw) -> None:
    law.write(STATUS, LAW_OF_WAYS.format(way="person.family.members").replace('"rur"', '"loc"'))
    assert law.sentences() == [
        "openfisca_kz/variables/status/student.py:11: student: reads local, which does not exist; "
        "write it, or read another",
    ]


def test_a_tuple_of_pairs_is_followed(law: SmallLaw) -> None:
    pairs = 'PARTS = (("salary", 0), ("pension", 1))'
    law.replace(RIGHT, 'PARTS = ("salary",)', pairs)
    law.replace(RIGHT, LOOP, "for part, _ in PARTS:")
    assert [line for line in law.sentences() if "reads pension, which does not exist" in line]


def test_the_names_of_an_enum_are_followed(law: SmallLaw) -> None:
    law.write("variables/rights/words.py", ENUM_WORDS)
    law.replace("variables/facts/life.py", "facts\n", "facts, Enum\n\n\n" + ENUM)
    law.replace(RIGHT, "import CODE", "import CODE\nfrom openfisca_kz.variables.rights.words import first")
    law.replace(RIGHT, "import CODE", "import CODE\nfrom openfisca_kz.variables.facts.life import Kind")
    law.replace(RIGHT, "for part in PARTS:", "first(Kind, person, month)\n            for part in PARTS:")
    assert law.sentences() == []
    law.replace("variables/rights/words.py", "[1:]", "")
    assert [line for line in law.sentences() if "grant_low_pay: reads none, which does not exist" in line]


ENUM = """class Kind(Enum):
    none = "None"
    studies = "Studies"
    student = "Student"

"""

ENUM_WORDS = '''"""Words."""


def first(members, person, period):
    """Return the first that holds."""
    names = [member.name for member in members][1:]
    return [(members[name], person(name, period)) for name in names]
'''


def test_a_helper_may_loop_over_the_names_it_is_given(law: SmallLaw) -> None:
    helper = "def paid(person, month, names):\n    for name in names:\n        month = person(name, month)\n\n\n"
    law.replace(RIGHT, "class grant_low_pay", helper + "class grant_low_pay")
    law.replace(RIGHT, "for part in PARTS:", "paid(person, month, PARTS)\n            for part in PARTS:")
    assert law.sentences() == []
    law.replace(RIGHT, "paid(person, month, PARTS)", "paid(person, month, person)")
    assert any("paid: loops over names" in line for line in law.sentences())


def test_a_tuple_of_expressions_is_no_constant(law: SmallLaw) -> None:
    law.replace(RIGHT, LOOP, "for part in (period, law):")
    found = law.sentences()
    assert any("loops over (period, law)" in line for line in found)
    assert any("asks for a variable whose name cannot be read here" in line for line in found)


def test_a_figure_that_no_rule_reads(law: SmallLaw) -> None:
    law.replace(RIGHT, "        amount = amount - marginal(law.rights.grant.rates, amount)\n", "")
    assert law.sentences() == [
        "openfisca_kz/parameters/rights/grant.yaml:13: rights.grant.rates: no rule reads this figure; "
        "read it, or remove it",
    ]
    law.replace(RIGHT, "return where(", "return (lambda month: law.rights.grant.rates)(period) * where(")
    assert law.sentences() == []
    law.replace(RIGHT, "(lambda month: law.rights.grant.rates)(period)", "lookup(law.rights.grant, period)")
    assert law.sentences() == []


def test_figures_given_by_path_are_followed(law: SmallLaw) -> None:
    law.write("variables/rights/dated.py", "def figure(person, path):\n    return path\n")
    law.replace(RIGHT, "import CODE", "import CODE\nfrom openfisca_kz.variables.rights.dated import figure")
    law.replace(RIGHT, "ceil_tenge(law", 'ceil_tenge(figure(person, "rights.grant.multiple") * law')
    assert law.sentences() == []
    law.replace(RIGHT, '"rights.grant.multiple"', '"rights.grant.multple"')
    assert any("reads the parameter rights.grant.multple, which does not exist" in line for line in law.sentences())


def test_words_may_loop_but_hold_no_figures(law: SmallLaw) -> None:
    words = "def words(person, days):\n    for day in days:\n        person = person * {number}\n    return person\n"
    law.write("variables/rights/words.py", words.format(number=0.5))
    assert law.sentences() == []
    law.write("variables/rights/words.py", words.format(number=38))
    assert [line for line in law.sentences() if "words.py:3: words: the number 38 stands in a formula" in line]


def test_words_may_name_measures_and_give_months(law: SmallLaw) -> None:
    law.write("variables/rights/words.py", "MONTHS_IN_QUARTER = 3\n\n\ndef quarter(period):\n    return [period]\n")
    law.replace(RIGHT, "import CODE", "import CODE\nfrom openfisca_kz.variables.rights.words import quarter")
    law.replace(RIGHT, "months_to(period, law.rights.grant.multiple)", "quarter(period)")
    assert law.sentences() == []
    law.replace(RIGHT, "quarter(period)", "quarter(law)")
    assert any("loops over quarter(law)" in line for line in law.sentences())
    law.replace(RIGHT, "PARTS =", "MONTHS_IN_QUARTER = 3\nPARTS =")
    assert any("MONTHS_IN_QUARTER: a figure of the law" in line for line in law.sentences())


def test_one_reference_or_one_for_each_formula(law: SmallLaw) -> None:
    second = '\n    def formula_2020(person, period, parameters):\n        """Before that, nobody yet."""\n        return 0\n'
    text = (law.root / STATUS).read_text(encoding="utf-8")
    law.write(STATUS, text + second + second.replace("2020", "2018"))
    assert law.sentences() == []
    law.replace(STATUS, "[f", '["Law No. 1, art. 2 - https://adilet.zan.kz/x", f')
    assert any("has 3 formulas and 2 references" in line for line in law.sentences())
    law.replace(STATUS, '["Law', '["Law No. 2, art. 2 - https://adilet.zan.kz/x", "Law')
    assert law.sentences() == []


def test_parts_of_a_right_need_no_condition(law: SmallLaw) -> None:
    part = (law.root / RIGHT).read_text(encoding="utf-8").partition("class grant(Variable)")[2]
    law.write("variables/rights/part.py", HEAD + part.replace('"Grant"', '"Grant withheld"').replace("class", "class"))
    found = law.sentences()
    assert any("grant_share: is a right without grant_share_eligible" in line for line in found), found
    law.replace("variables/rights/part.py", "class grant_share", "class grant_withheld")
    assert law.sentences() == []
    (law.root / "variables/rights/part.py").rename(law.root / "variables/rights/totals.py")
    law.replace("variables/rights/totals.py", "class grant_withheld", "class grant_share")
    assert law.sentences() == []


HEAD = '''"""Part of the grant."""

from openfisca_kz.base import MONTH, Person, Variable, ceil_tenge, where
from openfisca_kz.variables.status.student import CODE


class grant_share(Variable)'''


def test_a_sum_of_rights_and_a_measure_need_no_condition(law: SmallLaw) -> None:
    text = (law.root / RIGHT).read_text(encoding="utf-8")
    other = text.replace("grant", "stipend").replace("Grant", "Stipend")
    law.write("variables/rights/stipend.py", other.replace("rights.stipend", "rights.grant"))
    assert law.sentences() == []
    total = HEAD.replace("grant_share", "support") + text.partition("class grant(Variable)")[2].replace(
        '"Grant"', '"Support"'
    )
    law.write("variables/rights/support.py", total[: total.index("        law =")] + "        return {}\n")
    law.replace(
        "variables/rights/support.py",
        "import MONTH, Person, Variable, ceil_tenge, where",
        "import MONTH, Person, Variable",
    )
    law.replace("variables/rights/support.py", "{}", 'person("grant", period) + person("stipend", period)')
    assert law.sentences() == []
    law.replace("variables/rights/support.py", '"stipend"', '"salary"')
    assert any("support: is a right without support_eligible" in line for line in law.sentences())
    law.replace("variables/rights/support.py", "class support", "class support_income")
    assert law.sentences() == []


def test_a_broken_file_does_not_hide_the_others(law: SmallLaw) -> None:
    law.write("variables/facts/broken.py", "class x(:\n")
    law.replace(STATUS, '"Student"', '"Student."')
    found = law.sentences()
    assert any("broken.py:1: broken: is not Python" in line for line in found)
    assert any("student: the label ends with a full stop" in line for line in found)


def test_a_rule_outside_the_rooms(law: SmallLaw) -> None:
    (law.root / "variables/services").mkdir()
    (law.root / STATUS).rename(law.root / "variables/services/student.py")
    assert any("student: stands outside facts, status, duties and rights" in line for line in law.sentences())


def test_recipients_may_read_rights_and_statuses_may_not_read_recipients(law: SmallLaw) -> None:
    text = (law.root / STATUS).read_text(encoding="utf-8").replace("class student", "class grant_recipient")
    text = text.replace('"Student"', '"Recipient of the grant"').replace('"studies"', '"grant_eligible"')
    law.write("variables/status/recipients/grant.py", text)
    assert law.sentences() == []
    law.replace(STATUS, '"studies"', '"grant_recipient"')
    assert any("(status) reads grant_recipient (status.recipients)" in line for line in law.sentences())


class Built:
    """What a system in use says of its variables."""

    def __init__(self, *names: str) -> None:
        self.variables = dict.fromkeys(names)


def test_a_law_that_cannot_be_built(law: SmallLaw) -> None:
    def build() -> None:
        raise ValueError("Unexpected attributes in definition of variable \"grant\": 'untit'\nand so on")

    assert law.sentences(system=build) == [
        "openfisca_kz/variables:1: the law: cannot be built: Unexpected attributes in definition of variable "
        "\"grant\": 'untit'; correct that, nothing works without it",
    ]


def test_no_variable_hides_from_the_checks(law: SmallLaw) -> None:
    names = ("salary", "studies", "born", "rural", "student", "grant_low_pay", "grant_eligible")
    assert law.sentences(system=Built(*names, "grant")) == []
    assert "hidden: is in use but was not found" in law.sentences(system=Built(*names, "grant", "hidden"))[0]
    assert "grant: stands in the files but is not in use" in law.sentences(system=Built(*names))[0]
