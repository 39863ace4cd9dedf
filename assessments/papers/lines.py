"""A unit's lines as papers print them: the leaves of the tree, its first level, what was lost and why."""

from collections.abc import Iterable

from assessments.lines import COUNTING
from assessments.models import CriterionKind
from assessments.scoring import Line, UnitTotal
from quality_portal.lib.numbers import format_decimal


def firsts(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of the first level that have points; of a veto there is nothing to print."""
    return [line for line in lines if not line.depth and line.kind != CriterionKind.VETO]


def leaves(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that are scored themselves; of a veto there is nothing to print."""
    return [line for line in lines if not line.is_heading and line.kind != CriterionKind.VETO]


def is_scored(line: Line) -> bool:
    """Whether points of the line count towards full marks: neither bonus, deduction nor veto."""
    return line.kind == CriterionKind.SCORED


def losses(total: UnitTotal) -> list[Line]:
    """Return the lines that lost points, the largest loss first; the order of the tree settles ties."""
    return sorted(total.losing, key=lambda line: -(line.lost or 0))


def why(line: Line) -> str:
    """Return why points were lost: the reasons of people, else formula and facts of the rule."""
    spoken = [line.reasons[column] for column in COUNTING if line.reasons.get(column)]
    facts = spoken or [str(fact.text) for fact in line.trace.facts][:4]
    # One sentence, though it was written at the review and again at the overall assessment.
    words = "；".join(dict.fromkeys(text.strip().rstrip("。；") for text in facts if text.strip()))
    return words or str(line.trace.formula).rstrip("。") or "见评分记录"


def points(line: Line) -> str:
    """Return the points as printed."""
    return "未评分" if line.points is None else format_decimal(line.points)


def head(line: Line) -> str:
    """Return a criterion as the head of a column: its name, and under it what it may give or take."""
    full = f"{format_decimal(line.full)}分"
    match line.kind:
        case CriterionKind.BONUS:
            return f"{line.name}\n（{f'最多{full}' if line.full else '加分'}）"
        case CriterionKind.DEDUCTION:
            return f"{line.name}\n（{f'最多扣{full}' if line.full else '扣分'}）"
    return f"{line.name}\n（{full}）"


def short_head(line: Line) -> str:
    """Return a criterion as the head of a narrow column."""
    sign = {CriterionKind.BONUS: "加", CriterionKind.DEDUCTION: "扣"}.get(CriterionKind(line.kind), "")
    return f"{line.name}\n{sign}{format_decimal(line.full)}分" if line.full else line.name
