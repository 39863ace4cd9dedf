"""Removing old entries: exported first, never younger than the law keeps them, the chain still held."""

import json
import os
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from departments.audit import triggers
from departments.audit.actions import note
from departments.audit.chain import AT_ONCE, locked_chain, verify
from departments.models import AuditAction, AuditEntry

KEPT_DAYS: Final = 180
"""Logs of the network are kept for at least six months (网络安全法 第二十一条第三项)."""


class PurgeError(Exception):
    """The entries cannot be removed; the message is a sentence saying why."""


def purge(*, before: date, into: Path, today: date) -> int:
    """Write the entries older than a day into a file, one JSON object a line, and remove them.

    The chain then begins behind the last one removed. Raises PurgeError, with everything as it was.
    """
    if before > today - timedelta(days=KEPT_DAYS):
        words = _("Entries are kept for %(days)d days: choose a day not after %(day)s.")
        raise PurgeError(words % {"days": KEPT_DAYS, "day": today - timedelta(days=KEPT_DAYS)})
    if broken := verify().broken:
        raise PurgeError(_("Nothing is removed from a broken chain. %(broken)s") % {"broken": broken})
    last = _last_before(before)
    if last is None:
        return 0
    count, digest = _export(last, into)
    _remove(last, count=count, label=f"{into.name} sha256 {digest}")
    return count


def _last_before(day: date) -> AuditEntry | None:
    """Return the last entry of the chain's beginning that is older than the day as a whole."""
    start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    kept = AuditEntry.objects.linked().filter(at__gte=start).first()
    older = (
        AuditEntry.objects.linked()
        if kept is None
        else AuditEntry.objects.linked().filter(number__lt=kept.number)
    )
    return older.last()


def _export(last: AuditEntry, into: Path) -> tuple[int, str]:
    """Write the entries up to this one; return how many there are and the file's SHA-256."""
    digest, count = sha256(), 0
    after: int | None = 0
    try:
        with into.open("xb") as file:
            rows = AuditEntry.objects.linked().filter(number__lte=last.number)
            while some := list(rows.filter(number__gt=after).values()[:AT_ONCE]):
                for values in some:
                    line = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str) + "\n"
                    digest.update(line.encode())
                    file.write(line.encode())
                after, count = some[-1]["number"], count + len(some)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise PurgeError(_("The entries could not be written to %(file)s.") % {"file": into}) from error
    return count, digest.hexdigest()


@transaction.atomic
def _remove(last: AuditEntry, *, count: int, label: str) -> None:
    chain = locked_chain()
    triggers.remove()
    AuditEntry.objects.filter(number__lte=last.number).delete()
    triggers.install()
    chain.anchor_number, chain.anchor_hash = last.number or 0, last.hash
    chain.save(update_fields=["anchor_number", "anchor_hash"])
    note(AuditAction.MAINTAINED, by="audit_purge", label=label, count=count)
