"""Half-yearly reports can be searched for by unit, their documents by name."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from departments.access import Permission
from departments.search import Find, Search
from reports.models import Evidence, Report

SEARCHES = (
    Search(
        "reports.reports",
        _("Half-yearly reports"),
        Permission.VIEW_REPORTS,
        lambda user, words: (
            Report.objects.visible_to(user)
            .matching(words)
            .with_units()
            .order_by("-period__year", "-period__half", "department__order", "pk")
        ),
        lambda report: Find(
            str(report), report.get_state_display(), reverse("reports:detail", args=[report.pk])
        ),
    ),
    Search(
        "reports.documents",
        _("Documents"),
        Permission.VIEW_REPORTS,
        lambda user, words: (
            Evidence.objects.visible_to(user)
            .kept()
            .matching(words)
            .select_related("report__period", "report__department")
            .order_by("-added_at", "pk")
        ),
        lambda file: Find(file.name, str(file.report), reverse("reports:detail", args=[file.report_id])),
    ),
)
