"""The dashboards app: floor 6, home pages that compose everything below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """The leader's dashboard, the home page of each role, navigation."""

    name = "quality_portal.dashboards"
    verbose_name = _("Dashboards")
