"""The ladder of pay, its chart and its command; the table of interactions."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from openfisca_kz.answers.ladder import climb
from openfisca_kz.cli.ladder import ladder as command
from openfisca_kz.language import language
from openfisca_kz.presentation.ladder import to_svg, to_text
from openfisca_kz.problems import InputError
from openfisca_kz.services.rights_and_duties import rights_of
from tests.shared import situation
from tools.docs.interactions import interactions, to_markdown

FAMILY = {
    "family": {
        "first_parent": "Aliya",
        "second_parent": "Marat",
        "children": ["Dana", "Ali"],
        "poverty_line_given": 42000,
        "social_contract": True,
    },
    "persons": {
        "Aliya": {"birth_date": "1990-02-02", "sex": "female"},
        "Marat": {"birth_date": "1988-02-02"},
        "Dana": {"birth_date": "2016-02-02", "sex": "female"},
        "Ali": {"birth_date": "2021-02-02"},
    },
}


@pytest.fixture(scope="module")
def poor_family():
    """Return a couple with two children below the poverty line."""
    return situation(FAMILY)


@pytest.fixture(scope="module")
def steps(poor_family):
    """Return its ladder from nothing to 300 000 by 20 000."""
    return climb(poor_family, "2026-06", stop=300000)


def test_each_step_takes_targeted_assistance_by_what_pay_rises(steps):
    # 4 times 42 000 less the pay of a month; above the line nothing (Social Code, art. 126-128).
    expected = [168000 - pay if pay <= 168000 else 0 for pay in range(0, 300001, 20000)]
    assert steps.rights["targeted_assistance"].tolist() == expected


def test_the_supplement_stops_with_the_assistance(steps):
    # 1.5 MRP of 4 325 for the child of five, rounded up.
    expected = [6488 if pay < 168000 else 0 for pay in range(0, 300001, 20000)]
    assert steps.rights["targeted_assistance_child_supplement"].tolist() == expected


def test_what_is_kept_adds_up(steps):
    assert steps.work.tolist() == list(range(0, 300001, 20000))
    assert np.array_equal(steps.net, steps.work - steps.withheld + sum(steps.rights.values()))


def test_what_is_kept_is_the_disposable_income(poor_family, steps):
    told = json.loads(json.dumps(FAMILY))
    told["persons"]["Aliya"]["salary"] = 100000
    simulation = situation(told).simulation("2026-06")
    assert simulation.calculate("disposable_income", "2026-06").tolist() == [steps.net[5]]


def test_a_rate_above_one_is_a_cliff(steps):
    rates = steps.marginal_rates
    assert np.isnan(rates[0])
    assert steps.cliffs == [i for i, rate in enumerate(rates) if rate > 1]
    assert steps.cliffs


def test_another_person_gives_the_same_ladder(poor_family, steps):
    other = climb(poor_family, "2026-06", stop=300000, person="Marat")
    assert other.person == "Marat"
    assert np.array_equal(other.net, steps.net)


def test_a_fact_told_by_month_is_replaced_in_every_month():
    told = json.loads(json.dumps(FAMILY))
    told["persons"]["Aliya"]["salary"] = {"2026-02": 500000, "otherwise": 90000}
    ladder = climb(situation(told), "2026-06", stop=20000)
    assert ladder.work.tolist() == [0, 20000]
    assert ladder.rights["targeted_assistance"].tolist() == [168000, 148000]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"fact": "salery"}, "did you mean salary"),
        ({"fact": "birth_date"}, "cannot be varied"),
        ({"fact": "net_salary"}, "cannot be varied"),
        ({"person": "Nobody"}, "nobody named Nobody"),
        ({"start": 10, "stop": 10}, "draw no chart"),
        ({"step": 0}, "draw no chart"),
        ({"step": 1}, "too many"),
        ({"month": "2010-01"}, "outside the rules"),
    ],
)
def test_what_cannot_be_drawn_is_said(poor_family, options, sentence):
    with pytest.raises(InputError, match=sentence):
        climb(poor_family, **{"month": "2026-06", **options})


def test_the_table_marks_cliffs(poor_family, steps):
    text = to_text(steps, language("en"), poor_family.system)
    lines = text.splitlines()
    assert len(lines) == 1 + len(steps.values) + 2
    assert lines[1].lstrip().startswith("0 ₸")
    assert [i for i, line in enumerate(lines[1:-2]) if "*" in line] == steps.cliffs


@pytest.mark.parametrize("code", ["en", "kk", "ru"])
def test_the_chart_is_a_drawing(poor_family, steps, code):
    drawing = ElementTree.fromstring(to_svg(steps, language(code), poor_family.system))
    name = "{http://www.w3.org/2000/svg}"
    assert len(drawing.findall(f"{name}polyline")) == 1 + len(steps.rights)
    assert len(drawing.findall(f"{name}circle")) == len(steps.cliffs)


def test_the_command(tmp_path: Path):
    family = tmp_path / "family.yaml"
    family.write_text(json.dumps(FAMILY), encoding="utf-8")
    chart = tmp_path / "ladder.svg"
    options = [str(family), "--on", "2026-06", "--to", "40000", "--chart", str(chart)]
    result = CliRunner().invoke(command, [*options, "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert told["values"] == [0, 20000, 40000]
    assert told["rights"]["targeted_assistance"] == [168000, 148000, 128000]
    assert told["marginal_rates"][0] is None
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    assert "Kept" in CliRunner().invoke(command, options).output


# ----- Interactions ----- #


def test_interactions_name_what_reads_what(system):
    pairs = {(one.right, one.reads): one for one in interactions(system=system)}
    assert pairs["targeted_assistance", "disability_allowance"].as_income
    assert not pairs["disability_allowance", "age_pension"].as_income
    assert ("disability_allowance", "targeted_assistance") not in pairs


def test_no_right_reads_targeted_assistance_but_its_supplement(system):
    readers = {one.right for one in interactions(system=system) if one.reads == "targeted_assistance"}
    assert readers <= {"targeted_assistance_child_supplement", "housing_assistance"}


def test_no_two_rights_read_each_other(system):
    pairs = {(one.right, one.reads) for one in interactions(system=system)}
    assert not [pair for pair in pairs if pair[::-1] in pairs]


def test_the_table_has_a_row_for_each_pair(system):
    found = interactions(system=system)
    table = to_markdown(found, system)
    assert table.count("\n| ") == 1 + len(found)
    assert set(rights_of(system)) >= {one.right for one in found}
