"""Every change to the plan: goals set and confirmed, readings entered and checked, averages entered."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from departments.imports import LOADER, Tally
from departments.models import User
from departments.records import EditConflict, change_record, create_record
from targets.imports import DATA, load_plan_file
from targets.models import Benchmark, Goal, Operator, Reading, ReadingState, Target

_BLANK: dict[str, Any] = {"value": None, "upper": None, "region": "", "statement": ""}
_USED: dict[str, tuple[str, ...]] = {
    Operator.AT_LEAST: ("value",),
    Operator.AT_MOST: ("value",),
    Operator.ABOUT: ("value",),
    Operator.RANGE: ("value", "upper"),
    Operator.BENCHMARK: ("region",),
    Operator.QUALITATIVE: ("statement",),
}
"""What a goal says, by its operator; the rest stays empty, so that no stale figure is left behind."""


def load_plan(
    *, by: object = LOADER, overwrite: bool = False, path: Path = DATA / "plan.toml"
) -> dict[str, Tally]:
    """Load the founding plan's years, targets, goals and published averages.

    Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    return load_plan_file(path, by=by, overwrite=overwrite)


def missing_for_goal(operator: str, values: dict[str, Any]) -> dict[str, Promise | str]:
    """Return what a goal of this operator still needs, by field."""
    wanted = _("The chosen meaning needs this.")
    return {name: wanted for name in _USED[operator] if values.get(name) in (None, "")}


@transaction.atomic
def set_goal(
    *, target: Target, year: int, by: User, version: int | None, operator: str, **values: Any
) -> Goal:
    """Set what a target is to reach by the end of a year; setting a proposed goal adopts it.

    ``version`` is that of the goal the person saw, None where there was none. Raises EditConflict when
    the goal was changed or set since, ValidationError with the fields' messages.
    """
    plan = target.plan
    if not plan.start_year <= year <= plan.end_year:
        years = {"first": plan.start_year, "last": plan.end_year}
        raise ValidationError({"year": _("The plan runs from %(first)d to %(last)d.") % years})
    fitted = _fitted(operator, values)
    goal = target.goals.filter(year=year).first()
    if goal is None:
        return create_record(Goal(target=target, year=year, is_proposed=False, **fitted), by=by)
    if version is None:
        raise EditConflict(goal)
    return change_record(goal, by=by, version=version, is_proposed=False, **fitted)


@transaction.atomic
def confirm_goal(*, goal: Goal, by: User, version: int, now: datetime, operator: str, **values: Any) -> Goal:
    """Confirm, and where needed correct, a goal whose figure in the founding document is doubtful.

    Raises ValidationError when the goal is not doubtful or the values do not fit; EditConflict when it
    was changed since.
    """
    if not goal.is_doubtful:
        raise ValidationError(_("This goal does not wait for confirmation."))
    fitted = _fitted(operator, values)
    return change_record(
        goal, by=by, version=version, confirmed_at=now, confirmed_by=by, is_proposed=False, **fitted
    )


def _fitted(operator: str, values: dict[str, Any]) -> dict[str, Any]:
    """Check the values against the operator and drop those it does not use."""
    missing = missing_for_goal(operator, values)
    if missing:
        raise ValidationError(dict(missing))
    used = {name: values[name] for name in _USED[operator]}
    others = {name: value for name, value in values.items() if name not in _BLANK and value is not None}
    return {"operator": operator, **_BLANK, **used, **others}


def wants_grade(target: Target, year: int) -> bool:
    """Tell whether the year's goal is qualitative, so that a reading is a grade."""
    return target.goals.filter(year=year, operator=Operator.QUALITATIVE).exists()


def takes_readings(target: Target) -> bool:
    """Tell whether readings of the target can count: nothing is measured, or a goal asks for a grade."""
    return not target.measure or target.goals.filter(operator=Operator.QUALITATIVE).exists()


def missing_for_reading(
    target: Target, *, as_of: date, today: date, value: Decimal | None, grade: str
) -> dict[str, Promise | str]:
    """Return why a reading cannot be entered, by field."""
    if as_of > today:
        return {"as_of": _("The day lies in the future.")}
    if wants_grade(target, as_of.year):
        return {} if grade else {"grade": _("The goal of this year is qualitative: choose a grade.")}
    if target.measure:
        return {"as_of": _("The figure of this year is computed from records; no reading is entered.")}
    return {} if value is not None else {"value": _("Enter the figure.")}


@transaction.atomic
def add_reading(
    *,
    target: Target,
    by: User,
    now: datetime,
    today: date,
    as_of: date,
    source: str,
    value: Decimal | None = None,
    grade: str = "",
) -> Reading:
    """Enter a target's value or grade on a day, with where it comes from.

    It counts once the office accepts it. A reading of the same day that the office returned is entered
    anew. Raises ValidationError with the fields' messages.
    """
    missing = missing_for_reading(target, as_of=as_of, today=today, value=value, grade=grade)
    if missing:
        raise ValidationError(dict(missing))
    graded = wants_grade(target, as_of.year)
    entered: dict[str, Any] = {
        "value": None if graded else value,
        "grade": grade if graded else "",
        "source": source,
        "state": ReadingState.ENTERED,
        "entered_at": now,
        "entered_by": by,
    }
    known = target.readings.filter(as_of=as_of).first()
    if known is None:
        return create_record(Reading(target=target, as_of=as_of, **entered), by=by)
    if not known.may_become(ReadingState.ENTERED):
        taken = _("There is already a reading for this day; the office can return it.")
        raise ValidationError({"as_of": taken})
    return change_record(known, by=by, version=known.version, checked_at=None, checked_by=None, **entered)


def check_reading(
    *, reading: Reading, by: User, now: datetime, version: int, accept: bool, remark: str = ""
) -> Reading:
    """Accept a reading, so that it counts, or return it with a remark on what to correct.

    Raises EditConflict when the reading was changed since, ValidationError when the remark is missing or
    the reading does not stand where this can be done.
    """
    if not accept and not remark.strip():
        raise ValidationError({"remark": _("Write what is to be corrected.")})
    state = ReadingState.ACCEPTED if accept else ReadingState.RETURNED
    if reading.version == version and not reading.may_become(state):
        here = {"state": reading.get_state_display()}
        raise ValidationError(_("This cannot be done with a reading that is “%(state)s”.") % here)
    return change_record(
        reading, by=by, version=version, state=state, remark=remark, checked_at=now, checked_by=by
    )


@transaction.atomic
def set_benchmark(
    *, target: Target, region: str, year: int, value: Decimal, source: str, by: User, version: int | None
) -> Benchmark:
    """Enter the average of a larger region in a year, with where it was published.

    ``version`` is that of the figure the person saw, None where there was none. Raises EditConflict when
    it was changed or entered since, ValidationError with the fields' messages.
    """
    known = target.benchmarks.filter(region=region, year=year).first()
    if known is None:
        row = Benchmark(target=target, region=region, year=year, value=value, source=source)
        return create_record(row, by=by)
    if version is None:
        raise EditConflict(known)
    return change_record(known, by=by, version=version, value=value, source=source)
