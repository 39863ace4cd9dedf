"""Reminders of credentials: when a kind's lead begins, on the last day, and once it has run out."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from brands.models import Credential
from brands.rules import Status
from departments.access import Permission, Role
from departments.models import User
from departments.reminders import Due

LEAD: Final = "lead"
"""The moment the kind's lead has begun."""
OVER: Final = "over"
"""The moment it has run out and was not renewed."""


def credential_dues(today: date) -> Iterator[Due]:
    """Yield what runs out within its kind's lead, and what has run out and was not renewed.

    The office is told of all of them, a township's liaison of those of the township.
    """
    office, liaisons = told()
    rows = Credential.objects.with_holders().order_by("valid_until", "pk")
    for step, found in ((LEAD, rows.with_status(Status.EXPIRING, today)), (OVER, rows.lapsed(today))):
        for credential in found:
            people = (*office, *liaisons.get(credential.township_id or 0, []))
            yield Due(
                f"credential:{credential.pk}",
                last_day_of(credential),
                step,
                people,
                sentence(credential, step),
                reverse("brands:detail", args=[credential.pk]),
            )


def told() -> tuple[list[User], dict[int, list[User]]]:
    """Return the people who keep the register, and the liaisons of each township."""
    people = User.objects.filter(is_active=True).select_related("department").order_by("pk")
    office = [person for person in people.filter(role=Role.OFFICE) if person.may(Permission.EDIT_CREDENTIALS)]
    liaisons: dict[int, list[User]] = {}
    for person in people.filter(role=Role.LIAISON):
        if person.department is not None and person.department.is_township:
            liaisons.setdefault(person.department.pk, []).append(person)
    return office, liaisons


def last_day_of(credential: Credential) -> date:
    """Return the last day of validity; only credentials that have one run out."""
    if credential.valid_until is None:
        raise ValueError("the credential has no last day")
    return credential.valid_until


def sentence(credential: Credential, step: str) -> str:
    """Say what runs out, whose it is and when."""
    values = {
        "holder": credential.holder,
        "credential": credential,
        "day": last_day_of(credential).isoformat(),
    }
    if step == OVER:
        return _("%(credential)s of %(holder)s ran out on %(day)s and was not renewed.") % values
    return _("%(credential)s of %(holder)s runs out on %(day)s.") % values
