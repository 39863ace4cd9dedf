"""Deadlines of the assessment: units that still file or assess themselves, scorers at the document review."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessee, SchemeStage, Stage
from departments.models import User
from departments.reminders import Due
from departments.rules.deadlines import reached
from departments.task_reminders import liaisons

STEPS: Final = (-7, -1, 0, 3)
OPEN_AS: Final = {Stage.FILING: "filed_at", Stage.SELF: "submitted_at"}
PAGES: Final = {Stage.FILING: "assessments:filing", Stage.SELF: "assessments:self"}


def waiting(stage: str) -> dict[str, None]:
    """Return what tells the units that still owe a step, empty where no unit does."""
    return {OPEN_AS[Stage(stage)]: None} if stage in OPEN_AS else {}


def current_steps() -> list[SchemeStage]:
    """Return the steps at which assessments now stand, with their schemes."""
    rows = SchemeStage.objects.filter(scheme__is_current=True, scheme__published_at=None)
    return [
        row for row in rows.exclude(due_on=None).select_related("scheme") if row.stage == row.scheme.stage
    ]


def assessment_dues(today: date) -> Iterator[Due]:
    """Yield the deadlines that have come at the steps where assessments now stand."""
    people = liaisons()
    for row in current_steps():
        if row.stage in OPEN_AS:
            owing = Assessee.objects.filter(scheme=row.scheme, **waiting(row.stage)).select_related("unit")
            for each in owing:
                url = reverse(
                    PAGES[Stage(row.stage)], args=[row.scheme.year, row.scheme.group, each.unit.code]
                )
                yield from _steps(row, f"assessment:{each.pk}:{row.stage}", people[each.unit_id], url, today)
        elif row.stage == Stage.DOCUMENT:
            url = reverse("assessments:scores", args=[row.scheme.year, row.scheme.group])
            scorers = (
                row.scheme.criteria.exclude(scored_by=None).order_by().values_list("scored_by", flat=True)
            )
            for unit in scorers.distinct():
                yield from _steps(row, f"review:{row.scheme_id}:{unit}", people[unit], url, today)


def _steps(row: SchemeStage, key: str, told: list[User], url: str, today: date) -> Iterator[Due]:
    due_on = row.due_on or today
    words = _("%(scheme)s: %(step)s is due on %(day)s.")
    sentence = words % {"scheme": row.scheme, "step": row.get_stage_display(), "day": due_on.isoformat()}
    for step in reached(due_on, STEPS, today):
        yield Due(key, due_on, str(step), tuple(told), sentence, url)
