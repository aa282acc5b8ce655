"""The command line: `openfisca-kz`, one file a command."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
from typing import Any

import click

from openfisca_kz.language import language
from openfisca_kz.problems import InputError

BAD_INPUT = 2

#: New objects until Python looks for circles among them: nearly all that a command makes lives until it ends.
_OBJECTS = 100_000

#: Modules of this room that are no command.
_NO_COMMAND = ("__main__", "options")


class LawGroup(click.Group):
    """Commands that answer bad input with one sentence a problem, in the user's language, and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command: one module of this room each, with a dash where the module has an underscore."""
        return sorted(
            name.replace("_", "-") for _, name, _ in pkgutil.iter_modules(__path__) if name not in _NO_COMMAND
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loaded when it is asked for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(importlib.import_module(f"openfisca_kz.cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a problem in what a person wrote never becomes a traceback."""
        gc.set_threshold(_OBJECTS)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        try:
            return super().invoke(ctx)
        except InputError as error:
            speech = language(ctx.find_root().meta.get("lang", "en"))
            for problem in error.problems:
                click.echo(problem.say(speech), err=True)
            ctx.exit(BAD_INPUT)


@click.group(cls=LawGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openfisca-kz", prog_name="openfisca-kz")
def main() -> None:
    """Tell what the social law of Kazakhstan gives and takes, with the article and the reason for every tenge.

    \b
    Examples:
      openfisca-kz explain openfisca_kz/situations/newborn.yaml --on 2026-06
      openfisca-kz calculate FAMILY.yaml net_salary birth_benefit --on 2026-06
      openfisca-kz serve --port 5000
    """
