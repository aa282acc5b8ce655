"""Run every YAML case under pytest, with a readable id, in float64, alone and among other families."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from openfisca_core.parameters import config as parameters_config

from openfisca_kz import CountryTaxBenefitSystem
from openfisca_kz.families.from_file import default_system
from tests.rotating import run_quickly
from tests.yaml_cases import Case, run_alone, run_in_a_crowd


def _run_by_openfisca(config: pytest.Config) -> bool:
    """Return whether `openfisca test` runs: it collects the YAML files itself."""
    return any(type(plugin).__name__ == "OpenFiscaPlugin" for plugin in config.pluginmanager.get_plugins())


#: Tests that may be left out: what they need cannot be installed by every machine.
MAY_BE_SKIPPED = (
    "PostgreSQL is not installed",
    "no account that PostgreSQL may run as",
    "nginx",
    "the page asks the month of today",
)

# Where tests decide (CI), the same examples are drawn each time: a change is judged, not luck.
if os.environ.get("CI"):
    import hypothesis  # users who run the cases with `openfisca test` may not have it

    hypothesis.settings.register_profile("ci", derandomize=True)
    hypothesis.settings.load_profile("ci")

_skipped: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer examples in the quick run."""
    run_quickly(config.option.markexpr == "not slow")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take what draws examples (hypothesis) into the slow run too, which draws all of them."""
    if config.option.markexpr == "slow":
        for item in items:
            if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker("slow")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was left out, and why."""
    if report.skipped and isinstance(report.longrepr, tuple):
        _skipped[report.nodeid] = report.longrepr[2]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where tests decide (CI), one that is left out without being on the list fails the run."""
    unexpected = {test: why for test, why in _skipped.items() if not any(known in why for known in MAY_BE_SKIPPED)}
    if os.environ.get("CI") and unexpected:
        print(
            "\nLeft out, though nobody said that they may be:",
            *(f"  {t}: {w}" for t, w in unexpected.items()),
            sep="\n",
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_finish() -> None:
    """Leave what lives to the end, the law above all, out of Python's search for circles of objects."""
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the Python tests out of `openfisca test`."""
    if _run_by_openfisca(config) and collection_path.suffix == ".py":
        return True
    return None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Collect the YAML cases."""
    if file_path.suffix == ".yaml" and not _run_by_openfisca(parent.config):
        return CaseFile.from_parent(parent, path=file_path)
    return None


class CaseFile(pytest.File):
    """A YAML file of cases."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield each case twice: alone, and in a crowd; the quick run takes the one or the other, in turn."""
        cases = yaml.load(self.path.read_text(encoding="utf-8"), Loader=parameters_config.Loader) or []
        names = set()
        for place, raw in enumerate(cases):
            case = Case.from_yaml(raw, self.path)
            if case.name in names:
                raise ValueError(f"{self.path}: two cases are named {case.name!r}")
            names.add(case.name)
            for number, (way, runner) in enumerate((("alone", run_alone), ("in a crowd", run_in_a_crowd))):
                item = CaseItem.from_parent(self, name=f"{case.name} [{way}]", case=case, runner=runner)
                if place % 2 != number:
                    item.add_marker("slow")
                yield item


class CaseItem(pytest.Item):
    """One case, run one way."""

    def __init__(self, *, case: Case, runner: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.runner = runner

    def runtest(self) -> None:
        """Compare what the case expects with what the law gives."""
        self.runner(self.case)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the difference only, where the case itself failed."""
        if isinstance(excinfo.value, AssertionError):
            return f"{self.path}\n  {self.case.name}\n    {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the case in reports."""
        return self.path, 0, self.name


@pytest.fixture(scope="session")
def system() -> CountryTaxBenefitSystem:
    """Return the law, built once: the one that families are read with."""
    return default_system()
