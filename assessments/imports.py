"""Loading the schemes of the yearly assessment from the data file."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Criterion, CriterionKind, GradeBand, Group, Rule, Scheme
from departments.imports import LOADER, Entry, Shelf, Tally, entries, read_file
from departments.models import Department
from quality_portal.lib.dates import months_later

DATA = Path(__file__).resolve().parent / "data"
FIRST = 1
"""The edition that the data file holds."""


@transaction.atomic
def load_schemes_file(
    path: Path, *, years: Iterable[int], by: object = LOADER, overwrite: bool = False
) -> dict[str, Tally]:
    """Load the file's schemes for each of the years as their first edition.

    Years whose scheme is published or adopted, or has a later edition in force, stay as they are.

    Returns a tally per kind of row. Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    data = read_file(path)
    departments = {department.code: department for department in Department.objects.all()}
    schemes = Shelf(Scheme, ["year", "group", "edition"], by, overwrite)
    criteria = Shelf(Criterion, ["scheme_id", "code"], by, overwrite)
    bands = Shelf(GradeBand, ["scheme_id", "letter"], by, overwrite)
    grades = entries(path, "grade", data)
    for entry in entries(path, "scheme", data):
        parts = _criteria(entry)
        group = entry.pick("group", {str(value): value for value in Group.values})
        for year in years:
            known = schemes.rows.get((year, group, FIRST))
            if known is not None and (not known.is_current or known.adopted_at or known.is_published):
                schemes.tally.unchanged += 1
                continue
            scheme = schemes.put(entry, (year, group, FIRST), **_scheme_values(entry, year))
            for order, part in enumerate(parts, start=1):
                scorer = (part if "scorer" in part.fields else entry).pick("scorer", departments)
                _put_criterion(criteria, part, scheme, scorer, order)
            _drop_rest(criteria, scheme, {part.text("code") for part in parts})
            for grade in grades:
                values = {"name": grade.text("name"), "from_points": grade.decimal("from_points")}
                bands.put(grade, (scheme.pk, grade.text("letter")), **values)
    return {"schemes": schemes.tally, "criteria": criteria.tally, "grade bands": bands.tally}


def _criteria(entry: Entry) -> list[Entry]:
    """Return a scheme's criteria, each after the one it is part of.

    The scored parts of a criterion have to add up to its points, those at the top to the scheme's.
    """
    parts = [
        Entry(entry.file, f"{entry.name} {part.get('code', '')}".strip(), part)
        for part in entry.items("criterion")
        if isinstance(part, dict)
    ]
    sums: dict[str, Decimal] = {}
    owners = {"": entry}
    for part in parts:
        above = part.text("parent", "")
        if above not in owners:
            raise part.error("parent", _("“%(code)s” does not stand above it.") % {"code": above})
        owners[part.text("code")] = part
        if part.text("kind", CriterionKind.SCORED) == CriterionKind.SCORED:
            sums[above] = sums.get(above, Decimal(0)) + (part.decimal("points") or 0)
    for code, total in sums.items():
        if total != owners[code].decimal("points"):
            raise owners[code].error("points", _("the criteria add up to %(total)s.") % {"total": total})
    return parts


def _scheme_values(entry: Entry, year: int) -> dict[str, Any]:
    first, last = _period(entry, year)
    return {
        "code": f"{entry.text('code')}-{year}",
        "name": entry.text("name"),
        "period_start": first,
        "period_end": last,
    }


def _period(entry: Entry, year: int) -> tuple[date, date]:
    """Return the first and last day of the period that ends in the year: the year itself or twelve months."""
    text = entry.text("period")
    if text == "calendar":
        return date(year, 1, 1), date(year, 12, 31)
    try:
        first = date.fromisoformat(f"{year - 1}-{text}")
    except ValueError as error:
        raise entry.error("period", _("write “calendar” or a first day such as “07-01”.")) from error
    return first, months_later(first, 12) - timedelta(days=1)


def _put_criterion(
    criteria: Shelf[Criterion], part: Entry, scheme: Scheme, scorer: Department, order: int
) -> None:
    above = criteria.rows.get((scheme.pk, part.text("parent", "")))
    criteria.put(
        part,
        (scheme.pk, part.text("code")),
        parent_id=above.pk if above else None,
        name=part.text("name"),
        name_en=part.text("name_en", ""),
        kind=part.pick("kind", {str(value): value for value in CriterionKind.values}, CriterionKind.SCORED),
        is_key=part.flag("is_key"),
        points=part.decimal("points"),
        rule=part.pick("rule", {str(value): value for value in Rule.values}, Rule.MANUAL),
        params={name: _plain(value) for name, value in part.fields.get("params", {}).items()},
        standard=part.text("standard", ""),
        evidence=part.text("evidence", ""),
        clause=part.text("clause", ""),
        scored_by_id=scorer.pk,
        order=order,
    )


def _plain(value: Any) -> Any:
    """Exact decimals are kept as text: JSON has no decimals."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | str) else str(value)


def _drop_rest(criteria: Shelf[Criterion], scheme: Scheme, codes: set[str]) -> None:
    """Take out criteria that the file no longer has, unless people edited or scored them or their parts."""
    rest = scheme.criteria.exclude(code__in=codes).exclude(pk__in=criteria.edited).filter(scores=None)
    gone = {criterion.pk: criterion for criterion in rest}
    while removable := [
        each for each in gone.values() if not Criterion.objects.filter(parent=each.pk).exists()
    ]:
        for criterion in removable:
            criterion._history_user = criteria.by  # type: ignore[attr-defined]
            del gone[criterion.pk]
            criterion.delete()
