"""Units and people for tests."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from departments.access import Role
from departments.models import (
    Department,
    DepartmentKind,
    Duty,
    DutyArea,
    PartState,
    Task,
    TaskPart,
    TaskState,
    User,
)

PASSWORD = "Plum-tree-91"
_numbers = count(1)


def make_department(name: str = "", *, code: str = "", kind: str = DepartmentKind.DEPARTMENT) -> Department:
    """Make a department; names and codes are unique unless given."""
    number = next(_numbers)
    return Department.objects.create(
        code=code or f"unit-{number}",
        name=name or f"县第{number}局",
        short_name=name or f"{number}局",
        kind=kind,
        order=number,
    )


def make_township(name: str = "", *, code: str = "") -> Department:
    """Make a township."""
    return make_department(name, code=code, kind=DepartmentKind.TOWNSHIP)


def make_user(
    *,
    role: str = Role.OFFICE,
    department: Department | None = None,
    username: str = "",
    must_change: bool = False,
) -> User:
    """Make an account with the password ``PASSWORD``; a liaison gets a department of its own."""
    if role == Role.LIAISON and department is None:
        department = make_department()
    return User.objects.create_user(
        username or f"user{next(_numbers)}",
        PASSWORD,
        full_name="李四",
        role=role,
        department=department,
        must_change_password=must_change,
    )


def make_area(code: str = "") -> DutyArea:
    """Make a field of work."""
    number = next(_numbers)
    return DutyArea.objects.create(code=code or f"area-{number}", name=f"领域{number}")


def make_duty(
    *, lead: Department | None = None, text: str = "开展质量普查", area: DutyArea | None = None
) -> Duty:
    """Make a duty of a department, or of every township where no lead is named."""
    number = next(_numbers)
    return Duty.objects.create(
        code=f"D-{number}",
        lead=lead,
        all_townships=lead is None,
        area=area or make_area(),
        text=text,
        clause="三（二）",
        order=number,
    )


def make_task(
    *,
    lead: Department | None = None,
    cooperating: Iterable[Department] = (),
    title: str = "",
    due_on: date = date(2026, 10, 31),
    state: str = TaskState.PLANNED,
    year: int = 2026,
    **values: Any,
) -> Task:
    """Make a task with its parts at a state; a closed one was completed and closed on its due day."""
    number = next(_numbers)
    leader = lead or make_department()
    done = {"completed_on": due_on, "closed_on": due_on} if state == TaskState.CLOSED else {}
    task = Task.objects.create(
        **{
            "code": f"{year}-9{number:04d}",
            "year": year,
            "title": title or f"任务{number}",
            "deliverable": "工作总结",
            "planned_due_on": due_on,
            "due_on": due_on,
            "lead": leader,
            "state": state,
            "issued_on": None if state == TaskState.PLANNED else date(year, 1, 20),
            **done,
            **values,
        }
    )
    at_work = PartState.WAITING if state in {TaskState.PLANNED, TaskState.ISSUED} else PartState.SIGNED
    TaskPart.objects.create(task=task, department=leader, is_lead=True, state=at_work)
    for unit in cooperating:
        TaskPart.objects.create(task=task, department=unit)
    return task
