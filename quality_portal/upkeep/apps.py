"""The upkeep app: floor 6, what the people do who run the portal; owns no table."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    """Backup and restore."""

    name = "quality_portal.upkeep"
    verbose_name = _("Upkeep")
