"""Sending reminders: into the portal always, by e-mail where a mail server is configured."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.models import ReminderSent, User
from departments.reminders import Due
from quality_portal.lib import clock

CONSOLE = "django.core.mail.backends.console.EmailBackend"
"""The mail backend of a portal without EMAIL_URL: nobody would read what it prints."""

Key = tuple[str, object, str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did: reminders entered, digests mailed, mails that failed, matters found done."""

    entered: int = 0
    mailed: int = 0
    failed: int = 0
    settled: int = 0


def new_reminders(dues: Iterable[Due]) -> list[ReminderSent]:
    """Return the reminders that nobody was given yet, without storing them."""
    asked = list(dues)
    told = ReminderSent.objects.filter(deadline__in={due.deadline for due in asked})
    known = set(told.values_list("object_key", "deadline", "step", "recipient"))
    found: dict[Key, ReminderSent] = {}
    for due in asked:
        for person in due.recipients:
            key = (due.object_key, due.deadline, due.step, person.pk)
            if key not in known:
                found.setdefault(key, _reminder(due, person))
    return list(found.values())


def _reminder(due: Due, person: User) -> ReminderSent:
    return ReminderSent(
        object_key=due.object_key,
        deadline=due.deadline,
        step=due.step,
        recipient=person,
        sentence=due.sentence[:300],
        url=due.url,
        sent_at=clock.now(),
    )


def send_reminders(dues: Iterable[Due], *, mail: bool = True) -> Sent:
    """Give everyone the reminders that are new, and one digest by e-mail to whoever has an address.

    A reminder whose matter is done, or whose deadline has moved, is settled and no longer shown.
    """
    now_due = list(dues)
    with transaction.atomic():
        settled = _settle(now_due)
        entered = ReminderSent.objects.bulk_create(new_reminders(now_due), ignore_conflicts=True)
    mailed, failed = _mail_digests() if mail and mail_is_configured() else (0, 0)
    return Sent(len(entered), mailed, failed, settled)


def remind(dues: Iterable[Due]) -> Sent:
    """Send these reminders now, by a person's wish; what else is outstanding stays as it is."""
    with transaction.atomic():
        entered = ReminderSent.objects.bulk_create(new_reminders(dues), ignore_conflicts=True)
    mailed, failed = _mail_digests() if mail_is_configured() else (0, 0)
    return Sent(len(entered), mailed, failed)


def mail_is_configured() -> bool:
    """Tell whether e-mail goes anywhere."""
    return bool(settings.EMAIL_BACKEND != CONSOLE)


def _settle(dues: list[Due]) -> int:
    """Settle the reminders of matters that are done or whose deadline moved."""
    standing = {(due.object_key, due.deadline) for due in dues}
    rows = ReminderSent.objects.standing().only("pk", "object_key", "deadline")
    done = [row.pk for row in rows if (row.object_key, row.deadline) not in standing]
    return ReminderSent.objects.filter(pk__in=done).update(settled_at=clock.now())


def _mail_digests() -> tuple[int, int]:
    """Mail each person what no mail has carried yet; return how many went out and how many failed."""
    rows = ReminderSent.objects.unmailed().select_related("recipient")
    rows = rows.order_by("recipient", "deadline", "object_key", "pk")
    outcomes = [
        _mail_digest(person, list(reminders))
        for person, reminders in groupby(rows, key=lambda row: row.recipient)
    ]
    return sum(outcomes), len(outcomes) - sum(outcomes)


def _mail_digest(person: User, reminders: list[ReminderSent]) -> bool:
    """Mail one digest; a matter with several new steps is told once, by the latest.

    The rows are marked before the mail leaves, so that two runs at once do not mail twice; a mail
    server's refusal takes the mark back, and the next run tries again.
    """
    pks = [row.pk for row in reminders]
    marked = ReminderSent.objects.filter(pk__in=pks, mailed_at=None).update(mailed_at=clock.now())
    if not marked:
        return True
    latest = {row.object_key: row.sentence for row in reminders}
    subject = ngettext("%(n)d matter is due", "%(n)d matters are due", len(latest)) % {"n": len(latest)}
    lines = [f"{number}. {sentence}" for number, sentence in enumerate(latest.values(), start=1)]
    closing = _("Please sign in to the quality portal to deal with them.")
    message = EmailMessage(subject, "\n".join([*lines, "", closing]), to=[person.email])
    try:
        message.send()
    except (SMTPException, OSError):
        ReminderSent.objects.filter(pk__in=pks).update(mailed_at=None)
        return False
    return True
