"""What the portal writes into a report before anybody does: duties, targets, news, last time's problems.

Everything is read once for the whole county, so that opening a half-year costs the same questions for
forty units as for one. Sentences stand in an official paper and are Chinese in either language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from departments import news
from departments.models import Department, Duty, Task, TaskPart, TaskState
from departments.news import NewsByUnit
from departments.rules.deadlines import days_overdue
from departments.task_reminders import url as task_url
from quality_portal.lib.documents.wording import chinese_date
from reports.models import LineKind, LineSection, Report, ReportLine, ReportPeriod, ReportState
from targets.models import Target
from targets.progress import TargetProgress, progress

TEXT_LIMIT = 4000
"""Characters of a line."""

CARRIED = {LineKind.PROBLEM: "上期主要问题", LineKind.NEXT_STEPS: "上期下一步打算"}
"""What of the last report has to be answered, and how the answer is headed."""

OUTLOOK = (
    (LineKind.HIGHLIGHT, "工作亮点和经验做法", False),
    (LineKind.PROBLEM, "存在的主要问题", True),
    (LineKind.REASON, "原因分析", True),
    (LineKind.NEXT_STEPS, "下一步打算", True),
    (LineKind.COORDINATION, "需要协调解决的事项", False),
)
"""What the unit writes on a blank sheet: kind, heading, whether it is required."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A line as the portal drafts it."""

    section: str
    kind: str
    key: str
    heading: str
    text: str = ""
    before: str = ""
    is_required: bool = False
    source_url: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class County:
    """What drafts are made from, read once for every unit."""

    period: ReportPeriod
    until: date
    duties: list[Duty]
    tasks: dict[int, list[TaskPart]]
    targets: list[TargetProgress]
    supporting: dict[int, set[int]]
    news: NewsByUnit
    last: dict[int, dict[str, ReportLine]]
    last_period: ReportPeriod | None

    def drafts(self, unit: Department) -> list[Draft]:
        """Return the lines of a unit's report, in their order."""
        last = self.last.get(unit.pk, {})
        return [
            *self._duties(unit, last),
            *self._tasks(unit),
            *self._targets(unit),
            *self._news(unit),
            *_answers(last),
            *(
                Draft(LineSection.OUTLOOK, kind, kind, words, "", "", needed)
                for kind, words, needed in OUTLOOK
            ),
        ]

    def _duties(self, unit: Department, last: Mapping[str, ReportLine]) -> Iterable[Draft]:
        own = [duty for duty in self.duties if _carries(unit, duty)]
        helped = [duty for duty in self.duties if unit in duty.cooperating.all() and duty not in own]
        for duty in [*own, *helped]:
            leads = _carries(unit, duty)
            key = f"duty:{duty.code}"
            known = last.get(key)
            yield Draft(
                LineSection.WORK,
                LineKind.DUTY,
                key,
                duty.text if leads else f"（配合）{duty.text}",
                before=known.text if known else "",
                is_required=leads,
                source_url=reverse("departments:duties"),
                figures={"clause": duty.clause},
            )

    def _tasks(self, unit: Department) -> Iterable[Draft]:
        for part in self.tasks.get(unit.pk, []):
            yield Draft(
                LineSection.WORK,
                LineKind.TASK,
                f"task:{part.task.code}",
                f"{'' if part.is_lead else '（配合）'}{part.task.title}",
                task_sentence(part, self.until),
                source_url=task_url(part.task),
                figures=task_figures(part, self.until),
            )

    def _targets(self, unit: Department) -> Iterable[Draft]:
        for row in self.targets:
            leads = row.target.lead_id == unit.pk
            if not leads and row.target.pk not in self.supporting.get(unit.pk, set()):
                continue
            yield Draft(
                LineSection.TARGETS,
                LineKind.TARGET,
                f"target:{row.target.code}",
                f"{'' if leads else '（配合）'}{row.target.name}",
                target_sentence(row),
                source_url=reverse("targets:detail", args=[row.target.code]),
                figures={**target_figures(row), "leads": leads},
            )

    def _news(self, unit: Department) -> Iterable[Draft]:
        for item in self.news.get(unit.pk, []):
            yield Draft(
                LineSection.RECORDS,
                LineKind.NEWS,
                f"news:{item.key}",
                item.heading,
                item.text,
                source_url=item.url,
                figures=dict(item.figures),
            )


def _carries(unit: Department, duty: Duty) -> bool:
    """Whether a duty is the unit's own: it leads, or is one of the townships that all carry it."""
    return duty.lead_id == unit.pk or (duty.all_townships and unit.is_township)


def _answers(last: Mapping[str, ReportLine]) -> Iterable[Draft]:
    for kind, words in CARRIED.items():
        known = last.get(kind)
        if known is not None and known.text:
            yield Draft(
                LineSection.LAST_TIME,
                LineKind.ANSWER,
                f"answer:{kind}",
                f"{words}的解决和落实情况",
                before=known.text,
                is_required=True,
                source_url=reverse("reports:detail", args=[known.report_id]),
            )


def task_sentence(part: TaskPart, on: date) -> str:
    """Return where a task stands as a sentence, and what the unit last reported on its part."""
    task = part.task
    with override("zh-hans"):
        words = [f"要求{chinese_date(task.due_on)}前完成", f"目前状态为“{task.get_state_display()}”"]
    if task.completed_on is not None:
        words.append(f"已于{chinese_date(task.completed_on)}完成")
    if task.is_overdue(on):
        words.append(f"逾期{days_overdue(task.due_on, on)}天")
    return f"{'，'.join(words)}。{part.progress}"[:TEXT_LIMIT]


def task_figures(part: TaskPart, on: date) -> dict[str, Any]:
    """Return a task's state as it is kept with a report."""
    return {
        "leads": part.is_lead,
        "state": part.task.state,
        "due_on": part.task.due_on.isoformat(),
        "done": part.task.state == TaskState.CLOSED,
        "overdue": part.task.is_overdue(on),
    }


def target_sentence(row: TargetProgress) -> str:
    """Return a target's state as a sentence: goal, figure, attainment and light."""
    with override("zh-hans"):
        goal = f"{row.year}年目标{row.goal_text}" if row.goal_text else f"{row.year}年未设定目标"
        figure = f"截至{chinese_date(row.on)}为{row.actual_text}"
        parts = [goal, figure if row.actual_text and row.actual_text != "—" else "暂无数据"]
        if row.attainment is not None:
            parts.append(f"完成目标的{row.attainment}%")
        return f"{'，'.join(parts)}，进度评价为“{row.light.label}”。"


def target_figures(row: TargetProgress) -> dict[str, Any]:
    """Return a target's values as they are kept with a report."""
    with override("zh-hans"):
        return {
            "as_of": row.on.isoformat(),
            "goal": row.goal_text,
            "actual": None if row.actual is None else str(row.actual),
            "actual_text": row.actual_text,
            "attainment": None if row.attainment is None else str(row.attainment),
            "light": row.light.value,
        }


def read_county(period: ReportPeriod, today: date) -> County:
    """Read what drafts of a period are made from; figures are those of today, at most of the period's end."""
    until = min(period.period_end, today)
    earlier = ReportPeriod.objects.before(period).first()
    rows = progress(period.year, until)
    return County(
        period=period,
        until=until,
        duties=list(Duty.objects.active().with_holders()),
        tasks=_tasks_by_unit(period),
        targets=rows,
        supporting=_supporting(rows),
        news=news.gather(period.period_start, until) if until >= period.period_start else {},
        last=_last_lines(earlier),
        last_period=earlier,
    )


def _tasks_by_unit(period: ReportPeriod) -> dict[int, list[TaskPart]]:
    """Return the parts each unit has in the year's tasks that were issued and not cancelled."""
    issued = Task.objects.for_year(period.year).exclude(state__in=[TaskState.PLANNED, TaskState.CANCELLED])
    parts = TaskPart.objects.filter(task__in=issued).select_related("task")
    found: dict[int, list[TaskPart]] = {}
    for part in parts.order_by("-is_lead", "task__code"):
        found.setdefault(part.department_id, []).append(part)
    return found


def _supporting(rows: Iterable[TargetProgress]) -> dict[int, set[int]]:
    links = Target.cooperating.through.objects.filter(target__in=[row.target.pk for row in rows])
    found: dict[int, set[int]] = {}
    for unit, target in links.values_list("department", "target"):
        found.setdefault(unit, set()).add(target)
    return found


def _last_lines(period: ReportPeriod | None) -> dict[int, dict[str, ReportLine]]:
    """Return what each unit said last time, by unit and key; only what the office accepted counts."""
    if period is None:
        return {}
    said = ReportLine.objects.filter(report__period=period, report__state=ReportState.ACCEPTED)
    kinds = [LineKind.DUTY, *CARRIED]
    found: dict[int, dict[str, ReportLine]] = {}
    for line in said.filter(kind__in=kinds).exclude(text="").select_related("report"):
        found.setdefault(line.report.department_id, {})[line.key] = line
    return found


def line_of(report: Report, draft: Draft, order: int) -> ReportLine:
    """Return a draft as a line that is not stored yet."""
    return ReportLine(
        report=report,
        section=draft.section,
        kind=draft.kind,
        key=draft.key,
        order=order,
        heading=draft.heading,
        before=draft.before,
        drafted=draft.text,
        text=draft.text,
        is_required=draft.is_required,
        figures=draft.figures,
        source_url=draft.source_url,
    )
