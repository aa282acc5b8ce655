"""A study: the law run several times over a population, each time into a directory of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from openfisca_kz.population import results, runs
from openfisca_kz.population.results import Result
from openfisca_kz.problems import month_of


@dataclasses.dataclass(frozen=True)
class Study:
    """What is studied: tables as for a run, their month, the directory above those of the runs, the law.

    Each run has so many processes (``workers``); ``tell`` takes a line of progress.
    """

    persons: str
    families: str | None
    month: str
    out: str
    reform: str | None = None
    size: int = runs.CHUNK
    workers: int = 1
    tell: Callable[[str], None] | None = None

    @property
    def law(self) -> str | None:
        """Return the name of the law of every run."""
        return self.reform

    @property
    def year(self) -> int:
        """Return the year of the tables."""
        return int(month_of(self.month).start.year)

    def under_the_law(self) -> Self:
        """Return the same study of today's law, beside that of a reform."""
        return dataclasses.replace(self, reform=None, out=f"{self.out}/{runs.LAW}")

    def run(self, name: str, tables: tuple[str, str | None], month: str, variables: Sequence[str]) -> Result:
        """Run the law over some tables into the directory of a name, or go on where it stopped; return the results.

        Raises:
            InputError: the tables are not right, or there is no room.

        """
        asked = runs.question(runs.law(self.law), month, variables)
        if self.tell:
            self.tell(f"{name}:")
        out = Path(self.out, name)
        runs.execute(runs.Run(*tables, asked, str(out), self.law, self.size), self.workers, self.tell)
        return results.read(out)
