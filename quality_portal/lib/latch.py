"""One at a time: who gives the next number of a series keeps others waiting until it is stored."""

from django.db import connection


def latch(name: str) -> None:
    """Hold a series until the transaction ends; whoever asks for the same one waits, and then reads anew.

    SQLite needs none: its transactions write one after the other. Raises OperationalError after the
    database's time limit for locks.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
