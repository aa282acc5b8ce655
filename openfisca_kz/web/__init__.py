"""The guarded API: the OpenFisca Web API as it is for valid requests, one clear sentence for others, and our routes."""

from openfisca_kz.web.app import create_app
from openfisca_kz.web.config import Config

__all__ = ["Config", "create_app"]
