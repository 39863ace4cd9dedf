"""Tables of the registers that readers take away; the official headers are Chinese in either language."""

from collections.abc import Iterator

from inspections.models import SpecialCampaign
from inspections.models.incident import IncidentQuerySet
from inspections.models.infringement import InfringementCaseQuerySet
from inspections.queries.registers import PlanProgress
from quality_portal.lib.numbers import rate
from quality_portal.lib.spreadsheets.writing import Column, OutCell, Table

MAX_ROWS = 50_000
"""Rows of one table."""

CHUNK = 500


def infringement_table(rows: InfringementCaseQuerySet) -> Table:
    """Return cases as a table."""
    columns = [
        Column("案件编号"),
        Column("案件类别"),
        Column("当事人"),
        Column("统一社会信用代码", width=24),
        Column("乡镇"),
        Column("发现日期", "date"),
        Column("案件来源"),
        Column("违法事实"),
        Column("货值（元）", "number"),
        Column("状态"),
        Column("决定书文号"),
        Column("决定日期", "date"),
        Column("罚没金额（元）", "number"),
        Column("移送单位"),
        Column("结案或移送日期", "date"),
        Column("承办人"),
    ]
    return Table("侵权假冒案件", columns, _infringements(rows))


def _infringements(rows: InfringementCaseQuerySet) -> Iterator[list[OutCell]]:
    for case in rows.with_parties()[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            case.number,
            case.get_kind_display(),
            case.party,
            case.enterprise.credit_code if case.enterprise else "",
            case.township.name if case.township else "",
            case.found_on,
            case.get_source_display(),
            case.facts,
            case.goods_value,
            case.get_state_display(),
            case.decision_number,
            case.decided_on,
            case.penalty,
            case.transferred_to,
            case.closed_on,
            case.officer,
        ]


def incident_table(rows: IncidentQuerySet) -> Table:
    """Return incidents as a table."""
    columns = [
        Column("类别"),
        Column("发生日期", "date"),
        Column("标题"),
        Column("等级"),
        Column("责任单位"),
        Column("乡镇"),
        Column("企业"),
        Column("事实"),
        Column("区域性或系统性"),
        Column("认定文件"),
        Column("处理完毕日期", "date"),
        Column("处理结果"),
        Column("考核影响"),
        Column("影响理由"),
    ]
    return Table("质量事件", columns, _incidents(rows))


def _incidents(rows: IncidentQuerySet) -> Iterator[list[OutCell]]:
    for incident in rows.with_units()[:MAX_ROWS].iterator(chunk_size=CHUNK):
        yield [
            incident.get_kind_display(),
            incident.occurred_on,
            incident.title,
            incident.get_severity_display(),
            incident.department.name,
            incident.township.name if incident.township else "",
            incident.enterprise.name if incident.enterprise else "",
            incident.facts,
            _judged(is_so=incident.is_regional_or_systemic) if incident.judged_on else "",
            incident.judgement_document,
            incident.handled_on,
            incident.result,
            incident.get_consequence_display(),
            incident.consequence_reason,
        ]


def _judged(*, is_so: bool) -> str:
    return "是" if is_so else "否"


def plan_table(special: SpecialCampaign, progress: PlanProgress) -> Table:
    """Return a special campaign's plan against what was drawn, with the total last."""
    columns = [
        Column("产品类别"),
        Column("乡镇"),
        Column("计划批次", "integer"),
        Column("已抽批次", "integer"),
        Column("不合格批次", "integer"),
        Column("完成率", "percent"),
    ]
    rows: list[list[OutCell]] = [
        [
            line.quota.product_class.name if line.quota.product_class else "其他产品",
            line.quota.township.name if line.quota.township else "其他区域",
            line.quota.planned,
            line.drawn,
            line.failed,
            rate(line.drawn, line.quota.planned),
        ]
        for line in progress.lines
    ]
    if progress.outside:
        rows.append(["计划外", "", None, progress.outside, None, None])
    total = [progress.planned, progress.drawn, None, rate(progress.drawn, progress.planned)]
    return Table(f"{special}计划完成情况", columns, [*rows, ["合计", "", *total]])


def special_table(rows: list[SpecialCampaign]) -> Table:
    """Return special campaigns, annotated by ``with_progress``, as a table."""
    columns = [
        Column("专项行动"),
        Column("牵头部门"),
        Column("开始日期", "date"),
        Column("结束日期", "date"),
        Column("目标"),
        Column("计划批次", "integer"),
        Column("已抽批次", "integer"),
        Column("查处案件", "integer"),
        Column("工作小结"),
    ]
    return Table("专项行动", columns, [_special(row) for row in rows])


def _special(row: SpecialCampaign) -> list[OutCell]:
    figures = [row.planned, row.drawn, row.case_count]  # type: ignore[attr-defined]
    return [str(row), row.lead.name, row.starts_on, row.ends_on, row.goal, *figures, row.summary]
