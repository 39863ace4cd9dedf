"""The inspections app: floor 4."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Spot checks: campaigns, samples, failed items, imports."""

    name = "inspections"
    verbose_name = _("Spot checks")

    def ready(self) -> None:
        """Tell the targets which figures come from here, and the quality files which section."""
        from enterprises import sections
        from inspections.measures import MEASURES
        from inspections.sections import SAMPLES
        from targets import measures

        measures.register(MEASURES)
        sections.register(SAMPLES)
