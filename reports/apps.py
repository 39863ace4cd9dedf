"""The reports app: floor 4."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Half-yearly reports: periods, drafting, review, evidence, the county's compiled report."""

    name = "reports"
    verbose_name = _("Half-yearly reports")

    def ready(self) -> None:
        """Tell the ledger of reminders which reports are waited for."""
        from departments import integrity, reminders, search
        from reports.checks import CHECKS
        from reports.reminders import report_dues
        from reports.searches import SEARCHES

        reminders.register(report_dues)
        search.register(SEARCHES)
        integrity.register(CHECKS)
