"""Rules of the register of brands and certificates: status by day, numbers, what may still be awarded.

Pure: values in, answer out. Every objection says in words what to do.
"""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from unicodedata import normalize

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Promise | str


class Status(TextChoices):
    """Where a credential stands on a day."""

    COMING = "coming", _("not yet in force")
    VALID = "valid", _("valid")
    EXPIRING = "expiring", _("expiring")
    EXPIRED = "expired", _("expired")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")


IN_FORCE = (Status.VALID, Status.EXPIRING)
"""Statuses in which a credential counts."""

LIGHTS = {
    Status.COMING: "none",
    Status.VALID: "good",
    Status.EXPIRING: "warn",
    Status.EXPIRED: "bad",
    Status.SUSPENDED: "bad",
    Status.WITHDRAWN: "bad",
    Status.CANCELLED: "none",
}
"""The light beside a status."""


class Severity(StrEnum):
    """Whether an objection stops the record or only asks for a second look."""

    BLOCKER = "blocker"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with an entry, at which field, and what to do."""

    severity: Severity
    field: str
    message: Words


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a kind of credential demands; ``validity`` is years, none or record."""

    name: str
    validity: str
    years: int | None = None
    number_pattern: str = ""
    number_check: str = "none"
    checksum: str = ""
    last_award_on: date | None = None
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """What was entered for a credential."""

    number: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    sector: str
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension: its first day, and the first day the credential counts again (None: still suspended)."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the credential is suspended on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Pause") -> bool:
        """Whether two suspensions have a day in common."""
        return (other.until is None or self.since < other.until) and (
            self.until is None or other.since < self.until
        )


@dataclass(frozen=True, slots=True)
class Course:
    """The days that decide where a credential stands; ``ended_as`` is withdrawn or cancelled."""

    valid_from: date
    valid_until: date | None = None
    ended_on: date | None = None
    ended_as: str = ""
    pauses: tuple[Pause, ...] = ()


def status_on(day: date, course: Course, *, reminder_days: int) -> Status:
    """Return where a credential stands on a day.

    The last day of validity still counts; the day of an early end no longer does. The first day of a
    suspension no longer counts, the day it is lifted does.
    """
    if course.ended_on is not None and course.ended_on <= day:
        return Status(course.ended_as)
    if course.valid_from > day:
        return Status.COMING
    valid_until = course.valid_until
    if valid_until is not None and valid_until < day:
        return Status.EXPIRED
    if any(pause.covers(day) for pause in course.pauses):
        return Status.SUSPENDED
    if valid_until is None:
        return Status.VALID
    return Status.EXPIRING if valid_until - day <= timedelta(days=reminder_days) else Status.VALID


def pause_error(pause: Pause, course: Course) -> tuple[str, Words] | None:
    """Say at which field and why a suspension does not fit a credential and its other ones, or None."""
    if pause.until is not None and pause.until <= pause.since:
        return "lifted_on", _("The suspension is lifted on a later day than it begins.")
    if pause.since < course.valid_from:
        return "suspended_on", _("The credential was not yet in force on this day.")
    ends = [day for day in (course.valid_until, course.ended_on) if day is not None]
    if ends and pause.since > min(ends):
        return "suspended_on", _("The credential was no longer in force on this day.")
    if any(pause.overlaps(other) for other in course.pauses):
        return "suspended_on", _("The credential is suspended on these days already.")
    return None


def last_day(valid_from: date, years: int) -> date:
    """Return the last day of a validity of so many years: the day before the anniversary."""
    year = valid_from.year + years
    if (valid_from.month, valid_from.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return date(year, valid_from.month, valid_from.day) - timedelta(days=1)


def normalise_number(value: str) -> str:
    """Return a number in half-width characters, without blanks at its ends."""
    return normalize("NFKC", value).strip()


def mod11_10(digits: str) -> str:
    """Return the check digit of GB/T 17710 (ISO 7064, MOD 11,10)."""
    product = 10
    for digit in digits:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


CHECKSUMS = {"mod11_10": mod11_10}
"""How the last digit of a number is computed from the digits before it, by the kind's name for it."""


def number_error(number: str, rule: KindRule) -> Words | None:
    """Say why a number does not fit its kind, or return None."""
    written = normalise_number(number)
    if rule.number_pattern and not re.fullmatch(rule.number_pattern, written):
        return _(
            "The number does not have the form that numbers of %(kind)s have. Compare it with the paper."
        ) % {"kind": rule.name}
    digits = re.sub(r"[^0-9]", "", written)
    if rule.checksum in CHECKSUMS and (not digits or CHECKSUMS[rule.checksum](digits[:-1]) != digits[-1]):
        return _("The number's last digit does not match: a digit was mistyped. Compare it with the paper.")
    return None


def objections(award: Award, rule: KindRule) -> list[Objection]:
    """Return everything that speaks against an entry; blockers and warnings."""
    found = [*_number(award, rule), *_ended_kind(award, rule), *_validity(award, rule)]
    if rule.sector and award.sector != rule.sector:
        found.append(
            Objection(
                Severity.BLOCKER,
                "sector",
                _("%(kind)s is given in another sector. Choose the kind or the sector anew.")
                % {"kind": rule.name},
            )
        )
    return found


def blockers(award: Award, rule: KindRule) -> list[Objection]:
    """Return the objections that stop the record."""
    return [objection for objection in objections(award, rule) if objection.severity is Severity.BLOCKER]


def _number(award: Award, rule: KindRule) -> list[Objection]:
    message = number_error(award.number, rule) if rule.number_check != "none" else None
    if message is None:
        return []
    severity = Severity.BLOCKER if rule.number_check == "hard" else Severity.WARNING
    return [Objection(severity, "number", message)]


def _ended_kind(award: Award, rule: KindRule) -> list[Objection]:
    """Kinds that are no longer awarded keep their old records (国市监质〔2018〕208号)."""
    ended = rule.last_award_on is not None and award.issued_on > rule.last_award_on
    if not ended or award.late_reason.strip():
        return []
    return [
        Objection(
            Severity.BLOCKER,
            "late_reason",
            _("%(kind)s has not been awarded since %(day)s. Check the day, or state why this one is right.")
            % {"kind": rule.name, "day": rule.last_award_on},
        )
    ]


def _validity(award: Award, rule: KindRule) -> list[Objection]:
    if award.valid_until is None:
        if rule.validity == "none":
            return []
        missing = _("Enter the last day of validity as it stands on the paper.")
        return [Objection(Severity.BLOCKER, "valid_until", missing)]
    if rule.validity == "none":
        needless = _("%(kind)s has no last day of validity. Check the entry.") % {"kind": rule.name}
        return [Objection(Severity.WARNING, "valid_until", needless)]
    if rule.validity == "years" and rule.years and award.valid_until > last_day(award.valid_from, rule.years):
        longer = _("%(kind)s is valid for %(years)d years; this is longer. Check the days.") % {
            "kind": rule.name,
            "years": rule.years,
        }
        return [Objection(Severity.WARNING, "valid_until", longer)]
    return []
