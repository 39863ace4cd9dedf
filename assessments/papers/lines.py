"""A unit's lines as papers print them: the leaves of the tree, its first level, what was lost and why."""

from collections.abc import Iterable
from typing import Any

from assessments.scoring import Line, UnitTotal
from quality_portal.lib.numbers import format_decimal


def firsts(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of the first level."""
    return [line for line in lines if not getattr(line, "depth", 0)]


def leaves(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that are scored themselves."""
    return [line for line in lines if not getattr(line, "is_heading", False)]


def is_scored(line: Line) -> bool:
    """Whether points of the line count towards full marks: neither bonus, deduction nor veto."""
    return getattr(line, "kind", "scored") == "scored"


def losses(total: UnitTotal) -> list[Line]:
    """Return the lines that lost points, the largest loss first; the order of the tree settles ties."""
    found = [line for line in leaves(total.lines) if is_scored(line) and line.lost and line.lost > 0]
    return sorted(found, key=lambda line: -(line.lost or 0))


def why(line: Line) -> str:
    """Return why points were lost: the reasons of people, else formula and facts of the rule."""
    given: dict[Any, str] = getattr(line, "reasons", {})
    spoken = [given[column] for column in ("final", "onsite", "document") if given.get(column)]
    facts = spoken or [str(fact.text) for fact in line.trace.facts][:4]
    words = "；".join(text.strip().rstrip("。；") for text in facts if text.strip())
    return words or str(line.trace.formula).rstrip("。") or "见评分记录"


def points(line: Line) -> str:
    """Return the points as printed."""
    return "未评分" if line.points is None else format_decimal(line.points)
