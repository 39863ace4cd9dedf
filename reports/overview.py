"""How complete and timely a half-year's reports are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Count, OuterRef, Q, Subquery

from reports.models import IN_REVIEW, Report, ReportPeriod, ReportState, Submission


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many units' reports of a half-year stand where."""

    period: ReportPeriod
    total: int = 0
    accepted: int = 0
    in_review: int = 0
    returned: int = 0
    missing: int = 0
    late: int = 0

    @property
    def filed(self) -> int:
        """Reports the office has."""
        return self.accepted + self.in_review


def completeness(periods: Iterable[ReportPeriod]) -> list[Completeness]:
    """Return how complete each half-year is, in one query."""
    periods = list(periods)
    first = Submission.objects.standing().filter(report=OuterRef("pk")).order_by("number")
    conditions = {
        "count_all": Q(),
        "count_accepted": Q(state=ReportState.ACCEPTED),
        "count_in_review": Q(state__in=IN_REVIEW),
        "count_returned": Q(state=ReportState.RETURNED),
        "count_missing": Q(state=ReportState.DRAFT),
        "count_late": Q(("was_late", True)),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    rows = (
        Report.objects.filter(period__in=periods)
        .annotate(was_late=Subquery(first.values("is_late")[:1], output_field=BooleanField()))
        .order_by()
        .values_list("period")
        .annotate(**counts)
    )
    found = {row[0]: row[1:] for row in rows}
    return [Completeness(period, *found.get(period.pk, ())) for period in periods]
