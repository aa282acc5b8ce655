"""`python -m openfisca_kz.cli`."""

from openfisca_kz.cli import main

main(prog_name="openfisca-kz")
