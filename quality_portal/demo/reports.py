"""The demonstration's half-yearly reports: the last half-year all but complete, the current one under way."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from django.utils import timezone

from departments.models import Department, User
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.scale import Setting
from reports.actions.compiling import compile_report
from reports.drafting import County, line_of, read_county
from reports.filing import content_of
from reports.forms import first_due_date
from reports.models import (
    FILED,
    Decision,
    Half,
    LineKind,
    Remark,
    Report,
    ReportLine,
    ReportPeriod,
    ReportState,
    Submission,
)
from reports.rules import half_bounds, is_late

SENTENCES: Final = Path(__file__).with_name("data") / "reports.toml"
OPTIONAL: Final = frozenset({LineKind.HIGHLIGHT, LineKind.COORDINATION})
SHARE: Final = 0.4
"""Share of their own duties that units still writing have written about; of what is optional, a quarter."""

LAST: Final = {5: ReportState.RETURNED, 11: ReportState.DRAFT, 17: ReportState.SUBMITTED}
"""Places of the units whose last report is not accepted."""
CURRENT: Final = (ReportState.DRAFT, ReportState.DRAFT, ReportState.SUBMITTED, ReportState.ACCEPTED)
OWN: Final = {"agri": ReportState.DRAFT, "t04": ReportState.RETURNED}
"""The demonstration accounts' own units: one writes, one corrects."""
ON_BEHALF: Final = "post"
"""The unit for which the office filed."""
LATE: Final = frozenset({3, 17})
"""Places of the units that handed in the last report after the due date."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a unit's report is to stand."""

    unit: Department
    state: str
    filed_on: date


def load_reports(setting: Setting) -> None:
    """Store two half-years with the reports of every unit, and the county's report on the last one."""
    units = list(Department.objects.active())
    start, _end = half_bounds(setting.today.year, _half(setting.today))
    last = _period(setting, start - timedelta(days=1), opened_on=start - timedelta(days=10))
    plans = []
    for place, unit in enumerate(units):
        due = last.due_on + timedelta(days=4 if place in LATE else -(place % 6))
        plans.append(Plan(unit, LAST.get(place, ReportState.ACCEPTED), min(due, setting.today)))
    _store(setting, last, plans)
    if Submission.objects.filter(report__period=last, decision=Decision.ACCEPTED).exists():
        compile_report(last, by=setting.by, now=_moment(min(last.due_on, setting.today), 17))
    opened_on = max(start, setting.today - timedelta(days=12))
    current = _period(setting, setting.today, opened_on=opened_on)
    _store(
        setting,
        current,
        [
            Plan(unit, OWN.get(unit.code, CURRENT[place % len(CURRENT)]), setting.today)
            for place, unit in enumerate(units)
        ],
    )


def _half(day: date) -> str:
    return Half.FIRST if day.month <= 6 else Half.SECOND


def _period(setting: Setting, day: date, *, opened_on: date) -> ReportPeriod:
    start, end = half_bounds(day.year, _half(day))
    period = ReportPeriod(
        code=ReportPeriod.code_of(day.year, _half(day)),
        year=day.year,
        half=_half(day),
        period_start=start,
        period_end=end,
        due_on=first_due_date(end),
        opened_at=_moment(opened_on, 9),
        opened_by=setting.by,
    )
    write_all([period], setting)
    return ReportPeriod.objects.get(year=period.year, half=period.half)


def _store(setting: Setting, period: ReportPeriod, plans: list[Plan]) -> None:
    dice = setting.dice(f"reports {period}")
    county = read_county(period, setting.today)
    by_unit = {plan.unit.pk: plan for plan in plans}
    people = {user.department_id: user for user in User.objects.filter(is_demonstration=True)}
    reports = list(write([_report(setting, period, plan) for plan in plans], setting))
    lines = [
        line
        for report in reports
        for line in _lines(dice, county, report, by_unit[report.department_id].filed_on)
    ]
    by_report: dict[int, list[ReportLine]] = {}
    for line in write(lines, setting):
        by_report.setdefault(line.report_id, []).append(line)
    filed = [
        _submission(setting, report, by_report[report.pk], by_unit[report.department_id], people)
        for report in reports
        if report.state in FILED | {ReportState.RETURNED}
    ]
    write_all(filed, setting)
    write_all(_remarks(setting, dice, period), setting)


def _report(setting: Setting, period: ReportPeriod, plan: Plan) -> Report:
    accepted = plan.state == ReportState.ACCEPTED
    return Report(
        code=Report.code_of(period, plan.unit),
        period=period,
        department=plan.unit,
        state=plan.state,
        accepted_at=_moment(plan.filed_on, 16) if accepted else None,
        accepted_by=setting.by if accepted else None,
    )


@cache
def sentences() -> dict[str, list[str]]:
    """Return the sentences by the kind of line they are for."""
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


def _lines(dice: Random, county: County, report: Report, day: date) -> Iterable[ReportLine]:
    written = report.state != ReportState.DRAFT
    for order, draft in enumerate(county.drafts(report.department), start=1):
        line = line_of(report, draft, order)
        pool = sentences().get(str(line.kind), [])
        optional = line.kind in OPTIONAL or (line.kind == LineKind.DUTY and not line.is_required)
        skipped = optional and dice.random() > SHARE / 4
        begun = written or (line.kind == LineKind.DUTY and dice.random() < SHARE)
        if pool and begun and not skipped and not line.text:
            line.text = dice.choice(pool)
            line.saved_at, line.saved_by = _moment(day, 10), "联络员"
        yield line


def _submission(
    setting: Setting, report: Report, lines: list[ReportLine], plan: Plan, people: dict[int | None, User]
) -> Submission:
    decisions = {ReportState.ACCEPTED: Decision.ACCEPTED, ReportState.RETURNED: Decision.RETURNED}
    decision = decisions.get(ReportState(report.state), Decision.NONE)
    person = people.get(report.department_id)
    on_behalf = report.department.code == ON_BEHALF
    return Submission(
        report=report,
        number=1,
        submitted_at=_moment(plan.filed_on, 11),
        submitted_by=setting.by if on_behalf or person is None else person,
        submitted_name=_name(setting, report, person, on_behalf=on_behalf),
        filed_for="陈立新" if on_behalf else "",
        filed_for_reason="联络员住院，经电话确认由办公室代报" if on_behalf else "",
        due_on=report.period.due_on,
        is_late=is_late(plan.filed_on, report.period.due_on),
        content=content_of(report, lines, {}),
        decision=decision,
        decided_at=_moment(plan.filed_on, 16) if decision else None,
        decided_by=setting.by if decision else None,
    )


def _name(setting: Setting, report: Report, person: User | None, *, on_behalf: bool) -> str:
    """Return who handed the report in; only the demonstration's own accounts have a sign-in name."""
    if on_behalf:
        return setting.by.signature
    return person.signature if person else f"{report.department.short_name}联络员"


def _remarks(setting: Setting, dice: Random, period: ReportPeriod) -> Iterable[Remark]:
    returned = Submission.objects.filter(report__period=period, decision=Decision.RETURNED)
    for submission in returned.select_related("report"):
        for kind in (LineKind.PROBLEM, LineKind.NEXT_STEPS):
            yield Remark(
                submission=submission,
                line=submission.report.lines.get(kind=kind),
                text=dice.choice(sentences()["remark"]),
                made_at=submission.decided_at or submission.submitted_at,
                made_by=setting.by,
            )


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 20)))
