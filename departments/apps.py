"""The departments app: floor 1."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    """Departments, people and access, duties, tasks, meetings, activities, history."""

    name = "departments"
    verbose_name = _("Departments and people")

    def ready(self) -> None:
        """Register what departments have to be reminded of, and what they did in public."""
        from departments import integrity, news, reminders, search
        from departments.activities.news import NEWS
        from departments.checks import CHECKS
        from departments.searches import SEARCHES
        from departments.task_reminders import notice_dues, task_dues

        news.register(NEWS)
        search.register(SEARCHES)
        reminders.register(task_dues)
        reminders.register(notice_dues)
        integrity.register(CHECKS)
