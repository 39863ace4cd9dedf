"""What the rooms above show on a task's page, such as the targets it serves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from departments.models import Task, User


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a task's page: the template that draws it and what it answers for a task and a person."""

    template: str
    values: Callable[[Task, User], Any]


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with its values."""

    template: str
    values: Any


_sections: list[Section] = []


def register(section: Section) -> None:
    """Add a section; registering it again changes nothing."""
    if section not in _sections:
        _sections.append(section)


def sections_of(task: Task, user: User) -> list[Filled]:
    """Return what every room shows of a task."""
    return [Filled(section.template, section.values(task, user)) for section in _sections]
