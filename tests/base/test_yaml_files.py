"""What a YAML file held is kept beside it, and never given for another text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from openfisca_kz.yaml_files import read_yaml


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    path = tmp_path / "list.yaml"
    path.write_text("{since: 2026-01-01, values: [1, 2.5, жыл, null]}", encoding="utf-8")
    return path


def kept(path: Path) -> list[Path]:
    return [each for each in (path.parent / "kept").rglob("*") if each.is_file()]


def test_the_second_reading_parses_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_yaml(file)
    assert first == yaml.safe_load(file.read_text(encoding="utf-8"))
    first["values"].clear()  # what one reader does to it is nobody else's
    monkeypatch.setattr(yaml, "load", lambda *_, **__: pytest.fail("it was parsed again"))
    assert read_yaml(file)["values"] == [1, 2.5, "жыл", None]
    assert len(kept(file)) == 1


def test_a_text_of_the_same_size_and_time_is_read_anew(file: Path) -> None:
    read_yaml(file)
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("2.5", "2.6"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert read_yaml(file)["values"][1] == 2.6


@pytest.mark.parametrize("damage", [b"", b"short", None])
def test_what_is_kept_in_part_is_not_used(file: Path, damage: bytes | None) -> None:
    told = read_yaml(file)
    (place,) = kept(file)
    place.write_bytes(place.read_bytes()[:-1] if damage is None else damage)
    assert read_yaml(file) == told
    assert read_yaml(file) == told


def test_another_way_to_parse_is_another_reading(file: Path) -> None:
    class Words(yaml.BaseLoader):
        """Everything is text."""

    read_yaml(file)
    assert read_yaml(file, Words)["values"][0] == "1"


def test_nothing_is_written_where_python_writes_no_bytecode(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert read_yaml(file)["values"][0] == 1
    assert not kept(file)


def test_a_place_that_cannot_be_written_is_no_matter(file: Path) -> None:
    (file.parent / "kept").write_text("a file where a folder should be", encoding="utf-8")
    told: Any = read_yaml(file)
    assert told["values"][0] == 1
