"""What must always hold of enterprise quality files."""

from collections.abc import Iterator

from departments.integrity import Check, Flaw, flaw
from enterprises.models import Enterprise
from quality_portal.lib import text


def name_keys() -> Iterator[Flaw]:
    """Yield the files whose key for comparing names does not follow from the name."""
    for row in Enterprise.objects.order_by("pk").only("name", "name_key").iterator():
        if row.name_key != text.enterprise_key(row.name):
            yield flaw(row, f"is compared by “{row.name_key}”")


def mergers() -> Iterator[Flaw]:
    """Yield the files merged into one that is itself merged, into themselves included."""
    for row in Enterprise.objects.filter(merged_into__merged_into__isnull=False).order_by("pk").iterator():
        yield flaw(row, f"is merged into file {row.merged_into_id}, which is merged itself")


CHECKS = (
    Check("enterprises.name-keys", "an enterprise is compared by the key of its name", name_keys),
    Check("enterprises.mergers", "a merged file leads to a standing one", mergers),
)
