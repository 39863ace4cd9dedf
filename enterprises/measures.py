"""Figures that the enterprises' records give to the targets: main products, their standards, instruments."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Case, Count, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enterprises.instrument_measures import INSTRUMENT_MEASURES
from enterprises.models import Industry, Product, ProductStandard
from enterprises.models.product import ADVANCED, AT_LEAST_NATIONAL, StandardGroup, delisted, listed
from enterprises.share import share
from quality_portal.lib.spans import BitsOfAny, bits_between, place_of_first
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


def _standing(code: str, days: Sequence[date]) -> When:
    """Return the days on which a product of the share's sector runs on a standard that counts for it."""
    sector, kinds, _group = SHARES[code]
    in_use = bits_between(days, lambda on: Q(effective_on__lte=on), lambda on: Q(ended_on__lt=on))
    standards = ProductStandard.objects.filter(product=OuterRef("pk"), kind__in=list(kinds)).order_by()
    # Each product's standards are read once for all days, instead of looked up for each.
    bits = standards.values("product").annotate(bits=BitsOfAny(in_use, days=len(days))).values("bits")
    return When(sector=sector, then=Coalesce(Subquery(bits), 0))


def product_figures(codes: Sequence[str], dates: Sequence[date]) -> Figures:
    """Return the shares asked for on every date, in one query."""
    days = sorted(set(dates))
    rows = (
        Product.objects.main()
        .filter(sector__in=[SHARES[code][0] for code in codes])
        .order_by()
        .values_list(
            "sector",
            place_of_first(days, listed),
            place_of_first(days, delisted),
            Case(*(_standing(code, days) for code in codes), output_field=BigIntegerField()),
        )
        .annotate(number=Count("pk"))
    )
    found: defaultdict[tuple[str, date], Counter[bool]] = defaultdict(Counter)
    for sector, first, end, bits, number in rows:
        for place in range(first, end):
            found[sector, days[place]][bool(bits >> place & 1)] += number
    return {code: {on: _share(found[SHARES[code][0], on]) for on in dates} for code in codes}


def _share(counted: Counter[bool]) -> Figure:
    """Return a share of the products counted by whether they run on such a standard."""
    return share(counted[True], counted.total())


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
