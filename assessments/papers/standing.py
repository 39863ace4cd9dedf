"""How grades came about, in sentences: bands, rounding, grades forced, corrections with what followed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from assessments.corrections import Change, Followed, followed
from assessments.models import Scheme
from assessments.papers.content import GroupResult
from assessments.papers.issuer import issuer
from assessments.scoring import UnitTotal
from quality_portal.lib.numbers import format_decimal


def rounding(scheme: Scheme) -> str:
    """Say to how many places a total is rounded before it is graded (定级取位)."""
    kept = f"保留{scheme.banding_places}位小数" if scheme.banding_places else "取整数"
    return f"总分四舍五入{kept}后确定等级"


def bands(grades: Sequence[tuple[str, str, Decimal]]) -> str:
    """Say where each grade begins and ends, the highest first; bands are half-open."""
    words = []
    above: Decimal | None = None
    for letter, name, begins in grades:
        from_points = format_decimal(begins)
        if above is None:
            words.append(f"{from_points}分以上为{letter}级（{name}）")
        elif begins:
            words.append(f"{from_points}分以上不足{format_decimal(above)}分为{letter}级（{name}）")
        else:
            words.append(f"不足{format_decimal(above)}分为{letter}级（{name}）")
        above = begins
    return "，".join(words)


def forced(group: GroupResult, *, with_scores: bool, only: UnitTotal | None = None) -> list[str]:
    """Say for each unit with a forced grade why, and beside it the grade by the score; no mark at the end."""
    names = dict(group.grades)
    totals = group.totals if only is None else (only,)
    return [_forced(total, names, with_scores=with_scores) for total in totals if total.forced_because]


def _forced(total: UnitTotal, names: dict[str, str], *, with_scores: bool) -> str:
    by_score = f"按得分为{total.computed_grade}级，" if with_scores and total.computed_grade else ""
    grade = f"{total.grade}级（{names.get(total.grade, '')}）"
    return f"{total.name}{by_score}因{total.forced_because.rstrip('。')}，评定为{grade}"


def corrections(schemes: Iterable[Scheme]) -> list[str]:
    """Return every correction of published results as a sentence, group by group."""
    rows = list(schemes)
    named = {scheme.pk: issuer().group_names[scheme.group] if len(rows) > 1 else "" for scheme in rows}
    return [correction(row, named[scheme.pk]) for scheme in rows for row in followed(scheme)]


def correction_to(row: Followed, unit: int) -> str:
    """Return what a correction means to a unit: its own points, or its place; empty where neither moved."""
    if row.correction.unit_id == unit:
        return correction(replace(row, others=()))
    moved = next((change for change in row.others if change.unit == unit), None)
    return f"因更正第{row.correction.number}号，你单位{_moved(moved)}。" if moved else ""


def correction(row: Followed, group: str = "") -> str:
    """Return a correction as a sentence: points, total, grade and rank, and whom else it moved."""
    made = row.correction
    day = timezone.localtime(made.made_at).date()
    before, after = format_decimal(made.points_before), format_decimal(made.points_after)
    told = [f"“{made.name}”得分由{before}分更正为{after}分"]
    told += [_moved(row.own)] if row.own else []
    others = [f"{change.name}{_moved(change)}" for change in row.others]
    also = f"相应地，{'；'.join(others)}。" if others else ""
    return (
        f"{group}更正第{made.number}号（{day.year}年{day.month}月{day.day}日）：{made.unit_name}{'，'.join(told)}。"
        f"更正理由：{made.reason.rstrip('。')}。{also}"
    )


def _moved(change: Change) -> str:
    told = []
    if change.total_before != change.total:
        told.append(f"总分由{change.total_before}分更正为{change.total}分")
    if change.grade_before != change.grade:
        told.append(f"等级由{change.grade_before}级更正为{change.grade}级")
    if change.rank_before != change.rank:
        told.append(f"名次由第{change.rank_before}名更正为第{change.rank}名")
    kept = [
        word
        for word, is_kept in (
            (f"等级（{change.grade}级）", change.grade_before == change.grade),
            (f"名次（第{change.rank}名）", change.rank_before == change.rank),
        )
        if is_kept
    ]
    if told and kept and change.total_before != change.total:
        told.append(f"{'和'.join(kept)}不变")
    return "，".join(told)
