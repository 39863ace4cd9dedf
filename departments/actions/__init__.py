"""Every change to departments, duties, tasks and reminders."""

from departments.actions.plan import DATA, load_departments, load_supervision

__all__ = ["DATA", "load_departments", "load_supervision"]
