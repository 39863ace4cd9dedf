"""The figure that the instruments give to the targets: how many are verified."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.models import Instrument
from enterprises.models.instrument import in_use, latest_verification
from enterprises.share import share
from targets.measures import Figure, Figures, Measure, Source

CODE = "instruments.verified_ratio"


def verified_figures(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the share of mandatory instruments with valid verification on every date, in one query."""
    rows = Instrument.objects.mandatory().order_by()
    asked: dict[str, Count] = {}
    for place, on in enumerate(dates):
        rows, counts = _counted(rows, str(place), on)
        asked |= counts
    found = rows.aggregate(**asked)
    figures = {
        on: share(found[f"verified_{place}"], found[f"used_{place}"]) for place, on in enumerate(dates)
    }
    return dict.fromkeys(codes, figures)


def _counted(rows: Any, place: str, on: date) -> tuple[Any, dict[str, Count]]:
    """Add the last day allowed by the latest verification up to a day, and how to count by it."""
    until = Subquery(latest_verification(on).values("valid_until")[:1])
    used = in_use(on)
    counts = {
        f"verified_{place}": Count("pk", filter=used & Q(**{f"until_{place}__gte": on})),
        f"used_{place}": Count("pk", filter=used),
    }
    return rows.annotate(**{f"until_{place}": until}), counts


def verified_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return the share on a day for each township with mandatory instruments in use, in one query."""
    rows, counts = _counted(Instrument.objects.mandatory().order_by(), "0", on)
    found = rows.values_list("enterprise__township").annotate(**counts).filter(used_0__gt=0)
    return {row[0]: share(row[-2], row[-1]) for row in found}


def instruments_url(on: date, township: int | None) -> str:
    """Return the address of the instruments behind the figure."""
    values = {"mandatory": "1", "state": "used", "on": on.isoformat(), "compare": "1"}
    if township is not None:
        values["township"] = str(township)
    return f"{reverse('enterprises:instruments')}?{urlencode(values)}"


INSTRUMENT_MEASURES = [
    Measure(
        code=CODE,
        name=_("Verified instruments under mandatory verification"),
        formula=_(
            "Instruments under mandatory verification in use on the day whose latest verification was passed "
            "and is still valid on the day, divided by all such instruments in use on the day."
        ),
        unit="%",
        source=Source("instruments", verified_figures, verified_by_township),
        records_url=instruments_url,
        whole_stays=True,
    ),
]
