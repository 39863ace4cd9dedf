"""The targets app: floor 2."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    """The plan, its targets and goals, readings, measures and progress."""

    name = "targets"
    verbose_name = _("Plan and targets")
