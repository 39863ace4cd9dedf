"""Figures that the enterprises' records give to the targets: main products, their standards, instruments."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.instrument_measures import INSTRUMENT_MEASURES
from enterprises.models import Industry, Product
from enterprises.models.product import ADVANCED, AT_LEAST_NATIONAL, StandardGroup
from enterprises.share import share
from targets.measures import Figure, Figures, Measure, Source

SHARES = {
    "products.industry_advanced_standard_ratio": (Industry.INDUSTRY, ADVANCED, StandardGroup.ADVANCED),
    "products.agriculture_national_standard_ratio": (
        Industry.AGRICULTURE,
        AT_LEAST_NATIONAL,
        StandardGroup.AT_LEAST_NATIONAL,
    ),
}
"""The sector whose main products a share is of, and the standards that count."""


def counts(code: str, on: date) -> tuple[Count, Count]:
    """Return how to count a share's products on a day: those on such standards, and all."""
    sector, kinds, _group = SHARES[code]
    produced = Product.objects.producing(on) & Q(sector=sector)
    return (
        Count("pk", filter=produced & Product.objects.running_on(kinds, on)),
        Count("pk", filter=produced),
    )


def _in_use(kinds: Iterable[str], on: date) -> Q:
    """Return which of a product's standards are of such kinds and in use on a day."""
    open_ended = Q(standards__ended_on=None) | Q(standards__ended_on__gte=on)
    return Q(open_ended, standards__kind__in=list(kinds), standards__effective_on__lte=on)


def product_figures(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the shares asked for on every date, in one query."""
    rows: Any = Product.objects.main().order_by()
    asked = {}
    for code in codes:
        sector, kinds, _group = SHARES[code]
        for place, on in enumerate(dates):
            name = f"{code.replace('.', '_')}_{place}"
            produced = Product.objects.producing(on) & Q(sector=sector)
            # Each product's standards are read once for all dates, instead of looked up for each.
            rows = rows.annotate(**{f"standards_{name}": Count("standards", filter=_in_use(kinds, on))})
            asked[f"{name}_on"] = Count("pk", filter=produced & Q(**{f"standards_{name}__gt": 0}))
            asked[f"{name}_of"] = Count("pk", filter=produced)
    found = rows.aggregate(**asked)
    answers: Figures = {}
    for code in codes:
        names = [f"{code.replace('.', '_')}_{place}" for place in range(len(dates))]
        answers[code] = {
            on: share(found[f"{name}_on"], found[f"{name}_of"]) for on, name in zip(dates, names, strict=True)
        }
    return answers


def products_by_township(code: str, on: date) -> dict[int, Figure]:
    """Return a share on a day for each township that has such products, in one query."""
    numerator, denominator = counts(code, on)
    rows = (
        Product.objects.main()
        .order_by()
        .values_list("enterprise__township")
        .annotate(numerator=numerator, denominator=denominator)
        .filter(denominator__gt=0)
    )
    return {township: share(on_standard, of_all) for township, on_standard, of_all in rows}


def products_url(code: str, on: date, township: int | None) -> str:
    """Return the address of the products behind a share."""
    sector, _kinds, group = SHARES[code]
    values = {"main": "1", "sector": sector.value, "on": on.isoformat(), "compare": group.value}
    if township is not None:
        values["township"] = str(township)
    return f"{reverse('enterprises:products')}?{urlencode(values)}"


EVENTS = ("listed_on", "standards__effective_on")
"""Days on which a product or its standard changes a share."""


def last_days(codes: Sequence[str], on: date) -> dict[str, date | None]:
    """Return the day of the last change behind each share: a product listed, a standard taken up."""
    asked = {}
    for code in codes:
        for event in EVENTS:
            condition = Q(sector=SHARES[code][0], **{f"{event}__lte": on})
            asked[f"{code.replace('.', '_')}_{event}"] = Max(event, filter=condition)
    found = Product.objects.main().aggregate(**asked)
    answers = {}
    for code in codes:
        days = [found[f"{code.replace('.', '_')}_{event}"] for event in EVENTS]
        answers[code] = max((day for day in days if day), default=None)
    return answers


SOURCE = Source("products", product_figures, products_by_township, last_days=last_days)


def _industry_url(on: date, township: int | None) -> str:
    return products_url("products.industry_advanced_standard_ratio", on, township)


def _agriculture_url(on: date, township: int | None) -> str:
    return products_url("products.agriculture_national_standard_ratio", on, township)


MEASURES = [
    Measure(
        code="products.industry_advanced_standard_ratio",
        name=_("Main industrial products on international or advanced foreign standards"),
        formula=_(
            "Main industrial products that run on an international or advanced foreign standard on the day, "
            "divided by all main industrial products produced on the day."
        ),
        unit="%",
        source=SOURCE,
        records_url=_industry_url,
        whole_stays=True,
    ),
    Measure(
        code="products.agriculture_national_standard_ratio",
        name=_("Main farm products on national standards"),
        formula=_(
            "Main farm products that run on a national, international or advanced foreign standard on the "
            "day, divided by all main farm products produced on the day."
        ),
        unit="%",
        source=SOURCE,
        records_url=_agriculture_url,
        whole_stays=True,
    ),
    *INSTRUMENT_MEASURES,
]
