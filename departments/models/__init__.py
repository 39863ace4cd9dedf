"""Departments, people, duties, activities."""

from departments.models.activity import Activity, ActivityKind, Photograph
from departments.models.department import Department, DepartmentKind, LeadingGroupSeat, SeatPosition
from departments.models.duty import Duty, DutyArea
from departments.models.user import User

__all__ = [
    "Activity",
    "ActivityKind",
    "Department",
    "DepartmentKind",
    "Duty",
    "DutyArea",
    "LeadingGroupSeat",
    "Photograph",
    "SeatPosition",
    "User",
]
