"""When an instrument counts as verified (计量器具检定), judged from days alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SOON = timedelta(days=30)
"""How long before its last day a verification is called soon due."""


class Result(models.TextChoices):
    """What a verification found."""

    PASS = "pass", pgettext_lazy("verification", "passed")
    FAIL = "fail", pgettext_lazy("verification", "failed")


class State(models.TextChoices):
    """Where an instrument stands on a day."""

    VALID = "valid", pgettext_lazy("instrument", "verified")
    SOON = "soon", pgettext_lazy("instrument", "soon due")
    OVERDUE = "overdue", pgettext_lazy("instrument", "overdue")
    FAILED = "failed", pgettext_lazy("instrument", "failed, not to be used")
    NEVER = "never", pgettext_lazy("instrument", "never verified")
    VOLUNTARY = "voluntary", pgettext_lazy("instrument", "no verification required")
    WITHDRAWN = "withdrawn", pgettext_lazy("instrument", "withdrawn from use")
    COMING = "coming", pgettext_lazy("instrument", "not yet in use")


VERIFIED = (State.VALID, State.SOON)
"""States in which a mandatory instrument counts as verified."""

LACKING = (State.OVERDUE, State.FAILED, State.NEVER)
"""States that a mandatory instrument in use must not be in (Metrology Law, Art. 9)."""

LIGHTS = {
    State.VALID: "good",
    State.SOON: "warn",
    State.OVERDUE: "bad",
    State.FAILED: "bad",
    State.NEVER: "bad",
    State.VOLUNTARY: "none",
    State.WITHDRAWN: "none",
    State.COMING: "none",
}
"""The light beside a state."""


@dataclass(frozen=True, slots=True)
class LastVerification:
    """The latest verification up to a day: a failed one has no last day of validity."""

    result: str
    valid_until: date | None


def state_on(
    day: date,
    *,
    is_mandatory: bool,
    in_use_since: date,
    withdrawn_on: date | None,
    last: LastVerification | None,
) -> State:
    """Return where an instrument stands on a day, from its latest verification up to that day.

    The last day of validity still counts; the day of withdrawal is no longer in use. A failed
    verification ends what an earlier one allowed.
    """
    if withdrawn_on is not None and withdrawn_on <= day:
        return State.WITHDRAWN
    if in_use_since > day:
        return State.COMING
    if last is None:
        return State.NEVER if is_mandatory else State.VOLUNTARY
    if last.valid_until is None or last.result == Result.FAIL:
        return State.FAILED
    if last.valid_until < day:
        return State.OVERDUE
    return State.SOON if last.valid_until - day <= SOON else State.VALID


def missing_of_verification(
    *, result: str, verified_on: date | None, valid_until: date | None, certificate_number: str
) -> dict[str, Promise]:
    """Say by field what a verification lacks; empty when it is complete."""
    if result == Result.FAIL and valid_until is None:
        return {}
    if result == Result.FAIL:
        return {"valid_until": _("A failed verification has no last day; leave it empty.")}
    missing: dict[str, Promise] = {}
    if not certificate_number:
        missing["certificate_number"] = _("Enter the certificate number as it stands on the paper.")
    if valid_until is None:
        missing["valid_until"] = _("Enter the last day of validity as it stands on the certificate.")
    elif verified_on is not None and valid_until < verified_on:
        missing["valid_until"] = _("The last day lies before the verification.")
    return missing
