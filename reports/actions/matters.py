"""Matters to coordinate that units wrote into their reports become matters for a joint meeting."""

from django.db import transaction
from django.urls import reverse

from departments.meetings.actions import raise_matter
from departments.models import Meeting, User
from reports.models import Decision, LineKind, Submission
from reports.packs import NOTHING_TO_SAY, period_of

LONGEST = 200


@transaction.atomic
def matters_from_reports(meeting: Meeting, *, by: User) -> int:
    """Raise what the accepted reports of the last half-year ask to be coordinated, each once.

    Returns how many were added. Raises ValidationError when the agenda is locked.
    """
    known = set(meeting.items.exclude(raised_by=None).values_list("raised_by", "url"))
    added = 0
    for row in _accepted(meeting):
        report, url = row.report, reverse("reports:detail", args=[row.report_id])
        said = [line["text"].strip() for line in row.lines if line["kind"] == LineKind.COORDINATION]
        text = "；".join(words.replace("\n", "") for words in said if words not in NOTHING_TO_SAY)
        if text and (report.department_id, url) not in known:
            added += 1
            raise_matter(
                meeting,
                by=by,
                department=report.department,
                title=text[:LONGEST],
                source=f"{report.period.on_papers}质量工作报告",
                url=url,
            )
    return added


def _accepted(meeting: Meeting) -> list[Submission]:
    period = period_of(meeting)
    rows = Submission.objects.filter(report__period=period, decision=Decision.ACCEPTED)
    return list(
        rows.select_related("report__department", "report__period").order_by("report__department__order")
    )
