"""The chain: nothing of it can be changed, and whoever does it all the same is found out."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from departments.audit import triggers
from departments.audit.actions import note
from departments.audit.chain import link_waiting, verify
from departments.models import AuditAction, AuditChain, AuditEntry
from quality_portal.lib import clock

pytestmark = pytest.mark.django_db

TABLE = "departments_auditentry"


def make_chain(length: int = 3) -> list[AuditEntry]:
    """Return the linked entries of a new chain."""
    AuditEntry.objects.bulk_create(
        AuditEntry(at=clock.now(), action=AuditAction.CHANGED, object_label=f"第{number}条")
        for number in range(length)
    )
    link_waiting()
    return list(AuditEntry.objects.linked())


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_entries_stand_on_each_other() -> None:
    entries = make_chain()
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    found = verify()
    assert (found.broken, found.entries, found.number, found.hash) == ("", 3, 3, entries[-1].hash)


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET object_label = 'x'",
        f"UPDATE {TABLE} SET number = number + 10",
        f"UPDATE {TABLE} SET hash = ''",
        f"DELETE FROM {TABLE}",
    ],
)
def test_the_database_refuses_every_change(sql: str) -> None:
    make_chain()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(user_name="x"),
        lambda entry: entry.save(),
    ],
    ids=["delete", "update", "save"],
)
def test_the_models_refuse_every_change(change: Callable[[AuditEntry], object]) -> None:
    entry = make_chain()[0]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(entry)


def test_an_entry_without_its_place_cannot_be_changed_either() -> None:
    note(AuditAction.CHANGED, label="原样")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f"UPDATE {TABLE} SET object_label = 'x'")


def test_the_table_cannot_be_emptied_or_replaced() -> None:
    entry = make_chain()[0]
    sql = {
        "postgresql": f"TRUNCATE {TABLE}",
        "sqlite": f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE id = {entry.pk}",
    }
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(sql[connection.vendor])


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        (f"UPDATE {TABLE} SET object_label = '第X条' WHERE number = 2", "第 2 条审计记录写入后被改动过。"),
        (f"UPDATE {TABLE} SET success = NOT success WHERE number = 3", "第 3 条审计记录写入后被改动过。"),
        (f"DELETE FROM {TABLE} WHERE number = 2", "第 2 条审计记录缺失。"),
        (f"DELETE FROM {TABLE} WHERE number = 3", "审计链止于第 2 条记录，应到第 3 条，其后的记录缺失。"),
        (f"UPDATE {TABLE} SET previous_hash = '' WHERE number = 2", "第 2 条审计记录与前一条不相衔接。"),
    ],
)
def test_what_somebody_changed_past_the_triggers_is_found(sql: str, broken: str) -> None:
    make_chain()
    triggers.remove()
    execute(sql)
    triggers.install()
    with pytest.raises(CommandError, match=broken):
        call_command("audit_verify")


def test_triggers_that_are_gone_are_told() -> None:
    make_chain()
    triggers.remove()
    with pytest.raises(CommandError, match="audit_entry_delete"):
        call_command("audit_verify")


def test_a_sound_chain_is_said_with_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    last = make_chain()[-1]
    call_command("audit_verify")
    assert capsys.readouterr().out == f"3 条审计记录完好；末条编号 3，散列值 {last.hash}\n"


def test_a_long_chain_is_walked_part_by_part() -> None:
    make_chain(1203)
    assert (verify().broken, verify().entries) == ("", 1203)


def make_old(days: int) -> None:
    AuditEntry.objects.create(at=clock.now() - timedelta(days=days), action=AuditAction.CHANGED)


def purged(into: Path, *, days: int) -> None:
    call_command("audit_purge", "--before", str(clock.today() - timedelta(days=days)), "--into", str(into))


def test_old_entries_are_exported_and_removed_and_the_chain_holds(tmp_path: Path) -> None:
    for days in (400, 390, 100, 0):
        make_old(days)
    purged(tmp_path / "old.jsonl", days=200)
    lines = (tmp_path / "old.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line.count('"hash": ') for line in lines] == [1, 1]
    assert [entry.number for entry in AuditEntry.objects.linked()] == [3, 4]
    assert (verify().broken, verify().number, AuditChain.objects.get().anchor_number) == ("", 5, 2)
    assert AuditEntry.objects.get(number=5).count == 2
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(f"DELETE FROM {TABLE}")


def test_entries_younger_than_180_days_are_never_removed(tmp_path: Path) -> None:
    make_old(200)
    with pytest.raises(CommandError, match="180"):
        purged(tmp_path / "old.jsonl", days=179)
    assert (AuditEntry.objects.count(), list(tmp_path.iterdir())) == (1, [])


def test_a_file_is_never_overwritten_by_a_purge(tmp_path: Path) -> None:
    make_old(200)
    (tmp_path / "old.jsonl").write_text("earlier")
    with pytest.raises(CommandError, match=r"old\.jsonl"):
        purged(tmp_path / "old.jsonl", days=180)
    assert AuditEntry.objects.count() == 1


def test_nothing_is_removed_from_a_broken_chain(tmp_path: Path) -> None:
    make_old(200)
    link_waiting()
    triggers.remove()
    execute(f"UPDATE {TABLE} SET user_name = 'x'")
    triggers.install()
    with pytest.raises(CommandError, match="被改动过"):
        purged(tmp_path / "old.jsonl", days=180)


def test_a_day_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("audit_purge", "--before", "gestern", "--into", str(tmp_path / "old.jsonl"))
