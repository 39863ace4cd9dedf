"""Every change to the plan: goals set and confirmed, readings entered and checked, averages entered."""

from dataclasses import dataclass
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
from quality_portal.lib.uploads import CheckedFile, kept
from targets.imports import DATA, load_plan_file
from targets.models import Benchmark, Goal, Operator, Plan, PlanYear, Reading, ReadingState, Target

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
EVIDENCE_FOLDER = "readings"


def hold_year(plan: Plan, year: int) -> None:
    """Hold a year of the plan until the transaction ends, so that it is not closed in between.

    Raises ValidationError when it is closed.
    """
    list(PlanYear.objects.select_for_update(of=("self",)).filter(plan=plan, year=year))
    plan.refuse_closed(year)


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
    target: Target,
    year: int,
    by: User,
    version: int | None,
    operator: str,
    change_reason: str = "",
    **values: Any,
) -> Goal:
    """Set what a target is to reach by the end of a year; setting a proposed goal adopts it.

    ``version`` is that of the goal the person saw, None where there was none. ``change_reason`` is asked
    for where the plan is adopted; it is kept in the history beside the old value. Raises EditConflict when
    the goal was changed or set since, ValidationError with the fields' messages.
    """
    plan = target.plan
    if not plan.start_year <= year <= plan.end_year:
        years = {"first": plan.start_year, "last": plan.end_year}
        raise ValidationError({"year": _("The plan runs from %(first)d to %(last)d.") % years})
    hold_year(plan, year)
    fitted = {**_fitted(operator, values), "change_reason": change_reason, "is_proposed": False}
    goal = target.goals.filter(year=year).first()
    if goal is None:
        return create_record(Goal(target=target, year=year, **fitted), by=by)
    if version is None:
        raise EditConflict(goal)
    return change_record(goal, by=by, version=version, **fitted)


@transaction.atomic
def confirm_goal(*, goal: Goal, by: User, version: int, now: datetime, operator: str, **values: Any) -> Goal:
    """Confirm, and where needed correct, a goal whose figure in the founding document is doubtful.

    Raises ValidationError when the goal is not doubtful or the values do not fit; EditConflict when it
    was changed since.
    """
    if not goal.is_doubtful:
        raise ValidationError(_("This goal does not wait for confirmation."))
    hold_year(goal.target.plan, goal.year)
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


@dataclass(frozen=True, slots=True)
class Entered:
    """What is entered about a target on a day: a value, a grade, or why there is none; and its evidence."""

    as_of: date
    source: str
    value: Decimal | None = None
    grade: str = ""
    no_value: str = ""
    evidence: CheckedFile | None = None


def missing_for_reading(target: Target, entered: Entered, *, today: date) -> dict[str, Promise | str]:
    """Return why a reading cannot be entered, by field."""
    if entered.as_of > today:
        return {"as_of": _("The day lies in the future.")}
    graded = wants_grade(target, entered.as_of.year)
    if target.measure and not graded:
        return {"as_of": _("The figure of this year is computed from records; no reading is entered.")}
    if entered.no_value:
        said = {"grade": entered.grade} if graded else {"value": entered.value}
        both = _("Enter either this or why there is no value, not both.")
        return {name: both for name, value in said.items() if value not in (None, "")}
    if graded and not entered.grade:
        return {"grade": _("The goal of this year is qualitative: choose a grade.")}
    if not graded and entered.value is None:
        return {"value": _("Enter the figure, or choose why there is none.")}
    return {} if entered.evidence else {"evidence": _("Attach the document this figure comes from.")}


def add_reading(
    *, target: Target, by: User, now: datetime, today: date, evidence: CheckedFile | None = None, **said: Any
) -> Reading:
    """Enter a target's value or grade on a day, or why there is none, with its source and evidence.

    ``said`` are the other fields of `Entered`. It counts once the office accepts it. A reading of the same
    day that the office returned is entered anew. Raises ValidationError with the fields' messages.
    """
    entered = Entered(evidence=evidence, **said)
    missing = missing_for_reading(target, entered, today=today)
    if missing:
        raise ValidationError(dict(missing))
    graded = wants_grade(target, entered.as_of.year)
    values: dict[str, Any] = {
        "value": None if graded else entered.value,
        "grade": entered.grade if graded else "",
        "no_value": entered.no_value,
        "override_reason": "",
        "state": ReadingState.ENTERED,
        "checked_at": None,
        "checked_by": None,
    }
    return _enter(target, entered, values, by=by, now=now)


def override_figure(
    *, target: Target, by: User, now: datetime, today: date, reason: str, **said: Any
) -> Reading:
    """Set a value in place of the one computed from records, with the reason; it counts at once.

    ``said`` are fields of `Entered`. Both values stay visible. Returning the reading ends the override.
    Raises ValidationError with the fields' messages.
    """
    entered = Entered(**said)
    missing = missing_for_override(target, entered, today=today, reason=reason)
    if missing:
        raise ValidationError(dict(missing))
    values = {
        "value": entered.value,
        "override_reason": reason,
        "state": ReadingState.ACCEPTED,
        "checked_at": now,
        "checked_by": by,
    }
    return _enter(target, entered, values, by=by, now=now)


def missing_for_override(
    target: Target, entered: Entered, *, today: date, reason: str
) -> dict[str, Promise | str]:
    """Return why a computed figure cannot be overridden, by field."""
    if entered.as_of > today:
        return {"as_of": _("The day lies in the future.")}
    if not target.measure or wants_grade(target, entered.as_of.year):
        return {"as_of": _("No computed figure counts in this year; enter a reading instead.")}
    if entered.value is None:
        return {"value": _("Enter the figure that is to count.")}
    return {} if reason.strip() else {"reason": _("Say why the computed figure does not hold.")}


def _enter(target: Target, entered: Entered, values: dict[str, Any], *, by: User, now: datetime) -> Reading:
    """Store a reading with its file; a returned one of the same day is written anew."""
    with kept(entered.evidence, EVIDENCE_FOLDER) as stored, transaction.atomic():
        hold_year(target.plan, entered.as_of.year)
        values |= {"source": entered.source, "remark": "", "entered_at": now, "entered_by": by}
        values |= {
            "evidence": stored,
            "evidence_name": entered.evidence.name if entered.evidence else "",
            "evidence_sha256": entered.evidence.sha256 if entered.evidence else "",
        }
        known = target.readings.filter(as_of=entered.as_of).first()
        if known is None:
            return create_record(Reading(target=target, as_of=entered.as_of, **values), by=by)
        if not known.may_become(ReadingState.ENTERED):
            taken = _("There is already a reading for this day; the office can return it.")
            raise ValidationError({"as_of": taken})
        return change_record(known, by=by, version=known.version, **values)


@transaction.atomic
def check_reading(
    *, reading: Reading, by: User, now: datetime, version: int, accept: bool, remark: str = ""
) -> Reading:
    """Accept a reading, so that it counts, or return it with a remark on what to correct.

    Raises EditConflict when the reading was changed since, ValidationError when the remark is missing or
    the reading does not stand where this can be done.
    """
    if not accept and not remark.strip():
        raise ValidationError({"remark": _("Write what is to be corrected.")})
    hold_year(reading.target.plan, reading.as_of.year)
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
    hold_year(target.plan, year)
    known = target.benchmarks.filter(region=region, year=year).first()
    if known is None:
        row = Benchmark(target=target, region=region, year=year, value=value, source=source)
        return create_record(row, by=by)
    if version is None:
        raise EditConflict(known)
    return change_record(known, by=by, version=version, value=value, source=source)
