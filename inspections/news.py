"""What the spot checks and their cases tell in half-yearly reports.

A township hears of what was drawn there; the unit that leads the target of a figure hears of the county.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from departments.news import News, NewsByUnit, Source
from inspections.measures.spot_checks import MEASURE
from inspections.models import Case, Incident
from inspections.queries.rates import Tally, tallies_by_township, tally
from quality_portal.lib.documents.wording import chinese_date
from quality_portal.lib.numbers import format_decimal
from targets.models import Target


@dataclass(frozen=True, slots=True)
class Moves:
    """Cases opened and closed in a period."""

    opened: int = 0
    closed: int = 0

    def __add__(self, other: "Moves") -> "Moves":
        return Moves(self.opened + other.opened, self.closed + other.closed)


def gather(since: date, until: date) -> NewsByUnit:
    """Return what the checks tell every unit, in five queries."""
    found: defaultdict[int, list[News]] = defaultdict(list)
    for township, counted in tallies_by_township(since, until).items():
        found[township].append(_samples(counted, since, until, township))
    moves = _moves(since, until)
    for unit, moved in moves.items():
        if unit is not None:
            found[unit].append(_cases(moved, unit))
    whole = _whole_county(moves, since, until)
    leads = Target.objects.active().filter(measure=MEASURE).values_list("lead", flat=True)
    for lead in set(leads) if whole else ():
        found[lead] += whole
    for unit, count in _incidents(since, until):
        found[unit].append(_incident_news(count, since, until, unit))
    return dict(found)


def _whole_county(moves: "dict[int | None, Moves]", since: date, until: date) -> list[News]:
    """Return what the unit that leads the pass rate's target hears."""
    counted, moved = tally(since, until), sum(moves.values(), Moves())
    news = [_samples(counted, since, until, None)] if counted.tested else []
    return news if moved == Moves() else [*news, _cases(moved, None)]


def _samples(counted: Tally, since: date, until: date, township: int | None) -> News:
    values = {"first": since.isoformat(), "last": until.isoformat()}
    if township is not None:
        values["township"] = str(township)
    whose = "全县" if township is None else "辖区"
    text = (
        f"{chinese_date(since)}至{chinese_date(until)}，{whose}监督抽查{counted.tested}批次，"
        f"合格{counted.passed}批次，不合格{counted.failed}批次，"
        f"批次合格率{format_decimal(counted.pass_rate, 2)}%。"
    )
    return News(
        "spot_checks",
        "监督抽查",
        text,
        f"{reverse('inspections:list')}?{urlencode(values)}",
        {"tested": counted.tested, "failed": counted.failed},
    )


def _moves(since: date, until: date) -> dict[int | None, Moves]:
    days = (since, until)
    opened, closed = Q(opened_on__range=days), Q(closed_on__range=days)
    rows = (
        Case.objects.filter(opened | closed)
        .order_by()
        .values_list("township")
        .annotate(opened_count=Count("pk", filter=opened), closed_count=Count("pk", filter=closed))
    )
    return {unit: Moves(opened_count, closed_count) for unit, opened_count, closed_count in rows}


def _cases(moved: Moves, township: int | None) -> News:
    query = "" if township is None else f"?{urlencode({'township': township})}"
    return News(
        "cases",
        "不合格产品后处理",
        f"不合格产品后处理案件新立案{moved.opened}件，办结{moved.closed}件。",
        f"{reverse('cases:list')}{query}",
        {"opened": moved.opened, "closed": moved.closed},
    )


def _incidents(since: date, until: date) -> list[tuple[int, int]]:
    rows = Incident.objects.for_period(since, until).order_by().values_list("department")
    return list(rows.annotate(count=Count("pk")))


def _incident_news(count: int, since: date, until: date, unit: int) -> News:
    query = urlencode({"department": unit, "year": until.year})
    return News(
        "incidents",
        "质量事件",
        f"发生质量事故、属实投诉或媒体曝光{count}起。",
        f"{reverse('registers:incidents')}?{query}",
        {"incidents": count},
    )


NEWS = Source("inspections", gather)
