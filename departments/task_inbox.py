"""What of the tasks waits for a person: what came back, what is overdue or due soon, what to decide."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.access import Permission, Role
from departments.models import PartState, ReminderSent, Task, TaskPart, TaskState, UrgingNotice, User
from departments.models.task import OPEN

DUE_DAYS = 14
"""How far ahead the inbox looks."""
SHOWN = 5
"""How many reminders the inbox spells out."""


class Line(NamedTuple):
    """One thing that waits: what, why, and where it is done."""

    what: str
    why: str
    url: str


def task_lines(user: User, today: date) -> Iterator[Line]:
    """Yield what of the tasks waits for the person, the most binding first."""
    if user.may(Permission.EDIT_TASKS):
        yield from _for_the_office(user, today)
    elif user.role == Role.LIAISON and user.department_id:
        yield from _for_the_department(user, today)
    yield from reminder_lines(user)


def _page(query: str, name: str = "tasks:list") -> str:
    return f"{reverse(name)}?{query}"


def _for_the_department(user: User, today: date) -> Iterator[Line]:
    led = Task.objects.visible_to(user).filter(lead=user.department_id)
    notices = UrgingNotice.objects.visible_to(user).unanswered()
    if n := notices.count():
        what = ngettext("Answer %(n)d urging notice", "Answer %(n)d urging notices", n) % {"n": n}
        yield Line(what, _("The office waits for your answer."), _page("state=unanswered", "tasks:notices"))
    if n := led.filter(state=TaskState.RETURNED).count():
        what = ngettext("%(n)d task came back", "%(n)d tasks came back", n) % {"n": n}
        yield Line(what, _("The office's remark says what is missing."), _page("state=returned"))
    parts = TaskPart.objects.filter(department=user.department_id, state=PartState.WAITING)
    if n := parts.filter(task__state__in=OPEN).count():
        what = ngettext("Sign for %(n)d task", "Sign for %(n)d tasks", n) % {"n": n}
        yield Line(what, _("Issued to your unit and not yet signed for."), _page("state=open"))
    yield from _deadlines(user, today)


def _deadlines(user: User, today: date) -> Iterator[Line]:
    rows = Task.objects.visible_to(user)
    if n := rows.overdue(today).count():
        what = ngettext("%(n)d task is overdue", "%(n)d tasks are overdue", n) % {"n": n}
        yield Line(
            what, _("Claim completion, or ask for an extension with the reason."), _page("due=overdue")
        )
    if n := rows.due_within(today, DUE_DAYS).count():
        what = ngettext("%(n)d task is due soon", "%(n)d tasks are due soon", n) % {"n": n}
        yield Line(what, _("Due within 14 days."), _page(f"due={DUE_DAYS}"))


def _for_the_office(user: User, today: date) -> Iterator[Line]:
    rows, notices = Task.objects.visible_to(user), UrgingNotice.objects.visible_to(user)
    if n := rows.filter(state=TaskState.CLAIMED).count():
        what = ngettext("Check %(n)d claimed task", "Check %(n)d claimed tasks", n) % {"n": n}
        yield Line(what, _("The department says the task is completed."), _page("state=claimed"))
    if n := rows.open().exclude(extension_to=None).count():
        what = ngettext("Decide on %(n)d extension", "Decide on %(n)d extensions", n) % {"n": n}
        yield Line(what, _("A department asks for a later day."), _page("state=extension"))
    if n := notices.answered().count():
        what = ngettext("Close %(n)d answered notice", "Close %(n)d answered notices", n) % {"n": n}
        yield Line(what, _("The department has answered."), _page("state=answered", "tasks:notices"))
    if n := notices.expired(today).count():
        what = ngettext("%(n)d notice was not answered in time", "%(n)d notices were not answered in time", n)
        yield Line(
            what % {"n": n}, _("A graver notice is to follow."), _page("state=expired", "tasks:notices")
        )
    if n := rows.overdue(today).count():
        what = ngettext("%(n)d task is overdue", "%(n)d tasks are overdue", n) % {"n": n}
        yield Line(what, _("Urge the departments, or issue urging notices."), _page("due=overdue"))
    if n := rows.filter(state=TaskState.PLANNED, year=today.year).count():
        what = ngettext("Issue %(n)d planned task", "Issue %(n)d planned tasks", n) % {"n": n}
        yield Line(what, _("Departments see a task once it is issued."), reverse("tasks:issue"))


def reminder_lines(user: User) -> Iterator[Line]:
    """Yield the person's standing reminders, the latest of each matter."""
    rows = ReminderSent.objects.given_to(user).standing().order_by("deadline", "object_key", "sent_at", "pk")
    latest = {row.object_key: row for row in rows}
    for row in list(latest.values())[:SHOWN]:
        why = _("Reminder: due on %(day)s") % {"day": row.deadline.isoformat()}
        yield Line(row.sentence, why, row.url)
