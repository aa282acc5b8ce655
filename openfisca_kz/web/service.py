"""About this server: whether it lives and is ready, its counts, its source, and whom to tell of a hole in it."""

from __future__ import annotations

import datetime
import functools
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from openfisca_kz.engine.system import version
from openfisca_kz.web import metrics
from openfisca_kz.web.deadline import overdue

#: Where the source of this package is, what it may be used for, and where a hole in it is reported.
SOURCE = "https://github.com/openfisca-kz/openfisca-kz"
LICENCE = {"name": "AGPL-3.0-or-later", "url": "https://www.gnu.org/licenses/agpl-3.0.html"}
CONTACT = {"name": "openfisca-kz", "url": f"{SOURCE}/issues"}
SECURITY_CONTACT = f"{SOURCE}/security/advisories/new"

#: Days after which what security.txt says is to be read anew (RFC 9116: less than a year).
_VALID_DAYS = 180

blueprint = Blueprint("service", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Say that the law is loaded; before that nothing answers."""
    system = current_app.extensions["openfisca_kz"]["system"]
    return jsonify({"status": "ready", "version": version(), "variables": len(system.variables)})


@blueprint.get("/ready")
def ready() -> tuple[Response, int]:
    """Say whether requests should be sent here."""
    stuck = overdue() > 1
    return jsonify({"status": "busy" if stuck else "ready"}), 503 if stuck else 200


@blueprint.get("/metrics")
def counts() -> Response:
    """Return the counts of all workers for Prometheus."""
    system = current_app.extensions["openfisca_kz"]["system"]
    gauges: list[tuple[str, str, dict[str, Any], float]] = [
        ("openfisca_kz_info", "The version that answers.", {"version": version()}, 1)
    ]
    checked = last_checked(system)
    if checked is not None:
        age = (datetime.date.today() - checked).days
        meaning = "Days since a figure of the law was last checked."
        gauges.append(("openfisca_kz_law_checked_days", meaning, {}, age))
    return Response(metrics.exposition(gauges), content_type="text/plain; version=0.0.4; charset=utf-8")


@functools.lru_cache(maxsize=4)
def last_checked(system: Any) -> datetime.date | None:
    """Return the day on which a figure of the law was last checked."""
    days = [
        str(node.metadata["last_value_still_valid_on"])
        for node in system.parameters.get_descendants()
        if "last_value_still_valid_on" in getattr(node, "metadata", {})
    ]
    return datetime.date.fromisoformat(max(days)) if days else None


@blueprint.get("/source")
def source() -> Response:
    """Offer the source of what answers here, as its licence asks (AGPL, section 13)."""
    return jsonify({"source": SOURCE, "version": version(), "licence": LICENCE})


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Say whom to tell of a hole (RFC 9116)."""
    expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=_VALID_DAYS)
    lines = [
        f"Contact: {SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: kk, ru, en",
        f"Canonical: {request.host_url}.well-known/security.txt",
    ]
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
