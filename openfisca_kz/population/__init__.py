"""Populations: tables in, tables out."""

from openfisca_kz.population.arrays import simulation_from_arrays

__all__ = ["simulation_from_arrays"]
