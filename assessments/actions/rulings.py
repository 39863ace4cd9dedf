"""Forced grades recorded and lifted, as long as the results are not published."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Criterion, CriterionKind, Ruling, Scheme
from departments.models import Department
from departments.records import change_record, create_record
from inspections.models import Incident


def locked_open(scheme: Scheme) -> Scheme:
    """Lock a scheme whose results are not published; raises ValidationError where they are."""
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if locked.is_published:
        raise ValidationError(_("The results are published; they change only by a numbered correction."))
    return locked


@transaction.atomic
def record_ruling(
    *,
    scheme: Scheme,
    unit: Department,
    letter: str,
    reason: str,
    document: str,
    decided_on: date,
    by: object,
    today: date,
    criterion: Criterion | None = None,
    incident: Incident | None = None,
) -> Ruling:
    """Force a unit's grade with reason and document; its score and the grade by the score stay beside it.

    Raises ValidationError with the fields' messages; a unit has one forced grade at a time.
    """
    locked = locked_open(scheme)
    wrong = {}
    if unit.kind not in locked.kinds:
        wrong["unit"] = _("The scheme does not assess this unit.")
    elif locked.rulings.in_force().filter(unit=unit).exists():
        wrong["unit"] = _("A grade is already forced on this unit: lift it first.")
    if not locked.bands.filter(letter=letter).exists():
        wrong["letter"] = _("The scheme has no such grade.")
    if criterion is not None and (criterion.scheme_id != locked.pk or criterion.kind != CriterionKind.VETO):
        wrong["criterion"] = _("Choose a veto item of this scheme.")
    if decided_on > today:
        wrong["decided_on"] = _("The day lies in the future.")
    if wrong:
        raise ValidationError(wrong)
    ruling = Ruling(
        scheme=locked,
        unit=unit,
        letter=letter,
        reason=reason,
        document=document,
        decided_on=decided_on,
        criterion=criterion,
        incident=incident,
    )
    return create_record(ruling, by=by)


@transaction.atomic
def lift_ruling(ruling: Ruling, *, by: object, version: int, reason: str, today: date) -> Ruling:
    """Lift a forced grade before publication, with the reason; the ruling itself stays on record."""
    locked_open(ruling.scheme)
    if ruling.lifted_on is not None:
        raise ValidationError(_("This forced grade is lifted already."))
    return change_record(ruling, by=by, version=version, lifted_on=today, lifted_because=reason)
