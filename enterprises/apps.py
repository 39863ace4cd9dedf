"""The enterprises app: floor 3."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """Enterprise quality files: enterprises, their products and the standards they run on."""

    name = "enterprises"
    verbose_name = _("Enterprise quality files")

    def ready(self) -> None:
        """Tell the targets which figures come from here."""
        from enterprises.measures import MEASURES
        from targets import measures

        measures.register(MEASURES)
