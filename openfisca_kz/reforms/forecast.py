"""The indicators that the government expects, kept apart from the law."""

from pathlib import Path

from openfisca_kz.engine.system import Reform
from openfisca_kz.yaml_files import read_yaml


class forecast_indicators(Reform):
    """Indicators of 2027 to 2030 from the outlook of the Ministry of Labour of February 2026. Those of 2030 stay in all
    later years: nobody has published a forecast beyond that year. Figures, source and what is derived: `forecast.yaml`
    beside this file.
    """

    name = "Indicators of 2027 to 2030 as the government expects them"

    def apply(self):
        """Set each expected figure from 1 January of its year."""
        self.modify_parameters(_expected)


def _expected(parameters):
    figures = read_yaml(Path(__file__).with_suffix(".yaml"))
    for path, values in figures.items():
        parameter = parameters
        for name in path.split("."):
            parameter = parameter.children[name]
        for year, value in values.items():
            parameter.update(start=f"{year}-01-01", value=value)
    return parameters
