"""The register as a table that leaves the portal."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from brands.holders import holder_kind
from brands.models import CredentialKind, Suspension
from brands.models.credential import CredentialQuerySet
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000


def register_table(rows: CredentialQuerySet, on: date) -> Table:
    """Return the register as it stands on a day; the official headers are Chinese in either language."""
    columns = [
        Column("类别"),
        Column("门类"),
        Column("级别"),
        Column("持有者"),
        Column("持有者类型"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("领域"),
        Column("产品"),
        Column("认证范围"),
        Column("阶段"),
        Column("证书编号"),
        Column("授予日期", "date"),
        Column("有效期起", "date"),
        Column("有效期止", "date"),
        Column(f"状态（{on:%Y-%m-%d}）"),
        Column("面积（亩）", "number"),
        Column("文号"),
        Column("停止授予后的登记理由"),
        Column("提前终止日期", "date"),
        Column("提前终止原因"),
        Column("暂停记录"),
    ]
    return Table("品牌与认证登记", columns, _lines(rows, on))


def _lines(rows: CredentialQuerySet, on: date) -> Iterator[list[OutCell]]:
    for credential in rows[:MAX_ROWS].iterator(chunk_size=2000):
        kind = credential.kind
        yield [
            kind.name,
            kind.get_family_display(),
            kind.get_level_display(),
            str(credential.holder),
            str(holder_kind(credential).label),
            credential.enterprise.credit_code if credential.enterprise else "",
            credential.township.name if credential.township else "",
            credential.get_sector_display(),
            credential.product,
            credential.scope,
            credential.get_stage_display(),
            credential.number,
            credential.issued_on,
            credential.valid_from,
            credential.valid_until,
            str(credential.status_on(on).label),
            credential.area_mu,
            credential.document_number,
            credential.late_reason,
            credential.ended_on,
            credential.end_reason,
            "；".join(_pause(suspension) for suspension in credential.suspensions.all()),
        ]


def _pause(suspension: Suspension) -> str:
    """Return a suspension in words: its days and why."""
    until = f"{suspension.lifted_on:%Y-%m-%d}恢复" if suspension.lifted_on else "至今"
    return f"{suspension.suspended_on:%Y-%m-%d}起暂停，{until}（{suspension.reason}）"


def kind_table(rows: "QuerySet[CredentialKind]") -> Table:
    """Return the kinds with their rules as a table."""
    columns = [
        Column("类别"),
        Column("门类"),
        Column("级别"),
        Column("颁发单位"),
        Column("领域"),
        Column("有效期"),
        Column("提醒提前天数", "integer"),
        Column("编号格式"),
        Column("编号校验"),
        Column("最后授予日期", "date"),
        Column("依据"),
        Column("说明"),
    ]
    return Table("品牌与认证类别", columns, _kind_lines(rows))


def _kind_lines(rows: "QuerySet[CredentialKind]") -> Iterator[list[OutCell]]:
    for kind in rows.iterator():
        yield [
            kind.name,
            kind.get_family_display(),
            kind.get_level_display(),
            kind.issuer,
            kind.get_sector_display(),
            kind.validity_words,
            kind.reminder_days,
            kind.number_pattern,
            kind.get_number_check_display(),
            kind.last_award_on,
            kind.law,
            kind.note,
        ]
