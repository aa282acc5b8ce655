"""Runs the API under gunicorn: loaded once, shared by the workers, ended gently."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from typing import Any

from gunicorn import config as gunicorn_config
from gunicorn.app.base import BaseApplication

from openfisca_kz.web.app import create_app
from openfisca_kz.web.config import Config
from openfisca_kz.web.logs import QuietLogger
from openfisca_kz.web.worker import PatientWorker

#: Seconds of a stop after which a request in hand is given up; and without a sign of life, until a worker is replaced.
GRACE = 20

#: Threads of a worker. One calculates at a time; the others wait for their turn, write answers, or say how it is.
THREADS = 32


class Server(BaseApplication):
    """A gunicorn server of the API."""

    def __init__(self, config: Config, options: Mapping[str, Any], page: bool = True) -> None:
        self.config = config
        self.page = page
        self.options = {
            "worker_class": PatientWorker,
            "threads": THREADS,
            "logger_class": QuietLogger,
            "preload_app": True,
            "timeout": int(config.seconds) + GRACE,
            "graceful_timeout": int(config.seconds) + GRACE,
            # Headers of a proxy are believed as `Config.proxies` says, not by gunicorn.
            "forwarded_allow_ips": "",
            # A proxy keeps its connections longer than it waits between requests.
            "keepalive": 15,
            "control_socket_disable": True,
            "proc_name": "openfisca-kz",
            **options,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn."""
        for name, value in self.options.items():
            if name in self.cfg.settings and value is not None:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """Load the law once; what is loaded is shared with the workers and left alone by their garbage collector."""
        app = create_app(self.config, page=self.page)
        gc.collect()
        gc.freeze()
        return app


def gunicorn_options(arguments: Sequence[str]) -> dict[str, Any]:
    """Return the settings that further arguments of the command line give, as gunicorn itself reads them."""
    parsed = gunicorn_config.Config().parser().parse_args(list(arguments))
    return {name: value for name, value in vars(parsed).items() if value is not None and name != "args"}
