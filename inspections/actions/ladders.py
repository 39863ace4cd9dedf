"""Loads the ladders of sanctions and the calendar of days off from their editable data files."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from departments.imports import LOADER, Entry, Shelf, Tally, entries
from inspections.actions.cases import refresh_due_days
from inspections.models import Field, Holiday, Ladder, Requirement, Step, StepWording
from inspections.models.ladder import Paper
from inspections.rules.terms import Authority, DayUnit, Outcome, OutcomeSet, Stage, Start, Track

DATA = Path(__file__).resolve().parent.parent / "data"
NEEDS = ("number", "officer", "evidence")
FLAGS = ("follows_deadline", "lapses", "is_mandatory", "closes", "is_yellow_card")
TEXTS = ("name_en", "fields", "levels", "caution", "caution_en")
DAYS = ("earliest", "latest", "hearing_days")


@transaction.atomic
def load_ladders(*, by: object = LOADER, overwrite: bool = False, folder: Path = DATA) -> dict[str, Tally]:
    """Load the holidays, the ladders and their steps; what the office edited stays unless ``overwrite``.

    Returns a tally per table. Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    holidays = _load_holidays(folder / "holidays.toml", by=by, overwrite=overwrite)
    ladders = _load_ladders(folder / "ladders.toml", by=by, overwrite=overwrite)
    steps, requirements = _load_steps(folder / "ladders.toml", ladders.rows, by=by, overwrite=overwrite)
    wordings = _load_wordings(folder / "ladders.toml", ladders.rows, steps.rows, by=by, overwrite=overwrite)
    refresh_due_days(by=by)
    return {
        "holidays": holidays.tally,
        "ladders": ladders.tally,
        "steps": steps.tally,
        "requirements": requirements.tally,
        "wordings": wordings.tally,
    }


def _days(entry: Entry) -> Iterator[tuple[date, bool]]:
    """Yield the days of a period of holidays, and the weekend days worked in exchange."""
    first, last = entry.fields.get("first"), entry.fields.get("last")
    if not isinstance(first, date) or not isinstance(last, date) or first > last:
        raise entry.error("first", _("write the first and the last day as 2024-05-01, in order."))
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset), False
    for day in entry.items("workdays"):
        if not isinstance(day, date):
            raise entry.error("workdays", _("write every day as 2024-05-01."))
        yield day, True


def _load_holidays(path: Path, *, by: object, overwrite: bool) -> Shelf[Holiday]:
    shelf = Shelf(Holiday, ["day"], by, overwrite)
    for entry in entries(path, "period"):
        for day, is_workday in _days(entry):
            shelf.put(entry, (day,), name=entry.text("name"), is_workday=is_workday)
    return shelf


def _load_ladders(path: Path, *, by: object, overwrite: bool) -> Shelf[Ladder]:
    shelf = Shelf(Ladder, ["code"], by, overwrite)
    for entry in entries(path, "ladder"):
        shelf.put(
            entry,
            (entry.text("code"),),
            name=entry.text("name"),
            name_en=entry.text("name_en", ""),
            field=entry.text("field", ""),
            is_default=entry.flag("is_default"),
            rest_months=entry.integer("rest_months"),
            rest_basis=entry.text("rest_basis", ""),
        )
    return shelf


def _load_steps(
    path: Path, ladders: dict[tuple[str, ...], Ladder], *, by: object, overwrite: bool
) -> tuple[Shelf[Step], Shelf[Requirement]]:
    """Put the steps in the file's order: what a step is counted from stands above it."""
    steps = Shelf(Step, ["ladder_id", "code"], by, overwrite)
    requirements = Shelf(Requirement, ["step_id", "after_id", "outcome"], by, overwrite)
    by_code = {code: ladder for (code,), ladder in ladders.items()}
    asked = []
    for number, entry in enumerate(entries(path, "step"), start=1):
        for ladder in entry.pick_all("ladders", by_code):
            known = {code: step for (pk, code), step in steps.rows.items() if pk == ladder.pk}
            values = _step_values(entry, {"": None, **known})
            step = steps.put(entry, (ladder.pk, entry.text("code")), order=number, **values)
            asked.append((entry, step))
    for entry, step in asked:
        known = {code: former for (pk, code), former in steps.rows.items() if pk == step.ladder_id}
        for words in entry.items("after"):
            code, _colon, outcome = str(words).partition(":")
            if code not in known or outcome not in {"", *Outcome.values}:
                raise entry.error("after", _("“%(code)s” is not known.") % {"code": words})
            requirements.put(entry, (step.pk, known[code].pk, outcome))
    return steps, requirements


def _load_wordings(
    path: Path,
    ladders: dict[tuple[str, ...], Ladder],
    steps: dict[tuple[Any, ...], Step],
    *,
    by: object,
    overwrite: bool,
) -> Shelf[StepWording]:
    shelf = Shelf(StepWording, ["step_id", "field"], by, overwrite)
    by_code = {code: ladder for (code,), ladder in ladders.items()}
    fields = {value: value for value in ("", *Field.values)}
    for entry in entries(path, "wording"):
        for ladder in entry.pick_all("ladders", by_code):
            known = {code: step for (pk, code), step in steps.items() if pk == ladder.pk}
            shelf.put(
                entry,
                (entry.pick("step", known).pk, entry.pick("field", fields, "")),
                basis=entry.text("basis"),
                warning=entry.text("warning", ""),
            )
    return shelf


def _step_values(entry: Entry, known: dict[str, Step | None]) -> dict[str, Any]:
    def word(name: str, values: list[str], default: Any = ...) -> str:
        return str(entry.pick(name, {value: value for value in values}, default))

    needs = entry.items("needs")
    if set(needs) - set(NEEDS):
        raise entry.error("needs", _("Possible are: %(codes)s.") % {"codes": " ".join(NEEDS)})
    return {
        "name": entry.text("name"),
        "track": word("track", Track.values),
        "stage": word("stage", ["", *Stage.values], ""),
        "basis": entry.text("basis"),
        "authority": word("authority", Authority.values),
        "start": word("start", Start.values, Start.OPENING.value),
        "counted_from": entry.pick("counted_from", known, ""),
        "unit": word("unit", DayUnit.values, DayUnit.CALENDAR.value),
        "outcomes": word("outcomes", OutcomeSet.values, OutcomeSet.PLAIN.value),
        "paper": word("paper", ["", *Paper.values], ""),
        **{name: entry.text(name, "") for name in TEXTS},
        **{name: entry.flag(name) for name in FLAGS},
        **{name: entry.integer(name) if name in entry.fields else None for name in DAYS},
        **{f"needs_{name}": name in needs for name in NEEDS},
    }
