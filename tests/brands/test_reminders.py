"""Reminders of credentials by each kind's own lead."""

from datetime import date, timedelta

import pytest
from django.core import mail

from brands.models import Credential
from brands.reminders import credential_dues
from departments.access import Role
from departments.actions.reminders import send_reminders
from quality_portal.dashboards.inbox import ending_credentials
from tests.brands.factories import make_credential, make_kind, make_suspension
from tests.departments.factories import make_township, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


def numbers(today: date) -> list[tuple[str, str]]:
    """What is due on a day: the record's number and the step."""
    held = {f"credential:{each.pk}": each.number for each in Credential.objects.all()}
    return [(held[due.object_key], due.step) for due in credential_dues(today)]


def test_each_kind_reminds_by_its_own_lead_and_chases_what_was_not_renewed() -> None:
    short, long, old = make_kind(reminder_days=30), make_kind(reminder_days=180), make_kind(reminder_days=0)
    for kind, name, days in [
        *((short, "S30", 30), (short, "S31", 31), (long, "L180", 180), (long, "L181", 181)),
        *((short, "S-30", -30), (short, "S-31", -31), (old, "O-1", -1)),
    ]:
        make_credential(kind=kind, number=name, valid_until=TODAY + timedelta(days=days))
    assert numbers(TODAY) == [("S30", "lead"), ("L180", "lead"), ("S-30", "over")]


def test_what_was_renewed_ended_or_suspended_is_not_chased() -> None:
    kind = make_kind(reminder_days=60)
    expired = make_credential(kind=kind, number="old", valid_until=TODAY - timedelta(days=5), product="毛尖")
    make_credential(kind=kind, number="ended", valid_until=TODAY - timedelta(days=5), ended_on=TODAY)
    paused = make_credential(kind=kind, number="paused", valid_until=TODAY + timedelta(days=5))
    make_suspension(paused, suspended_on=TODAY)
    assert numbers(TODAY) == [("old", "over")]
    make_credential(
        kind=kind,
        enterprise=expired.enterprise,
        number="new",
        issued_on=TODAY,
        valid_until=None,
        product="毛尖",
    )
    assert numbers(TODAY) == []


def test_the_office_and_the_own_township_are_told_once_by_mail() -> None:
    township = make_township()
    office, liaison = make_user(role=Role.OFFICE), make_user(role=Role.LIAISON, department=township)
    stranger = make_user(role=Role.LIAISON, department=make_township())
    for person in (office, liaison, stranger):
        person.email = f"{person.username}@example.com"
        person.save()
    make_credential(township=township, number="N-7", valid_until=TODAY + timedelta(days=10))
    for _time in range(2):
        send_reminders(list(credential_dues(TODAY)))
    assert sorted(message.to[0] for message in mail.outbox) == sorted([office.email, liaison.email])
    assert "N-7" in mail.outbox[0].body


def test_the_inbox_counts_by_the_same_rules() -> None:
    kind = make_kind(reminder_days=30)
    make_credential(kind=kind, valid_until=TODAY + timedelta(days=31))
    office = make_user(role=Role.OFFICE)
    assert list(ending_credentials(office, TODAY)) == []
    make_credential(kind=kind, valid_until=TODAY + timedelta(days=30))
    make_credential(kind=kind, valid_until=TODAY - timedelta(days=1))
    addresses = [item.url for item in ending_credentials(office, TODAY)]
    assert addresses == ["/brands/expiring/?within=lapsed", "/brands/expiring/"]
