"""Tables of the pipeline, of zones and of payments; the official headers are Chinese in either language."""

from collections.abc import Iterable, Iterator
from datetime import date

from brands.models.candidate import CandidateQuerySet
from brands.models.credential import CredentialQuerySet
from brands.models.subsidy import SubsidyQuerySet, UsualAmountQuerySet
from brands.zone_queries import ZoneLine, zone_lines
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
CHUNK = 500


def candidate_table(rows: CandidateQuerySet) -> Table:
    """Return the candidates as a table."""
    columns = [
        Column("培育对象"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("产品或范围"),
        Column("培育梯队"),
        Column("争创项目"),
        Column("牵头部门"),
        Column("计划年度", "integer"),
        Column("阶段"),
        Column("未获授予原因"),
        Column("措施与备注"),
    ]
    return Table("培育梯队", columns, _candidates(rows))


def _candidates(rows: CandidateQuerySet) -> Iterator[list[OutCell]]:
    for candidate in rows.with_units()[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            str(candidate.holder),
            candidate.enterprise.credit_code if candidate.enterprise else "",
            candidate.township.name if candidate.township else "",
            candidate.product,
            candidate.get_echelon_display(),
            candidate.kind.name,
            candidate.lead.name,
            candidate.planned_year,
            candidate.get_stage_display(),
            candidate.reason,
            candidate.note,
        ]


def subsidy_table(rows: SubsidyQuerySet) -> Table:
    """Return the payments as a table."""
    columns = [
        Column("支付日期", "date"),
        Column("受奖补者"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("项目类别"),
        Column("产品或证书编号"),
        Column("用途"),
        Column("金额（元）", "number"),
        Column("支付单位"),
        Column("文号"),
        Column("备注"),
    ]
    return Table("奖励补助", columns, _subsidies(rows))


def _subsidies(rows: SubsidyQuerySet) -> Iterator[list[OutCell]]:
    for subsidy in rows.with_owners()[:MAX_ROWS].iterator(chunk_size=CHUNK):
        owner = subsidy.owner
        if owner is None:
            continue
        yield [
            subsidy.paid_on,
            str(owner.holder),
            owner.enterprise.credit_code if owner.enterprise else "",
            owner.township.name if owner.township else "",
            owner.kind.name,
            subsidy.credential.number if subsidy.credential else owner.product,
            subsidy.get_purpose_display(),
            subsidy.amount,
            subsidy.payer,
            subsidy.document_number,
            subsidy.note,
        ]


def usual_amount_table(rows: UsualAmountQuerySet) -> Table:
    """Return the usual amounts as a table."""
    columns = [
        Column("项目类别"),
        Column("用途"),
        Column("金额（元）", "number"),
        Column("政策依据"),
        Column("文号"),
        Column("执行日期", "date"),
        Column("停止执行日期", "date"),
    ]
    lines = (
        [
            amount.kind.name,
            amount.get_purpose_display(),
            amount.amount,
            amount.policy,
            amount.document_number,
            amount.since,
            amount.until,
        ]
        for amount in rows[:MAX_ROWS].iterator(chunk_size=CHUNK)
    )
    return Table("奖补标准", columns, lines)


def zone_table(rows: CredentialQuerySet, on: date) -> Table:
    """Return the zones as they stand on a day."""
    columns = [
        Column("示范区"),
        Column("级别"),
        Column("作物"),
        Column("建设单位"),
        Column("乡镇"),
        Column("面积（亩）", "number"),
        Column("建设起始日期", "date"),
        Column("建设截止日期", "date"),
        Column("验收日期", "date"),
        Column("验收文号"),
        Column(f"进展（{on:%Y-%m-%d}）"),
        Column("编号"),
        Column("有效期起", "date"),
        Column("有效期止", "date"),
    ]
    return Table("农业标准化示范区", columns, _zones(zone_lines(rows[:MAX_ROWS], on)))


def _zones(lines: Iterable[ZoneLine]) -> Iterator[list[OutCell]]:
    for line in lines:
        credential, zone = line.credential, line.zone
        yield [
            credential.kind.name,
            credential.kind.get_level_display(),
            zone.crop if zone else "",
            str(credential.holder),
            credential.township.name if credential.township else "",
            credential.area_mu,
            zone.built_from if zone else None,
            zone.built_until if zone else None,
            zone.accepted_on if zone else None,
            zone.acceptance_document if zone else "",
            str(line.stage.label) if line.stage else "",
            credential.number,
            credential.valid_from,
            credential.valid_until,
        ]
