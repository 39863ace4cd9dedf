"""The demonstration's yearly tasks at every state, with what happened to them, and a few urging notices."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from departments.models import (
    Colour,
    Department,
    Duty,
    PartState,
    Task,
    TaskEvent,
    TaskPart,
    TaskState,
    TaskStep,
    UrgingNotice,
)
from departments.task_papers import office_unit
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.scale import Setting
from targets.models import Target, TaskLink

A_YEAR = 30
DUE_DAYS = ((3, 31), (6, 30), (9, 30), (11, 15), (12, 10))
DELIVERABLES = (
    *("工作总结及工作台账", "专项检查通报", "培训记录及考核结果"),
    *("实施方案及推进清单", "统计分析报告"),
)
MEASURES = ("完成率达到100%", "较上年提高2个百分点", "覆盖全部乡镇", "全年不少于2次", "")
PROGRESS = (
    "已印发实施方案，正在按计划推进。",
    "已完成摸底，建立台账，下一步组织现场检查。",
    "完成序时进度，个别乡镇资料尚未报齐。",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One task as the demonstration wants it: where it stands and on which days things happened."""

    task: Task
    partners: list[Department]
    moves: list[tuple[TaskStep, date, str]]


def load_tasks(setting: Setting) -> None:
    """Store the tasks of last year and this year, their parts, their course and the notices."""
    tasks = store(list(_plans(setting)), setting)
    targets = {target.lead_id: target for target in Target.objects.active()}
    led = (task for task in tasks.values() if task.lead_id in targets)
    write_all((TaskLink(task=task, target=targets[task.lead_id]) for task in led), setting)
    _load_notices(setting, list(tasks.values()))


def store(plans: list[Plan], setting: Setting) -> dict[str, Task]:
    """Store tasks with their parts and what happened to them; return them by their codes."""
    tasks = {task.code: task for task in write((plan.task for plan in plans), setting)}
    write_all((part for plan in plans for part in _parts(tasks[plan.task.code], plan)), setting)
    write_all((event for plan in plans for event in _events(setting, tasks[plan.task.code], plan)), setting)
    return tasks


def _plans(setting: Setting) -> Iterator[Plan]:
    office = office_unit()
    duties = _in_turn(list(Duty.objects.active().with_holders()))[:A_YEAR]
    for year in (setting.today.year - 1, setting.today.year):
        for number, duty in enumerate(duties, start=1):
            yield _plan(setting, duty, duty.lead or office, year, number)


def _in_turn(duties: list[Duty]) -> list[Duty]:
    """Return the duties department by department in turn, so that every department has its first ones."""
    seen: Counter[int | None] = Counter()
    turns = []
    for place, duty in enumerate(duties):
        turns.append((seen[duty.lead_id], place, duty))
        seen[duty.lead_id] += 1
    return [duty for _turn, _place, duty in sorted(turns, key=lambda turn: turn[:2])]


def _plan(setting: Setting, duty: Duty, lead: Department, year: int, number: int) -> Plan:
    due_on = date(year, *DUE_DAYS[number % len(DUE_DAYS)])
    state = _state(setting.today, due_on, number)
    task = Task(
        code=f"{year}-{number:03d}",
        year=year,
        title=duty.text[:200],
        deliverable=DELIVERABLES[number % len(DELIVERABLES)],
        measure=MEASURES[number % len(MEASURES)],
        planned_due_on=due_on,
        due_on=due_on,
        lead=lead,
        duty=duty,
        state=state,
    )
    moves = _moves(setting.today, task, number)
    _date(task, moves)
    partners = [unit for unit in duty.cooperating.all() if unit != lead][:4]
    return Plan(task, partners, moves)


def _state(today: date, due_on: date, number: int) -> TaskState:
    """Let most past tasks be closed, a few hang, and later ones stand at every state."""
    if due_on < today:
        stragglers = {4: TaskState.IN_PROGRESS, 9: TaskState.CLAIMED, 13: TaskState.RETURNED}
        if today.year == due_on.year:
            stragglers |= {6: TaskState.IN_PROGRESS, 18: TaskState.IN_PROGRESS, 23: TaskState.SIGNED}
        return stragglers.get(number, TaskState.CANCELLED if number == 28 else TaskState.CLOSED)
    ahead = (TaskState.IN_PROGRESS, TaskState.SIGNED, TaskState.ISSUED, TaskState.IN_PROGRESS)
    return TaskState.PLANNED if number > A_YEAR - 3 else ahead[number % len(ahead)]


def _moves(today: date, task: Task, number: int) -> list[tuple[TaskStep, date, str]]:
    """Return what happened to a task until it stood where it stands, as far as the day allows."""
    start = date(task.year, 1, 20)
    moves = [(TaskStep.DRAW_UP, date(task.year, 1, 8), ""), (TaskStep.ISSUE, start, "")]
    done_on = task.due_on + timedelta(days=number % 9 - 6)
    after = {
        TaskState.PLANNED: -1,
        TaskState.ISSUED: 0,
        TaskState.SIGNED: 1,
        TaskState.IN_PROGRESS: 2,
        TaskState.CLAIMED: 3,
        TaskState.RETURNED: 4,
        TaskState.CLOSED: 4,
        TaskState.CANCELLED: 4,
    }[TaskState(task.state)]
    ends = {
        TaskState.RETURNED: (TaskStep.RETURN, "佐证材料不完整，请补充现场记录和签到表。"),
        TaskState.CLOSED: (TaskStep.CLOSE, "成果材料齐全，同意办结。"),
        TaskState.CANCELLED: (TaskStep.CANCEL, "上级统一部署，任务并入专项行动。"),
    }
    step, words = ends.get(TaskState(task.state), (TaskStep.CLOSE, ""))
    moves += [
        (TaskStep.SIGN, start + timedelta(days=3 + number % 5), ""),
        (TaskStep.REPORT, start + timedelta(days=60 + number), PROGRESS[number % len(PROGRESS)]),
        (TaskStep.CLAIM, done_on, "任务已完成，成果材料见附件清单，请予审核。"),
        (step, done_on + timedelta(days=5), words),
    ]
    return [(each, min(day, today), text) for each, day, text in moves[: after + 2]]


def _date(task: Task, moves: list[tuple[TaskStep, date, str]]) -> None:
    """Write the days into the task as its steps would."""
    days = {step: day for step, day, _words in moves}
    task.issued_on = days.get(TaskStep.ISSUE)
    task.returns = int(task.state == TaskState.RETURNED)
    if task.state in {TaskState.CLAIMED, TaskState.CLOSED}:
        task.completed_on = days[TaskStep.CLAIM]
    task.closed_on = days.get(TaskStep.CLOSE)


def _parts(task: Task, plan: Plan) -> Iterator[TaskPart]:
    days = {step: (day, words) for step, day, words in plan.moves}
    signed = days.get(TaskStep.SIGN)
    reported = days.get(TaskStep.CLAIM) or days.get(TaskStep.REPORT)
    state = PartState.WAITING
    if signed:
        state = PartState.IN_PROGRESS if reported else PartState.SIGNED
    if task.completed_on:
        state = PartState.DONE
    for unit in (task.lead, *plan.partners):
        yield TaskPart(
            task=task,
            department=unit,
            is_lead=unit == task.lead,
            state=state,
            progress=reported[1] if reported else "",
            signed_on=signed[0] if signed else None,
            completed_on=task.completed_on,
            reported_at=_moment(reported[0]) if reported else None,
            reported_by=f"{unit.short_name}联络员" if reported else "",
        )


def _events(setting: Setting, task: Task, plan: Plan) -> Iterator[TaskEvent]:
    of_unit = {TaskStep.SIGN, TaskStep.REPORT, TaskStep.CLAIM}
    for step, day, words in plan.moves:
        unit = task.lead if step in of_unit else None
        yield TaskEvent(
            task=task,
            step=step,
            department=unit,
            happened_on=day,
            recorded_at=_moment(day),
            recorded_by=f"{unit.short_name}联络员" if unit else setting.by.signature,
            remark=words,
        )


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 30)))


def _load_notices(setting: Setting, tasks: list[Task]) -> None:
    """Urge what is overdue this year: three red notices to the slowest unit, a yellow one to the others."""
    today = setting.today
    late = [task for task in tasks if task.is_overdue(today) and task.due_on + timedelta(days=12) < today]
    issued = [(task, Colour.YELLOW, index % 3) for index, task in enumerate(late)]
    issued += [(task, Colour.RED, 2 - index) for index, task in enumerate(late[:1] * 3)]
    write_all((_notice(setting, *each, serial=n) for n, each in enumerate(issued, start=1)), setting)


def _notice(setting: Setting, task: Task, colour: Colour, stage: int, *, serial: int) -> UrgingNotice:
    """Make a notice that waits (0), is answered (1) or closed (2)."""
    issued_on = setting.today - timedelta(days=10 - min(serial, 6))
    answered_on = issued_on + timedelta(days=3) if stage else None
    return UrgingNotice(
        year=issued_on.year,
        serial=serial,
        task=task,
        department=task.lead,
        colour=colour,
        demand="请说明未按期完成的原因，明确完成时间和责任人，并加快推进。",
        issued_on=issued_on,
        answer_by=issued_on + timedelta(days=7),
        answered_on=answered_on,
        answer="已召开专题会研究，落实责任人，预计一个月内完成。" if stage else "",
        closed_on=issued_on + timedelta(days=5) if stage == 2 else None,
        closing_remark="已按要求办理" if stage == 2 else "",
    )
