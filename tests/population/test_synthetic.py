"""The synthetic population: reproducible, whole families, different people in different regions."""

import filecmp

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from benchmarks.peers import people
from openfisca_kz.families.from_file import default_system
from openfisca_kz.population import checking, synthetic, targets
from openfisca_kz.population.synthetic import Block, blocks, make
from openfisca_kz.population.synthetic.assumptions import assumptions
from openfisca_kz.problems import InputError
from openfisca_kz.variables.facts.residence import Region

MONTH = "2026-06"


@pytest.fixture(scope="module")
def block():
    return make(Block(0, 40_000, 3, MONTH))


def test_the_same_seed_gives_the_same_people(synth, tmp_path):
    synthetic.write(3_000, 7, tmp_path / "again", MONTH, workers=0)
    for name in ("persons.parquet", "families.parquet"):
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
    made, families = make(Block(0, persons, 1, MONTH))
    assert made.num_rows == persons
    assert families.num_rows >= 1


def test_every_region_has_a_figure_and_they_add_up_to_the_country():
    figures = targets.values()
    assert sum(figures[f"region_{region.name}"] for region in Region) == targets.population()


def test_the_pyramid_agrees_with_men_and_women():
    figures = targets.values()
    men, women = synthetic.ages().sum(axis=1)
    assert (men, women) == (figures["population_men"], figures["population_women"])


def test_families_stand_for_the_country(block):
    families = make(blocks(1_000, 1, MONTH)[0])[1]
    assert families["weight"].to_pylist()[0] == pytest.approx(targets.population() / 1_000)


def test_every_assumption_says_how_sure_it_is():
    for name, each in assumptions().items():
        assert each["certainty"] in ("published", "derived", "unconfirmed", "assumption"), name
        assert each["certainty"] != "published" or each.get("url") or "Code" in each.get("note", ""), name
        assert each["certainty"] != "derived" or each.get("note"), name


def test_regions_and_sexes_differ_as_published(block):
    """Wages of Atyrau twice those of Turkistan; women's 79% of men's; more children where births are many."""
    persons, families = block
    place = np.unique(persons["family_id"].to_numpy(), return_inverse=True)[1]
    region = np.array(families["region"].to_pylist())[place]
    salary, sex = persons["salary"].to_numpy(), np.array(persons["sex"].to_pylist())
    paid = salary > 0
    mean = {name: salary[paid & (region == name)].mean() for name in ("atyrau", "turkistan")}
    assert 1.6 < mean["atyrau"] / mean["turkistan"] < 2.8
    assert salary[paid & (sex == "female")].mean() / salary[paid & (sex == "male")].mean() == pytest.approx(
        0.79, abs=0.06
    )
    born = persons["birth_date"].to_numpy()
    minor = born > np.datetime64("2008-06-30")
    share = {name: minor[region == name].mean() for name in ("turkistan", "north_kazakhstan")}
    assert share["turkistan"] > 1.3 * share["north_kazakhstan"]


def test_families_are_whole_and_sorted(block):
    persons, families = block
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


def test_other_models_get_the_same_people(tmp_path):
    """What `make bench-peers` gives to each: nobody runs it every day."""
    persons, families = people.tables(400)
    people.write(tmp_path / "people.npz", persons)
    with np.load(tmp_path / "people.npz") as given:
        assert {len(values) for values in given.values()} == {persons.num_rows}
        assert given["family"][-1] + 1 == families.num_rows
        heads = np.bincount(given["family"], given["role"] == people.HEAD)
        assert (heads == 1).all()
