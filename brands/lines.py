"""Credentials as lists show them: each with its status on a day and its light."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from brands.models import Credential
from brands.rules import IN_FORCE, LIGHTS, Status


@dataclass(frozen=True, slots=True)
class Line:
    """A credential on a day; ``days_left`` counts to its last day and is None where there is none."""

    credential: Credential
    status: Status
    days_left: int | None

    @property
    def light(self) -> str:
        """The light beside the status."""
        return LIGHTS[self.status]


def line(credential: Credential, on: date) -> Line:
    """Return a credential as it stands on a day."""
    until = credential.valid_until
    return Line(credential, credential.status_on(on), None if until is None else (until - on).days)


def lines(credentials: Iterable[Credential], on: date) -> list[Line]:
    """Return credentials as they stand on a day."""
    return [line(credential, on) for credential in credentials]


def not_renewed(shown: Iterable[Line], on: date) -> int:
    """Return how many of one holder's credentials are still to be chased, as ``lapsed`` asks."""
    held = list(shown)
    renewed = {(line.credential.kind_id, line.credential.product) for line in held if line.status in IN_FORCE}
    return sum(
        line.status == Status.EXPIRED
        and -(line.days_left or 0) <= line.credential.kind.reminder_days
        and (line.credential.kind_id, line.credential.product) not in renewed
        for line in held
    )
