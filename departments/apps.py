"""The departments app: floor 1."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DepartmentsConfig(AppConfig):
    """Departments, people and access, duties, tasks, history."""

    name = "departments"
    verbose_name = _("Departments and people")
