"""Which batches of a table open enforcement cases."""

from inspections.actions.case_opening import opens_cases
from inspections.imports.batches import Batch
from inspections.imports.draft import Comparison, Draft
from inspections.models import Case, ImportBatch, Result, Sample
from inspections.models.sample import SampleQuerySet


def liable(upload: ImportBatch) -> SampleQuerySet:
    """Return the batches an upload wrote whose failure somebody answers for.

    Of a suspected counterfeit nobody knows the maker; it belongs into the register of infringements.
    """
    return (
        Sample.objects.failed().filter(import_batch=upload, is_counterfeit=False).order_by("pk").defer("raw")
    )


def expected_cases(draft: Draft, found: Comparison) -> int:
    """Return how many cases writing a draft would open, as things stand now."""
    if not opens_cases(draft.campaign):
        return 0
    new = sum(map(_is_liable, found.created))
    changed = {existing.pk for batch, existing in found.updated if _is_liable(batch)}
    if not changed:
        return new
    with_case = Case.objects.filter(sample__campaign=draft.campaign.pk).order_by()
    return new + len(changed.difference(with_case.values_list("sample", flat=True)))


def _is_liable(batch: Batch) -> bool:
    return batch.entry.result == Result.FAIL and not batch.entry.is_counterfeit
