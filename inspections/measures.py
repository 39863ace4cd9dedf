"""Figures that the spot checks give to the targets."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inspections.case_measures import CASE_MEASURES
from inspections.models import Sample
from inspections.queries import Tally, daily_tallies, tallies_by_township
from inspections.register_measures import REGISTER_MEASURES
from targets.measures import UNKNOWN, Figure, Figures, Measure, Source

MEASURE = "spot_checks.pass_rate"


def year_to(on: date) -> tuple[date, date]:
    """Return the period a figure speaks of: the calendar year up to the day."""
    return date(on.year, 1, 1), on


def figure_of(tally: Tally) -> Figure:
    """Return a tally as a figure: unknown where nothing was tested."""
    if not tally.tested:
        return UNKNOWN
    return Figure(tally.pass_rate, Decimal(tally.passed), Decimal(tally.tested), tally.tested)


def pass_rates(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the pass rate on every date, in one query."""
    if not dates:
        return {code: {} for code in codes}
    days = daily_tallies(date(min(dates).year, 1, 1), max(dates))
    figures = {
        on: figure_of(sum((found for day, found in days.items() if _within(day, on)), Tally()))
        for on in dates
    }
    return dict.fromkeys(codes, figures)


def _within(day: date, on: date) -> bool:
    first, last = year_to(on)
    return first <= day <= last


def rates_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return each township's pass rate of the year up to the day, in one query."""
    return {township: figure_of(found) for township, found in tallies_by_township(*year_to(on)).items()}


def last_judged(codes: Sequence[str], on: date) -> dict[str, date | None]:
    """Return the last day up to the one asked for on which a batch was judged, in one query."""
    found = Sample.objects.filter(judged_on__lte=on).aggregate(last=Max("judged_on"))
    return dict.fromkeys(codes, found["last"])


def samples_url(on: date, township: int | None) -> str:
    """Return the address of the batches behind a figure."""
    first, last = year_to(on)
    values = {"first": first.isoformat(), "last": last.isoformat()}
    if township is not None:
        values["township"] = str(township)
    return f"{reverse('inspections:list')}?{urlencode(values)}"


MEASURES = [
    Measure(
        code=MEASURE,
        name=_("Pass rate of spot checks"),
        formula=_(
            "Batches that passed divided by batches tested, from 1 January to the day; suspected "
            "counterfeits count in neither. "
            "Notices that list failures only count with the number tested entered for them."
        ),
        unit="%",
        source=Source("spot_checks", pass_rates, rates_by_township, last_days=last_judged),
        records_url=samples_url,
    ),
    *CASE_MEASURES,
    *REGISTER_MEASURES,
]
