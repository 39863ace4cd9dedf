"""The departments app: floor 1."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    """Departments, people and access, duties, tasks, history."""

    name = "departments"
    verbose_name = _("Departments and people")

    def ready(self) -> None:
        """Register what departments have to be reminded of."""
        from departments import reminders
        from departments.task_reminders import notice_dues, task_dues

        reminders.register(task_dues)
        reminders.register(notice_dues)
