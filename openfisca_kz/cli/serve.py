"""`openfisca-kz serve`: the guarded API and the personal account, under gunicorn."""

from __future__ import annotations

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option(
    "--bind", "-b", default=None, metavar="HOST:PORT", help="Address to listen on; 127.0.0.1:5000 if not given."
)
@click.option("--port", "-p", type=click.IntRange(1, 65535), help="Port of 127.0.0.1 to listen on.")
@click.option(
    "--workers",
    "-w",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    envvar="OPENFISCA_KZ_WORKERS",
    help="Processes that answer.",
)
@click.option("--page/--no-page", default=True, help="Serve the personal account at / to browsers.")
@click.pass_context
def serve(ctx: click.Context, bind: str | None, port: int | None, workers: int, page: bool) -> None:
    """Serve the API: the OpenFisca Web API, explanations, screening, payslips, and the personal account.

    Limits, origins and proxies come from environment variables OPENFISCA_KZ_... (docs/api.md). Further options are
    those of gunicorn.

    \b
    Examples:
      openfisca-kz serve
      openfisca-kz serve --port 8000 --workers 4
      OPENFISCA_KZ_CORS=https://portal.example openfisca-kz serve --bind 0.0.0.0:5000 --access-logfile -
    """
    from openfisca_kz.web.config import Config
    from openfisca_kz.web.server import Server, gunicorn_options

    config = Config.from_env(os.environ)
    address = bind or f"127.0.0.1:{port or 5000}"
    Server(config, {"bind": address, "workers": workers, **gunicorn_options(ctx.args)}, page).run()
