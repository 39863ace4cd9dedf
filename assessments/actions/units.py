"""A unit's part in the procedure: targets filed, self-assessment handed in, the draw and the visit."""

import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.lines import Line
from assessments.models import Assessee, Scheme, SiteDraw, Stage
from assessments.progress import line_gaps
from assessments.rules.draws import drawn_from
from assessments.rules.stages import STEPS
from departments.access import Permission
from departments.models import User
from departments.records import change_record


def open_for(assessee: Assessee, part: str, by: User) -> None:
    """Refuse what the step or the person does not allow; a unit's part that is done is not changed."""
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=assessee.scheme_id)
    if part not in STEPS[scheme.stage].unit_may:
        raise ValidationError(_("This is not open at the present step of the procedure."))
    own = by.may(Permission.ASSESS_SELF) and by.department_id == assessee.unit_id
    if not own and not by.may(Permission.RUN_ASSESSMENT):
        raise ValidationError(_("Only the unit itself and the office do this."))


@transaction.atomic
def file_targets(*, assessee: Assessee, text: str, by: User, version: int, now: datetime) -> Assessee:
    """File the unit's targets for the year; filed again, the later text counts."""
    open_for(assessee, "file", by)
    if not text:
        raise ValidationError({"filed_targets": _("Write down the targets.")})
    values = {"filed_targets": text, "filed_at": now, "filed_by": by, "remark": ""}
    return change_record(assessee, by=by, version=version, **values)


@transaction.atomic
def hand_in(
    *, assessee: Assessee, lines: tuple[Line, ...], by: User, version: int, now: datetime
) -> Assessee:
    """Hand the self-assessment in; refused with what is missing."""
    open_for(assessee, "assess", by)
    if gaps := line_gaps(lines):
        raise ValidationError(gaps)
    return change_record(assessee, by=by, version=version, submitted_at=now, submitted_by=by, remark="")


@transaction.atomic
def give_back(*, assessee: Assessee, remark: str, by: User, version: int) -> Assessee:
    """Give what was filed or handed in back to the unit: the office with a remark, the unit takes it back."""
    stage = Scheme.objects.select_for_update(of=("self",)).get(pk=assessee.scheme_id).stage
    part = "file" if stage == Stage.FILING else "assess"
    open_for(assessee, part, by)
    if by.may(Permission.RUN_ASSESSMENT) and not remark:
        raise ValidationError({"remark": _("Say what is to be corrected.")})
    moment, person = ("filed_at", "filed_by") if part == "file" else ("submitted_at", "submitted_by")
    return change_record(assessee, by=by, version=version, remark=remark, **{moment: None, person: None})


@transaction.atomic
def draw(*, scheme: Scheme, by: User, now: datetime, seed: str = "") -> SiteDraw:
    """Draw the units for the on-site check from all that are assessed, and keep how it was done."""
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.stage != Stage.ONSITE or not by.may(Permission.RUN_ASSESSMENT):
        raise ValidationError(_("Units are drawn by the office at the step of the on-site check."))
    rows = {row.unit.code: row for row in Assessee.objects.filter(scheme=locked).select_related("unit")}
    if any(row.visited_on for row in rows.values()):
        raise ValidationError(_("Units have been visited already; the draw stands."))
    seed = seed or secrets.token_hex(8)
    population = sorted(rows)
    drawn = drawn_from(population, seed, locked.onsite_share)
    for code, row in rows.items():
        if row.is_drawn != (code in drawn):
            change_record(row, by=by, version=row.version, is_drawn=code in drawn)
    return SiteDraw.objects.create(
        scheme=locked, seed=seed, population=population, drawn=drawn, drawn_at=now, drawn_by=by
    )


@transaction.atomic
def record_visit(
    *, assessee: Assessee, visited_on: date, note: str, by: User, version: int, today: date
) -> Assessee:
    """Record the day and the findings of the visit to a drawn unit."""
    stage = Scheme.objects.select_for_update(of=("self",)).get(pk=assessee.scheme_id).stage
    if stage != Stage.ONSITE or not assessee.is_drawn or not by.may(Permission.RUN_ASSESSMENT):
        raise ValidationError(_("Only drawn units are visited, at the step of the on-site check."))
    if visited_on > today:
        raise ValidationError({"visited_on": _("The day lies in the future.")})
    return change_record(assessee, by=by, version=version, visited_on=visited_on, visit_note=note)
