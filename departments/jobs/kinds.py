"""The kinds of long work; the rooms that do it register theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from departments.access import Permission

if TYPE_CHECKING:
    from departments.models import Job, User

Tell = Callable[[int, int], None]
"""Hears how much is done and how much there is; raises Interruption when the work has to stop."""


class Interruption(Exception):
    """The work was stopped from outside; what it has begun has to be rolled back."""


class JobError(Exception):
    """The work could not be done; the message says why, in a sentence for the person who asked for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of job does.

    ``run`` does the work and returns its result; it must leave nothing behind when it is stopped, and may
    be run again. ``abandon`` frees the record of a job that failed or was cancelled. ``page`` is the
    address of the record, ``permission`` lets others than who asked for it see how far it is.
    """

    name: str
    label: Any
    run: Callable[["Job", Tell], Mapping[str, Any]]
    abandon: Callable[["Job", str], None]
    page: Callable[["Job"], str]
    permission: Permission | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of job known."""
    _kinds[kind.name] = kind


def kind_of(job: "Job") -> Kind:
    """Return the kind of a job; raises KeyError for one that nobody registered."""
    return _kinds[job.kind]


def shared_with(user: "User") -> list[str]:
    """Return the kinds whose jobs the person may see, whoever asked for them."""
    return [kind.name for kind in _kinds.values() if kind.permission and user.may(kind.permission)]
