"""What the office did with the plan in the demonstration: a year closed, a goal changed for a reason."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from django.utils import timezone

from quality_portal.demo.scale import Setting
from targets.actions import set_goal
from targets.closing_actions import close_year
from targets.models import Goal, Operator, Plan

CLOSED_ON: Final = (1, 20)
"""Month and day of the next year on which the office closed the plan's first year."""
CHANGED: Final = ("I2", 2027, Decimal(8))
"""Target, year and new figure of the goal that was changed."""
REASON: Final = "县质量强县工作领导小组会议研究同意调整"


def load_plan_work(setting: Setting) -> None:
    """Close the first year of each plan that is over, and change one goal."""
    for plan in Plan.objects.all():
        closed_on = date(plan.start_year + 1, *CLOSED_ON)
        if closed_on <= setting.today:
            at = timezone.make_aware(datetime.combine(closed_on, time(10)))
            close_year(plan=plan, year=plan.start_year, by=setting.by, now=at, today=closed_on)
    code, year, value = CHANGED
    for goal in Goal.objects.filter(target__code=code, year=year).select_related("target__plan"):
        set_goal(
            target=goal.target,
            year=year,
            by=setting.by,
            version=goal.version,
            operator=Operator.AT_LEAST,
            value=value,
            note=goal.note,
            change_reason=REASON,
        )
