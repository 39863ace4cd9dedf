"""Published results corrected: numbered, with a reason, beside what was published."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.corrections import corrected, outcome
from assessments.models import Correction, Scheme
from departments.models import Department, User
from quality_portal.lib import clock
from quality_portal.lib.numbers import format_decimal


@transaction.atomic
def correct(
    *,
    scheme: Scheme,
    unit: Department,
    code: str,
    points: Decimal,
    reason: str,
    by: User,
    now: datetime | None = None,
) -> Correction:
    """Correct a unit's points for a criterion of published results, with the scheme's next number.

    Totals, grades and ranks of all units are reckoned anew and kept with the correction. Raises
    ValidationError with the fields' messages.
    """
    locked = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if not locked.is_published:
        raise ValidationError(_("Only published results are corrected; enter a score instead."))
    rows = list(locked.corrections.all())
    total = next((row for row in corrected(locked, rows) if row.unit.pk == unit.pk), None)
    line = total.line(code) if total else None
    if total is None or line is None or line.is_heading:
        raise ValidationError(_("The published results have no such score."))
    if not 0 <= points <= (line.full or Decimal(1000)):
        full = format_decimal(line.full or Decimal(1000))
        raise ValidationError({"points": _("Enter points from 0 to %(full)s.") % {"full": full}})
    if points == line.points:
        raise ValidationError({"points": _("The points are these already.")})
    correction = Correction(
        scheme=locked,
        number=(locked.corrections.aggregate(last=Max("number"))["last"] or 0) + 1,
        unit=unit,
        unit_name=total.name,
        code=line.code,
        name=line.name,
        points_before=line.points or Decimal(0),
        points_after=points,
        reason=reason,
        made_at=now or clock.now(),
        made_by=by,
    )
    correction.outcome = outcome(corrected(locked, [*rows, correction]))
    correction.full_clean()
    correction.save()
    return correction
