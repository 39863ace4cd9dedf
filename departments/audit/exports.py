"""The table of audit entries that the auditor takes away; its headers are Chinese in either language."""

from collections.abc import Iterator

from django.utils import timezone

from departments.audit.words import differences, kind_name
from departments.models.audit import AuditEntryQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 2000


def audit_table(rows: AuditEntryQuerySet) -> Table:
    """Return entries as a table."""
    columns = [
        Column("编号", "integer"),
        Column("时间", width=28),
        Column("账号编号", "integer"),
        Column("人员", width=24),
        Column("角色"),
        Column("网络地址", width=18),
        Column("请求编号", width=20),
        Column("操作"),
        Column("对象类型", width=20),
        Column("对象编号"),
        Column("对象", width=30),
        Column("前后变化", width=60),
        Column("记录数", "integer"),
        Column("结果"),
        Column("散列值", width=66),
    ]
    return Table("审计记录", columns, _entries(rows))


def _entries(rows: AuditEntryQuerySet) -> Iterator[list[OutCell]]:
    for entry in rows[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            entry.number,
            timezone.localtime(entry.at).isoformat(timespec="milliseconds"),
            entry.user_id,
            entry.user_name,
            entry.role_name,
            entry.address,
            entry.request,
            entry.get_action_display(),
            kind_name(entry.object_type),
            entry.object_id,
            entry.object_label,
            "\n".join(f"{each.name}：{each.before} → {each.after}" for each in differences(entry)),
            entry.count,
            "成功" if entry.success else "拒绝",
            entry.hash,
        ]
