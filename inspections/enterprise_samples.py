"""An enterprise's batches over time: what its quality file draws and prints."""

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enterprises.models import Enterprise
from inspections.models import Sample
from inspections.queries.rates import COUNTED, FAILED, Tally
from quality_portal.lib.charts.columns import ColumnChart, Stack, columns
from quality_portal.lib.charts.tones import Tone

QUARTERS = 12
"""Quarters drawn, the current one included."""

Quarter = tuple[int, int]


def quarter_of(day: date) -> Quarter:
    """Return the calendar quarter a day lies in."""
    return day.year, (day.month + 2) // 3


def latest_quarters(today: date, count: int = QUARTERS) -> list[Quarter]:
    """Return so many quarters up to today's, in order."""
    year, quarter = quarter_of(today)
    last = year * 4 + quarter - 1
    return [(number // 4, number % 4 + 1) for number in range(last - count + 1, last + 1)]


def quarterly_tallies(enterprise: Enterprise, today: date) -> dict[Quarter, Tally]:
    """Return what counts of the enterprise's own products in each of the latest quarters, in one query."""
    quarters = latest_quarters(today)
    year, quarter = quarters[0]
    days = (
        Sample.objects.filter(COUNTED, producer=enterprise)
        .filter(judged_on__range=(date(year, quarter * 3 - 2, 1), today))
        .order_by()
        .values_list("judged_on")
        .annotate(tested=Count("*"), failed=Count("pk", filter=FAILED))
    )
    found = dict.fromkeys(quarters, Tally())
    for day, tested, failed in days:
        found[quarter_of(day)] += Tally(tested, failed)
    return found


def sample_chart(enterprise: Enterprise, today: date) -> ColumnChart:
    """Draw passed and failed batches by quarter."""
    tallies = quarterly_tallies(enterprise, today)
    labels = [_("%(year)s Q%(quarter)s") % {"year": year, "quarter": quarter} for year, quarter in tallies]
    passed = Stack(pgettext("batches", "passed"), [tally.passed for tally in tallies.values()], Tone.GOOD)
    failed = Stack(pgettext("batches", "failed"), [tally.failed for tally in tallies.values()], Tone.BAD)
    title = _("Batches of its own products by quarter")
    return columns(
        title, labels, [passed, failed], key="samples", unit=pgettext("unit", "batches"), width=860
    )
