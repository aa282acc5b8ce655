"""Effective tax rates by hand: what of a raise, and of the whole pay, a family does not keep."""

import pyarrow.csv as csv
import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population

from .conftest import MONTH, day


def _rates(tmp_path, persons):
    group = LawGroup("test", commands={"population": population})
    given = ["--persons", str(persons), "--on", MONTH, "--workers", "0", "--out", str(tmp_path / "rates")]
    return CliRunner().invoke(group, ["population", "rates", *given])


def test_rates_of_a_couple_by_hand(write, tmp_path):
    """She has 300 000, he 100 000: hers is raised. Of it 10% goes to her pension and 2% to health insurance; income tax
    takes 10% of what is left above 30 MRP of 4 325. Of a tenge more: 0.10 + 0.02 + 0.1 * 0.88 = 0.208; of all her pay:
    30 000 + 6 000 + 0.1 * (300 000 - 36 000 - 129 750) = 49 425 of 300 000.
    """
    persons = write(
        "p.parquet",
        family_id=[1, 1, 2],
        role=["first_parent", "second_parent", "first_parent"],
        birth_date=[day("1990-01-01")] * 3,
        sex=["female", "male", "female"],
        salary=[300_000.0, 100_000.0, 0.0],
    )
    answer = _rates(tmp_path, persons)
    assert answer.exit_code == 0, answer.output
    rows = csv.read_csv(tmp_path / "rates" / "report" / "rates.csv").to_pylist()
    assert sum(row["families"] for row in rows) == 1  # of the two families one earns
    assert rows[-1]["mean_pay"] == 300_000
    assert rows[-1]["marginal_mean"] == pytest.approx(0.208, abs=1e-4)
    assert rows[-1]["participation_mean"] == pytest.approx(49_425 / 300_000, abs=1e-5)
    classes = {row["rate"]: row for row in csv.read_csv(tmp_path / "rates" / "report" / "rate_classes.csv").to_pylist()}
    assert (classes["20%-30%"]["marginal_share"], classes["10%-20%"]["participation_share"]) == (1, 1)


def test_tables_without_pay_are_refused(write, tmp_path):
    persons = write("p.parquet", family_id=[1], role=["first_parent"], birth_date=[day("1990-01-01")], sex=["female"])
    answer = _rates(tmp_path, persons)
    assert answer.exit_code == 2
    assert "there is no pay to raise" in answer.output
