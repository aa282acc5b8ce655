"""Reports: sums by hand over a few families, and what a reform changes."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyarrow.csv as csv
import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.engine.system import Reform
from openfisca_kz.language import language
from openfisca_kz.population import report, results, runs, summing, words
from openfisca_kz.population.answers import Asked, answers
from openfisca_kz.problems import InputError
from tests.rotating import only

from .conftest import MONTH, day, write_table

# 38 MRP of 4 325 tenge for the first child in 2026 (tests/rights/family/birth_benefit.yaml).
BIRTH_BENEFIT = 164_350


class doubled_birth_benefit(Reform):  # noqa: N801
    """The birth benefit of first children doubles."""

    def apply(self):
        self.modify_parameters(self.double)

    @staticmethod
    def double(parameters):
        for leaf in parameters.rights.family.birth_benefit.children["multiple"].children.values():
            leaf.update(start="2026-01-01", value=76)
        return parameters


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two_runs")
    persons = write_table(
        folder / "p.parquet",
        family_id=[1, 1, 2, 2, 3],
        role=["first_parent", "child", "first_parent", "child", "first_parent"],
        birth_date=[day("1996-01-01"), day("2026-06-03"), day("1996-01-01"), day("2026-06-30"), day("1960-01-01")],
        sex=["female", "female", "female", "male", "male"],
    )
    families = write_table(
        folder / "f.parquet", family_id=[1, 2, 3], region=["abai", "ulytau", "abai"], weight=[10.0, 1.0, 2.0]
    )
    folders = []
    for reform in (None, f"{__name__}.doubled_birth_benefit"):
        question = runs.question(runs.law(reform), MONTH, ["birth_benefit", "child_under_1"])
        out = str(folder / "runs" / f"run{len(folders)}")
        runs.execute(runs.Run(str(persons), str(families), question, out, reform), workers=0)
        folders.append(out)
    return folders


@pytest.fixture
def copied_runs(two_runs, tmp_path):
    """Return the two runs where they may be damaged."""
    shutil.copytree(Path(two_runs[0]).parent, tmp_path, dirs_exist_ok=True)
    return [str(tmp_path / Path(run).name) for run in two_runs]


REFORM = f"{__name__}.doubled_birth_benefit"


def rows(table, **where):
    return [row for row in table if all(row[key] == value for key, value in where.items())]


def test_totals_by_group_are_weighted(two_runs):
    table = answers(results.read(two_runs[0])).tables["totals"]
    (country,) = rows(table, variable="birth_benefit", by="country")
    assert (country["members"], country["recipients"]) == (24, 11)
    assert (country["total"], country["average"]) == (11 * BIRTH_BENEFIT, BIRTH_BENEFIT)
    regions = {row["group"]: row["recipients"] for row in rows(table, variable="birth_benefit", by="region")}
    assert (regions["abai"], regions["ulytau"], regions["akmola"]) == (10, 1, 0)
    sexes = {row["group"]: row["members"] for row in rows(table, variable="birth_benefit", by="sex")}
    assert sexes == {"female": 21, "male": 3}
    ages = {row["group"]: row["recipients"] for row in rows(table, variable="birth_benefit", by="age")}
    assert ages["0-2"] == 11
    (status,) = rows(table, variable="birth_benefit", by="status", group="child_under_1")
    assert (status["members"], status["recipients"]) == (11, 11)


def test_a_reform_has_a_cost_winners_and_losers(two_runs):
    """Without disposable income, who gets more in rights wins."""
    baseline, reform = map(results.read, two_runs)
    changed = answers(baseline, reform).tables
    (cost,) = changed["costs"]
    assert (cost["baseline"], cost["change"]) == (11 * BIRTH_BENEFIT, 11 * BIRTH_BENEFIT)
    assert (cost["recipients"], cost["recipients_reform"]) == (11, 11)
    by_region = {row["group"]: row for row in changed["winners_and_losers"]}
    assert (by_region["abai"]["families"], by_region["abai"]["winners"], by_region["abai"]["losers"]) == (12, 10, 0)
    assert by_region["country"]["won"] == 11 * BIRTH_BENEFIT
    back = answers(reform, baseline).tables
    assert {row["group"]: row["losers"] for row in back["winners_and_losers"]}["country"] == 11
    assert "poverty" not in changed


@pytest.fixture(scope="module")
def with_income(tmp_path_factory):
    """Return ten families of one, five of them with a newborn: runs with disposable income, today's and doubled."""
    folder = tmp_path_factory.mktemp("with_income")
    births, ids, roles, pay = [], [], [], []
    for number in range(1, 11):
        ids, roles = [*ids, number], [*roles, "first_parent"]
        births, pay = [*births, day("1990-01-01")], [*pay, 100_000.0 * number]
        if number <= 5:
            ids, roles, births, pay = [*ids, number], [*roles, "child"], [*births, day("2026-06-03")], [*pay, 0.0]
    everybody = {"family_id": ids, "role": roles, "birth_date": births, "sex": ["female"] * 15, "salary": pay}
    persons = write_table(folder / "p.parquet", **everybody)
    families = write_table(
        folder / "f.parquet", family_id=list(range(1, 11)), region=["abai"] * 10, weight=[1.0] * 5 + [2.0] * 5
    )
    names = [
        "disposable_income",
        "birth_benefit",
        "birth_benefit_paid",
        "total_rights",
        "poverty_line",
        "health_insured",
    ]
    folders = []
    for reform in (None, f"{__name__}.doubled_birth_benefit"):
        question = runs.question(runs.law(reform), MONTH, names)
        out = str(folder / f"income{len(folders)}")
        runs.execute(runs.Run(str(persons), str(families), question, out, reform), workers=0)
        folders.append(out)
    return folders


def test_with_disposable_income_there_are_tenths_poverty_and_inequality(with_income):
    found = answers(*map(results.read, with_income)).tables
    tenths = [row for row in found["winners_and_losers"] if row["by"] == "decile"]
    assert sum(row["winners"] for row in tenths) == 5
    assert sum(row["persons"] for row in tenths) == 20
    # Five of ten families, each with weight 1, win the benefit b: n/(n-1) (5 b2 - 25 b2 / 10) under the root.
    (whole,) = (row for row in found["winners_and_losers"] if row["by"] == "country")
    assert (whole["rows"], whole["error"]) == (5, pytest.approx(BIRTH_BENEFIT * (10 / 9 * 2.5) ** 0.5))
    # The doubled benefit of the poorest: each wins what the benefit is.
    winners = [row for row in tenths if row["winners"]]
    assert all(row["won"] == pytest.approx(row["winners"] * BIRTH_BENEFIT, rel=0.01) for row in winners)
    before, after = ([row for row in found["inequality"] if row["law"] == law] for law in ("baseline", REFORM))
    assert all(old["gini"] > new["gini"] for old, new in zip(before, after, strict=True))
    lines = {row["line"] for row in found["poverty"]}
    assert lines == {"law", "median_50", "median_60"}
    (region,) = found["regions"]
    assert (region["region"], region["persons"]) == ("abai", 20)
    own = [row for row in found["totals"] if row["by"] == "decile" and row["variable"] == "birth_benefit"]
    assert sum(row["recipients"] for row in own) == 5


def test_late_claims_cost_what_is_due_and_not_paid(write, tmp_path):
    """Two newborns of June: one claimed in June, the other in July; the benefit of the second is not paid in June."""
    persons = write(
        "p.parquet",
        family_id=[1, 1, 2, 2],
        role=["first_parent", "child"] * 2,
        birth_date=[day("1990-01-01"), day("2026-06-03")] * 2,
        sex=["female"] * 4,
        birth_benefit_claim_date=[None, day("2026-06-20"), None, day("2026-07-20")],
    )
    families = write("f.parquet", family_id=[1, 2], weight=[4.0, 3.0])
    question = runs.question(runs.law(None), MONTH, ["birth_benefit", "birth_benefit_paid"])
    runs.execute(runs.Run(str(persons), str(families), question, str(tmp_path / "out")), workers=0)
    (late,) = answers(results.read(tmp_path / "out")).tables["late_claims"]
    assert (late["due"], late["paid"]) == (7 * BIRTH_BENEFIT, 4 * BIRTH_BENEFIT)
    assert (late["paid_less"], late["less"], late["more"]) == (3, 3 * BIRTH_BENEFIT, 0)
    assert "because of late claims; awards: 3" in report.write(tmp_path / "out")


def test_the_official_figures_stand_beside_the_model(two_runs):
    result = results.read(two_runs[0])
    assert "fit" not in answers(result).tables
    found = {row["target"]: row for row in answers(result, asked=Asked(compare=True)).tables["fit"]}
    birth = found["birth_benefit_recipients"]
    assert (birth["model"], birth["official"], birth["use"]) == (11, 25_450, "check")
    assert birth["ratio"] == pytest.approx(11 / 25_450)
    assert "pensioners" not in found  # the run was not asked for pensions


@pytest.mark.parametrize("workers", only([1, 2], [1]))
def test_parts_add_up_whoever_reads_them(make_run, tmp_path, monkeypatch, workers):
    monkeypatch.setattr(summing, "_MANY_PARTS", 2)
    names = ("birth_benefit", "disposable_income", "child_under_1", "large_family_allowance")
    for out, size in (("whole", 1_000_000), ("parts", 400)):
        runs.execute(make_run(out, names, size), workers=0)
    whole, parts = (
        answers(results.read(tmp_path / out), asked=Asked(workers=workers)).tables for out in ("whole", "parts")
    )
    for table, expected in whole.items():
        for row, other in zip(expected, parts[table], strict=True):
            assert row == pytest.approx(other), table


def test_the_command_writes_tables_a_workbook_and_a_page(two_runs, tmp_path):
    group = LawGroup("test", commands={"population": population})
    arguments = ["population", "report", two_runs[0], "--against", two_runs[1], "--out", str(tmp_path / "report")]
    answer = CliRunner().invoke(group, arguments)
    assert answer.exit_code == 0, answer.output
    assert "birth_benefit" in answer.stdout
    names = {path.name for path in (tmp_path / "report").iterdir()}
    tables = {"totals", "totals_of_reform", "costs", "winners_and_losers", "precision", "by_payer", "not_told"}
    assert names == {f"{name}.{kind}" for name in tables for kind in ("csv", "parquet")} | {
        "tables.xlsx",
        "report.html",
    }
    assert csv.read_csv(tmp_path / "report" / "costs.csv")["change"].to_pylist() == [11 * BIRTH_BENEFIT]
    book = openpyxl.load_workbook(tmp_path / "report" / "tables.xlsx")
    assert book.sheetnames[0] == "Notes"
    cost = book["Cost of the reform, KZT in the m"[:31]]
    head, row = list(cost.iter_rows(max_row=2))
    assert (head[0].value, row[0].value) == ("What", "Birth benefit")
    (change,) = (cell for cell, name in zip(row, head, strict=True) if name.value == "Change")
    assert (change.value, change.number_format) == (11 * BIRTH_BENEFIT, "#,##0")
    notes = [cell.value for (cell,) in book["Notes"].iter_rows(max_col=1)]
    assert any(str(note).startswith("Rules ") for note in notes)


@pytest.mark.parametrize("lang", only(["en", "kk", "ru"], ["kk"]))
def test_the_page_begins_with_findings_in_the_language_each_with_its_source(with_income, tmp_path, lang):
    text = report.write(*with_income, out=tmp_path / lang, lang=lang, asked=Asked(compare=True))
    page = (tmp_path / lang / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{lang}">' in page
    assert page.count("<li><b>") == page.count("<small>") >= 8
    assert page.index('class="findings"') < page.index("<svg") < page.index("<table")
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    month = {"en": "June 2026", "kk": "2026 жылғы маусым", "ru": "июнь 2026"}[lang]
    assert month in page
    assert month in text
    ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])


def test_a_damaged_part_is_one_sentence(copied_runs):
    part = next((Path(copied_runs[0]) / "persons").iterdir())
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        answers(results.read(copied_runs[0]))


def test_a_full_disk_is_one_sentence(two_runs, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        report.write(two_runs[0], out=tmp_path / "file" / "report")


def test_what_is_no_complete_run_is_refused(copied_runs, tmp_path):
    with pytest.raises(InputError, match=r"holds several runs: name one of .*run0, .*run1"):
        results.read(tmp_path)
    with pytest.raises(InputError, match="holds no run"):
        results.read(tmp_path / "run0" / "done")
    done = next((tmp_path / "run0" / "done").iterdir())
    done.write_text(json.dumps(json.loads(done.read_text()) | {"persons_in": 1}))
    with pytest.raises(InputError, match="is not complete"):
        results.read(copied_runs[0])


def test_how_much_families_win_of_their_income(with_income):
    """The five poorest, with 100 000 to 500 000 of pay, win a benefit of 164 350: more than 5% of what each has."""
    sizes = {row["size"]: row for row in answers(*map(results.read, with_income)).tables["sizes"]}
    assert (sizes["win_much"]["families"], sizes["win_much"]["persons"]) == (5, 10)
    assert (sizes["unchanged"]["families"], sizes["unchanged"]["persons"]) == (10, 10)
    assert sizes["win_much"]["change"] == 5 * BIRTH_BENEFIT
    types = [
        row for row in answers(*map(results.read, with_income)).tables["winners_and_losers"] if row["by"] == "type"
    ]
    assert {row["group"]: (row["families"], row["winners"]) for row in types} == {
        "one": (10, 0),
        "one_with_children": (5, 5),
    }


def test_totals_say_on_how_many_rows_they_rest_and_how_sure_they_are(with_income):
    """Five of ten families have a benefit of b, all with weight 1: n/(n-1) (5 b2 - 25 b2 / 10) under the root."""
    rows = {row["variable"]: row for row in answers(results.read(with_income[0])).tables["precision"]}
    assert rows["birth_benefit"]["rows"] == 5
    assert rows["birth_benefit"]["error"] == pytest.approx(BIRTH_BENEFIT * (10 / 9 * 2.5) ** 0.5)


def test_what_the_tables_do_not_say_is_named_and_not_counted_as_nobody(two_runs, tmp_path):
    found = answers(results.read(two_runs[0])).tables["not_told"]
    taken = {row["variable"]: (row["table"], row["taken_as"]) for row in found}
    assert taken["legal_residence"] == ("persons", "citizen")
    assert taken["death_date"] == ("persons", "none")
    assert not {"birth_date", "sex", "region", "salary"} & set(taken)  # given, or of no matter for what was asked
    text = report.write(two_runs[0], out=tmp_path / "report")
    assert f"the tables do not have: {len(found)}." in text
    assert "Facts that the tables do not have" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")


def test_a_law_is_compared_with_another_one_only(two_runs):
    """Two runs of one law have the same name in every table."""
    law, bill = map(results.read, two_runs)
    for others in ((law,), (bill, bill)):
        with pytest.raises(InputError, match="are runs of the same law"):
            answers(law, *others)


def test_the_share_of_the_poor_under_a_second_bill_is_a_percentage():
    assert words.number(0.125, language("en"), "poor_share_reform_2") == "12.5%"
    assert words.number(12, language("en"), "recipients_reform_2") == "12"


@pytest.mark.slow
def test_what_duties_bring_is_received_by_somebody(write, tmp_path):
    """Of 300,000 under the regime for the self-employed 4% (Tax Code 2025, art. 715) go to several funds: 12,000."""
    persons = write(
        "p.parquet",
        family_id=[1, 2],
        role=["other"] * 2,
        birth_date=[day("1990-01-01")] * 2,
        sex=["male"] * 2,
        salary=[0.0, 200_000.0],
        self_employed_income=[300_000.0, 0.0],
    )
    families = write("f.parquet", family_id=[1, 2], weight=[4.0, 3.0])
    question = runs.question(runs.law(None), MONTH, ["all"])
    runs.execute(runs.Run(str(persons), str(families), question, str(tmp_path / "out")), workers=0)
    result = results.read(tmp_path / "out")
    found = answers(result, result)
    paid = {(row["payer"], row["kind"]): row["baseline"] for row in found.tables["by_payer"]}
    assert paid["several_funds", "received"] == 4 * 12_000
    received = sum(amount for (_, kind), amount in paid.items() if kind == "received")
    assert received == pytest.approx(sum(amount for (_, kind), amount in paid.items() if kind in ("duty", "state")))
    # Amounts are in tenge, but for those that say otherwise; a sum of ages is no amount.
    text = report.write(tmp_path / "out")
    assert "self_employed_payment" in text
    assert "\nage " not in text
    # Nobody is in most tenths of two families: nothing is known of what these have.
    assert {row["total_rights_by_head"] for row in found.tables["tenths"] if not row["persons"]} == {None}


def test_dollars_are_not_called_tenge(write, tmp_path):
    persons = write("p.parquet", family_id=[1], role=["child"], birth_date=[day("2020-01-01")], sex=["male"])
    question = runs.question(runs.law(None), MONTH, ["national_fund_share"])
    runs.execute(runs.Run(str(persons), None, question, str(tmp_path / "out")), workers=0)
    assert "national_fund_share, USD" in report.write(tmp_path / "out")


def test_a_column_of_ones_own_divides_the_totals(write, tmp_path):
    persons = write(
        "p.parquet",
        family_id=[1, 1, 2, 2],
        role=["first_parent", "child"] * 2,
        birth_date=[day("1990-01-01"), day("2026-06-03")] * 2,
        sex=["female"] * 4,
        **{"own:settlement": ["town", "town", "village", "village"]},
    )
    families = write("f.parquet", family_id=[1, 2], weight=[4.0, 3.0])
    question = runs.question(runs.law(None), MONTH, ["birth_benefit", "disposable_income"])
    runs.execute(runs.Run(str(persons), str(families), question, str(tmp_path / "out")), workers=0)
    result = results.read(tmp_path / "out")
    found = answers(result, asked=Asked(columns=["own:settlement", "sex"])).tables
    own = {(row["by"], row["group"]): row for row in found["own"] if row["variable"] == "birth_benefit"}
    assert own["own:settlement", "town"]["total"] == 4 * BIRTH_BENEFIT
    assert (own["own:settlement", "village"]["members"], own["own:settlement", "village"]["recipients"]) == (6, 3)
    assert own["sex", "female"]["recipients"] == 7
    with pytest.raises(InputError, match="no column settlement in the results"):
        answers(result, asked=Asked(columns=["settlement"]))
    # Nobody said where these families live: there is no table of regions.
    assert not found.get("regions")


def test_a_month_beyond_the_enacted_figures_says_so(write, tmp_path):
    persons = write("p.parquet", family_id=[1], role=["other"], birth_date=[day("1990-01-01")], sex=["male"])
    for month, marked in (("2026-06", False), ("2035-06", True)):
        question = runs.question(runs.law(None), month, ["age"])
        runs.execute(runs.Run(str(persons), None, question, str(tmp_path / month)), workers=0)
        assert ("the figures of 2026 stand in" in report.write(tmp_path / month)) is marked
