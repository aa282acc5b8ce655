"""Traces of calculations without what only a clock needs, and periods as text, which a trace asks for all the time."""

from __future__ import annotations

import functools
from typing import Any

from openfisca_core.tracers import FullTracer, TraceNode


@functools.lru_cache(maxsize=8192)
def written(period: Any) -> str:
    """Return a period as text; core writes it anew each time, a tenth of the time of an explanation."""
    return str(period)


class LeanTracer(FullTracer):
    """A tracer that does not look at the clock: an explanation needs what was read, not how long it took."""

    def read(self, name: str, period: Any, value: Any) -> None:
        """Remember that a formula read a value which was known already.

        Args:
            name: the variable.
            period: for which it was read.
            value: its array.

        """
        node = self._current_node
        if node is not None:
            node.children.append(TraceNode(name, period, node, value=value))

    def _record_start_time(self, time_in_s: float | None = None) -> None:
        """Leave the time out."""

    def _record_end_time(self, time_in_s: float | None = None) -> None:
        """Leave the time out."""
