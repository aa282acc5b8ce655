"""How many values may be calculated for one request: whoever answers it says so, and every simulation spends of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from openfisca_kz.problems import Problem, TooLargeError


class Budget:
    """The values that may still be calculated."""

    def __init__(self, most: int) -> None:
        self.most = self.left = most

    def spend(self, count: int) -> None:
        """Count values.

        Raises:
            TooLargeError: they are more than may be calculated.

        """
        self.left -= count
        if self.left < 0:
            message = "The answer needs more than {limit} values: ask for fewer people, variables or periods."
            raise TooLargeError([Problem(message, {"limit": self.most})])


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


def budget() -> Budget | None:
    """Return what may still be calculated; None where nobody set a limit."""
    return _budget.get()


@contextlib.contextmanager
def at_most(values: int) -> Iterator[None]:
    """Let the simulations that begin inside calculate so many values together."""
    token = _budget.set(Budget(values))
    try:
        yield
    finally:
        _budget.reset(token)
