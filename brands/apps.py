"""The brands app: floor 4."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    """The register of brands, certificates, licences and demonstration zones."""

    name = "brands"
    verbose_name = _("Brands and certification")

    def ready(self) -> None:
        """Tell the targets which figures come from here."""
        from brands.measures import MEASURES
        from targets import measures

        measures.register(MEASURES)
