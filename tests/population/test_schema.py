"""The schema is that of the law, and says for each column what it may hold."""

import json

import pytest
from click.testing import CliRunner

from openfisca_kz.cli import LawGroup
from openfisca_kz.cli.population import population
from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import schema
from openfisca_kz.problems import InputError


def by_name():
    return {(column.table, column.name): column for column in schema.schema(default_system())}


def test_every_fact_is_a_column_of_its_table():
    facts = {
        ("persons" if variable.entity.is_person else "families", name)
        for name, variable in default_system().variables.items()
        if variable.room.startswith("facts")
    }
    keys = {("persons", "family_id"), ("persons", "role"), ("persons", "person_id")}
    assert set(by_name()) == facts | keys | {("families", "family_id"), ("families", "weight")}


def test_a_column_says_type_unit_default_and_allowed_values():
    columns = by_name()
    salary = columns["persons", "salary"]
    assert (salary.kind, salary.unit, salary.default, salary.minimum) == ("double", "KZT", 0, 0)
    assert "shymkent_city" in columns["families", "region"].allowed
    assert columns["families", "region"].default == "astana_city"
    assert columns["persons", "birth_date"].required
    assert columns["persons", "adoption_date"].default == "none"
    assert columns["persons", "birth_order"].default == "calculated"


def test_the_command_prints_text_and_json():
    group = LawGroup("test", commands={"population": population})
    text = CliRunner().invoke(group, ["population", "schema"])
    assert text.exit_code == 0
    assert "salary" in text.output
    data = CliRunner().invoke(group, ["population", "schema", "--json"])
    assert {"salary", "region"} <= {column["name"] for column in json.loads(data.output)}


@pytest.mark.parametrize(
    ("table", "column", "sentence"),
    [
        ("persons", "salry", "did you mean salary?"),
        ("persons", "region", "region is a column of families"),
        ("families", "salary", "salary is a column of persons"),
        ("persons", "weight", "weight is a column of families"),
        ("persons", "salary@2026-13", "2026-13 is not a month"),
        ("persons", "birth_date@2026-01", "birth_date has one value for all time"),
    ],
)
def test_a_column_that_means_nothing_is_refused(table, column, sentence):
    with pytest.raises(InputError, match=r"p\.parquet") as refused:
        schema.given_columns(default_system(), table, [*schema.REQUIRED[table], column], "p.parquet")
    assert sentence in str(refused.value)


def test_missing_and_repeated_columns_are_all_named():
    with pytest.raises(InputError) as refused:
        schema.given_columns(default_system(), "persons", ["family_id", "salary", "salary"], "p.parquet")
    text = str(refused.value)
    assert all(name in text for name in ("no column role", "no column birth_date", "no column sex", "named salary"))
