"""The assessments app: floor 5."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """The yearly assessment: schemes, criteria, scores, grades and papers."""

    name = "assessments"
    verbose_name = _("Yearly assessment")
