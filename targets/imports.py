"""Loading the plan, its targets, goals and published averages from the data file."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from departments.imports import LOADER, Entry, Shelf, Tally, entries, read_file
from departments.models import Department
from targets.models import (
    Benchmark,
    Goal,
    Operator,
    OverPeriods,
    OverUnits,
    Plan,
    PlanYear,
    Region,
    Sector,
    Target,
)

DATA = Path(__file__).resolve().parent / "data"
ESTIMATED = "基期值系测算数，规划未载明，待核对。"
"""Joined to the note of a target whose baseline the plan does not state."""
BY_FILE = "按规划数据文件更新"
"""Why a goal changes that the data file brings up to itself."""


@transaction.atomic
def load_plan_file(path: Path, *, by: object = LOADER, overwrite: bool = False) -> dict[str, Tally]:
    """Load a plan with everything in it; departments have to be there already.

    Returns a tally per kind of row. Raises DataFileError, and writes nothing, when an entry does not fit.
    """
    data = read_file(path)
    plan, plans, years = _load_plan(_plan_entry(path, data), by=by, overwrite=overwrite)
    targets = Shelf(Target, ["plan_id", "code"], by, overwrite)
    goals = Shelf(Goal, ["target_id", "year"], by, overwrite)
    departments = {department.code: department for department in Department.objects.all()}
    for entry in entries(path, "target", data):
        target = _put_target(targets, entry, plan, departments)
        for goal in entries(path, "goal", entry.fields):
            _put_goal(goals, Entry(goal.file, f"{entry.name}, {goal.name}", goal.fields), target)
    benchmarks = load_benchmarks(path, plan=plan, by=by, overwrite=overwrite)
    return {
        "plans": plans.tally,
        "plan_years": years.tally,
        "targets": targets.tally,
        "goals": goals.tally,
        "benchmarks": benchmarks,
    }


@transaction.atomic
def load_benchmarks(path: Path, *, plan: Plan, by: object = LOADER, overwrite: bool = False) -> Tally:
    """Load the averages (``[[benchmark]]``) of larger regions from a data file."""
    shelf = Shelf(Benchmark, ["target_id", "region", "year"], by, overwrite)
    targets = {target.code: target for target in plan.targets.all()}
    regions = {region.value: region.value for region in Region}
    for entry in entries(path, "benchmark"):
        target = entry.pick("target", targets)
        key = (target.pk, entry.pick("region", regions), entry.integer("year"))
        shelf.put(entry, key, value=entry.decimal("value"), source=entry.text("source"))
    return shelf.tally


def _plan_entry(path: Path, data: dict[str, Any]) -> Entry:
    entry = Entry(path.name, "plan", data)
    fields = data.get("plan")
    if not isinstance(fields, dict):
        raise entry.error("plan", gettext("write the plan under [plan]."))
    return Entry(path.name, "plan", fields)


def _load_plan(entry: Entry, *, by: object, overwrite: bool) -> tuple[Plan, Shelf[Plan], Shelf[PlanYear]]:
    plans = Shelf(Plan, ["code"], by, overwrite)
    years = Shelf(PlanYear, ["plan_id", "year"], by, overwrite)
    plan = plans.put(
        entry,
        (entry.text("code"),),
        name=entry.text("name"),
        start_year=entry.integer("start_year"),
        end_year=entry.integer("end_year"),
    )
    milestones = entry.items("milestones")
    for year in range(plan.start_year, plan.end_year + 1):
        years.put(entry, (plan.pk, year), is_milestone=year in milestones)
    return plan, plans, years


def _put_target(shelf: Shelf[Target], entry: Entry, plan: Plan, departments: dict[str, Department]) -> Target:
    is_estimated = entry.flag("baseline_estimated")
    return shelf.put(
        entry,
        (plan.pk, entry.text("code")),
        name=entry.text("name"),
        name_en=entry.text("name_en", ""),
        sector=entry.pick("sector", {sector.value: sector.value for sector in Sector}),
        lead=entry.pick("department", departments),
        cooperating=entry.pick_all("cooperating", departments),
        unit=entry.text("unit", ""),
        decimals=entry.integer("decimals", 0),
        measure=entry.text("measure", ""),
        over_periods=entry.pick("over_periods", {rule.value: rule.value for rule in OverPeriods}, "latest"),
        over_units=entry.pick("over_units", {rule.value: rule.value for rule in OverUnits} | {"": ""}, ""),
        green_from=entry.decimal("green_from"),
        yellow_from=entry.decimal("yellow_from"),
        order=entry.integer("order", 0),
        clause=entry.text("clause", ""),
        note=entry.text("note", "") + (ESTIMATED if is_estimated else ""),
        baseline=entry.decimal("baseline"),
        baseline_year=entry.integer("baseline_year") if "baseline_year" in entry.fields else None,
    )


def _put_goal(shelf: Shelf[Goal], entry: Entry, target: Target) -> Goal:
    values: dict[str, Any] = {
        "operator": entry.pick("operator", {operator.value: operator.value for operator in Operator}),
        "value": entry.decimal("value"),
        "upper": entry.decimal("upper"),
        "region": entry.pick("benchmark", {region.value: region.value for region in Region} | {"": ""}, ""),
        "statement": entry.text("statement", ""),
        "is_proposed": entry.flag("proposed"),
        "note": entry.text("note", ""),
        "needs_confirmation": entry.flag("needs_confirmation"),
        "confirmed_at": None,
        "confirmed_by": None,
    }
    if "tolerance" in entry.fields:
        values["tolerance"] = entry.decimal("tolerance")
    key = (target.pk, entry.integer("year"))
    known = shelf.rows.get(key)
    if known is not None and any(getattr(known, name) != value for name, value in values.items()):
        values["change_reason"] = BY_FILE
    return shelf.put(entry, key, **values)
