"""Triggers by which the database itself keeps the audit trail append-only, on both engines.

They are set after every ``migrate``, not in a migration: SQLite alters a table by making it anew, and the
triggers would be lost with the old one.
"""

from typing import Any, Final

from django.db import connection, transaction

from departments.models import AuditEntry
from departments.models.audit import LINKS

TABLE: Final = AuditEntry._meta.db_table
REFUSAL: Final = "The audit trail is append-only."
FUNCTION: Final = "audit_entry_refuse"

_SQLITE: Final = {
    "audit_entry_delete": "BEFORE DELETE ON {table}",
    "audit_entry_content": "BEFORE UPDATE OF {content} ON {table}",
    "audit_entry_links": "BEFORE UPDATE OF {links} ON {table} WHEN OLD.number IS NOT NULL",
    # REPLACE removes the row that is in the way without asking the trigger of removals.
    "audit_entry_insert": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)",
}
_POSTGRESQL: Final = {
    "audit_entry_delete": "BEFORE DELETE ON {table} FOR EACH ROW",
    "audit_entry_content": "BEFORE UPDATE OF {content} ON {table} FOR EACH ROW",
    "audit_entry_links": "BEFORE UPDATE OF {links} ON {table} FOR EACH ROW WHEN (OLD.number IS NOT NULL)",
    "audit_entry_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}


def _heads() -> dict[str, str]:
    return _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL


def install(**_signal: Any) -> None:
    """Set the triggers on the table as it is; nothing where there is none."""
    with transaction.atomic(), connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        columns = [each.name for each in connection.introspection.get_table_description(cursor, TABLE)]
        names = {
            "table": TABLE,
            "content": ", ".join(f'"{name}"' for name in columns if name not in LINKS),
            "links": ", ".join(LINKS),
        }
        remove()
        if connection.vendor == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        else:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            body = f"EXECUTE FUNCTION {FUNCTION}()"
        for name, head in _heads().items():
            cursor.execute(f"CREATE TRIGGER {name} {head.format(**names)} {body}")


def remove() -> None:
    """Take the triggers away, as purging and emptying a database ask; ``install`` sets them again."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in missing_from(()):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing() -> list[str]:
    """Return the names of the triggers that should be there and are not, or are switched off."""
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(sql, [TABLE])
        return missing_from({name for (name,) in cursor.fetchall()})


def missing_from(present: Any) -> list[str]:
    """Return the names of the triggers that are not among those present."""
    return [name for name in _heads() if name not in present]
