"""The chain of the audit trail: every entry bears the hash of the one before it.

An entry is written in the transaction of the change, and gets its place in a short one after the commit.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from departments.audit import triggers
from departments.models import AuditChain, AuditEntry
from departments.models.audit import LINKS

ONLY_ROW: Final = 1
AT_ONCE: Final = 500
"""Entries linked in one transaction, and read at a time when the chain is walked."""

CONTENT: Final = tuple(
    field.attname for field in AuditEntry._meta.concrete_fields if field.attname not in {*LINKS, "at"}
)


def hash_of(entry: AuditEntry, *, number: int, previous_hash: str) -> str:
    """Return the SHA-256 over an entry's content, its number and the hash of the entry before."""
    content = {name: getattr(entry, name) for name in CONTENT}
    content |= {"at": entry.at.astimezone(UTC).isoformat(), "number": number, "previous_hash": previous_hash}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def link_waiting() -> int:
    """Give every committed entry that waits its place in the chain; return how many there were."""
    linked = 0
    while count := _link_some():
        linked += count
        if count < AT_ONCE:
            break
    return linked


def locked_chain() -> AuditChain:
    """Return the chain's end, locked: one process links at a time, in a transaction of its own."""
    AuditChain.objects.get_or_create(pk=ONLY_ROW)
    return AuditChain.objects.select_for_update().get(pk=ONLY_ROW)


@transaction.atomic
def _link_some() -> int:
    chain = locked_chain()
    # Read once the lock is held: what another process linked meanwhile is not waiting any more.
    waiting = list(AuditEntry.objects.waiting()[:AT_ONCE])
    for entry in waiting:
        entry.number, entry.previous_hash = chain.number + 1, chain.hash
        entry.hash = hash_of(entry, number=entry.number, previous_hash=chain.hash)
        chain.number, chain.hash = entry.number, entry.hash
    if waiting:
        AuditEntry.objects.bulk_update(waiting, LINKS)
        chain.save(update_fields=["number", "hash"])
    return len(waiting)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What walking the chain found: the last number and hash, and what is broken, empty where nothing is."""

    entries: int
    number: int
    hash: str
    broken: str = ""


def verify() -> Verdict:
    """Walk the chain from its beginning, some entries at a time, up to where it ends now.

    Entries that a crash left without their place are linked first.
    """
    link_waiting()
    chain = AuditChain.objects.filter(pk=ONLY_ROW).first() or AuditChain()
    missing = triggers.missing()
    number, last, count = chain.anchor_number, chain.anchor_hash, 0
    for entry in _walk(number, chain.number):
        broken = _broken(entry, number + 1, last)
        if broken:
            return Verdict(count, number, last, broken)
        number, last, count = number + 1, entry.hash, count + 1
    if (number, last) != (chain.number, chain.hash):
        words = _("The chain ends with entry %(number)d; entries up to %(end)d are missing.")
        return Verdict(count, number, last, words % {"number": number, "end": chain.number})
    if missing:
        words = _("The database no longer refuses changes of entries: %(names)s missing. Run migrate.")
        return Verdict(count, number, last, words % {"names": ", ".join(missing)})
    return Verdict(count, number, last)


def _walk(after: int, end: int) -> Iterator[AuditEntry]:
    while some := list(AuditEntry.objects.linked().filter(number__gt=after, number__lte=end)[:AT_ONCE]):
        yield from some
        after = some[-1].number or end


def _broken(entry: AuditEntry, number: int, previous_hash: str) -> str:
    """Return why an entry does not continue the chain; empty where it does."""
    if entry.number != number:
        return _("Entry %(number)d is missing.") % {"number": number}
    if entry.previous_hash != previous_hash:
        return _("Entry %(number)d does not continue the one before it.") % {"number": number}
    if entry.hash != hash_of(entry, number=number, previous_hash=previous_hash):
        return _("Entry %(number)d was changed after it was written.") % {"number": number}
    return ""
