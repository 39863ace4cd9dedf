"""The demonstration's rectification: last year's plans at every state, earlier ones struck off."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from assessments.models import Rectification
from departments.actions.tasks import next_code
from departments.models import Task, TaskState, TaskStep
from departments.records import change_record
from quality_portal.demo.procedure import moment
from quality_portal.demo.scale import Setting
from quality_portal.demo.tasks import Plan, store

PLAN: Final = (
    "一、对照失分项逐项查明原因，落实分管领导和责任人；二、补齐台账和佐证材料，按月报送进度；"
    "三、对未达标的重点产品开展专项整治，九月底前完成复查。"
)
WORDS: Final = {
    TaskStep.REPORT: "失分项已建立清单，台账补齐过半。",
    TaskStep.CLAIM: "整改措施全部落实，复查合格，整改报告已报送。",
    TaskStep.CLOSE: "整改到位，同意销号。",
}
REMARK: Final = "整改措施不够具体，请逐项明确完成时限和责任人。"
COURSES: Final = (TaskState.CLOSED, TaskState.IN_PROGRESS, "handed_in", "returned")
"""Where last year's plans stand, unit by unit; further ones are struck off too."""
DAYS: Final = {TaskState.CLOSED: 220, TaskState.IN_PROGRESS: 310}
"""Days from the plan to the end of the task that is made of it."""


def load_rectification(setting: Setting) -> None:
    """Let units hand in their plans; of accepted ones a task is made and followed."""
    year = setting.today.year
    rows = Rectification.objects.select_related("scheme", "unit").order_by("scheme__group", "unit__order")
    for row in rows.filter(scheme__year=year - 2):
        _follow(setting, row, TaskState.CLOSED)
    for place, row in enumerate(rows.filter(scheme__year=year - 1)):
        _follow(setting, row, COURSES[place] if place < len(COURSES) else TaskState.CLOSED)


def _follow(setting: Setting, row: Rectification, state: str) -> None:
    """Bring a rectification to where it stands, as far as the day allows."""
    handed_in = min(row.plan_due_on - timedelta(days=10), setting.today)
    values: dict[str, Any] = {"plan": PLAN}
    if state in DAYS:
        values["task"] = _task(setting, row, TaskState(state), handed_in)
    else:
        values["remark"], handed_in = REMARK, setting.today
    if state != "returned":
        values |= {"handed_in_at": moment(handed_in, 8), "handed_in_by": setting.by}
    change_record(row, by=setting.by, version=row.version, **values)


def _task(setting: Setting, row: Rectification, state: TaskState, handed_in: date) -> Task:
    due_on = handed_in + timedelta(days=DAYS[state])
    moves = list(_moves(setting, state, handed_in, due_on))
    days = {step: day for step, day, _words in moves}
    task = Task(
        code=next_code(handed_in.year),
        year=handed_in.year,
        title=f"落实{row.scheme.year}年度质量工作考核整改",
        deliverable="整改报告及佐证材料",
        planned_due_on=due_on,
        due_on=due_on,
        lead=row.unit,
        state=state,
        issued_on=days[TaskStep.ISSUE],
        completed_on=days.get(TaskStep.CLAIM),
        closed_on=days.get(TaskStep.CLOSE),
    )
    return store([Plan(task, [], moves)], setting)[task.code]


def _moves(
    setting: Setting, state: TaskState, handed_in: date, due_on: date
) -> Iterator[tuple[TaskStep, date, str]]:
    days = [
        (TaskStep.DRAW_UP, handed_in + timedelta(days=3)),
        (TaskStep.ISSUE, handed_in + timedelta(days=3)),
        (TaskStep.SIGN, handed_in + timedelta(days=5)),
        (TaskStep.REPORT, handed_in + timedelta(days=60)),
    ]
    if state == TaskState.CLOSED:
        days += [
            (TaskStep.CLAIM, due_on - timedelta(days=20)),
            (TaskStep.CLOSE, due_on - timedelta(days=12)),
        ]
    for step, day in days:
        yield step, min(day, setting.today), WORDS.get(step, "")
