"""``python -m tests.upkeep.upgrade``: walk through all migrations with rows in every table's every form.

It works in a database of its own on the engine of ``DATABASE_URL``, removed at the end, and in a process of
its own, because a test run may have switched migrations off. Exits with a sentence where rows did not arrive.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.core.management import call_command
from django.db import connection


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """Make an empty database beside the configured one, and remove it: on SQLite in memory."""
    creation: Any = connection.creation
    configured = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"upgrade_{secrets.token_hex(6)}"
    name = creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        creation.destroy_test_db(configured, verbosity=0)


def main() -> None:
    """Walk, compare, and let the commands of an upgrade say what they think of the outcome."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quality_portal.settings")
    django.setup()
    from tests.upkeep.upgrade.walk import Walk

    begun = time.perf_counter()
    with database_of_its_own():
        walk = Walk()
        walk.go()
        # What an upgrade ends with: everything that follows migrations, and the questions of an operator.
        call_command("migrate", verbosity=0)
        call_command("migrate", check_unapplied=True, verbosity=0)
        call_command("check", databases=["default"])
        database = ("database.structure", "database.references", "database.decimals")
        call_command("integrity", *(f"--only={name}" for name in database))
        faults = walk.faults()
        if faults:
            raise SystemExit("\n".join(faults))
    took = time.perf_counter() - begun
    print(f"{walk.steps} migrations, {len(walk.kept)} rows in {walk.tables} tables, {took:.0f} s")


if __name__ == "__main__":
    main()
