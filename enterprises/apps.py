"""The enterprises app: floor 3."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """Enterprise quality files: enterprises, products and the standards they run on, instruments."""

    name = "enterprises"
    verbose_name = _("Enterprise quality files")

    def ready(self) -> None:
        """Tell the targets which figures come from here, and the risk mark what to look at."""
        from departments import integrity, search
        from enterprises import risk
        from enterprises.checks import CHECKS
        from enterprises.imports import subjects
        from enterprises.imports.enterprises import ENTERPRISES
        from enterprises.imports.products import PRODUCTS
        from enterprises.measures import MEASURES
        from enterprises.risk_factors import FACTORS
        from enterprises.searches import SEARCHES
        from quality_portal.lib import words
        from targets import measures

        measures.register(MEASURES)
        search.register(SEARCHES)
        risk.register(FACTORS)
        subjects.register([ENTERPRISES, PRODUCTS])
        integrity.register(CHECKS)
        post_migrate.connect(words.install, sender=self)
