"""Departments, people, duties."""

from departments.models.department import Department, DepartmentKind, LeadingGroupSeat, SeatPosition
from departments.models.duty import Duty, DutyArea
from departments.models.user import User

__all__ = [
    "Department",
    "DepartmentKind",
    "Duty",
    "DutyArea",
    "LeadingGroupSeat",
    "SeatPosition",
    "User",
]
