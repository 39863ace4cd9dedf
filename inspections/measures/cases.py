"""Figures that the enforcement cases give to the targets and to their own page."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.models import Case
from inspections.models.case import CaseQuerySet
from quality_portal.lib.numbers import rate
from targets.measures import UNKNOWN, Figure, Figures, Measure, Source

CLOSED_IN_TIME = "cases.closed_in_time"
YELLOW_CARDS = "cases.yellow_cards"


def closed_by(on: date) -> Q:
    """Return the condition that a case was closed in the calendar year up to the day."""
    return Q(closed_on__range=(date(on.year, 1, 1), on))


def closed_in_time_by(on: date) -> Q:
    """Return the condition that it was closed then without any step after its last day."""
    return closed_by(on) & Q(was_late=False)


def carded_by(on: date) -> Q:
    """Return the condition that a yellow card was given in the calendar year up to the day."""
    return Q(yellow_on__range=(date(on.year, 1, 1), on))


def counted(cases: CaseQuerySet) -> CaseQuerySet:
    """Return the cases with what the conditions above ask for."""
    return cases.with_lateness().with_yellow_card().order_by()


def _counts(place: str, on: date) -> dict[str, Count]:
    return {
        f"closed_{place}": Count("pk", filter=closed_by(on)),
        f"in_time_{place}": Count("pk", filter=closed_in_time_by(on)),
        f"cards_{place}": Count("pk", filter=carded_by(on)),
    }


def _figure(code: str, row: Mapping[str, Any], place: str) -> Figure:
    if code == YELLOW_CARDS:
        cards = row[f"cards_{place}"]
        return Figure(Decimal(cards), records=cards)
    closed, in_time = row[f"closed_{place}"], row[f"in_time_{place}"]
    if not closed:
        return UNKNOWN
    return Figure(rate(in_time, closed), Decimal(in_time), Decimal(closed), closed)


def case_figures(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the figures asked for on every date, in one query."""
    asked: dict[str, Count] = {}
    for place, on in enumerate(dates):
        asked |= _counts(str(place), on)
    row = counted(Case.objects.all()).aggregate(**asked)
    return {code: {on: _figure(code, row, str(place)) for place, on in enumerate(dates)} for code in codes}


def cases_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return a figure on a day for each township with such cases, in one query."""
    rows = counted(Case.objects.exclude(township=None)).values("township").annotate(**_counts("0", on))
    needed = "cards_0" if code == YELLOW_CARDS else "closed_0"
    found: list[dict[str, Any]] = list(rows)  # type: ignore[arg-type]
    return {row["township"]: _figure(code, row, "0") for row in found if row[needed]}


def _cases_url(measure: str, on: date, township: int | None) -> str:
    values = {"measure": measure, "on": on.isoformat()}
    if township is not None:
        values["township"] = str(township)
    return f"{reverse('cases:list')}?{urlencode(values)}"


def closed_url(on: date, township: int | None) -> str:
    """Return the address of the cases closed in the year up to the day."""
    return _cases_url(CLOSED_IN_TIME, on, township)


def cards_url(on: date, township: int | None) -> str:
    """Return the address of the cases with a yellow card of the year up to the day."""
    return _cases_url(YELLOW_CARDS, on, township)


SOURCE = Source("cases", case_figures, cases_by_township)

CASE_MEASURES = [
    Measure(
        code=CLOSED_IN_TIME,
        name=_("Enforcement cases closed in time"),
        formula=_(
            "Cases closed from 1 January to the day without any step after its last day, divided by all "
            "cases closed in that time."
        ),
        unit="%",
        source=SOURCE,
        records_url=closed_url,
    ),
    Measure(
        code=YELLOW_CARDS,
        name=_("Yellow cards"),
        formula=_("Orders to correct (yellow cards) given from 1 January to the day."),
        unit="张",
        source=SOURCE,
        records_url=cards_url,
    ),
]
