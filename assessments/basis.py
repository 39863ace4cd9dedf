"""What scores are computed from: each source of records is asked once, however many units and criteria."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from assessments.models import Column, Criterion, Finding, Rule, Scheme, Score
from assessments.rules import Given, Hand, asks
from assessments.sources import credentials, figures, work
from departments.models import Department
from quality_portal.lib import clock
from targets.progress import TargetProgress, progress

RATE_MEASURE: Final = "spot_checks.pass_rate"
"""The measure a township's pass rate is read from."""


def hands(scheme: Scheme) -> dict[tuple[int, int], dict[str, Hand]]:
    """Return what people entered, by criterion and unit and then by column, in the columns' order."""
    found: dict[tuple[int, int], dict[str, Hand]] = defaultdict(dict)
    scores = Score.objects.filter(criterion__scheme=scheme).select_related("scored_by")
    order = list(Column)
    for score in sorted(scores, key=lambda score: order.index(Column(score.column))):
        column = Column(score.column)
        hand = Hand(score.points, score.reason, str(score.scored_by), column.label)
        found[score.criterion_id, score.unit_id][str(column)] = hand
    return found


def names_of_scorers(criteria: Iterable[Criterion]) -> dict[int, str]:
    """Return the names of the departments that score the criteria."""
    wanted = {criterion.scored_by_id for criterion in criteria if criterion.scored_by_id}
    return {unit.pk: unit.label for unit in Department.objects.filter(pk__in=wanted)}


class Basis:
    """The inputs of every rule of a scheme on a day; a source is asked when a rule first needs it."""

    def __init__(self, scheme: Scheme, criteria: Sequence[Criterion], as_of: date) -> None:
        self._scheme, self._criteria, self._as_of = scheme, criteria, as_of
        self._today = clock.today()
        self._register = credentials.Register(scheme, as_of)
        self._shares: dict[int, dict[int, list[dict[str, Any]]]] = {}

    def given(self, criterion: Criterion, unit: Department) -> Given | None:
        """Return what a rule makes points of; None where nobody has entered what it asks for."""
        if asks(criterion.rule, criterion.params) and criterion.rule != Rule.BONUS_ITEMS:
            return self.findings.get((criterion.pk, unit.pk))
        return ASKED[criterion.rule](self, criterion, unit)

    @cached_property
    def findings(self) -> dict[tuple[int, int], Given]:
        """What people found, by criterion and unit."""
        rows = Finding.objects.filter(criterion__scheme=self._scheme)
        return {(row.criterion_id, row.unit_id): row.inputs for row in rows}

    @cached_property
    def _progress(self) -> list[TargetProgress]:
        return progress(self._scheme.year, self._as_of)

    @cached_property
    def _helpers(self) -> dict[int, set[int]]:
        return figures.helpers_of(self._progress)

    @cached_property
    def _awards(self) -> dict[int, list[credentials.Awards]]:
        return credentials.awards(self._scheme, self._as_of)

    @cached_property
    def _figures(self) -> figures.MeasureFigures:
        county: list[str] = []
        by_unit: list[str] = []
        for criterion in self._criteria:
            code = measure_of(criterion)
            if code:
                (county if criterion.params.get("scope") == "county" else by_unit).append(code)
        return figures.MeasureFigures(county, by_unit, self._as_of)

    @cached_property
    def _reports(self) -> work.Rows:
        return work.reports(self._scheme, self._today)

    @cached_property
    def _tasks(self) -> work.Rows:
        return work.tasks(self._scheme, self._today)

    @cached_property
    def _meetings(self) -> work.Rows:
        return work.meetings(self._scheme, self._as_of)

    @cached_property
    def _incidents(self) -> work.Rows:
        return work.incidents(self._scheme, self._as_of)

    def by_targets(self, criterion: Criterion, unit: Department) -> Given:
        """Return the unit's targets with their attainment."""
        if criterion.pk not in self._shares:
            self._shares[criterion.pk] = figures.shares(criterion.params, self._progress, self._helpers)
        return {"shares": self._shares[criterion.pk].get(unit.pk, [])}

    def by_measure(self, criterion: Criterion, unit: Department) -> Given:
        """Return the figure of a measure, of the unit or of the county."""
        is_county = criterion.params.get("scope") == "county"
        code = measure_of(criterion)
        return self._figures.given(code, unit.pk, is_county=is_county, is_township=unit.is_township)

    def by_families(self, criterion: Criterion, unit: Department) -> Given:
        """Return the unit's credentials of some families."""
        township = unit.pk if unit.is_township else None
        awards = self._awards.get(unit.pk, [])
        return {
            "items": credentials.by_family(awards, criterion.params["families"], self._register, township)
        }

    def by_items(self, criterion: Criterion, unit: Department) -> Given:
        """Return the unit's credentials that earn points, and the items a person counted."""
        township = unit.pk if unit.is_township else None
        keys = [name for name, _points in criterion.params.get("credentials", ())]
        items = credentials.by_key(self._awards.get(unit.pk, []), keys, self._register, township)
        counted = self.findings.get((criterion.pk, unit.pk), {}).get("counts", {})
        items += [{"key": name, "name": name, "count": count} for name, count in counted.items()]
        return {"items": items}

    def by_reports(self, _criterion: Criterion, unit: Department) -> Given:
        """Return the unit's half-yearly reports."""
        return {"reports": self._reports.get(unit.pk, [])}

    def by_tasks(self, _criterion: Criterion, unit: Department) -> Given:
        """Return the unit's tasks."""
        return {"tasks": self._tasks.get(unit.pk, [])}

    def by_meetings(self, _criterion: Criterion, unit: Department) -> Given:
        """Return the meetings the unit was invited to."""
        return {"meetings": self._meetings.get(unit.pk, [])}

    def by_incidents(self, _criterion: Criterion, unit: Department) -> Given:
        """Return the incidents that take points from the unit."""
        return {"seen": self._incidents.get(unit.pk, [])}


def measure_of(criterion: Criterion) -> str:
    """Return the measure a criterion is scored by, empty where none is."""
    if criterion.rule == Rule.TOWNSHIP_PASS_RATE:
        return RATE_MEASURE
    return str(criterion.params.get("measure", "")) if criterion.rule in MEASURED else ""


MEASURED: Final = frozenset({Rule.MEASURE_RATE, Rule.STEP_RATE})

ASKED: Final[dict[str, Callable[[Basis, Criterion, Department], Given]]] = {
    Rule.TARGET_ATTAINMENT: Basis.by_targets,
    Rule.MEASURE_RATE: Basis.by_measure,
    Rule.STEP_RATE: Basis.by_measure,
    Rule.TOWNSHIP_PASS_RATE: Basis.by_measure,
    Rule.TOWNSHIP_CREDENTIALS: Basis.by_families,
    Rule.BONUS_ITEMS: Basis.by_items,
    Rule.REPORT_TIMELINESS: Basis.by_reports,
    Rule.TASK_CLOSING: Basis.by_tasks,
    Rule.MEETING_ATTENDANCE: Basis.by_meetings,
    Rule.DEDUCT_OCCURRENCE: Basis.by_incidents,
}
"""Which records each rule asks; the other rules ask a person."""
