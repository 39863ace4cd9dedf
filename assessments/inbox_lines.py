"""What of the yearly assessment waits for a person."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessee, Stage
from assessments.reminders import PAGES, current_steps, waiting
from departments.access import Permission
from departments.models import User
from departments.task_inbox import Line


def assessment_lines(user: User, today: date) -> Iterator[Line]:
    """The step at which assessments stand: for units that owe it, departments that score, and the office."""
    for row in current_steps():
        scheme, page = row.scheme, ""
        address = [scheme.year, scheme.group]
        own = Assessee.objects.filter(scheme=scheme, unit=user.department_id).select_related("unit").first()
        if user.may(Permission.RUN_ASSESSMENT):
            page = reverse("assessments:procedure", args=address)
        elif row.stage in PAGES and own and getattr(own, next(iter(waiting(row.stage)))) is None:
            page = reverse(PAGES[Stage(row.stage)], args=[*address, own.unit.code])
        elif row.stage == Stage.DOCUMENT and scheme.criteria.filter(scored_by=user.department_id).exists():
            page = reverse("assessments:scores", args=address)
        if page and row.due_on:
            why = _("It is overdue since %(day)s.") if row.due_on < today else _("It is due on %(day)s.")
            yield Line(f"{scheme}：{row.get_stage_display()}", why % {"day": row.due_on}, page)
