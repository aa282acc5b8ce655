"""A drawing that cannot be written is one sentence, whichever command draws it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import openfisca_kz
from openfisca_kz.cli import main

FAMILY = str(Path(openfisca_kz.__file__).parent / "situations" / "newborn.yaml")


@pytest.mark.parametrize(
    "command", [["ladder", "--on", "2026-06"], ["pension", "--on", "2026-06"], ["timeline", "--from", "2026-06"]]
)
def test_a_drawing_that_cannot_be_written(command: list[str], tmp_path: Path) -> None:
    out = tmp_path / "no such folder" / "chart.svg"
    result = CliRunner().invoke(main, [command[0], FAMILY, *command[1:], "--chart", str(out)])
    assert result.exit_code == 2
    assert result.output == f"{out} cannot be written: No such file or directory.\n"


@pytest.mark.parametrize(
    "command",
    [
        ["ladder", "--of", "Dauet"],
        ["pension", "--of", "Dauet"],
        ["explain", "--variable", "net_salary", "--person", "Dauet"],
        ["verify", "--right", "birth_benefit", "--paid", "1", "--person", "Dauet"],
    ],
)
def test_somebody_unknown_is_refused_in_one_sentence_everywhere(command: list[str]) -> None:
    result = CliRunner().invoke(main, [command[0], FAMILY, "--on", "2026-06", *command[1:]])
    assert result.exit_code == 2
    assert result.output == "There is nobody named Dauet in the family: did you mean Daulet?\n"
