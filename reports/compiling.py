"""The county's report on a half-year, put together from what the units' accepted reports say.

Only what was accepted counts, with the values it was accepted with: the text of the compiled report
never moves with the records.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quality_portal.lib.documents.wording import chinese_date, sequence
from reports.models import Decision, LineKind, Report, ReportPeriod, SectionKey, Submission
from reports.papers import paragraphs

HEADINGS = {
    SectionKey.OPENING: "",
    SectionKey.FIGURES: "主要工作数据",
    SectionKey.TARGETS: "规划目标进展情况",
    SectionKey.TASKS: "年度任务完成情况",
    SectionKey.UNITS: "各单位工作情况",
    SectionKey.PROBLEMS: "存在的主要问题",
    SectionKey.COORDINATION: "需要协调解决的事项",
    SectionKey.NEXT_STEPS: "下一步工作打算",
}
"""The compiled report's headings, in their order."""

NOTHING = "无。"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A unit's report as it was accepted."""

    unit: str
    is_township: bool
    lines: Sequence[Mapping[str, Any]]

    def of(self, *kinds: str) -> Iterable[Mapping[str, Any]]:
        """Yield the lines of these kinds that say something."""
        return (line for line in self.lines if line["kind"] in kinds and line["text"].strip())


def accepted_reports(period: ReportPeriod) -> list[Accepted]:
    """Return a half-year's accepted reports as they were handed in, ordered by unit. One query."""
    rows = Submission.objects.filter(report__period=period, decision=Decision.ACCEPTED)
    rows = rows.select_related("report__department").order_by(
        "report__department__kind", "report__department__order", "report__department__code"
    )
    return [
        Accepted(row.report.department.name, row.report.department.is_township, row.lines) for row in rows
    ]


def drafted_sections(period: ReportPeriod, reports: Sequence[Accepted]) -> dict[SectionKey, str]:
    """Return the text of every section, a paragraph a line."""
    return {
        SectionKey.OPENING: _opening(period, reports),
        SectionKey.FIGURES: _lines(_figures(reports)),
        SectionKey.TARGETS: _lines(_targets(reports)),
        SectionKey.TASKS: _lines(_tasks(reports)),
        SectionKey.UNITS: _lines(_by_unit(reports, LineKind.DUTY, LineKind.HIGHLIGHT)),
        SectionKey.PROBLEMS: _lines(_by_unit(reports, LineKind.PROBLEM, LineKind.REASON)),
        SectionKey.COORDINATION: _lines(_by_unit(reports, LineKind.COORDINATION)),
        SectionKey.NEXT_STEPS: _lines(_by_unit(reports, LineKind.NEXT_STEPS)),
    }


def _lines(found: Iterable[str]) -> str:
    return "\n".join(found) or NOTHING


def _opening(period: ReportPeriod, reports: Sequence[Accepted]) -> str:
    total = Report.objects.filter(period=period).count()
    townships = sum(report.is_township for report in reports)
    days = f"{chinese_date(period.period_start)}至{chinese_date(period.period_end)}"
    units = sequence([f"{len(reports) - townships}个部门", f"{townships}个乡镇（街道）"])
    return (
        f"根据质量强县工作半年报告制度，{total}个单位应报送{period.on_papers}（{days}）质量工作报告，"
        f"领导小组办公室已审核采用{units}的报告。现将全县工作情况汇总如下。"
    )


def _figures(reports: Sequence[Accepted]) -> Iterable[str]:
    """The county's figures stand in the departments' reports, the townships' are parts of them."""
    for report in reports:
        if not report.is_township:
            for line in report.of(LineKind.NEWS):
                yield f"{_joined(line['text'])}（{report.unit}）"


def _targets(reports: Sequence[Accepted]) -> Iterable[str]:
    for report in reports:
        for line in report.of(LineKind.TARGET):
            if line["figures"].get("leads"):
                yield f"{line['heading']}：{_joined(line['text'])}（牵头单位：{report.unit}）"


def _tasks(reports: Sequence[Accepted]) -> Iterable[str]:
    tasks = [
        (report.unit, line)
        for report in reports
        for line in report.of(LineKind.TASK)
        if line["figures"].get("leads")
    ]
    if not tasks:
        return
    done = [line for _unit, line in tasks if line["figures"].get("done")]
    late = [(unit, line) for unit, line in tasks if line["figures"].get("overdue")]
    yield f"已采用报告的单位共牵头年度任务{len(tasks)}项，已办结{len(done)}项，逾期未办结{len(late)}项。"
    for unit, line in late:
        yield f"逾期：{line['heading']}（牵头单位：{unit}）。{_joined(line['text'])}"


def _by_unit(reports: Sequence[Accepted], *kinds: str) -> Iterable[str]:
    """What a unit wrote word for word at several lines stands once."""
    for report in reports:
        said = "".join(dict.fromkeys(_joined(line["text"]) for line in report.of(*kinds)))
        if said:
            yield f"{report.unit}：{said}"


def _joined(text: str) -> str:
    """Return a text as one paragraph."""
    return "".join(
        part if part.endswith(("。", "；", "！", "？")) else f"{part}。" for part in paragraphs(text)
    )
