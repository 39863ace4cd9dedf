"""Evidence for points: checked files kept with the unit's self-assessment."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.units import open_for
from assessments.models import Assessee, Criterion, ScoreEvidence
from departments.models import User
from departments.records import change_record, create_record
from quality_portal.lib.uploads import CheckedFile, kept

FOLDER = "assessments"
MOST = 20
"""Files of one unit for one criterion."""


def add_evidence(
    *, assessee: Assessee, criterion: Criterion, file: CheckedFile, by: User, now: datetime
) -> ScoreEvidence:
    """Keep a checked file for a criterion; refused when it is there already or the step is over."""
    with kept(file, FOLDER) as stored_as, transaction.atomic():
        open_for(assessee, "assess", by)
        files = ScoreEvidence.objects.kept().filter(assessee=assessee, criterion=criterion)
        if files.filter(sha256=file.sha256).exists():
            raise ValidationError(_("“%(name)s” is attached already.") % {"name": file.name})
        if files.count() >= MOST:
            raise ValidationError(_("A criterion holds at most %(most)d files.") % {"most": MOST})
        values = {"name": file.name, "kind": file.kind, "size": len(file.content), "sha256": file.sha256}
        row = ScoreEvidence(
            assessee=assessee, criterion=criterion, stored_as=stored_as, added_at=now, **values
        )
        row.added_by = by
        return create_record(row, by=by)


@transaction.atomic
def remove_evidence(*, evidence: ScoreEvidence, by: User, now: datetime) -> None:
    """Mark a file as removed while the self-assessment is open; the file itself stays."""
    open_for(evidence.assessee, "assess", by)
    change_record(evidence, by=by, version=evidence.version, removed_at=now, removed_by=by)
