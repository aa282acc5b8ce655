"""Each thing that a parameter must say is taken away or spoilt once, and the check names it."""

# One break a line, however long: the table is read by its columns.
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.tools.small_law import SmallLaw

MRP = "parameters/indicators/mrp.yaml"
GRANT = "parameters/rights/grant.yaml"
UNITS = "units.yaml"

# fmt: off
BREAKS = {
    "no description": (MRP, "description: Monthly calculation index\n", "", ":1: indicators.mrp: has no description"),
    "full stop": (MRP, "index\n", "index.\n", "the description ends with a full stop"),
    "Russian description": (MRP, "Monthly calculation index", "Показатель", "the description is not English"),
    "node without description": (GRANT, "description: Grant\n", "", "rights.grant: has no description"),
    "no metadata": (MRP, "metadata:", "documentation:", "indicators.mrp: has no metadata"),
    "no unit": (MRP, "  unit: KZT\n", "", "has no unit; give one of units.yaml"),
    "unknown unit": (MRP, "unit: KZT", "unit: KZTT", ":3: indicators.mrp: the unit KZTT is not in units.yaml; did you mean KZT?"),
    "no Kazakh label": (MRP, "kk: Айлық есептік көрсеткіш, ", "", ":4: indicators.mrp: has no label in kk"),
    "empty Russian label": (MRP, "ru: Месячный расчётный показатель", 'ru: " "', "has no label in ru"),
    "label in Latin": (MRP, "ru: Месячный расчётный показатель", "ru: MRP", "label in ru has no Cyrillic letter: 'MRP'"),
    "never looked up": (MRP, "  last_value_still_valid_on: 2026-11-01\n", "", "has no last_value_still_valid_on"),
    "looked up on no day": (MRP, "2026-11-01", "2026-11-31", "last_value_still_valid_on is not a date: 2026-11-31"),
    "looked up tomorrow": (MRP, "2026-11-01", "2026-11-22", "last_value_still_valid_on is in the future: 2026-11-22"),
    "looked up before": (MRP, "2026-11-01", "2025-12-31", "(2025-12-31) is before the last value (2026-01-01)"),
    "not said how known": (MRP, "  known: {2025-01-01: official, 2026-01-01: unconfirmed}\n", "", "does not say how its values are known"),
    "known in no way": (MRP, "2026-01-01: unconfirmed", "2026-01-01: rumour", "rumour is no way to know a value: one of statute"),
    "known of no value": (MRP, "2025-01-01: official", "2024-01-01: official", "how the value of 2024-01-01 is known, and there is none"),
    "set yearly without an end": (MRP, "  known_until: 2026-12-31\n", "", "set_yearly and known_until go together"),
    "no reference": (MRP, "  reference:\n", "  notes:\n", "has no reference by date"),
    "value without reference": (MRP, "    2026-01-01: {title: Budget law 2026}\n", "", ":15: indicators.mrp: the value of 2026-01-01 has no reference"),
    "reference without value": (MRP, "  2025-01-01: {value: 3932}\n", "", "there is a reference but no value at 2025-01-01"),
    "reference without title": (MRP, "title: Budget law 2025, ", "", "the reference of 2025-01-01 has no title"),
    "reference without link": (MRP, "2026-01-01: from memory", "general: from memory", "the reference of 2026-01-01 has no href and no note"),
    "link without https": (MRP, "https://adilet", "adilet", "the href of 2025-01-01 is no web address"),
    "link with a space": (MRP, "docs/Z2400000141", "docs/ Z2400000141", "the href of 2025-01-01 is no web address"),
    "reference at no day": (MRP, "2026-01-01: {title", "2026-13-01: {title", "the reference stands at 2026-13-01, which is not a date"),
    "note without value": (MRP, "2026-01-01: from memory", "2026-02-01: from memory", "there is a note but no value at 2026-02-01"),
    "empty note": (MRP, "from memory, no source found", "", "the note at 2026-01-01 says nothing"),
    "note as text": (MRP, "note:\n    2026-01-01: from", "note: from", "a note stands under a date, or under general"),
    "no such day": (MRP, "2026-01-01: {value", "2026-02-30: {value", "2026-02-30 is not a date"),
    "short date": (MRP, "2026-01-01: {value", "2026-01: {value", "2026-01 is not a date; write year-month-day"),
    "wrong order": (MRP, "2025-01-01: {value: 3932}", "2026-02-01: {value: 3932}", "2026-01-01 stands after 2026-02-01"),
    "same date twice": (MRP, "2025-01-01: {value: 3932}", "2026-01-01: {value: 3932}", "2026-01-01 is written twice"),
    "text as value": (MRP, "value: 4325", "value: 4 325", "the value at 2026-01-01 is not a number: '4 325'"),
    "decimal comma": (MRP, "value: 4325", 'value: "43,25"', "the value at 2026-01-01 is not a number: '43,25'"),
    "not a number": (MRP, "value: 4325", "value: .nan", "the value at 2026-01-01 is not finite"),
    "infinite": (MRP, "value: 4325", "value: .inf", "the value at 2026-01-01 is not finite"),
    "below zero": (MRP, "value: 4325", "value: -4325", "the value at 2026-01-01 is below zero"),
    "yes": (MRP, "value: 4325", "value: true", "the value at 2026-01-01 is yes or no"),
    "misspelt value": (MRP, "{value: 4325}", "{valeu: 4325}", "2026-01-01 has no value"),
    "no values": (MRP, "  2025-01-01: {value: 3932}\n  2026-01-01: {value: 4325}", "  {}", "has no values"),
    "unknown key": (MRP, "  unit: KZT", "  units: KZT", ":3: indicators.mrp: units is not a key that is read here; did you mean unit?"),
    "misspelt reference key": (MRP, "href:", "link:", "link is not a key that is read here; it may be: title, article, href"),
    "name": (GRANT, "multiple:", "Multiple:", "Multiple is not snake_case ASCII"),
    "Cyrillic name": (GRANT, "multiple:", "мultiple:", "is not snake_case ASCII"),
    "abbreviation": (GRANT, "multiple:", "opv_multiple:", "rights.grant.opv_multiple: opv is no word"),
    "empty node": (GRANT, "multiple:", "empty:\n  description: Nothing\nmultiple:", "rights.grant.empty: has neither values nor children"),
    "share in per cent": (GRANT, "value: 0.1", "value: 10", "the value at 2023-07-01 is 10, too great for a share"),
    "thresholds": (GRANT, "value: 1000", "value: 0", "the thresholds in force at 2023-07-01 do not rise"),
    "bracket without rate": (GRANT, "      rate:\n        2023-07-01: {value: 0.1}\n", "", "rights.grant.rates[0]: a bracket is a threshold and one rate"),
    "bracket date": (GRANT, "2023-07-01: {value: 0.2}", "2024-01-01: {value: 0.2}", "rights.grant.rates: the value of 2024-01-01 has no reference"),
    "not YAML": (MRP, "metadata:", "metadata: [", "is not YAML"),
    "unit without label": (UNITS, "ru: тенге}\n", "}\n", ":1: KZT: has no label in ru"),
    "unit without sign": (UNITS, "  short: {en: KZT, kk: ₸, ru: ₸}\n", "", "KZT: has no short sign in en"),
    "unit of nothing": (UNITS, "indicators.mrp", "indicators.mpr", "MRP: is worth indicators.mpr, which is not a parameter"),
    "unit not in tenge": (MRP, "unit: KZT", "unit: share", "MRP: is worth indicators.mrp, which is in share"),
}
# fmt: on


@pytest.mark.parametrize("break_", BREAKS.values(), ids=BREAKS)
def test_a_broken_parameter_is_named(law: SmallLaw, break_: tuple[str, str, str, str]) -> None:
    file, old, new, sentence = break_
    law.replace(file, old, new)
    found = law.sentences()
    assert any(sentence in line for line in found), found
    assert all(line.startswith("openfisca_kz/") for line in found)


def test_the_small_law_is_right(law: SmallLaw) -> None:
    assert law.sentences() == []


def test_a_value_dated_ahead_may_be_looked_up_before(law: SmallLaw) -> None:
    reference = "2026-01-01: {title: Budget law 2026}"
    law.replace(MRP, reference, f"{reference}\n    2027-01-01: {{title: Law, href: 'https://adilet.zan.kz/x'}}")
    law.replace(MRP, "2026-01-01: {value: 4325}", "2026-01-01: {value: 4325}\n  2027-01-01: {value: 4600}")
    law.replace(MRP, "2026-01-01: unconfirmed", "2026-01-01: unconfirmed, 2027-01-01: official")
    assert law.sentences() == []


def test_a_rule_may_end(law: SmallLaw) -> None:
    law.replace(MRP, "value: 4325", "value: null")
    assert law.sentences() == []


def test_a_share_may_be_a_multiple(law: SmallLaw) -> None:
    law.replace(GRANT, "value: 0.1", "value: 1.5")
    assert law.sentences() == []


def test_several_references_may_stand_at_one_date(law: SmallLaw) -> None:
    one = "{title: Budget law 2026}"
    law.replace(MRP, one, f"[{one}, {{article: art. 2}}]")
    assert law.sentences() == [
        "openfisca_kz/parameters/indicators/mrp.yaml:11: indicators.mrp: "
        "the reference of 2026-01-01 has no title; name the act",
    ]


def test_freshness_is_asked_for_only_on_demand(law: SmallLaw) -> None:
    assert law.sentences(max_age=20) == []
    found = law.sentences(max_age=19)
    assert len(found) == 3
    assert "was last looked up on 2026-11-01, 20 days ago" in found[0]


def test_what_has_ended_is_never_stale(law: SmallLaw) -> None:
    law.replace(MRP, "value: 4325", "value: null")
    assert not [line for line in law.sentences(max_age=1) if "mrp" in line]


def test_what_python_keeps_is_no_folder_of_figures(law: SmallLaw) -> None:
    law.write("parameters/rights/__pycache__/benefit.yaml.pickle", "kept")
    assert not any("__pycache__" in sentence for sentence in law.sentences())


def test_files_that_cannot_be_read(law: SmallLaw) -> None:
    (law.root / "parameters/rights/latin.yaml").write_bytes("description: пособие".encode("cp1251"))
    law.write("parameters/rights/nothing.yaml", "")
    law.write("parameters/rights/words.yaml", "just words")
    law.write("parameters/rights/old.yml", "description: Old")
    law.write("parameters/Rights/index.yaml", "description: Folder")
    found = law.sentences()
    for sentence in (
        "latin.yaml:1: latin: is not UTF-8; save it as UTF-8",
        "nothing.yaml:1: nothing: is empty",
        "words.yaml:1: rights.words: has no description and values",
        "old.yml:1: rights.old: is not read; name the file .yaml",
        "Rights: is not snake_case ASCII; rename the folder",
    ):
        assert any(sentence in line for line in found), found


def test_no_registry_of_units(law: SmallLaw) -> None:
    (law.root / "units.yaml").unlink()
    assert any("units: is missing; write the registry of units" in line for line in law.sentences())
