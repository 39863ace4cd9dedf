"""Loading departments, duties and the leading group from their data files."""

from pathlib import Path

from django.db import transaction

from departments.imports import LOADER, Entry, Shelf, Tally, entries
from departments.models import Department, DepartmentKind, Duty, DutyArea, LeadingGroupSeat, SeatPosition

DATA = Path(__file__).resolve().parents[1] / "data"
EVERY_TOWNSHIP = "townships"
"""What stands for the lead department in a duty that every township carries."""


@transaction.atomic
def load_departments(
    *, by: object = LOADER, overwrite: bool = False, folder: Path = DATA
) -> dict[str, Tally]:
    """Load departments, townships, the leading group and the duties from the data files.

    Returns a tally per file. Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    departments = _load_units(folder / "departments.toml", by=by, overwrite=overwrite)
    seats = _load_seats(folder / "leading_group.toml", departments.rows, by=by, overwrite=overwrite)
    areas, duties = _load_duties(folder / "duties.toml", departments.rows, by=by, overwrite=overwrite)
    return {
        "departments": departments.tally,
        "leading_group": seats.tally,
        "duty_areas": areas.tally,
        "duties": duties.tally,
    }


def _load_units(path: Path, *, by: object, overwrite: bool) -> Shelf[Department]:
    shelf = Shelf(Department, ["code"], by, overwrite)
    for entry in entries(path, "department"):
        shelf.put(
            entry,
            (entry.text("code"),),
            name=entry.text("name"),
            name_en=entry.text("name_en", ""),
            short_name=entry.text("short_name"),
            kind=entry.pick("kind", {kind.value: kind.value for kind in DepartmentKind}),
            order=entry.integer("order", 0),
        )
    return shelf


def _load_seats(
    path: Path, departments: dict[tuple[str, ...], Department], *, by: object, overwrite: bool
) -> Shelf[LeadingGroupSeat]:
    shelf = Shelf(LeadingGroupSeat, ["position", "post"], by, overwrite)
    units: dict[str, Department | None] = {"": None, **_by_code(departments)}
    positions = {position.value: position.value for position in SeatPosition}
    for entry in entries(path, "seat"):
        shelf.put(
            entry,
            (entry.pick("position", positions), entry.text("post")),
            department=entry.pick("department", units, ""),
            order=entry.integer("order", 0),
        )
    return shelf


def _load_duties(
    path: Path, departments: dict[tuple[str, ...], Department], *, by: object, overwrite: bool
) -> tuple[Shelf[DutyArea], Shelf[Duty]]:
    areas = Shelf(DutyArea, ["code"], by, overwrite)
    for entry in entries(path, "area"):
        areas.put(
            entry,
            (entry.text("code"),),
            name=entry.text("name"),
            name_en=entry.text("name_en", ""),
            order=entry.integer("order", 0),
        )
    duties = Shelf(Duty, ["code"], by, overwrite)
    for number, entry in enumerate(entries(path, "duty"), start=1):
        _put_duty(duties, entry, areas.rows, _by_code(departments), order=number)
    return areas, duties


def _put_duty(
    duties: Shelf[Duty],
    entry: Entry,
    areas: dict[tuple[str, ...], DutyArea],
    departments: dict[str, Department],
    *,
    order: int,
) -> None:
    """Put one duty on the shelf; duties stand in the order of the file."""
    holder = entry.pick("department", {EVERY_TOWNSHIP: None, **departments})
    duties.put(
        entry,
        (entry.text("code"),),
        lead=holder,
        all_townships=holder is None,
        cooperating=entry.pick_all("cooperating", departments),
        area=entry.pick("area", {code: area for (code,), area in areas.items()}),
        text=entry.text("text"),
        clause=entry.text("clause"),
        order=order,
    )


def _by_code(departments: dict[tuple[str, ...], Department]) -> dict[str, Department]:
    return {code: department for (code,), department in departments.items()}
