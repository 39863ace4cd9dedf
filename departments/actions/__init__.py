"""Every change to departments, duties, tasks and reminders."""

from departments.actions.plan import DATA, load_departments

__all__ = ["DATA", "load_departments"]
