"""The brands app: floor 4."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BrandsConfig(AppConfig):
    """The register of brands, certificates, licences and demonstration zones."""

    name = "brands"
    verbose_name = _("Brands and certification")

    def ready(self) -> None:
        """Tell the targets which figures come from here, and the quality file what to show."""
        from brands.checks import CHECKS
        from brands.imports import CREDENTIALS as CREDENTIAL_TABLES
        from brands.measures import MEASURES
        from brands.movers import MOVERS
        from brands.news import NEWS
        from brands.reminders import credential_dues
        from brands.risk_factors import FACTORS
        from brands.searches import SEARCHES
        from brands.sections import CANDIDATES, CREDENTIALS, HONOURS
        from departments import integrity, news, reminders, search
        from enterprises import movers, risk, sections
        from enterprises.imports import subjects
        from quality_portal.lib import words
        from targets import measures

        measures.register(MEASURES)
        sections.register(CREDENTIALS)
        sections.register(CANDIDATES)
        sections.register(HONOURS)
        risk.register(FACTORS)
        movers.register(MOVERS)
        reminders.register(credential_dues)
        subjects.register([CREDENTIAL_TABLES])
        news.register(NEWS)
        search.register(SEARCHES)
        integrity.register(CHECKS)
        post_migrate.connect(words.install, sender=self)
