"""Turning the second factor on and off, and judging codes."""

from typing import Any, Final

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest
from django_otp import devices_for_user, verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from departments.audit.actions import note
from departments.models import AuditAction, User

DUE: Final = "code_due"
"""Marks a session whose person gave the password and still owes the code."""

CODES: Final = 10
"""Recovery codes that a person gets; each opens the portal once."""


def connect() -> None:
    """Ask for the code after every sign-in of a person who has a second factor."""
    user_logged_in.connect(_ask, dispatch_uid="second_factor")


def _ask(request: HttpRequest, user: User, **_signal: Any) -> None:
    if is_on(user):
        request.session[DUE] = True


def is_on(person: User) -> bool:
    """Tell whether a person signs in with a code."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).exists()


def codes_left(person: User) -> int:
    """Return how many recovery codes are unused."""
    return StaticToken.objects.filter(device__user=person).count()


def begin(person: User) -> TOTPDevice:
    """Return the key that waits to be confirmed; opening the page again keeps it."""
    device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=person, confirmed=False, name="authenticator")


@transaction.atomic
def turn_on(person: User, code: str) -> list[str] | None:
    """Confirm the key by a code made with it; return the recovery codes, or None where the code is wrong."""
    User.objects.select_for_update().get(pk=person.pk)
    device = begin(person)
    if is_on(person) or verify_token(person, device.persistent_id, code) is None:
        return None
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    _note(AuditAction.SECOND_FACTOR_ON, person)
    return _new_codes(person)


@transaction.atomic
def renew_codes(person: User) -> list[str]:
    """Replace the recovery codes."""
    User.objects.select_for_update().get(pk=person.pk)
    return _new_codes(person)


def _new_codes(person: User) -> list[str]:
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="recovery")
    codes = [StaticToken.random_token() for _number in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def turn_off(person: User) -> bool:
    """Let a person sign in by the password alone; return whether it was otherwise before."""
    was_on = is_on(person)
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=person).delete()
    if was_on:
        _note(AuditAction.SECOND_FACTOR_OFF, person)
    return was_on


def accepts(person: User, code: str) -> bool:
    """Judge a code of the authenticator or a recovery code; each is accepted once.

    Every wrong one doubles the seconds that have to pass before the next is looked at.
    """
    # A code is shown only to the device that could have made it: a wrong one counts against that alone.
    by_app = code.isdecimal()
    asked = (each for each in devices_for_user(person) if isinstance(each, TOTPDevice) == by_app)
    if any(verify_token(person, each.persistent_id, code) for each in asked):
        return True
    _note(AuditAction.CODE_REFUSED, person, success=False)
    return False


def _note(action: AuditAction, person: User, *, success: bool = True) -> None:
    note(
        action,
        object_type=User._meta.label_lower,
        object_id=person.pk,
        label=person.signature,
        success=success,
    )
