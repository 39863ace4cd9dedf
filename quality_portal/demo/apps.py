"""The demonstration county."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Loads a whole fictional county."""

    name = "quality_portal.demo"
    verbose_name = _("Demonstration")
