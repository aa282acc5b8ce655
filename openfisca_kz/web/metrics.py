"""Counts of the workers for Prometheus: requests, refusals by kind, times; in memory that they share."""

from __future__ import annotations

import bisect
import mmap
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

#: Rows of workers: each counts in its own, so that no lock is needed; rows are added up.
_ROWS = 64
_MOST_ROUTES = 64

STATUSES = (200, 300, 302, 304, 308, 400, 403, 404, 405, 408, 413, 414, 415, 417, 431, 500, 503)
_OTHER = len(STATUSES)

#: Upper ends of the classes of times, in seconds.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REFUSALS = {
    400: "wrong",
    403: "host",
    404: "not_found",
    405: "method",
    408: "slow_client",
    413: "too_large",
    414: "too_large",
    415: "not_json",
    417: "wrong",
    431: "too_large",
    503: "too_slow",
}

_COLUMNS = len(STATUSES) + 1 + len(SECONDS) + 1 + 1  # statuses, times, their sum

_counts = np.frombuffer(mmap.mmap(-1, _ROWS * _MOST_ROUTES * _COLUMNS * 8), dtype=np.float64).reshape(
    _ROWS, _MOST_ROUTES, _COLUMNS
)
_routes: dict[str, int] = {"-": 0}
_row = 0


def row_of(worker: int) -> None:
    """Let this process count as a worker of some age."""
    global _row
    _row = worker % _ROWS


def know(routes: Iterable[str]) -> None:
    """Name the routes that are counted one by one, before the workers begin; others count as `-`."""
    for route in routes:
        if route not in _routes and len(_routes) < _MOST_ROUTES:
            _routes[route] = len(_routes)


def count(route: str, status: int, seconds: float | None = None) -> None:
    """Count an answer."""
    cells = _counts[_row, _routes.get(route, 0)]
    cells[STATUSES.index(status) if status in STATUSES else _OTHER] += 1
    if seconds is not None:
        cells[_OTHER + 1 + bisect.bisect_left(SECONDS, seconds)] += 1
        cells[-1] += seconds


def exposition(gauges: Iterable[tuple[str, str, dict[str, Any], float]]) -> str:
    """Return all counts in the text format of Prometheus."""
    return "\n".join([*_lines(gauges), ""])


def _lines(gauges: Iterable[tuple[str, str, dict[str, Any], float]]) -> Iterator[str]:
    totals = _counts.sum(axis=0)
    names = (*map(str, STATUSES), "other")
    yield from _head("openfisca_kz_requests_total", "counter", "Answers by route and status.")
    for route, index in _routes.items():
        for status, number in zip(names, totals[index], strict=False):
            if number:
                yield f'openfisca_kz_requests_total{{route="{route}",status="{status}"}} {number:.0f}'
    yield from _head("openfisca_kz_refusals_total", "counter", "Refusals by kind.")
    for kind in sorted(set(REFUSALS.values())):
        columns = [STATUSES.index(status) for status, name in REFUSALS.items() if name == kind]
        yield f'openfisca_kz_refusals_total{{kind="{kind}"}} {totals[:, columns].sum():.0f}'
    yield from _head("openfisca_kz_request_seconds", "histogram", "Times of answers, reading and waiting included.")
    for route, index in _routes.items():
        times = totals[index, _OTHER + 1 : -1].cumsum()
        if times[-1]:
            for end, number in zip((*SECONDS, "+Inf"), times, strict=True):
                yield f'openfisca_kz_request_seconds_bucket{{route="{route}",le="{end}"}} {number:.0f}'
            yield f'openfisca_kz_request_seconds_sum{{route="{route}"}} {totals[index, -1]:.6f}'
            yield f'openfisca_kz_request_seconds_count{{route="{route}"}} {times[-1]:.0f}'
    for name, meaning, labels, value in gauges:
        yield from _head(name, "gauge", meaning)
        told = ",".join(f'{key}="{part}"' for key, part in labels.items())
        yield f"{name}{{{told}}} {value:.0f}" if told else f"{name} {value:.0f}"


def _head(name: str, kind: str, meaning: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
