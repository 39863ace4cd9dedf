"""Reminders: none lost, none twice, none after the matter is done; a moved deadline starts afresh."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import Settings

from departments.access import Role
from departments.actions.reminders import CONSOLE, Sent, remind, send_reminders
from departments.models import ReminderSent, User
from departments.reminders import Due
from departments.rules.deadlines import days_overdue, reached
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db

DEADLINE = date(2026, 10, 31)


def make_due(
    *people: User, step: str = "-14", deadline: date = DEADLINE, key: str = "task:2026-001", said: str = ""
) -> Due:
    return Due(key, deadline, step, people, said or f"{key} 到期 {step}", "/tasks/2026-001/")


def make_liaison(email: str = "liaison@example.com") -> User:
    person = make_user(role=Role.LIAISON)
    person.email = email
    person.save()
    return person


@pytest.mark.parametrize(
    ("today", "answer"),
    [
        (date(2026, 10, 16), []),
        (date(2026, 10, 17), [-14]),
        (date(2026, 10, 29), [-14, -3]),
        (date(2026, 11, 9), [-14, -3, 0, 7]),
    ],
)
def test_a_step_stays_reached_on_later_days(today: date, answer: list[int]) -> None:
    assert reached(DEADLINE, (7, 0, -3, -14), today) == answer


def test_days_overdue_begin_after_the_day_itself() -> None:
    assert [days_overdue(DEADLINE, day) for day in (DEADLINE, date(2026, 11, 1))] == [0, 1]


def test_nobody_is_told_the_same_thing_twice() -> None:
    person = make_liaison()
    assert send_reminders([make_due(person)]) == Sent(entered=1, mailed=1)
    assert send_reminders([make_due(person)]) == Sent()
    assert [message.to for message in mail.outbox] == [["liaison@example.com"]]


def test_a_missed_day_loses_nothing_and_one_digest_tells_each_matter_once() -> None:
    person = make_liaison()
    found = [make_due(person, step="-14"), make_due(person, step="-3"), make_due(person, key="task:2026-002")]
    assert send_reminders(found) == Sent(entered=3, mailed=1)
    assert mail.outbox[0].body.splitlines()[:2] == ["1. task:2026-001 到期 -3", "2. task:2026-002 到期 -14"]


def test_a_moved_deadline_starts_afresh_and_settles_the_old_one() -> None:
    person = make_liaison()
    send_reminders([make_due(person)])
    assert send_reminders([make_due(person, deadline=date(2026, 12, 31))]) == Sent(1, 1, 0, 1)
    assert [row.deadline for row in ReminderSent.objects.standing()] == [date(2026, 12, 31)]


def test_a_matter_that_is_done_is_settled() -> None:
    person = make_liaison()
    send_reminders([make_due(person)])
    assert send_reminders([]) == Sent(settled=1)
    assert list(ReminderSent.objects.given_to(person).standing()) == []


def test_without_a_mail_server_the_portal_tells_alone(settings: Settings) -> None:
    settings.EMAIL_BACKEND = CONSOLE
    person = make_liaison()
    assert send_reminders([make_due(person)]) == Sent(entered=1)
    assert [row.mailed_at for row in ReminderSent.objects.given_to(person)] == [None]


def test_a_refused_mail_is_tried_again(settings: Settings) -> None:
    person = make_liaison()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send_reminders([make_due(person)]) == Sent(entered=1, failed=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_reminders([make_due(person)]) == Sent(mailed=1)


def test_reminding_by_hand_leaves_other_matters_alone() -> None:
    person = make_liaison("")
    send_reminders([make_due(person)])
    assert remind([make_due(person, key="report:2026-1")]) == Sent(entered=1)
    assert ReminderSent.objects.standing().count() == 2


def test_the_command_shows_without_sending() -> None:
    out = StringIO()
    call_command("send_reminders", "--dry-run", stdout=out)
    assert (out.getvalue(), ReminderSent.objects.count()) == ("", 0)
