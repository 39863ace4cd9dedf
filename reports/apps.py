"""The reports app: floor 4."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Half-yearly reports: periods, drafting, review, evidence, the county's compiled report."""

    name = "reports"
    verbose_name = _("Half-yearly reports")
