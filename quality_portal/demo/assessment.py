"""What followed last year's assessment in the demonstration: objections, a correction, rectification."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from assessments.actions import correct
from assessments.models import Objection, Rectification, Scheme, UnitResult
from quality_portal.demo.bulk import write_all
from quality_portal.demo.scale import Setting

PLAN: Final = (
    "一、对照失分项逐项查明原因，落实分管领导和责任人；二、补齐台账和佐证材料，按月报送进度；"
    "三、对未达标的重点产品开展专项整治，九月底前完成复查。"
)
HALF_A_POINT: Final = Decimal("0.5")


def load_follow_up(setting: Setting) -> None:
    """Store two objections of each group, the correction that followed, and one plan handed in."""
    schemes = Scheme.objects.filter(year=setting.today.year - 1, published_at__isnull=False)
    for scheme in schemes.order_by("group"):
        rows = scheme.results.select_related("unit").order_by("rank", "unit__order")
        found = [(row, line) for row in rows if (line := _lost(row))][:2]
        objections = [
            _objection(setting, scheme, row, line, is_upheld=place == 0)
            for place, (row, line) in enumerate(found)
        ]
        write_all(objections, setting)
        for row, line in found[:1]:
            _correct(setting, scheme, row, line)
    row = Rectification.objects.filter(scheme__in=schemes).select_related("scheme").first()
    if row is not None and row.scheme.published_at is not None:
        row.plan, row.handed_in_by = PLAN, setting.by
        row.handed_in_at = row.scheme.published_at + timedelta(days=20)
        row.save()


def _lost(row: UnitResult) -> dict[str, Any] | None:
    """Return a unit's first line scored by a person that lost at least a point."""
    by_hand = (line for line in row.lines if line["rule"] == "manual" and not line["is_heading"])
    losing = (line for line in by_hand if line["points"] is not None)
    return next((line for line in losing if Decimal(line["full"]) - Decimal(line["points"]) >= 1), None)


def _objection(
    setting: Setting, scheme: Scheme, row: UnitResult, line: dict[str, Any], *, is_upheld: bool
) -> Objection:
    published = scheme.published_at
    assert published is not None  # noqa: S101 - only published schemes are asked for
    points = Decimal(line["points"])
    return Objection(
        criterion=scheme.criteria.get(code=line["code"]),
        unit=row.unit,
        points_before=points,
        text="相关佐证材料已于年底前通过内网报送，请予复核。",
        raised_at=published + timedelta(days=2),
        raised_by=setting.by,
        is_upheld=is_upheld,
        points_after=points + HALF_A_POINT if is_upheld else None,
        answer="经复核，材料齐全，予以补分。" if is_upheld else "材料报送时间晚于规定时限，维持原得分。",
        answered_at=published + timedelta(days=6),
        answered_by=setting.by,
    )


def _correct(setting: Setting, scheme: Scheme, row: UnitResult, line: dict[str, Any]) -> None:
    published = scheme.published_at
    correct(
        scheme=scheme,
        unit=row.unit,
        code=line["code"],
        points=Decimal(line["points"]) + HALF_A_POINT,
        reason="申诉成立：经复核，材料齐全，予以补分。",
        by=setting.by,
        now=published + timedelta(days=6) if published else None,
    )
