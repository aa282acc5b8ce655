"""The command `openfisca-kz example`: a family file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from openfisca_kz.cli.options import lang_option, write_file

SITUATIONS = Path(__file__).resolve().parents[1] / "situations"


@click.command()
@click.argument("name", required=False)
@click.option("--out", type=click.Path(dir_okay=False), metavar="FILE.yaml", help="Where to write it; NAME.yaml here.")
@lang_option
def example(name: str | None, out: str | None, lang: str) -> None:
    """Write the file of an example family, or list the examples where no NAME is given.

    \b
    Examples:
      openfisca-kz example
      openfisca-kz example newborn
      openfisca-kz example pensioners --out grandparents.yaml
    """
    from openfisca_kz.language import language
    from openfisca_kz.problems import nearest, refuse

    files = {path.stem: path for path in sorted(SITUATIONS.rglob("*.yaml"))}
    known = sorted(files)
    if name is None:
        for each in known:
            click.echo(f"{each:<22}{files[each].read_text(encoding='utf-8').splitlines()[0].removeprefix('# ')}")
        return
    if name not in known:
        raise refuse("There is no example `{name}`: {hint}", name=name, hint=nearest(name, known))
    target = out or f"{name}.yaml"
    if Path(target).exists():
        raise refuse("{out} is there already: name another file with --out.", out=target)
    write_file(target, files[name].read_text(encoding="utf-8"))
    click.echo(language(lang).say("Written: {out}. Next: openfisca-kz explain {out}", out=target))
