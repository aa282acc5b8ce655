"""The personal account: a page at `/`, in three languages, that keeps nothing."""

from openfisca_kz.web.page.views import blueprint

__all__ = ["blueprint"]
