"""The assessments app: floor 5."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    """The yearly assessment: schemes, criteria, scores, grades and papers."""

    name = "assessments"
    verbose_name = _("Yearly assessment")

    def ready(self) -> None:
        """Tell the ledger of reminders which steps, plans and answers are waited for."""
        from assessments.checks import CHECKS
        from assessments.papers.letters import LETTERS
        from assessments.reminders import assessment_dues
        from assessments.searches import SEARCHES
        from assessments.waiting import objection_dues, rectification_dues
        from departments import integrity, reminders, search
        from departments.jobs import kinds

        reminders.register(assessment_dues)
        reminders.register(objection_dues)
        reminders.register(rectification_dues)
        search.register(SEARCHES)
        kinds.register(LETTERS)
        integrity.register(CHECKS)
