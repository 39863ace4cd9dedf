"""Plans, targets, goals, readings and measures for tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from departments.models import Department, User
from quality_portal.lib.uploads import CheckedFile, check_upload
from targets import measures
from targets.measures import UNKNOWN, Figure, Figures, Measure, Source
from targets.models import (
    Benchmark,
    Goal,
    Operator,
    Plan,
    PlanYear,
    Reading,
    ReadingState,
    Region,
    Sector,
    Target,
)
from tests.departments.factories import make_department, make_user

NOW = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
_numbers = count(1)


def make_plan(
    start_year: int = 2024,
    end_year: int = 2028,
    *,
    milestones: Sequence[int] = (2026, 2028),
    code: str = "",
    adopted_on: date | None = None,
) -> Plan:
    """Make a plan with its years."""
    plan = Plan.objects.create(
        code=code or f"plan-{next(_numbers)}",
        name="质量强县规划",
        start_year=start_year,
        end_year=end_year,
        adopted_on=adopted_on,
    )
    for year in range(start_year, end_year + 1):
        PlanYear.objects.create(plan=plan, year=year, is_milestone=year in milestones)
    return plan


def make_target(
    plan: Plan | None = None,
    *,
    code: str = "",
    measure: str = "",
    lead: Department | None = None,
    unit: str = "家",
    decimals: int = 0,
    sector: str = Sector.INDUSTRY,
    name: str = "通过质量体系认证的企业",
    baseline: str | None = None,
    **fields: Any,
) -> Target:
    """Make a target of a plan."""
    number = next(_numbers)
    if baseline is not None:
        fields.setdefault("baseline_year", 2023)
    return Target.objects.create(
        plan=plan or make_plan(),
        code=code or f"X{number}",
        name=name,
        sector=sector,
        lead=lead or make_department(),
        unit=unit,
        decimals=decimals,
        measure=measure,
        order=number,
        baseline=None if baseline is None else Decimal(baseline),
        **fields,
    )


def make_goal(
    target: Target,
    year: int = 2026,
    *,
    operator: str = Operator.AT_LEAST,
    value: str | None = "5",
    upper: str | None = None,
    region: str = "",
    statement: str = "",
    doubtful: bool = False,
    proposed: bool = False,
) -> Goal:
    """Make a goal; values are written as text."""
    return Goal.objects.create(
        target=target,
        year=year,
        operator=operator,
        value=None if value is None else Decimal(value),
        upper=None if upper is None else Decimal(upper),
        region=region,
        statement=statement,
        needs_confirmation=doubtful,
        is_proposed=proposed,
        note="原件此处不清" if doubtful else "",
    )


def make_reading(
    target: Target,
    as_of: date,
    value: str | None = None,
    *,
    grade: str = "",
    state: str = ReadingState.ACCEPTED,
    by: User | None = None,
) -> Reading:
    """Make a reading, accepted unless said otherwise."""
    person = by or make_user()
    checked = state != ReadingState.ENTERED
    return Reading.objects.create(
        target=target,
        as_of=as_of,
        value=None if value is None else Decimal(value),
        grade=grade,
        source="年度统计表",
        state=state,
        entered_at=NOW,
        entered_by=person,
        checked_at=NOW if checked else None,
        checked_by=person if checked else None,
    )


def make_evidence(name: str = "统计表.txt") -> CheckedFile:
    """Make a checked file as a department attaches it."""
    return check_upload(ContentFile("某年度统计表".encode(), name=name))


def make_benchmark(
    target: Target, year: int = 2026, value: str = "94.1", *, region: str = Region.PROVINCE
) -> Benchmark:
    """Make the average of a larger region."""
    return Benchmark.objects.create(
        target=target, region=region, year=year, value=Decimal(value), source="统计公报"
    )


class CountedSource:
    """Answers measures from values given by year, and counts how often it is asked."""

    def __init__(self, values: dict[str, dict[int, str]], townships: dict[int, str] | None = None) -> None:
        self.values = values
        self.townships = townships or {}
        self.questions: list[tuple[list[str], list[date]]] = []

    def figures(self, codes: Sequence[str], dates: Sequence[date]) -> Figures:
        """Answer from the values; years without one are unknown."""
        self.questions.append((list(codes), list(dates)))
        return {code: {day: self._figure(self.values[code].get(day.year)) for day in dates} for code in codes}

    def by_township(self, code: str, on: date) -> dict[int, Figure]:
        """Answer from the townships' values."""
        return {pk: self._figure(value) for pk, value in self.townships.items()}

    @staticmethod
    def _figure(value: str | None) -> Figure:
        if value is None:
            return UNKNOWN
        return Figure(Decimal(value), numerator=Decimal(value), denominator=Decimal(100), records=7)


@contextmanager
def registered(
    source: CountedSource, *, lapses: bool = False, whole_stays: bool = False, unit: str = "家"
) -> Iterator[None]:
    """Register a measure per code of the source for the length of a test."""
    made = [
        Measure(
            code=code,
            name=code,
            formula="certified enterprises with a valid certificate",
            unit=unit,
            source=Source("test", source.figures, source.by_township),
            records_url=lambda on, township: f"/records/?on={on}&township={township or ''}",
            lapses=lapses,
            whole_stays=whole_stays,
        )
        for code in source.values
    ]
    measures.register(made)
    try:
        yield
    finally:
        for measure in made:
            measures._registry.pop(measure.code)


def stored(**fields: Any) -> dict[str, str]:
    """Return a form's fields as a browser sends them."""
    return {name: "" if value is None else str(value) for name, value in fields.items()}
