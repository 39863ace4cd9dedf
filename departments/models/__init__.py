"""Departments, people, duties, tasks, reminders."""

from departments.models.department import Department, DepartmentKind, LeadingGroupSeat, SeatPosition
from departments.models.duty import Duty, DutyArea
from departments.models.reminder import ReminderSent
from departments.models.task import TRANSITIONS, Task, TaskState, TaskStep
from departments.models.task_part import PartState, TaskEvent, TaskPart
from departments.models.user import User

__all__ = [
    "TRANSITIONS",
    "Department",
    "DepartmentKind",
    "Duty",
    "DutyArea",
    "LeadingGroupSeat",
    "PartState",
    "ReminderSent",
    "SeatPosition",
    "Task",
    "TaskEvent",
    "TaskPart",
    "TaskState",
    "TaskStep",
    "User",
]
