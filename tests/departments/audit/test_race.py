"""Entries written at the same moment: each has its place, the chain holds, nobody waits for another's end."""

from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from departments.audit.chain import verify
from departments.models import AuditEntry
from departments.records import change_record
from tests.departments.factories import make_department, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory"),
]

WRITERS = 8
EACH = 25


def test_a_chain_written_by_many_at_once_has_no_gap_and_no_double() -> None:
    by = make_user()
    units = [make_department() for _each in range(WRITERS)]
    before = verify().number
    start = Barrier(WRITERS)

    def write(place: int) -> None:
        unit = units[place]
        start.wait()
        try:
            for number in range(EACH):
                unit = change_record(unit, by=by, version=unit.version, order=1000 + number)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(place,)) for place in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.waiting().count() == 0
    found = verify()
    assert (found.broken, found.number - before) == ("", WRITERS * EACH)
    numbers = AuditEntry.objects.linked().values_list("number", flat=True)
    assert list(numbers) == list(range(1, before + WRITERS * EACH + 1))


def test_a_transaction_that_takes_long_keeps_nobody_from_being_noted() -> None:
    by, slow, quick = make_user(), make_department(), make_department()
    before, written, may_end = verify().number, Event(), Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                change_record(slow, by=by, version=slow.version, order=1001)
                written.set()
                may_end.wait(10)
        finally:
            connection.close()

    thread = Thread(target=write_slowly)
    thread.start()
    written.wait(10)
    change_record(quick, by=by, version=quick.version, order=1002)
    numbered = verify().number
    may_end.set()
    thread.join()
    assert (numbered, verify().number, verify().broken) == (before + 1, before + 2, "")
