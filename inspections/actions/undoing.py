"""Undoing a finished import as a whole, while nothing depends on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from departments.audit.actions import gathered
from departments.models import AuditAction, User
from departments.records import change_record
from inspections.actions.case_opening import drop_unstarted_cases
from inspections.imports.bulk import delete_rows
from inspections.imports.history import record_history
from inspections.imports.replaced import bring_back
from inspections.models import (
    Campaign,
    Case,
    CaseAction,
    FailedItem,
    ImportBatch,
    InfringementCase,
    ReplacedSample,
    Sample,
)
from inspections.models.case import CaseQuerySet
from inspections.models.sample import SampleQuerySet
from quality_portal.lib import clock

NAMED = 5
"""Obstacles of a kind that are named; of the others the number is told."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import does: batches removed and set back, cases removed, and the campaign's name."""

    removed: int
    restored: int
    cases: int
    campaign: str = ""


def written_by(upload: ImportBatch) -> SampleQuerySet:
    """Return the batches that an import created or changed, and no later one has changed."""
    return Sample.objects.filter(import_batch=upload).order_by()


def created_by(upload: ImportBatch) -> SampleQuerySet:
    """Return the batches that an import created."""
    return written_by(upload).exclude(pk__in=upload.replaced.values("sample"))


def cases_of(upload: ImportBatch) -> CaseQuerySet:
    """Return the cases that would not be there without an import."""
    had_case = upload.replaced.filter(had_case=True).values("sample")
    return Case.objects.filter(sample__in=written_by(upload).values("pk")).exclude(sample__in=had_case)


def foresee(upload: ImportBatch) -> Undoing:
    """Return what undoing an import would do."""
    campaign = Campaign.objects.get(imports=upload)
    return Undoing(
        removed=created_by(upload).count(),
        restored=upload.replaced.count(),
        cases=cases_of(upload).count(),
        campaign=campaign.name if _is_left_over(campaign, upload) else "",
    )


def obstacles(upload: ImportBatch) -> list[str]:
    """Return the reasons why an import cannot be undone, in words; empty when it can."""
    if not upload.is_done:
        return [_("Only a finished import can be undone.")]
    return [*_later_imports(upload), *_edits(upload), *_steps(upload), *_infringements(upload)]


def _later_imports(upload: ImportBatch) -> list[str]:
    """Later imports that changed its batches, or that rely on what it says of the campaign."""
    changing = ReplacedSample.objects.filter(former_import=upload).values("import_batch")
    rows = ImportBatch.objects.filter(pk__in=changing)
    if upload.campaign_before is not None:
        following = ImportBatch.objects.filter(
            campaign=upload.campaign_id,
            state=ImportBatch.State.DONE,
            written__gt=0,
            finished_at__gt=upload.finished_at,
        )
        rows |= following.exclude(pk=upload.pk)
    names = rows.order_by("-finished_at").values_list("file_name", flat=True)
    message = _("Later imports build on this one. Undo them first: %(named)s")
    return _told(message, names)


def _edits(upload: ImportBatch) -> list[str]:
    edited = written_by(upload).exclude(version=models.F("imported_version"))
    count = edited.count()
    if not count:
        return []
    sentence = ngettext(
        "%(count)d batch has been edited since, by hand or by merging enterprise files: %(named)s",
        "%(count)d batches have been edited since, by hand or by merging enterprise files: %(named)s",
        count,
    )
    return [sentence % {"count": count, "named": _named(str(sample) for sample in edited[: NAMED + 1])}]


def _steps(upload: ImportBatch) -> list[str]:
    taken = CaseAction.objects.filter(
        case__sample__in=written_by(upload).values("pk"), entered_at__gt=upload.finished_at
    )
    numbers = Case.objects.filter(pk__in=taken.values("case")).order_by("number")
    message = _("Steps have been recorded in cases of its batches: %(named)s")
    return _told(message, numbers.values_list("number", flat=True))


def _infringements(upload: ImportBatch) -> list[str]:
    rows = InfringementCase.objects.filter(sample__in=written_by(upload).values("pk")).order_by("number")
    message = _("Infringement cases rest on its batches: %(named)s")
    return _told(message, rows.values_list("number", flat=True))


def _told(message: str, names: Iterable[str]) -> list[str]:
    named = _named(names)
    return [message % {"named": named}] if named else []


def _named(names: Iterable[str]) -> str:
    found = list(islice(names, NAMED + 1))
    return "、".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")


@transaction.atomic
def undo_import(upload: ImportBatch, *, by: User) -> Undoing:
    """Take back everything a finished import wrote; the uploaded file stays, and may be imported again.

    Batches it created go, with a history row; those it changed, and its campaign, are what they were before;
    the cases it opened go. Raises ValidationError with every reason when something depends on it.
    """
    upload = ImportBatch.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(imports=upload).first()
    # Held until the end, so that nobody edits a batch or opens a case for one that is about to go.
    len(written_by(upload).select_for_update(of=("self",)).values_list("pk"))
    reasons = obstacles(upload)
    if reasons or campaign is None:
        raise ValidationError(reasons)
    planned = foresee(upload)
    with gathered(AuditAction.IMPORT_UNDONE, by=by, of=upload, label=upload.file_name):
        _take_back(upload, by)
        _settle_campaign(campaign, upload, by=by, is_left_over=bool(planned.campaign))
    upload.refresh_from_db(fields=["campaign"])
    upload.state, upload.undone_at, upload.undone_by = ImportBatch.State.UNDONE, clock.now(), by
    upload.save()
    return planned


def _take_back(upload: ImportBatch, by: User) -> None:
    """Take back the batches an import wrote, and the cases it opened."""
    drop_unstarted_cases(cases_of(upload), by=by)
    created = created_by(upload)
    FailedItem.objects.filter(sample__in=created.values("pk")).delete()
    record_history(created, kind="-", by=by)
    delete_rows(created)
    bring_back(upload, by=by)


def _settle_campaign(campaign: Campaign, upload: ImportBatch, *, by: User, is_left_over: bool) -> None:
    """Take back what the import said of its campaign, or the campaign itself where it was made for it."""
    if upload.campaign_before is not None:
        campaign = change_record(campaign, by=by, version=campaign.version, **upload.campaign_before)
    if is_left_over:
        ImportBatch.objects.filter(campaign=campaign).update(campaign=None)
        campaign._history_user = by  # type: ignore[attr-defined]
        campaign.delete()


def _is_left_over(campaign: Campaign, upload: ImportBatch) -> bool:
    """Tell whether a campaign was made by an import, untouched since, and nothing but it belongs to it."""
    imports = ImportBatch.objects.filter(campaign=campaign)
    others = imports.exclude(pk=upload.pk).exclude(state=ImportBatch.State.UNDONE)
    if not imports.filter(made_campaign=True).exists() or others.exists():
        return False
    others_samples = campaign.samples.exclude(pk__in=created_by(upload).values("pk"))
    if _was_edited(campaign, upload) or others_samples.exists():
        return False
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: campaign}).exists()
        for relation in campaign._meta.related_objects
        if relation.related_model not in {ImportBatch, Sample}
    )


def _was_edited(campaign: Campaign, upload: ImportBatch) -> bool:
    """Tell whether a campaign says something else than after an import; what a later import said and took
    back when it was undone does not count, or an empty campaign would stay behind."""
    made = campaign.history.filter(history_date__lte=upload.finished_at).order_by("history_date").last()
    names = [field.attname for field in campaign._meta.concrete_fields if field.attname != "version"]
    return made is None or any(getattr(made, name) != getattr(campaign, name) for name in names)


def told(undone: Undoing) -> str:
    """Say what undoing an import did."""
    return _(
        "The import was undone: %(removed)d batches removed, %(restored)d set back, %(cases)d cases removed."
    ) % {"removed": undone.removed, "restored": undone.restored, "cases": undone.cases}
