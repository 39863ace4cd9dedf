"""Loading the schemes of the yearly assessment from the data file."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Criterion, GradeBand, Group, Rule, Scheme
from departments.imports import LOADER, Entry, Shelf, Tally, entries, read_file
from departments.models import Department
from quality_portal.lib.dates import months_later

DATA = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_schemes_file(
    path: Path, *, years: Iterable[int], by: object = LOADER, overwrite: bool = False
) -> dict[str, Tally]:
    """Load the file's schemes for each of the years; published ones stay as they were published.

    Returns a tally per kind of row. Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    data = read_file(path)
    departments = {department.code: department for department in Department.objects.all()}
    schemes = Shelf(Scheme, ["year", "group"], by, overwrite)
    criteria = Shelf(Criterion, ["scheme_id", "code"], by, overwrite)
    bands = Shelf(GradeBand, ["scheme_id", "letter"], by, overwrite)
    grades = entries(path, "grade", data)
    for entry in entries(path, "scheme", data):
        parts = _criteria(entry)
        scorer = entry.pick("scorer", departments)
        group = entry.pick("group", {str(value): value for value in Group.values})
        for year in years:
            known = schemes.rows.get((year, group))
            if known is not None and known.is_published:
                schemes.tally.unchanged += 1
                continue
            scheme = schemes.put(entry, (year, group), **_scheme_values(entry, year))
            for order, part in enumerate(parts, start=1):
                _put_criterion(criteria, part, scheme, scorer, order)
            _drop_rest(criteria, scheme, {part.text("code") for part in parts})
            for grade in grades:
                values = {"name": grade.text("name"), "from_points": grade.decimal("from_points")}
                bands.put(grade, (scheme.pk, grade.text("letter")), **values)
    return {"schemes": schemes.tally, "criteria": criteria.tally, "grade bands": bands.tally}


def _criteria(entry: Entry) -> list[Entry]:
    """Return a scheme's criteria; their points have to add up to the scheme's."""
    parts = [
        Entry(entry.file, f"{entry.name} {part.get('code', '')}".strip(), part)
        for part in entry.items("criterion")
        if isinstance(part, dict)
    ]
    total = sum(part.decimal("points") or 0 for part in parts)
    if total != entry.decimal("points"):
        reason = _("the criteria add up to %(total)s.") % {"total": total}
        raise entry.error("points", reason)
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
    criteria.put(
        part,
        (scheme.pk, part.text("code")),
        name=part.text("name"),
        name_en=part.text("name_en", ""),
        points=part.decimal("points"),
        rule=part.pick("rule", {str(value): value for value in Rule.values}),
        params={name: _plain(value) for name, value in part.fields.get("params", {}).items()},
        evidence=part.text("evidence", ""),
        clause=part.text("clause", ""),
        scored_by=scorer,
        order=order,
    )


def _plain(value: Any) -> Any:
    """Exact decimals are kept as text: JSON has no decimals."""
    return value if isinstance(value, int | str | list) else str(value)


def _drop_rest(criteria: Shelf[Criterion], scheme: Scheme, codes: set[str]) -> None:
    """Take out criteria that the file no longer has, unless people edited or scored them."""
    rest = scheme.criteria.exclude(code__in=codes).exclude(pk__in=criteria.edited).filter(scores=None)
    for criterion in rest:
        criterion._history_user = criteria.by  # type: ignore[attr-defined]
        criterion.delete()
