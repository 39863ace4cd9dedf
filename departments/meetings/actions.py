"""Every change to joint meetings: planning, inviting, the agenda, what happened, the minutes."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from departments.actions.task_steps import issue_tasks
from departments.actions.tasks import create_task
from departments.meetings.queries import open_before
from departments.models import AgendaItem, Attendance, Decision, Department, Meeting, MeetingState, User
from departments.models.meeting import FOLLOWING
from departments.records import EditConflict, change_record, create_record
from quality_portal.lib import clock

LONGEST_TITLE = 200


@transaction.atomic
def plan_meeting(*, by: User, invited: Iterable[Department], **values: Any) -> Meeting:
    """Plan a meeting; the decisions that are still open stand on its agenda from the beginning.

    Raises ValidationError with the fields' messages.
    """
    same = Meeting.objects.filter(year=values["year"], half=values["half"])
    serial = (same.aggregate(last=Max("serial"))["last"] or 0) + 1
    meeting = create_record(Meeting(serial=serial, **values), by=by)
    meeting.invited.set(invited)
    propose_open_decisions(meeting, by=by)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting, *, by: User, version: int, invited: Iterable[Department], **values: Any
) -> Meeting:
    """Change day, place, chair or the invited units while the meeting lies ahead."""
    locked = lock(meeting, version)
    _refuse_unless(locked.is_ahead)
    locked._history_user = by  # type: ignore[attr-defined]
    locked.invited.set(invited)
    return change_record(locked, by=by, version=version, **values)


def lock(meeting: Meeting, version: int) -> Meeting:
    """Return the meeting as it stands, held until the change is done; raises EditConflict."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.version != version:
        raise EditConflict(locked)
    return locked


def _refuse_unless(is_possible: object) -> None:
    if not is_possible:
        raise ValidationError(_("The meeting is past this step: this can no longer be changed."))


@transaction.atomic
def propose_open_decisions(meeting: Meeting, *, by: User) -> int:
    """Put every open decision of earlier meetings on the agenda; returns how many were added."""
    _refuse_unless(meeting.is_ahead)
    known = set(meeting.items.exclude(decision=None).values_list("decision", flat=True))
    added = 0
    for decision in open_before(meeting).select_related("meeting", "owner"):
        if decision.pk not in known:
            added += 1
            item = AgendaItem(
                meeting=meeting,
                order=_next_order(meeting),
                title=f"听取议定事项落实情况汇报：{decision.text}"[:LONGEST_TITLE],
                presenter=decision.owner,
                source=f"{decision.meeting.official_name}议定事项",
                decision=decision,
            )
            create_record(item, by=by)
    return added


def _next_order(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def raise_matter(
    meeting: Meeting, *, by: User, department: Department, title: str, source: str = "", url: str = ""
) -> AgendaItem:
    """Raise a matter for a unit; it stands on the agenda once the office takes it up."""
    _refuse_unless(meeting.is_ahead)
    item = AgendaItem(
        meeting=meeting,
        order=_next_order(meeting),
        title=title,
        presenter=department,
        raised_by=department,
        source=source,
        url=url,
        is_taken=False,
    )
    return create_record(item, by=by)


@transaction.atomic
def set_agenda(meeting: Meeting, *, by: User, version: int, rows: list[dict[str, Any]]) -> Meeting:
    """Write the whole agenda in the order given; an own matter whose title was emptied falls away.

    Raises EditConflict when somebody changed the meeting since ``version``, and ValidationError.
    """
    locked = lock(meeting, version)
    _refuse_unless(locked.is_ahead)
    items = {item.pk: item for item in locked.items.all()}
    ordered = sorted(rows, key=lambda row: row["order"] or len(rows) + 1)
    for place, row in enumerate(ordered, 1):
        _set_item(locked, items.get(row.pop("pk") or 0), {**row, "order": place}, by=by)
    return change_record(locked, by=by, version=version)


def _set_item(meeting: Meeting, item: AgendaItem | None, row: dict[str, Any], *, by: User) -> None:
    if item is None:
        if row["title"]:
            create_record(AgendaItem(meeting=meeting, **row), by=by)
    elif row["title"]:
        if any(getattr(item, name) != value for name, value in row.items()):
            change_record(item, by=by, version=item.version, **row)
    elif item.raised_by_id or item.decision_id:
        raise ValidationError(
            _("“%(title)s” was raised by a unit or is an open decision: take it off by its tick instead.")
            % {"title": item.title}
        )
    else:
        item._history_user = by  # type: ignore[attr-defined]
        item.delete()


@transaction.atomic
def advance(meeting: Meeting, *, by: User, version: int, then: MeetingState) -> Meeting:
    """Take the meeting to the state that follows: invited, then held. Issuing the minutes is its own step.

    Raises EditConflict and ValidationError with what is missing.
    """
    locked = lock(meeting, version)
    _refuse_unless(FOLLOWING.get(locked.state) == then)
    if then == MeetingState.INVITED:
        if not locked.invited.exists():
            raise ValidationError(_("Choose the units to invite first."))
        propose_open_decisions(locked, by=by)
    if then == MeetingState.HELD and locked.held_on > clock.today():
        raise ValidationError(_("The day of the meeting lies ahead. Correct the day first."))
    return change_record(locked, by=by, version=version, state=then)


@transaction.atomic
def set_attendance(meeting: Meeting, *, by: User, version: int, rows: list[dict[str, Any]]) -> Meeting:
    """Write the whole attendance sheet; a row without a name falls away."""
    locked = lock(meeting, version)
    _refuse_unless(locked.state in {MeetingState.INVITED, MeetingState.HELD})
    people = {each.pk: each for each in locked.attendance.all()}
    for row in rows:
        known = people.get(row.pop("pk") or 0)
        if known is not None and not row["person"]:
            known._history_user = by  # type: ignore[attr-defined]
            known.delete()
        elif known is not None:
            if any(getattr(known, name) != value for name, value in row.items()):
                change_record(known, by=by, version=known.version, **row)
        elif row["person"]:
            create_record(Attendance(meeting=locked, **row), by=by)
    return change_record(locked, by=by, version=version)


@transaction.atomic
def record_decision(
    meeting: Meeting, *, by: User, co_owners: Iterable[Department] = (), **values: Any
) -> Decision:
    """Write down a decision of a meeting that was held; its minutes are not issued yet."""
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _refuse_unless(locked.is_open)
    last = locked.decisions.aggregate(last=Max("order"))["last"] or 0
    decision = create_record(Decision(meeting=locked, order=last + 1, **values), by=by)
    decision.co_owners.set(_without(values["owner"], co_owners))
    return decision


@transaction.atomic
def change_decision(
    decision: Decision, *, by: User, version: int, co_owners: Iterable[Department], **values: Any
) -> Decision:
    """Correct a decision while the minutes are not issued."""
    _refuse_unless(Meeting.objects.select_for_update(of=("self",)).get(pk=decision.meeting_id).is_open)
    changed = change_record(decision, by=by, version=version, **values)
    changed.co_owners.set(_without(changed.owner, co_owners))
    return changed


def _without(owner: Department, units: Iterable[Department]) -> list[Department]:
    """Who answers for a decision does not cooperate in it as well."""
    return [unit for unit in units if unit.pk != owner.pk]


@transaction.atomic
def remove_decision(decision: Decision, *, by: User) -> None:
    """Take a decision out of the draft of the minutes; its history stays."""
    _refuse_unless(Meeting.objects.select_for_update(of=("self",)).get(pk=decision.meeting_id).is_open)
    decision._history_user = by  # type: ignore[attr-defined]
    decision.delete()


def write_minutes(meeting: Meeting, *, by: User, version: int, minutes: str) -> Meeting:
    """Keep the text of the minutes as a draft."""
    _refuse_unless(meeting.is_open)
    return change_record(meeting, by=by, version=version, minutes=minutes)


@transaction.atomic
def issue_minutes(meeting: Meeting, *, by: User, version: int) -> Meeting:
    """Number and issue the minutes; each decision becomes a task of its unit, issued the same day.

    Raises EditConflict and ValidationError with what is missing.
    """
    locked = lock(meeting, version)
    _refuse_unless(locked.is_open)
    if missing := missing_for_minutes(locked):
        raise ValidationError(missing)
    today = clock.today()
    numbered = Meeting.objects.filter(minutes_year=today.year).aggregate(last=Max("minutes_number"))
    issued = change_record(
        locked,
        by=by,
        version=version,
        state=MeetingState.MINUTED,
        minutes_year=today.year,
        minutes_number=(numbered["last"] or 0) + 1,
        minuted_at=clock.now(),
        minuted_by=by.signature,
    )
    issue_tasks([_task_of(decision, by=by) for decision in _decisions(issued)], by=by, issued_on=today)
    return issued


def missing_for_minutes(meeting: Meeting) -> list[str]:
    """Say what the minutes still lack; empty when they can be issued."""
    needed = (
        (bool(meeting.minutes.strip()), _("Write the text of the minutes.")),
        (meeting.attendance.exists(), _("Enter who came to the meeting.")),
    )
    return [message for is_there, message in needed if not is_there]


def _decisions(meeting: Meeting) -> Iterable[Decision]:
    return meeting.decisions.select_related("owner").prefetch_related("co_owners")


def _task_of(decision: Decision, *, by: User) -> Any:
    """Make a decision a task of the year in which it falls due."""
    return create_task(
        by=by,
        year=decision.due_on.year,
        title=decision.text[:LONGEST_TITLE],
        deliverable=decision.text[:300],
        due_on=decision.due_on,
        lead=decision.owner,
        cooperating=decision.co_owners.all(),
        decision=decision,
    )
