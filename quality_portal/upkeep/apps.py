"""The upkeep app: floor 6, what the people do who run the portal; owns no table."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    """Backup, restore and the checks of integrity."""

    name = "quality_portal.upkeep"
    verbose_name = _("Upkeep")

    def ready(self) -> None:
        """Register the integrity checks that concern every table."""
        from departments import integrity
        from quality_portal.upkeep.integrity import CHECKS

        integrity.register(CHECKS)
