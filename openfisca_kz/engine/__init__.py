"""OpenFisca, made exact and quick: the system, its figures, one simulation."""
