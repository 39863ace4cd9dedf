"""Writes a draft: everything in one transaction, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from departments.records import change_record, create_record
from inspections.imports.batches import Batch
from inspections.imports.bulk import insert_rows
from inspections.imports.draft import NEW, Draft, Existing, uncollected
from inspections.imports.history import record_history
from inspections.imports.replaced import keep_former
from inspections.models import Campaign, FailedItem, ImportBatch, Sample, Side
from inspections.sample_counts import fold
from quality_portal.lib.spreadsheets.errors import SpreadsheetError

Progress = Callable[[int, int], None]
"""Told how many batches are written and how many there are."""

_SAID = (
    *("digest", "serial", "producer_name", "producer_id", "producer_region", "seller_name", "seller_id"),
    *("township_id", "product", "product_class_id", "trademark", "spec", "produced_raw", "produced_on"),
    *(
        "batch",
        "side",
        "judged_on",
        "result",
        "laboratory",
        "is_counterfeit",
        "remark",
        "import_batch_id",
        "imported_version",
        "raw",
    ),
)
_IDENTITY = ("campaign_id", "key")
_STEP = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many batches were new, changed and unchanged, and the campaign they belong to.

    ``cases`` is the number of enforcement cases opened for them.
    """

    created: int
    updated: int
    unchanged: int
    campaign: Campaign
    cases: int = 0


def unheard(_written: int, _total: int) -> None:
    """Tell nobody."""


@uncollected()
@transaction.atomic
def write(draft: Draft, *, by: object, upload: ImportBatch, progress: Progress = unheard) -> Outcome:
    """Write every batch of a draft with its failed items and history rows.

    What a batch is compared with is read under the campaign's lock, so that two imports at once lose nothing.
    The upload, stored by the caller, notes what became of its campaign. Raises SpreadsheetError when the
    campaign was removed in the meantime.
    """
    draft.campaign = _settled_campaign(draft, by, upload)
    found = draft.compare()
    total = len(found.created) + len(found.updated)
    writer = _Writer(draft, by, upload)
    writer.create(found.created, lambda written: progress(written, total))
    writer.update(found.updated, lambda written: progress(len(found.created) + written, total))
    fold(draft.campaign)
    progress(total, total)
    return Outcome(len(found.created), len(found.updated), found.unchanged, draft.campaign)


def _settled_campaign(draft: Draft, by: object, upload: ImportBatch) -> Campaign:
    """Return the campaign, stored, locked, and with what the table says about passes and batches tested."""
    campaign = draft.campaign
    if not campaign.pk:
        campaign, upload.made_campaign = _made_campaign(campaign, by)
    locked = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign.pk).first()
    if locked is None:
        raise SpreadsheetError(_("The campaign was removed in the meantime. Import the table again."))
    if not draft.failures_only:
        return locked
    tested = locked.tested if draft.tested is None else draft.tested
    failures_only = locked.failures_only or not locked.samples.exists()
    if (locked.tested, locked.failures_only) == (tested, failures_only):
        return locked
    upload.campaign_before = {"tested": locked.tested, "failures_only": locked.failures_only}
    return change_record(locked, by=by, version=locked.version, tested=tested, failures_only=failures_only)


def _made_campaign(campaign: Campaign, by: object) -> tuple[Campaign, bool]:
    """Return the stored campaign, and whether it was made here: another import may have been faster."""
    try:
        with transaction.atomic():
            return create_record(campaign, by=by), True
    except (IntegrityError, ValidationError):
        if earlier := Campaign.objects.filter(code=campaign.code).first():
            return earlier, False
        raise


class _Writer:
    """Writes batches of one draft into its campaign."""

    def __init__(self, draft: Draft, by: object, upload: ImportBatch) -> None:
        self.draft = draft
        self.by = by
        self.upload = upload
        self.day = connection.ops.adapt_datefield_value

    def create(self, batches: Sequence[Batch], progress: Callable[[int], None]) -> None:
        """Write batches that the campaign does not have."""
        names = (*_IDENTITY, "version", *_SAID)
        for start in range(0, len(batches), _STEP):
            part = batches[start : start + _STEP]
            insert_rows(Sample, names, [self._row(batch, 1, NEW) for batch in part])
            progress(start + len(part))
        written = Sample.objects.filter(import_batch=self.upload).order_by()
        keys = dict(written.values_list("key", "pk"))
        self._write_items([(keys[batch.key], batch) for batch in batches if batch.items])
        record_history(written, kind="+", by=self.by)

    def update(self, changed: Sequence[tuple[Batch, Existing]], progress: Callable[[int], None]) -> None:
        """Write what the table says now over what an earlier one said."""
        names = (*_IDENTITY, "version", *_SAID)
        for start in range(0, len(changed), _STEP):
            part = changed[start : start + _STEP]
            keys = [existing.pk for _batch, existing in part]
            keep_former(keys, self.upload)
            rows = [self._row(batch, existing.version + 1, existing) for batch, existing in part]
            insert_rows(Sample, names, rows, replace=names[2:], identity=_IDENTITY)
            FailedItem.objects.filter(sample__in=keys).delete()
            self._write_items([(existing.pk, batch) for batch, existing in part])
            record_history(Sample.objects.filter(pk__in=keys), kind="~", by=self.by)
            progress(start + len(part))

    def _row(self, batch: Batch, version: int, existing: Existing) -> tuple[Any, ...]:
        """Return the values in the order of the names; an enterprise that a person found for it stays."""
        entry, draft, produced = batch.entry, self.draft, batch.entry.produced
        producer, seller = draft.files(batch)
        home = producer or seller
        return (
            *(draft.campaign.pk, batch.key, version, batch.digest, entry.serial, entry.producer),
            *(producer.pk if producer else existing.producer, entry.producer_region, entry.seller),
            *(seller.pk if seller else existing.seller, home.township if home else existing.township),
            *(entry.product, draft.classifier.class_of(entry.product, entry.category)),
            *(entry.trademark, entry.spec, produced.raw.strip(), self.day(produced.date), produced.batch),
            *(entry.side or _side(entry.producer, entry.seller),),
            *(self.day(entry.judged_on or draft.campaign.ends_on), entry.result, entry.laboratory),
            *(entry.is_counterfeit, entry.remark, self.upload.pk, version, batch.raw),
        )

    @staticmethod
    def _write_items(batches: Sequence[tuple[int, Batch]]) -> None:
        rows = [
            (pk, item.name, item.measured, item.limit, order)
            for pk, batch in batches
            for order, item in enumerate(batch.items)
        ]
        insert_rows(FailedItem, ("sample_id", "name", "measured", "limit", "order"), rows)


def _side(producer: str, seller: str) -> str:
    """A batch drawn at its producer's is from production, drawn elsewhere from retail."""
    if not producer or not seller:
        return ""
    return Side.PRODUCTION.value if producer == seller else Side.RETAIL.value
