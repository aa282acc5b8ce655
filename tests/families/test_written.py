"""What a family file can say wrong: each reads in one way, or is refused with one sentence and exit code 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.cli import main
from openfisca_kz.families.facts import EARLIER_WORK, facts, family_schema
from openfisca_kz.families.from_file import MOST_BYTES, parse_family, read_family, situation
from openfisca_kz.language import LANGUAGES
from openfisca_kz.problems import InputError

ONE = "family: {first_parent: A}\npersons:\n  A: {birth_date: 1990-01-31, "

REFUSED = {
    "octal": (ONE + "salary: 0320000}", "A, salary: 0320000 is not a number: write digits alone, such as 320000."),
    "base 60": (ONE + "salary: 1:30}", "A, salary: 1:30 is not a number: write digits alone, such as 320000."),
    "hexadecimal": (ONE + "salary: 0x1F}", "A, salary: 0x1F is not a number: write digits alone, such as 320000."),
    "320.000": (
        ONE + "salary: 320.000}",
        "A, salary: 320.000 can mean thousands or a decimal fraction: write it without the point, or round it.",
    ),
    "a comma": (ONE + "salary: 320,000}", "A: there is no `000`: write a number without commas, such as 320000."),
    "a number in quotes": (
        ONE + 'salary: "320000"}',
        "A, salary: 320000 is in quotation marks: write it without them.",
    ),
    "Arabic digits": (ONE + "salary: ١٢٣}", "A, salary: ١٢٣ is not a number: write digits alone, such as 320000."),
    "true in quotes": (ONE + 'pregnant: "true"}', "A, pregnant: true is in quotation marks: write it without them."),
    "a list for a number": (ONE + "salary: []}", "A, salary: [] is not a number."),
    "true for a number": (ONE + "salary: true}", "A, salary: true is not a number."),
    "false for a name": (
        ONE + "sex: false}",
        "A, sex: a name is expected, not false: it is one of male, female.",
    ),
    "much less than nothing": (
        ONE + "entrepreneur_declared_income: -1.2e29}",
        "A, entrepreneur_declared_income: it cannot be less than 0: -1.2e+29 was given.",
    ),
    "a whole number that is too great": (
        ONE + "social_insurance_months: 10000000000}",
        "A, social_insurance_months: it cannot be more than 2147483647: 10000000000 was given.",
    ),
    "two spellings of for ever": (
        "family: {first_parent: A}\npersons: {A: {birth_date: {ETERNITY: 1990-01-31, otherwise: 2000-01-01}}}",
        "A, birth_date: ETERNITY and otherwise are the same period: write it in one way everywhere.",
    ),
    "a month in Arabic digits": (
        ONE + "salary: {٢٠٢٦-06: 1}}",
        "A, salary: ٢٠٢٦-06 is not a valid period: write a month such as 2026-06, or `otherwise`.",
    ),
    "a day of a week": (
        "family: {first_parent: A}\npersons: {A: {birth_date: 1990-W05-3}}",
        "A, birth_date: 1990-W05-3 is not a date YYYY-MM-DD.",
    ),
    "a date in digits": (
        "family: {first_parent: A}\npersons: {A: {birth_date: 19900131}}",
        "A, birth_date: 19900131 is not a date YYYY-MM-DD.",
    ),
    "the year 1": (
        "family: {first_parent: A}\npersons: {A: {birth_date: 0001-01-01}}",
        "A, birth_date: 0001-01-01 is before 1900-01-01: correct the year.",
    ),
    "a tag of truth": (ONE + "main_carer: !!bool 'maybe'}", "line 3: write the value alone, without `!!bool`."),
    "a tag of time": (ONE + "adoption_date: !!timestamp 'x'}", "line 3: write the value alone, without `!!timestamp`."),
    "a tag of a right time": (
        ONE + "adoption_date: !!timestamp 1990-01-31}",
        "line 3: write the value alone, without `!!timestamp`.",
    ),
    "a control character": ("family: {first_parent: A\x07}\npersons: {A: {}}", None),
    "a colour of the terminal": (
        'family: {first_parent: "\\e[31mA"}\npersons: {"\\e[31mA": {birth_date: 1990-01-31, salry: 5}}',
        "\\x1b[31mA: a name is one line of at most 100 letters and symbols.",
    ),
    "a turned text": (
        'family: {first_parent: "\\u202eA"}\npersons: {"\\u202eA": {birth_date: 1990-01-31}}',
        "\\u202eA: a name is one line of at most 100 letters and symbols.",
    ),
    "half a letter": (
        'family: {first_parent: "\\ud800"}\npersons: {"\\ud800": {birth_date: 1990-01-31}}',
        "\\ud800: a name is one line of at most 100 letters and symbols.",
    ),
    "family and families": (
        "family: {first_parent: A}\nfamilies: {f: {first_parent: B}}\npersons: {A: {birth_date: 1990-01-31}}",
        "FILE: write `family:` or `families:`, not both.",
    ),
    "family as a list": (
        "family: [A]\npersons: {A: {birth_date: 1990-01-31}}",
        "FILE: `family:` says who has which place, such as `first_parent: Aigerim`.",
    ),
    "persons as a list": (
        "family: {first_parent: A}\npersons:\n - A: {birth_date: 1990-01-31}",
        "FILE: under `persons:` each has a name and a colon, and then its facts.",
    ),
    "a mother of 8": (
        "family: {first_parent: A, children: [B]}\npersons: {A: {birth_date: 2018-01-31}, B: {birth_date: 2026-05-14}}",
        "A (2018-01-31) was aged 8 when B (2026-05-14) was born, and is entered as a parent: correct a birth date or "
        "a place in the family; for a child under guardianship give `under_guardianship: true`.",
    ),
    "a spouse of 6": (
        "family: {first_parent: A, second_parent: B}\n"
        "persons: {A: {birth_date: 1990-01-31}, B: {birth_date: 2020-05-14}}",
        "B (2020-05-14) is aged 6 in June 2026 and is entered as one of a couple: correct the birth date or the place "
        "in the family.",
    ),
    "itself": ("family: &f {first_parent: [*f]}", "line 1: it refers to itself."),
    "a billion laughs": (
        "a: &a [0,0,0,0,0,0,0,0,0,0]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "FILE contains more than can be read: 200000 values at most.",
    ),
    "a billion laughs by merging": (
        "a: &a {x: 0}\n"
        + "".join(
            f"{b}: &{b} {{<<: [{','.join([f'*{a}'] * 9)}]}}\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "FILE contains more than can be read: 200000 values at most.",
    ),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", REFUSED)
def test_one_sentence(what: str, lang: str, tmp_path: Path) -> None:
    content, sentence = REFUSED[what]
    path = tmp_path / "family.yaml"
    path.write_text(content, encoding="utf-8")
    result = CliRunner().invoke(main, ["calculate", str(path), "net_salary", "--on", "2026-06", "--lang", lang])
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.strip().isprintable()
    if lang == "en" and sentence is not None:
        assert result.stderr.strip() == sentence.replace("FILE", str(path))


def test_many_misspelt_facts_are_not_all_told(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(ONE + ", ".join(f"salry_{number}: 1" for number in range(3000)) + "}", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_family(path)
    assert len(caught.value.problems) == 10


def test_a_file_without_end(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(InputError, match="at most 4096 kB"):
        read_family(path)


RIGHT: dict[str, tuple[str, Any]] = {
    "a number with an exponent": (ONE + "salary: 1e5}", 100_000),
    "a number with an underscore": (ONE + "salary: 320_000}", 320_000),
    "tiyn": (ONE + "salary: 320000.50}", 320_000.5),
    "a name in digits": (
        "family: {first_parent: 1}\npersons: {1: {birth_date: 1990-01-31, salary: 7}}",
        7,
    ),
    "a name that is a word of YAML": (
        "family: {first_parent: No}\npersons: {No: {birth_date: 1990-01-31, salary: 7}}",
        7,
    ),
    "a merge key": (
        "family: {first_parent: A, second_parent: C}\n"
        "persons:\n  A: &a {birth_date: 1990-01-31, sex: female, salary: 5}\n  C: {<<: *a, sex: male, salary: 7}",
        [5, 7],
    ),
    "a stepfather of the child's age": (
        "family: {first_parent: A, second_parent: B, children: [C]}\npersons: {A: {birth_date: 1980-01-31}, "
        "B: {birth_date: 2004-01-31}, C: {birth_date: 2010-01-31}}",
        [0, 0, 0],
    ),
    "a sister as guardian": (
        "family: {first_parent: A, children: [B]}\npersons: {A: {birth_date: 2004-01-31}, "
        "B: {birth_date: 2010-01-31, under_guardianship: true}}",
        [0, 0],
    ),
}


@pytest.mark.parametrize("what", RIGHT)
def test_what_is_right(what: str, tmp_path: Path) -> None:
    content, salary = RIGHT[what]
    path = tmp_path / "family.yaml"
    path.write_text(content, encoding="utf-8")
    told = read_family(path).simulation("2026-06").calculate("salary", "2026-06").tolist()
    assert told == (salary if isinstance(salary, list) else [salary])


def test_a_json_file_is_read_as_json(tmp_path: Path) -> None:
    path = tmp_path / "family.json"
    for content, sentence in {
        '{"family": {"first_parent": "A"}, "persons": {"A": {},}}': "is not JSON: look at line 1",
        '{"family": {"first_parent": "A"}, "persons": {"A": {"salary": NaN}}}': "NaN is not a number",
        '{"persons": {"A": {}, "A": {}}}': "A is given twice in one place",
        '{"persons": {"\\ud800": {}}}': "half a letter",
    }.items():
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match=sentence):
            read_family(path)


# ----- The schema ----- #


def test_the_schema_is_one_and_the_shipped_families_fit_it(system: CountryTaxBenefitSystem) -> None:
    schema = family_schema(system)
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    shipped = sorted((Path(openfisca_kz.__file__).parent / "situations").glob("*.yaml"))
    assert len(shipped) >= 4
    for path in shipped:
        assert not list(judge.iter_errors(parse_family(path.read_bytes(), path.name))), path.name


@pytest.mark.parametrize(
    "facts_of_a",
    [
        {"birth_date": "1990-01-31", "salary": -1},
        {"birth_date": "1990-01-31", "salary": "320000"},
        {"birth_date": "1990-01-31", "sex": "femal"},
        {"birth_date": "1990-01-31", "salary": {"2026-13": 1}},
        {"salary": 1},
        {"birth_date": "1990-01-31", "salry": 1},
        {"birth_date": "1990-01-31", "region": "almaty"},
        {"birth_date": "1990-01-31", "salary": {}},
        {"birth_date": "1890-01-31"},
        {"birth_date": "1990-01-31", "salary": {"0206-06": 1}},
        {"birth_date": "1990-01-31", "earlier_work": {"pay": 1, "until": "9999-03"}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(
    system: CountryTaxBenefitSystem, facts_of_a: dict[str, Any]
) -> None:
    data = {"family": {"first_parent": "A"}, "persons": {"A": facts_of_a}}
    assert list(jsonschema.Draft202012Validator(family_schema(system)).iter_errors(data))
    with pytest.raises(InputError):
        situation(data, system)


@pytest.mark.parametrize(
    "data",
    [
        {"family": {"first_parent": "a/b"}, "persons": {"a/b": {"birth_date": "1990-01-31"}}},
        {"family": {"first_parent": "A" * 101}, "persons": {"A" * 101: {"birth_date": "1990-01-31"}}},
        {
            "family": {"first_parent": ["A", "B"]},
            "persons": {"A": {"birth_date": "1990-01-31"}, "B": {"birth_date": "1990-01-31"}},
        },
        {"family": {"first_parent": "A", "regoin": "almaty"}, "persons": {"A": {"birth_date": "1990-01-31"}}},
    ],
)
def test_the_schema_refuses_names_and_places_that_the_reader_refuses(
    system: CountryTaxBenefitSystem, data: dict[str, Any]
) -> None:
    assert list(jsonschema.Draft202012Validator(family_schema(system)).iter_errors(data))
    with pytest.raises(InputError):
        situation(data, system)


def test_the_schema_takes_a_file_that_the_page_saved_and_any_variable(system: CountryTaxBenefitSystem) -> None:
    told = {"birth_date": "1990-01-31", "salary": {"2026-06": 1, "otherwise": 2}, "disability_allowance": 5}
    data = {"month": "2026-06", "family": {"first_parent": "A", "total_rights": 5}, "persons": {"A": told}}
    situation(data, system)
    assert not list(jsonschema.Draft202012Validator(family_schema(system)).iter_errors(data))


def test_pay_of_earlier_work_is_refused_once_where_it_was_told(system: CountryTaxBenefitSystem) -> None:
    told = {"birth_date": "1990-01-31", "earlier_work": {"pay": -5, "until": "2026-03"}}
    with pytest.raises(InputError) as refused:
        situation({"family": {"first_parent": "A"}, "persons": {"A": told}}, system)
    (problem,) = refused.value.problems
    assert problem.path == ("persons", "A", "earlier_work", "pay")
    assert problem.say() == "A, earlier_work, pay: it cannot be less than 0: -5 was given."


def test_almaty_may_be_the_region_or_the_city(system: CountryTaxBenefitSystem) -> None:
    data = {"family": {"first_parent": "A", "region": "Almaty"}, "persons": {"A": {"birth_date": "1990-01-31"}}}
    with pytest.raises(InputError, match="did you mean almaty / almaty_city"):
        situation(data, system)


def test_the_command_prints_the_schema(system: CountryTaxBenefitSystem) -> None:
    result = CliRunner().invoke(main, ["facts", "--schema", "--lang", "ru"])
    assert result.exit_code == 0
    birth = json.loads(result.stdout)["$defs"]["person"]["properties"]["birth_date"]
    assert (birth["x-register"], birth["x-unit"], birth["description"]) == ("persons", "date", "Дата рождения")
    assert set(json.loads(result.stdout)["$defs"]["person"]["properties"]) == {
        *(fact.name for fact in facts(system) if fact.holder == "person"),
        EARLIER_WORK,  # short for pay by month
    }
    assert CliRunner().invoke(main, ["facts", "zzz"]).exit_code == 2
