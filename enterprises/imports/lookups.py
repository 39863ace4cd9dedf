"""Finds the units and enterprises a table names, in a few queries for the whole table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from departments.models import Department
from enterprises.models import Enterprise
from quality_portal.lib.text import enterprise_key


def unit_words(units: Iterable[Department]) -> dict[str, Department]:
    """Return units by the words people write for them."""
    known: dict[str, Department] = {}
    for unit in units:
        for words in (unit.short_name, unit.name, unit.name_en, unit.code):
            if words:
                known.setdefault(words, unit)
    return known


@dataclass(slots=True)
class Files:
    """The enterprise files a table names: by credit code, and by name where it is the only one of it."""

    by_code: dict[str, Enterprise] = field(default_factory=dict)
    by_name: dict[str, Enterprise | None] = field(default_factory=dict)

    def find(self, code: str, name: str) -> Enterprise | None:
        """Return the file of a credit code, or of a name where no code is written."""
        return self.by_code.get(code) if code else self.by_name.get(enterprise_key(name))


def files_named(codes: Iterable[str], names: Iterable[str]) -> Files:
    """Look up the files of these codes and names; a merged file is the one it was merged into."""
    found = Files()
    rows = Enterprise.objects.select_related("township", "merged_into__township").order_by()
    for row in rows.filter(credit_code__in=set(codes) - {""}):
        found.by_code[row.credit_code] = row.merged_into or row
    for row in rows.filter(name_key__in={enterprise_key(name) for name in names if name}):
        file = row.merged_into or row
        known = found.by_name.setdefault(row.name_key, file)
        if known != file:
            found.by_name[row.name_key] = None
    return found
