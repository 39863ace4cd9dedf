"""Figures of measures and attainment of targets, by unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from assessments.rules import figure
from targets import measures
from targets.measures import UNKNOWN, Figure
from targets.models import Target
from targets.progress import TargetProgress


def helpers_of(rows: Sequence[TargetProgress]) -> dict[int, set[int]]:
    """Return the departments that take part in each target."""
    helpers: dict[int, set[int]] = defaultdict(set)
    links = Target.cooperating.through.objects.filter(target__in=[row.target.pk for row in rows])
    for target, department in links.values_list("target_id", "department_id"):
        helpers[target].add(department)
    return helpers


def shares(
    params: Mapping[str, Any], rows: Sequence[TargetProgress], helpers: Mapping[int, set[int]]
) -> dict[int, list[dict[str, Any]]]:
    """Return the targets each department leads or takes part in, as they count for it; or the one named."""
    lead, cooperating = figure(params, "lead_weight"), figure(params, "cooperating_weight")
    named = params.get("target", "")
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if named and row.target.code != named:
            continue
        found[row.target.lead_id].append(_share(row, str(lead)))
        for department in sorted(helpers.get(row.target.pk, set()) - {row.target.lead_id}):
            found[department].append(_share(row, str(cooperating)))
    return found


def _share(row: TargetProgress, weight: str) -> dict[str, Any]:
    return {
        "name": f"{row.target.code} {row.target.label}",
        "attainment": None if row.attainment is None else str(row.attainment),
        "weight": weight,
        "reason": str(row.reason),
        "url": reverse("targets:detail", args=[row.target.code]) + f"?year={row.year}",
    }


class MeasureFigures:
    """The figures of measures on a day, asked once for all units of each measure."""

    def __init__(self, county: Iterable[str], by_unit: Iterable[str], on: date) -> None:
        self._on = on
        self._county = measures.figures(county, [on])
        self._units = {code: self._ask(code) for code in sorted(set(by_unit))}

    def _ask(self, code: str) -> dict[int, Figure]:
        measure = measures.get(code)
        if measure is None:
            return {}
        source = measure.source
        own = source.by_department(code, self._on) if source.by_department else {}
        return {**own, **source.by_township(code, self._on)}

    def given(self, code: str, unit: int, *, is_county: bool, is_township: bool) -> dict[str, Any]:
        """Return a unit's figure as a rule takes it."""
        if is_county:
            found = self._county.get(code, {}).get(self._on, UNKNOWN)
        else:
            found = self._units.get(code, {}).get(unit, UNKNOWN)
        measure = measures.get(code)
        township = unit if is_township and not is_county else None
        records = found.denominator if found.denominator is not None else found.records
        return {
            "name": str(measure.name) if measure else code,
            "rate": None if found.value is None else str(found.value),
            "records": int(records),
            "url": measure.records_url(self._on, township) if measure else "",
        }
