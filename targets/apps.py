"""The targets app: floor 2."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    """The plan, its targets and goals, readings, measures and progress."""

    name = "targets"
    verbose_name = _("Plan and targets")

    def ready(self) -> None:
        """Show the targets a task serves on the task's page."""
        from departments import integrity, search, task_sections
        from targets.checks import CHECKS
        from targets.searches import SEARCHES
        from targets.task_links import SECTION

        task_sections.register(SECTION)
        search.register(SEARCHES)
        integrity.register(CHECKS)
