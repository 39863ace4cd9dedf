"""How long an import waits for another one."""

from django.db import connection

_SECONDS = 600
_SETTINGS = {
    "sqlite": f"PRAGMA busy_timeout = {_SECONDS * 1000}",
    "postgresql": (
        f"SELECT set_config('lock_timeout', '{_SECONDS}s', false), "
        f"set_config('statement_timeout', '{_SECONDS}s', false)"
    ),
}


def be_patient() -> None:
    """Let this connection wait its turn; the limits that hold for pages are too short for a large table."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS[connection.vendor])
