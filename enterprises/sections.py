"""The registry of sections of an enterprise's quality file (企业质量档案).

The file's page lies on this floor, its samples, cases and credentials on higher ones. An app above
describes what it contributes and registers it when Django starts::

    # inspections/sections.py
    SAMPLES = Section(
        code="samples",
        title=_("Spot checks"),
        template="inspections/_section.html",
        context=samples,
        order=30,
    )


    # inspections/apps.py
    def ready(self) -> None:
        from enterprises import sections
        from inspections.sections import SAMPLES

        sections.register(SAMPLES)

``context(enterprise, user, today)`` returns what the template finds under ``section``: only rows the
person may see, in a fixed number of queries; None leaves the section out. The template draws what
stands inside the card; the page draws the card and its title.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from enterprises.models import Enterprise

if TYPE_CHECKING:
    from departments.models import User

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the quality file; parts stand in the order of ``order``.

    ``paper`` is the template that prints the same context, under a heading, in the file as a paper.
    """

    code: str
    title: Promise | str
    template: str
    context: Callable[[Enterprise, "User", date], Context | None]
    order: int
    paper: str = ""


@dataclass(frozen=True, slots=True)
class FilledSection:
    """A section with what it says about one enterprise."""

    section: Section
    values: Context


_registry: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section; registering the same section again changes nothing.

    Raises ValueError when two different sections claim one code.
    """
    known = _registry.setdefault(section.code, section)
    if known is not section:
        raise ValueError(f"two sections are called {section.code}")


def sections_of(enterprise: Enterprise, user: "User", today: date) -> list[FilledSection]:
    """Return what every registered section says about an enterprise."""
    ordered = sorted(_registry.values(), key=lambda section: (section.order, section.code))
    filled = [(section, section.context(enterprise, user, today)) for section in ordered]
    return [FilledSection(section, values) for section, values in filled if values is not None]
