"""What must always hold of closed years."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from departments.integrity import Check, Flaw, flaw
from targets.models import FrozenFigure, Goal, YearClosing


def frozen_figures() -> Iterator[Flaw]:
    """Yield the goals of closed years whose figure was not frozen."""
    closings = YearClosing.objects.in_force().filter(
        plan_year__plan=OuterRef("target__plan"), plan_year__year=OuterRef("year")
    )
    frozen = FrozenFigure.objects.in_force().filter(
        target=OuterRef("target"), closing__plan_year__year=OuterRef("year")
    )
    rows = Goal.objects.filter(Exists(closings)).exclude(Exists(frozen))
    for row in rows.select_related("target").order_by("pk").iterator():
        yield flaw(row, "the year is closed and keeps no figure of the target")


def frozen_plans() -> Iterator[Flaw]:
    """Yield the frozen figures of a target that is none of the closed plan's."""
    rows = FrozenFigure.objects.exclude(target__plan=F("closing__plan_year__plan"))
    for row in rows.select_related("target", "closing__plan_year").order_by("pk").iterator():
        yield flaw(row, "the target belongs to another plan")


CHECKS = (
    Check("targets.frozen-figures", "a closed year keeps a figure of every goal", frozen_figures),
    Check("targets.frozen-plans", "a closed year keeps figures of its own plan alone", frozen_plans),
)
