"""Loads the headings of published tables and the product classes from the editable data file."""

from django.db import transaction

from departments.imports import Tally
from inspections.imports.headings import pairs
from inspections.imports.words import words
from inspections.models import HeaderAlias, ProductClass
from quality_portal.lib.text import header_key


@transaction.atomic
def load_reference(*, overwrite: bool = False) -> dict[str, Tally]:
    """Bring the reference tables up to the data file; what the office added itself stays.

    Loading again changes nothing; a class that was edited in the portal is set back to the file only
    with ``overwrite``. Returns how many rows of each table were added, changed and left.
    """
    return {"header_aliases": _load_aliases(), "product_classes": _load_classes(overwrite=overwrite)}


def _load_aliases() -> Tally:
    known = set(HeaderAlias.objects.filter(publisher="").values_list("heading_key", "column"))
    tally = Tally()
    aliases: dict[tuple[str, str], HeaderAlias] = {}
    for heading, columns in pairs():
        for column in columns:
            place = (header_key(heading), column)
            if place in known:
                tally.unchanged += 1
            else:
                aliases.setdefault(place, HeaderAlias(heading=heading, heading_key=place[0], column=column))
    HeaderAlias.objects.bulk_create(aliases.values())
    tally.created = len(aliases)
    return tally


def _load_classes(*, overwrite: bool) -> Tally:
    tally = Tally()
    known = {row.code: row for row in ProductClass.objects.all()}
    for order, entry in enumerate(words().classes, start=1):
        values = {
            "name": entry.name,
            "name_en": entry.name_en,
            "keywords": " ".join(entry.keywords),
            "order": order,
        }
        row = known.get(entry.code)
        if row is None:
            ProductClass.objects.create(code=entry.code, **values)
            tally.created += 1
        elif all(getattr(row, name) == value for name, value in values.items()):
            tally.unchanged += 1
        elif overwrite:
            ProductClass.objects.filter(pk=row.pk).update(**values)
            tally.updated += 1
        else:
            tally.kept += 1
    return tally
