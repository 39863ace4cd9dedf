"""Opening the administrators' accounts, giving initial passwords and closing accounts nobody uses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import models, transaction
from django.db.models.functions import Coalesce, Greatest

from departments.access import Role
from departments.models import User
from departments.passwords import draw_password
from departments.records import change_record, create_record

DORMANT_AFTER: Final = timedelta(days=90)
OFFICES: Final = {Role.ADMINISTRATOR: "system", Role.SECURITY: "security", Role.AUDITOR: "audit"}
"""Sign-in names of the first three administrators."""


@transaction.atomic
def open_administrators(*, by: str) -> list[tuple[User, str]]:
    """Open an account for each of the three duties that nobody has; return them with initial passwords."""
    opened = []
    for role, username in OFFICES.items():
        if User.objects.filter(role=role, is_active=True, is_superuser=False).exists():
            continue
        person = User(username=username, full_name=str(role.label), role=role)
        password = draw_password([person])
        person.set_password(password)
        opened.append((create_record(person, by=by), password))
    return opened


@transaction.atomic
def give_initial_password(person: User, *, by: str) -> str:
    """Give the account a password that opens it once, within 72 hours; return it."""
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    password = draw_password([locked])
    locked.set_password(password)
    locked.must_change_password = True
    locked.version += 1
    locked._history_user = by  # type: ignore[attr-defined]
    locked.save()
    return password


def dormant(now: datetime) -> models.QuerySet[User]:
    """Return the accounts that were neither used nor opened nor given a password within the last 90 days."""
    last = Greatest(Coalesce("last_login", "created_at"), "created_at", "password_changed_at")
    people = User.objects.filter(is_active=True).alias(last_used_at=last)
    return people.filter(last_used_at__lt=now - DORMANT_AFTER).order_by("username")


def close_dormant(now: datetime, *, by: str) -> Sequence[User]:
    """Close the accounts nobody uses; those of administrators stay, so that somebody can open them again."""
    closing = dormant(now).exclude(role__in=OFFICES)
    return [change_record(person, by=by, version=person.version, is_active=False) for person in closing]
