"""Evidence for points: checked files kept with the unit's self-assessment, or taken over from its reports."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.units import unsubmitted
from assessments.models import Assessee, Criterion, ScoreEvidence
from departments.models import User
from departments.records import change_record, create_record
from quality_portal.lib.uploads import CheckedFile, kept
from reports.models import Evidence
from reports.models.evidence import EvidenceQuerySet

FOLDER = "assessments"
MOST = 20
"""Files of one unit for one criterion."""


def add_evidence(
    *, assessee: Assessee, criterion: Criterion, file: CheckedFile, by: User, now: datetime
) -> ScoreEvidence:
    """Keep a checked file for a criterion; refused when it is there already or the step is over."""
    with kept(file, FOLDER) as stored_as, transaction.atomic():
        values = {"name": file.name, "kind": file.kind, "size": len(file.content), "sha256": file.sha256}
        return _add(assessee, criterion, by, now, stored_as=stored_as, **values)


@transaction.atomic
def link_evidence(
    *, assessee: Assessee, criterion: Criterion, files: Iterable[Evidence], by: User, now: datetime
) -> list[ScoreEvidence]:
    """Let files of the unit's half-yearly reports prove its points, all or none of them."""
    known = set(report_files(assessee).values_list("pk", flat=True))
    rows = []
    for file in files:
        if file.pk not in known:
            raise ValidationError(
                _("“%(name)s” was not handed in with a report of the unit.") % {"name": file}
            )
        values = {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256}
        rows.append(_add(assessee, criterion, by, now, source=file, **values))
    return rows


def report_files(assessee: Assessee) -> EvidenceQuerySet:
    """Return the files that the unit handed in with its half-yearly reports of the scheme's period."""
    scheme = assessee.scheme
    rows = Evidence.objects.kept().filter(
        report__department=assessee.unit_id,
        report__period__period_end__gte=scheme.period_start,
        report__period__period_start__lte=scheme.period_end,
        report__submissions__isnull=False,
    )
    return rows.select_related("report__period").order_by("report__period__period_start", "pk").distinct()


def _add(assessee: Assessee, criterion: Criterion, by: User, now: datetime, **values: Any) -> ScoreEvidence:
    unsubmitted(assessee, by)
    if criterion.scheme_id != assessee.scheme_id:
        raise ValidationError(_("The scheme does not assess this unit by this criterion."))
    files = ScoreEvidence.objects.kept().filter(assessee=assessee, criterion=criterion)
    if files.filter(sha256=values["sha256"]).exists():
        raise ValidationError(_("“%(name)s” is attached already.") % {"name": values["name"]})
    if files.count() >= MOST:
        raise ValidationError(_("A criterion holds at most %(most)d files.") % {"most": MOST})
    row = ScoreEvidence(assessee=assessee, criterion=criterion, added_at=now, added_by=by, **values)
    return create_record(row, by=by)


@transaction.atomic
def remove_evidence(*, evidence: ScoreEvidence, by: User, now: datetime) -> None:
    """Mark a file as removed while the self-assessment is open; the file itself stays."""
    unsubmitted(evidence.assessee, by)
    change_record(evidence, by=by, version=evidence.version, removed_at=now, removed_by=by)
