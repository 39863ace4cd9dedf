"""Figures that the registers give to the targets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.models import InfringementCase
from quality_portal.lib.numbers import rate
from targets.measures import UNKNOWN, Figure, Figures, Measure, Source

CLOSED_RATIO = "infringements.closed_ratio"


def found_by(on: date) -> Q:
    """Return the condition that a case was found in the calendar year up to the day."""
    return Q(found_on__range=(date(on.year, 1, 1), on))


def counts(on: date) -> tuple[Count, Count]:
    """Return how to count the cases found, and those of them closed or handed over by the day."""
    return Count("pk", filter=found_by(on)), Count("pk", filter=found_by(on) & Q(closed_on__lte=on))


def figure_of(found: int, ended: int) -> Figure:
    """Return the share of cases that ended, in per cent; unknown where none was found."""
    if not found:
        return UNKNOWN
    return Figure(rate(ended, found), Decimal(ended), Decimal(found), found)


def closed_ratios(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the share on every date, in one query."""
    asked: dict[str, Any] = {}
    for place, on in enumerate(dates):
        asked[f"found_{place}"], asked[f"ended_{place}"] = counts(on)
    answer = InfringementCase.objects.order_by().aggregate(**asked)
    figures = {
        on: figure_of(answer[f"found_{place}"], answer[f"ended_{place}"]) for place, on in enumerate(dates)
    }
    return dict.fromkeys(codes, figures)


def ratios_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return each township's share on a day, in one query; townships without a case are left out."""
    found, ended = counts(on)
    rows = (
        InfringementCase.objects.filter(found_by(on), township__isnull=False)
        .order_by()
        .values_list("township")
        .annotate(found_count=found, ended_count=ended)
    )
    return {township: figure_of(number, over) for township, number, over in rows}


def cases_url(on: date, township: int | None) -> str:
    """Return the address of the cases behind a figure."""
    values = {"first": date(on.year, 1, 1).isoformat(), "last": on.isoformat()}
    if township is not None:
        values["township"] = str(township)
    return f"{reverse('registers:infringements')}?{urlencode(values)}"


REGISTER_MEASURES = [
    Measure(
        code=CLOSED_RATIO,
        name=_("Infringement cases closed"),
        formula=_(
            "Infringement cases found from 1 January to the day and closed or handed over by then, "
            "divided by all found in that time."
        ),
        unit="%",
        source=Source("infringements", closed_ratios, ratios_by_township),
        records_url=cases_url,
    ),
]
