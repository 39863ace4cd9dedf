"""What must always hold of half-yearly reports and what was handed in."""

from collections.abc import Iterator
from itertools import zip_longest

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from departments.integrity import Check, Flaw, flaw, gaps
from reports.models import Decision, Report, ReportLine, ReportState, Submission
from reports.models.report import FILED
from reports.rules import is_late

_DECIDED: dict[str, set[str | None]] = {
    ReportState.DRAFT: {None, Decision.WITHDRAWN},
    ReportState.SUBMITTED: {Decision.NONE},
    ReportState.RESUBMITTED: {Decision.NONE},
    ReportState.RETURNED: {Decision.RETURNED, Decision.WITHDRAWN},
    ReportState.ACCEPTED: {Decision.ACCEPTED},
}
"""What may have become of the last submission of a report that stands so; None where there is none."""


def report_codes() -> Iterator[Flaw]:
    """Yield the reports whose code is not that of their half-year and unit; a code is given only once."""
    for row in Report.objects.with_units().order_by("pk").iterator():
        if row.code != Report.code_of(row.period, row.department):
            yield flaw(row, f"bears the code {row.code}")


def states() -> Iterator[Flaw]:
    """Yield the reports that stand elsewhere than their submissions say."""
    last = Submission.objects.filter(report=OuterRef("pk")).order_by("-number")
    rows = Report.objects.with_units().annotate(decided=Subquery(last.values("decision")[:1]))
    for row in rows.order_by("pk").iterator():
        if row.decided not in _DECIDED[row.state]:
            yield flaw(row, f"stands at “{row.state}”, its last submission at “{row.decided}”")


def submission_numbers() -> Iterator[Flaw]:
    """Yield the reports whose submissions are not numbered without a gap."""
    counted = Submission.objects.order_by().values("report").annotate(count=Count("pk"), last=Max("number"))
    return gaps(counted.values_list("report__code", "count", "last").iterator(), "submissions of")


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related("report__period", "report__department").order_by("pk")


def late_flags() -> Iterator[Flaw]:
    """Yield the submissions whose mark of lateness does not follow from their days."""
    for row in _submissions().defer("content").iterator():
        if row.is_late != is_late(localtime(row.submitted_at).date(), row.due_on):
            yield flaw(row, f"handed in at {row.submitted_at}, due on {row.due_on}, late: {row.is_late}")


def filed_lines() -> Iterator[Flaw]:
    """Yield the lines that say something else than was handed in, while the office has the report."""
    latest = Submission.objects.filter(report=OuterRef("report")).order_by("-number")
    rows = _submissions().filter(report__state__in=FILED, pk=Subquery(latest.values("pk")[:1]))
    for row in rows.iterator(chunk_size=50):
        kept = sorted((line["line"], line["text"]) for line in row.lines)
        lines = ReportLine.objects.filter(report=row.report_id).order_by("pk")
        if any(one != other for one, other in zip_longest(kept, lines.values_list("pk", "text"))):
            yield flaw(row, "the report's lines say something else now")


def accepted_moments() -> Iterator[Flaw]:
    """Yield the accepted submissions whose report was accepted at another time or by somebody else."""
    rows = _submissions().filter(decision=Decision.ACCEPTED).defer("content")
    for row in rows.exclude(
        decided_at=F("report__accepted_at"), decided_by=F("report__accepted_by")
    ).iterator():
        yield flaw(row, "the report was accepted at another time or by somebody else")


CHECKS = (
    Check("reports.one-per-unit", "a unit has one report of a half-year, known by its code", report_codes),
    Check("reports.states", "a report stands where its last submission was decided", states),
    Check("reports.numbers", "submissions of a report are numbered without a gap", submission_numbers),
    Check("reports.late-flags", "a submission is late when it came after the due day", late_flags),
    Check("reports.filed-lines", "a report says what was handed in", filed_lines),
    Check("reports.accepted", "a report was accepted when its submission was", accepted_moments),
)
