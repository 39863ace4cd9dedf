"""Departments, people, duties, tasks, reminders, meetings, activities."""

from departments.models.activity import Activity, ActivityKind, Photograph
from departments.models.agenda import AgendaItem, Attendance, Presence
from departments.models.audit import AuditAction, AuditChain, AuditEntry
from departments.models.decision import Decision
from departments.models.department import Department, DepartmentKind, LeadingGroupSeat, SeatPosition
from departments.models.duty import Duty, DutyArea
from departments.models.former_password import FormerPassword
from departments.models.job import Job, JobState
from departments.models.meeting import Half, Meeting, MeetingState
from departments.models.reminder import ReminderSent
from departments.models.saved_view import SavedView
from departments.models.submission import Submission
from departments.models.supervision import Colour, SupervisionRule, SupervisionScheme, UrgingNotice
from departments.models.task import TRANSITIONS, Task, TaskState, TaskStep
from departments.models.task_part import PartState, TaskEvent, TaskPart
from departments.models.user import User

__all__ = [
    "TRANSITIONS",
    "Activity",
    "ActivityKind",
    "AgendaItem",
    "Attendance",
    "AuditAction",
    "AuditChain",
    "AuditEntry",
    "Colour",
    "Decision",
    "Department",
    "DepartmentKind",
    "Duty",
    "DutyArea",
    "FormerPassword",
    "Half",
    "Job",
    "JobState",
    "LeadingGroupSeat",
    "Meeting",
    "MeetingState",
    "PartState",
    "Photograph",
    "Presence",
    "ReminderSent",
    "SavedView",
    "SeatPosition",
    "Submission",
    "SupervisionRule",
    "SupervisionScheme",
    "Task",
    "TaskEvent",
    "TaskPart",
    "TaskState",
    "TaskStep",
    "UrgingNotice",
    "User",
]
