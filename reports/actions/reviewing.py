"""Changes by the office: remarks at the lines they concern, returning, accepting."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from departments.records import change_record
from reports.actions.writing import decide, locked
from reports.models import Decision, Remark, Report, ReportLine, ReportState, Submission

if TYPE_CHECKING:
    from departments.models import User


def under_review(report: Report) -> Submission:
    """Return the submission the office reads.

    Raises ValidationError when the report is not handed in.
    """
    last = report.submissions.last() if report.in_review else None
    if last is None:
        raise ValidationError(_("The report is not handed in, so there is nothing to review."))
    return last


@transaction.atomic
def add_remark(line: ReportLine, *, by: "User", now: datetime, text: str) -> Remark:
    """Say something to a line of what was handed in; the unit reads it when the report is returned."""
    found = locked(line.report)
    remark = Remark(submission=under_review(found), line=line, text=text, made_at=now, made_by=by)
    remark.full_clean()
    remark.save()
    return remark


@transaction.atomic
def take_remark_back(remark: Remark) -> None:
    """Remove a remark that the unit has not read yet."""
    found = locked(remark.submission.report)
    if under_review(found) != remark.submission:
        raise ValidationError(_("The unit has read the remark; it stays."))
    remark.delete()


@transaction.atomic
def return_report(report: Report, *, by: "User", version: int, now: datetime) -> Report:
    """Give a report back to the unit with the remarks made at its lines.

    Raises ValidationError when no remark says what to change.
    """
    found = locked(report)
    submission = under_review(found)
    if not submission.remarks.exists():
        raise ValidationError(_("Write at least one remark that says what to change."))
    decide(submission, decision=Decision.RETURNED, by=by, now=now)
    return change_record(found, by=by, version=version, state=ReportState.RETURNED)


@transaction.atomic
def accept_report(report: Report, *, by: "User", version: int, now: datetime) -> Report:
    """Accept a report: it and the values in it are frozen from now on."""
    found = locked(report)
    submission = under_review(found)
    if submission.remarks.exists():
        raise ValidationError(_("There are remarks to this submission: return it, or take the remarks back."))
    decide(submission, decision=Decision.ACCEPTED, by=by, now=now)
    return change_record(
        found, by=by, version=version, state=ReportState.ACCEPTED, accepted_at=now, accepted_by=by
    )
