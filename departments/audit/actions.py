"""Adding to the audit trail: beside the change, in its transaction."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, models, transaction

from departments.audit import origin
from departments.audit.chain import link_waiting
from departments.models import AuditAction, AuditEntry, User
from quality_portal.lib import clock
from quality_portal.lib.logs import request_number

LONGEST = 500
"""Characters of a value that an entry keeps; the history row has all of it."""

Changes = Mapping[str, tuple[str, str]]
"""Each field's value before and after, as text."""

_gathering: ContextVar[Counter[str] | None] = ContextVar("audit_gathering", default=None)


def note(
    action: AuditAction,
    *,
    by: object = None,
    object_type: str = "",
    object_id: object = "",
    label: str = "",
    changes: Changes | None = None,
    count: int = 1,
    success: bool = True,
) -> None:
    """Add an entry; it is there if and only if the transaction it is written in is committed.

    ``by`` is an account or a name; without one it is the person of the request. Its place in the chain is
    given after the commit, so that no change has to wait for another's transaction.
    """
    gathered_so_far = _gathering.get()
    if gathered_so_far is not None:
        gathered_so_far[f"{object_type}:{action.value}"] += count
        return
    entry = AuditEntry(
        at=clock.now(),
        action=action,
        object_type=object_type[:100],
        object_id=str(object_id)[:100],
        object_label=label[:200],
        changes={name: [cut(before), cut(after)] for name, (before, after) in (changes or {}).items()},
        count=count,
        success=success,
        **_asked(by),
    )
    _write(entry)


@transaction.atomic
def _write(entry: AuditEntry) -> None:
    entry.save(force_insert=True)
    if not any(waiting[1] is _link for waiting in connection.run_on_commit):
        # A failure leaves the entry without its place until the next one is linked.
        transaction.on_commit(_link, robust=True)


def _link() -> None:
    link_waiting()


def _asked(by: object) -> dict[str, Any]:
    """Return who did it, and from where."""
    asked = origin.current()
    person = by if by is not None else asked and asked.user
    signature = person.signature if isinstance(person, User) else str(person or "")
    return {
        "user_id": person.pk if isinstance(person, User) else None,
        "user_name": signature[:200],
        "role": person.role if isinstance(person, User) else "",
        "address": asked.address if asked else "",
        "request": request_number.get(),
    }


def cut(value: str) -> str:
    """Return a value as an entry keeps it."""
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def is_gathering() -> bool:
    """Tell whether entries are counted instead of written."""
    return _gathering.get() is not None


@contextmanager
def gathered(
    action: AuditAction, *, by: object = None, of: models.Model | None = None, label: str
) -> Iterator[None]:
    """Let everything done meanwhile be one entry that counts it: history rows keep the particulars.

    Where nothing was done there is no entry. To be used inside the transaction of the change; ``of`` is the
    record of the batch where there is one.
    """
    if is_gathering():
        yield
        return
    counts: Counter[str] = Counter()
    token = _gathering.set(counts)
    try:
        yield
    finally:
        _gathering.reset(token)
    if not counts:
        return
    note(
        action,
        by=by,
        object_type=of._meta.label_lower if of is not None else "",
        object_id=of.pk if of is not None else "",
        label=label,
        changes={name: ("", str(count)) for name, count in sorted(counts.items())},
        count=sum(counts.values()),
    )
