"""The departments app: floor 1."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    """Departments, people and access, duties, tasks, meetings, activities, history."""

    name = "departments"
    verbose_name = _("Departments and people")

    def ready(self) -> None:
        """Tell the half-yearly reports what units did in public."""
        from departments import news
        from departments.activities.news import NEWS

        news.register(NEWS)
