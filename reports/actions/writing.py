"""Changes by the unit: writing lines, bringing drafted sentences up to date, handing in, taking back."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from departments.records import EditConflict, Gone, change_record
from reports.drafting import Draft, line_of, read_county
from reports.filing import closed_because, content_of, is_on_behalf, locked_because, may_write
from reports.models import Decision, LineKind, Report, ReportLine, ReportState, Submission
from reports.rules import is_late, missing_for_submission

if TYPE_CHECKING:
    from departments.models import User

COMPUTED = frozenset({LineKind.TARGET, LineKind.NEWS, LineKind.TASK})
"""Kinds of lines that come and go with the records."""


def locked(report: Report) -> Report:
    """Return the report under its row's lock, with its period and unit."""
    rows = Report.objects.select_for_update(of=("self",)).with_units()
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise Gone(_("This record has been removed in the meantime."))
    return found


def opened(report: Report, *, by: "User", today: date) -> Report:
    """Return the report under its lock if this person may write it now.

    Raises PermissionDenied for another unit's report and ValidationError where it is closed.
    """
    found = locked(report)
    if not may_write(found, by):
        raise PermissionDenied(_("This report is written by another unit."))
    if reason := closed_because(found, today):
        raise ValidationError(reason)
    return found


@transaction.atomic
def save_line(line: ReportLine, *, by: "User", version: int, text: str, now: datetime) -> ReportLine:
    """Keep what was written in a line read at ``version``; the same text again writes nothing.

    Raises EditConflict when somebody was faster and ValidationError when the report is closed.
    """
    opened(line.report, by=by, today=localtime(now).date())
    current = ReportLine.objects.get(pk=line.pk)
    if current.text == text:
        # Also at another version: the answer to an earlier sending may have been lost on the way.
        return current
    return change_record(line, by=by, version=version, text=text, saved_at=now, saved_by=by.full_name)


def fresh_drafts(report: Report, today: date) -> dict[str, Draft]:
    """Return what the portal would draft today, by line key."""
    return {draft.key: draft for draft in read_county(report.period, today).drafts(report.department)}


def stale_lines(lines: list[ReportLine], fresh: dict[str, Draft]) -> list[ReportLine]:
    """Return the lines whose records have changed since they were drafted, or are new or gone."""
    return [
        line
        for line in lines
        if line.kind in COMPUTED and (line.key not in fresh or fresh[line.key].text != line.drafted)
    ]


@transaction.atomic
def redraft(report: Report, *, by: "User", now: datetime) -> int:
    """Bring drafted sentences up to date and return how many changed; edited text stays as it is."""
    today = localtime(now).date()
    found = opened(report, by=by, today=today)
    fresh = fresh_drafts(found, today)
    lines = list(found.lines.all())
    for line in stale_lines(lines, fresh):
        draft = fresh.get(line.key)
        values: dict[str, Any] = (
            {"drafted": draft.text, "figures": draft.figures} if draft else {"drafted": "", "figures": {}}
        )
        if not line.is_edited:
            values["text"] = values["drafted"]
        change_record(line, by=by, version=line.version, **values)
    known = {line.key for line in lines}
    new = [(n, draft) for n, draft in enumerate(fresh.values(), 1) if draft.key not in known]
    for order, draft in new:
        line = line_of(found, draft, order)
        line._history_user = by  # type: ignore[attr-defined]
        line.save()
    return len(new) + len(stale_lines(lines, fresh))


def missing_in(report: Report) -> list[Any]:
    """Return the lines that still have to be written before the report can be handed in."""
    return missing_for_submission(report.lines.all())


@transaction.atomic
def submit(
    report: Report,
    *,
    by: "User",
    version: int,
    now: datetime,
    filed_for: str = "",
    filed_for_reason: str = "",
) -> Submission:
    """Hand a report in: its text, files and today's values are kept as they are.

    Raises ValidationError when something is missing or who it is filed for is not named.
    """
    today = localtime(now).date()
    found = opened(report, by=by, today=today)
    if found.version != version:
        raise EditConflict(found)
    lines = list(found.lines.all())
    if missing_for_submission(lines):
        raise ValidationError(_("Something still has to be written before the report can be handed in."))
    on_behalf = is_on_behalf(found, by)
    if on_behalf and not (filed_for and filed_for_reason):
        raise ValidationError({"filed_for": _("Name for whom you file and why.")})
    figures = {key: draft.figures for key, draft in fresh_drafts(found, today).items()}
    state = ReportState.SUBMITTED if found.state == ReportState.DRAFT else ReportState.RESUBMITTED
    change_record(found, by=by, version=version, state=state)
    return Submission.objects.create(
        report=found,
        number=found.submissions.count() + 1,
        submitted_at=now,
        submitted_by=by,
        submitted_name=by.signature,
        filed_for=filed_for if on_behalf else "",
        filed_for_reason=filed_for_reason if on_behalf else "",
        due_on=found.period.due_on,
        is_late=is_late(today, found.period.due_on),
        content=content_of(found, lines, figures),
    )


def may_take_back(report: Report, submission: Submission | None, user: "User", today: date) -> bool:
    """Tell whether the person may take a report back: who filed it, before a remark has been made to it.

    The office takes back what it filed on a unit's behalf, never what the unit handed in. In a locked
    half-year nobody does: the report could not be handed in again.
    """
    if submission is None or not report.in_review or not may_write(report, user):
        return False
    if locked_because(report, today):
        return False
    if is_on_behalf(report, user) and not submission.filed_for:
        return False
    return not submission.remarks.exists()


@transaction.atomic
def withdraw(report: Report, *, by: "User", version: int, now: datetime) -> Report:
    """Take a report back before the office has begun to review it."""
    found = locked(report)
    if not may_write(found, by):
        raise PermissionDenied(_("This report is written by another unit."))
    last = found.submissions.last()
    today = localtime(now).date()
    if reason := locked_because(found, today):
        raise ValidationError(reason)
    if last is None or not may_take_back(found, last, by, today):
        raise ValidationError(_("The office has begun to review the report; it can no longer be taken back."))
    state = ReportState.DRAFT if found.state == ReportState.SUBMITTED else ReportState.RETURNED
    decide(last, decision=Decision.WITHDRAWN, by=by, now=now)
    return change_record(found, by=by, version=version, state=state)


def decide(submission: Submission, *, decision: str, by: "User", now: datetime) -> None:
    """Note what became of a submission; everything else in it stays as it was handed in."""
    submission.decision = decision
    submission.decided_at = now
    submission.decided_by = by
    submission.save(update_fields=["decision", "decided_at", "decided_by"])
