"""The synthetic population: reproducible, whole families, near the published margins."""

import filecmp

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import checking, synthetic
from openfisca_kz.population.synthetic import Block, blocks, comparison, make
from openfisca_kz.problems import InputError
from openfisca_kz.variables.facts.residence import Region

MONTH = "2026-06"


@pytest.fixture(scope="module")
def block():
    return make(Block(0, 40_000, 3, MONTH))


def test_the_same_seed_gives_the_same_people(synth, tmp_path):
    synthetic.write(3_000, 7, tmp_path / "again", MONTH, workers=0)
    for name in ("persons.parquet", "families.parquet", "margins.csv"):
        assert filecmp.cmp(synth / name, tmp_path / "again" / name, shallow=False)
    synthetic.write(3_000, 8, tmp_path / "other", MONTH, workers=0)
    assert not filecmp.cmp(synth / "persons.parquet", tmp_path / "other" / "persons.parquet", shallow=False)


@pytest.mark.parametrize("persons", [1, 7, 99_999, 250_001])
def test_blocks_add_up(persons):
    parts = blocks(persons, 1, MONTH)
    assert sum(part.persons for part in parts) == persons
    assert max(part.persons for part in parts) <= synthetic.BLOCK


@pytest.mark.parametrize("persons", [1, 2, 5, 40])
def test_a_handful_of_people_can_be_made(persons):
    made, families, _ = make(Block(0, persons, 1, MONTH))
    assert made.num_rows == persons
    assert families.num_rows >= 1


def test_margins_are_within_a_few_people_of_the_published_ones(block):
    # 40 000 people are a five-hundredth of the country: a small margin is off by the few people that chance makes.
    for row in comparison(block[2]):
        people_off = abs(row["synthetic"] - row["scaled"])
        near = abs(row["difference_percent"]) <= 1.5
        assert near or (row["unit"] != "KZT" and people_off <= 3 * np.sqrt(row["scaled"])), row


def test_every_region_has_a_margin():
    names = {margin["name"] for margin in synthetic.published()["margins"]}
    assert {f"region_{region.name}" for region in Region} <= names
    total = sum(m["value"] for m in synthetic.published()["margins"] if m["name"].startswith("region_"))
    assert total == synthetic.published()["population"]


def test_the_pyramid_agrees_with_men_and_women():
    data = synthetic.published()
    margins = {margin["name"]: margin["value"] for margin in data["margins"]}
    assert sum(data["age_pyramid"]["male"]) == margins["men"]
    assert sum(data["age_pyramid"]["female"]) == margins["women"]


def test_families_are_whole_and_sorted(block):
    persons, families, _ = block
    ids = persons["family_id"].to_numpy()
    assert np.all(np.diff(ids) >= 0)
    assert np.array_equal(np.unique(ids), families["family_id"].to_numpy())
    first = pc.equal(persons["role"].cast("string"), "first_parent").to_numpy(zero_copy_only=False)
    assert np.array_equal(np.sort(ids[first]), families["family_id"].to_numpy())


def test_mothers_are_old_enough(block):
    persons = block[0]
    ids, role = persons["family_id"].to_numpy(), np.array(persons["role"].to_pylist())
    born = persons["birth_date"].to_numpy()
    heads = dict(zip(ids[role == "first_parent"], born[role == "first_parent"], strict=True))
    gaps = [
        (b - heads[i]) / np.timedelta64(1, "D")
        for i, b in zip(ids[role == "child"], born[role == "child"], strict=True)
    ]
    years = np.array(gaps) / 365.25
    assert years.min() > 14
    assert np.percentile(years, 99) < 48


def test_its_columns_are_those_of_the_law(block):
    for table, rows in zip(("persons", "families"), block[:2], strict=True):
        checking.check_types(default_system(), table, rows.schema, table)


def test_nobody_is_no_population(tmp_path):
    with pytest.raises(InputError, match="0 persons cannot be made"):
        synthetic.write(0, 1, tmp_path)


def test_row_groups_are_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(synthetic, "BLOCK", 500)
    synthetic.write(1_600, 1, tmp_path, MONTH, workers=0)
    file = pq.ParquetFile(tmp_path / "persons.parquet")
    assert [file.metadata.row_group(place).num_rows for place in range(file.num_row_groups)] == [400] * 4
