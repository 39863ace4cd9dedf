"""Notes who signs in and out, who is refused, and who is locked out."""

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from departments.audit.actions import note
from departments.models import AuditAction, User


def connect() -> None:
    """Listen to the sign-in."""
    user_logged_in.connect(note_signed_in, dispatch_uid="audit")
    user_logged_out.connect(note_signed_out, dispatch_uid="audit")
    user_login_failed.connect(note_refused, dispatch_uid="audit")
    user_locked_out.connect(note_locked_out, dispatch_uid="audit")


def note_signed_in(user: User, **_signal: Any) -> None:
    """Note that a person signed in."""
    note(AuditAction.SIGNED_IN, by=user)


def note_signed_out(user: User | None, **_signal: Any) -> None:
    """Note that a person signed out, or was by the limits of a session."""
    if user is not None:
        note(AuditAction.SIGNED_OUT, by=user)


def note_refused(credentials: Mapping[str, Any], **_signal: Any) -> None:
    """Note a refused sign-in."""
    note(AuditAction.SIGN_IN_FAILED, success=False, **_account(credentials.get("username")))


def note_locked_out(username: str | None, **_signal: Any) -> None:
    """Note that a name is locked out at an address."""
    note(AuditAction.LOCKED_OUT, success=False, **_account(username))


def note_unlocked(person: User) -> None:
    """Note that whoever asked had refused sign-ins of an account forgotten."""
    note(AuditAction.UNLOCKED, **_account(person.username))


def _account(username: str | None) -> dict[str, Any]:
    """Return whose account was tried; a name nobody has may be a mistyped password and is not kept."""
    name = User.objects.normalize_username(username or "")
    user = User.objects.filter(username=name).first()
    if user is None:
        return {}
    return {"object_type": User._meta.label_lower, "object_id": user.pk, "label": user.signature}
