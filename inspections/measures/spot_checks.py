"""Figures that the spot checks give to the targets."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.measures.cases import CASE_MEASURES
from inspections.measures.registers import REGISTER_MEASURES
from inspections.models import Field, Sample
from inspections.queries.rates import Tally, tallies_by_township, tallies_until
from targets.measures import UNKNOWN, Figure, Figures, Measure, Source

MEASURE = "spot_checks.pass_rate"
CHECKED: dict[str, str] = {MEASURE: "", **{f"{MEASURE}.{field}": field.value for field in Field}}
"""What each pass rate counts; an empty word stands for every kind of goods."""


def year_to(on: date) -> tuple[date, date]:
    """Return the period a figure speaks of: the calendar year up to the day."""
    return date(on.year, 1, 1), on


def figure_of(tally: Tally) -> Figure:
    """Return a tally as a figure: unknown where nothing was tested."""
    if not tally.tested:
        return UNKNOWN
    return Figure(tally.pass_rate, Decimal(tally.passed), Decimal(tally.tested), tally.tested)


def pass_rates(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the pass rates asked for on every date, in one query."""
    if not dates:
        return {code: {} for code in codes}
    ends = {end for on in dates for end in (on, date(on.year - 1, 12, 31))}
    days = tallies_until(date(min(dates).year, 1, 1), ends, by="field")
    return {code: {on: figure_of(_counted(days, CHECKED[code], on)) for on in dates} for code in codes}


def _counted(days: Mapping[tuple[date, str], Tally], checked: str, on: date) -> Tally:
    first, last = year_to(on)
    parts = (found for (day, field), found in days.items() if first <= day <= last and checked in ("", field))
    return sum(parts, Tally())


def rates_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return each township's pass rate of the year up to the day, in one query."""
    found = tallies_by_township(*year_to(on), checked=CHECKED[code])
    return {township: figure_of(each) for township, each in found.items()}


def last_judged(codes: Sequence[str], on: date) -> dict[str, date | None]:
    """Return the last day up to the one asked for on which a batch was judged, in one query."""
    found = Sample.objects.filter(judged_on__lte=on).aggregate(last=Max("judged_on"))
    return dict.fromkeys(codes, found["last"])


def samples_url(on: date, township: int | None, checked: str = "") -> str:
    """Return the address of the batches behind a figure."""
    first, last = year_to(on)
    values = {"first": first.isoformat(), "last": last.isoformat()}
    if township is not None:
        values["township"] = str(township)
    if checked:
        values["field"] = checked
    return f"{reverse('inspections:list')}?{urlencode(values)}"


SPOT_CHECKS = Source("spot_checks", pass_rates, rates_by_township, last_days=last_judged)
COUNTING = _(
    "Batches that passed divided by batches tested, from 1 January to the day; suspected "
    "counterfeits count in neither. "
    "Notices that list failures only count with the number tested entered for them."
)


def _rate(code: str, name: Promise) -> Measure:
    """Return the pass rate of what was checked as a measure."""
    url = partial(samples_url, checked=CHECKED[code])
    return Measure(code=code, name=name, formula=COUNTING, unit="%", source=SPOT_CHECKS, records_url=url)


MEASURES = [
    _rate(MEASURE, _("Pass rate of spot checks")),
    _rate(f"{MEASURE}.product", _("Pass rate of spot checks of industrial products")),
    _rate(f"{MEASURE}.food", _("Pass rate of spot checks of food")),
    _rate(f"{MEASURE}.farm", _("Pass rate of spot checks of farm produce")),
    *CASE_MEASURES,
    *REGISTER_MEASURES,
]
