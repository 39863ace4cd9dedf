"""What people found of units in the demonstration, for every rule that asks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from django.utils import timezone

from assessments.actions import compute
from assessments.models import KINDS, Criterion, CriterionKind, Finding, Rule, Scheme
from assessments.rules import Answer, Ask, asked, figure, needs_note, score
from assessments.tree import frame_of
from departments.models import Department
from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting
from quality_portal.lib.numbers import round_half_up

SCORED_SO_FAR: Final = 0.5
"""Share of this year's scores and findings that are in already."""
HONOURED: Final = 0.2
"""Share of the units that earn something beside the scheme's points."""
REASONS: Final = (
    "部分佐证材料未按期报送",
    "佐证材料不完整，补报后仍缺一项",
    "个别事项完成时间晚于规定时限",
    "完成数量未达到评分标准",
    "实地核查时未见工作记录",
)
SEEN: Final = (
    "查阅年度工作安排和任务分解表",
    "查阅工作台账和现场照片",
    "查阅会议纪要和签到表",
    "查阅办理记录，与报送材料一致",
)
AWARDED: Final = "见上级表彰文件"


def load_findings(
    setting: Setting, units: Mapping[Any, Sequence[Department]], diligence: Mapping[int, float]
) -> None:
    """Store the findings of the schemes not yet published; compute this year's scores and keep them."""
    years = range(setting.today.year - 2, setting.today.year + 1)
    schemes = list(Scheme.objects.current().filter(year__in=years, published_at=None))
    for scheme in schemes:
        of_group = [unit for kind in KINDS[scheme.group] for unit in units[kind]]
        write_all(_findings(setting, scheme, of_group, diligence), setting)
    for scheme in schemes:
        if scheme.year == setting.today.year:
            moment = datetime.combine(setting.today - timedelta(days=1), time(9, 0))
            compute(scheme=scheme, by=setting.by, now=timezone.make_aware(moment))


def day_after(today: date, year: int, day: int) -> date:
    """Return a day of the January after a year, or yesterday while that is still to come."""
    return min(date(year + 1, 1, day), today - timedelta(days=1))


def _findings(
    setting: Setting, scheme: Scheme, units: Sequence[Department], diligence: Mapping[int, float]
) -> Iterator[Finding]:
    dice = setting.dice(f"findings {scheme.code}")
    found_at = timezone.make_aware(datetime.combine(day_after(setting.today, scheme.year, 10), time(15, 30)))
    share_in = 1 if scheme.year < setting.today.year else SCORED_SO_FAR
    for criterion in scheme.criteria.filter(children=None):
        asks = asked(criterion.rule, criterion.params)
        for unit in units if asks else ():
            inputs = {asks[0].name: _answer(dice, criterion, asks[0], diligence[unit.pk])}
            note = _note(dice, criterion, inputs)
            if dice.random() < share_in:
                yield Finding(
                    criterion=criterion,
                    unit=unit,
                    inputs=inputs,
                    note=note,
                    found_at=found_at,
                    found_by=setting.by,
                )


def _answer(dice: Random, criterion: Criterion, ask: Ask, diligence: float) -> Any:
    """Deal an answer that earns about so large a share of the points."""
    share = min(max(diligence + dice.uniform(-0.15, 0.12), 0), 1)
    match ask.form:
        case Answer.ONE:
            return _tier(ask, share)
        case Answer.SOME:
            held = [name for name in ask.options if dice.random() < share]
            return [name for name in ask.options if name not in held] if ask.name == "missing" else held
        case Answer.COUNTS:
            honoured = dice.random() < HONOURED
            chosen = dice.choice(list(ask.options)) if honoured else ""
            return {name: int(name == chosen) for name in ask.options}
        case Answer.PER_CENT:
            return str(round_half_up(figure(criterion.params, "goal") - Decimal(8 * (1 - share)), 1))
        case Answer.PER_CENTS:
            return {
                name: str(round_half_up(Decimal(100 * min(share + dice.uniform(0, 0.1), 1)), 1))
                for name in ask.options
            }
    return _count(criterion, share)


def _tier(ask: Ask, share: float) -> str:
    """Return the lowest tier that earns no less than the share, nearly."""
    ordered = sorted(ask.options.items(), key=lambda pair: -(pair[1] or Decimal(0)))
    most = ordered[0][1] or Decimal(1)
    reached = [
        name for name, points in ordered if points is not None and points <= most * Decimal(share + 0.15)
    ]
    return reached[0] if reached else ordered[-1][0]


def _count(criterion: Criterion, share: float) -> int:
    """Return how often something is counted so that about the share of the points is left or earned."""
    per = figure(criterion.params, "per")
    if criterion.rule == Rule.BASE_INCREMENT:
        room = criterion.points - figure(criterion.params, "base")
        return int(round_half_up(Decimal(share) * room / per, 0))
    return int(round_half_up(Decimal(1 - share) * criterion.points / per, 0))


def _note(dice: Random, criterion: Criterion, inputs: Mapping[str, Any]) -> str:
    """Say what a finding rests on: a reason where points are lost, papers where they are not."""
    if criterion.kind != CriterionKind.SCORED:
        return AWARDED if any(inputs.get("counts", {}).values()) else ""
    frame = frame_of(criterion)
    scored = score(criterion.rule, frame, criterion.params, inputs)
    return dice.choice(REASONS if needs_note(frame, scored, is_scored=True) else SEEN)
