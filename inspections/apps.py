"""The inspections app: floor 4."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class InspectionsConfig(AppConfig):
    """Spot checks: campaigns, samples, failed items, imports."""

    name = "inspections"
    verbose_name = _("Spot checks")

    def ready(self) -> None:
        """Tell the targets which figures come from here, and the quality files what to show and to move.

        The database is told to count the samples.
        """
        from departments import integrity, news, search
        from departments.jobs import kinds
        from enterprises import movers, risk, sections
        from inspections import sample_counts
        from inspections.checks import CHECKS
        from inspections.imports.work import IMPORT
        from inspections.measures.spot_checks import MEASURES
        from inspections.movers import MOVERS
        from inspections.news import NEWS
        from inspections.risk_factors import FACTORS
        from inspections.searches import SEARCHES
        from inspections.sections import CASES, SAMPLES
        from quality_portal.lib import words
        from targets import measures

        measures.register(MEASURES)
        sections.register(SAMPLES)
        sections.register(CASES)
        risk.register(FACTORS)
        movers.register(MOVERS)
        news.register(NEWS)
        search.register(SEARCHES)
        kinds.register(IMPORT)
        pre_migrate.connect(sample_counts.step_aside, sender=self)
        post_migrate.connect(sample_counts.install, sender=self)
        post_migrate.connect(words.install, sender=self)
        integrity.register(CHECKS)
