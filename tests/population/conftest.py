"""A small synthetic population, made once."""

import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openfisca_kz.population import runs, synthetic

MONTH = "2026-06"
VARIABLES = ("age_in_months", "birth_benefit", "pension_age", "birth_order", "education")


@pytest.fixture(scope="session")
def synth(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synth")
    synthetic.write(3_000, 7, folder, MONTH, workers=0)
    return folder


@pytest.fixture(scope="session")
def tables(synth):
    return str(synth / "persons.parquet"), str(synth / "families.parquet")


@pytest.fixture
def make_run(tables, tmp_path):
    """Return a function that says what to run: by default the small population, into a new directory."""

    def make(out="out", variables=VARIABLES, size=1_000, persons=None, families="same", month=MONTH):
        given = tables[1] if families == "same" else families
        question = runs.question(runs.law(None), month, variables)
        return runs.Run(str(persons or tables[0]), given and str(given), question, str(tmp_path / out), None, size)

    return make


@pytest.fixture
def write(tmp_path):
    """Return a function that writes columns as a Parquet table."""

    def to_file(name, **columns):
        return write_table(tmp_path / name, **columns)

    return to_file


def write_table(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def day(text):
    return datetime.date.fromisoformat(text)


def results(out, table="persons"):
    parts = sorted((out / table).glob("part-*.parquet"))
    found = [pq.read_table(part) for part in parts]
    return pa.concat_tables(found).unify_dictionaries().to_pylist() if found else []
