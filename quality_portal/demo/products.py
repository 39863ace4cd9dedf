"""The demonstration's products, and how the standards they run on change over the years."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from enterprises.models import Industry, Product, ProductStandard, StandardKind
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.course import ADVANCED_STANDARDS, NATIONAL_STANDARDS, day_reached
from quality_portal.demo.enterprises import Firm
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import TradeProduct, trades

LISTED_SINCE = date(2021, 1, 1)
"""Main products were made before this day, so that their ratios move with the standards alone."""

LAGGING = 97
"""Main products behind this place in the order of adoption, in per cent, run on no standard at all."""


class Plan(NamedTuple):
    """What a product's standards follow from: its place among the main ones, None for any other."""

    made: TradeProduct
    rank: float | None


def load_products(setting: Setting, firms: Sequence[Firm]) -> None:
    """Store the products of every producing enterprise, with their standards."""
    plans: list[Plan] = []
    saved = write(_products(setting, firms, plans), setting)
    dice = setting.dice("standards")
    standards = (
        standard
        for place, product in enumerate(saved)
        for standard in _standards(setting, dice, product, plans[place])
    )
    write_all(standards, setting)


def _products(setting: Setting, firms: Sequence[Firm], plans: list[Plan]) -> Iterator[Product]:
    dice = setting.dice("products")
    wanted = {
        Industry.INDUSTRY.value: setting.scale.main_industrial,
        Industry.AGRICULTURE.value: setting.scale.main_farm,
    }
    found = dict.fromkeys(wanted, 0)
    for firm in firms:
        trade = trades()[firm.trade]
        for position, index in enumerate(trade.products_of(firm.number) if trade.products else ()):
            is_wanted = found[trade.industry] < wanted[trade.industry]
            is_main = position == 0 and firm.is_old_and_open and is_wanted
            rank = None
            if is_main:
                rank = _shuffled(found[trade.industry], wanted[trade.industry])
                found[trade.industry] += 1
            plans.append(Plan(trade.products[index], rank))
            yield Product(
                enterprise_id=firm.pk,
                name=trade.products[index].name,
                sector=trade.industry,
                is_main=is_main,
                listed_on=LISTED_SINCE - timedelta(days=dice.randrange(60, 3600)),
            )


def _shuffled(place: int, count: int) -> float:
    """Return a main product's place in the order of adoption, in per cent: evenly spread, each once."""
    step = next(step for step in (37, 41, 43) if count % step)
    return (place * step % count + 0.5) / count * 100


def _standards(setting: Setting, dice: Random, product: Product, plan: Plan) -> Iterator[ProductStandard]:
    if plan.rank is None:
        if dice.random() < 0.9:
            kind, number = _ordinary(dice, plan.made)
            yield _row(product, kind, number, product.listed_on)
        return
    is_farm = product.sector == Industry.AGRICULTURE
    course: Mapping[int, float] = NATIONAL_STANDARDS if is_farm else ADVANCED_STANDARDS
    changed = day_reached(course, plan.rank)
    before = _local(dice, product) if is_farm else _ordinary(dice, plan.made)
    if plan.rank > LAGGING:
        return
    if changed is None or changed > setting.today:
        yield _row(product, *before, product.listed_on)
        return
    yield _row(product, *before, product.listed_on, changed - timedelta(days=1))
    yield _row(product, *(_national(plan.made) if is_farm else _advanced(plan.made)), changed)


def _row(product: Product, kind: str, number: str, since: date, until: date | None = None) -> ProductStandard:
    return ProductStandard(product=product, kind=kind, number=number, effective_on=since, ended_on=until)


def _ordinary(dice: Random, made: TradeProduct) -> tuple[str, str]:
    """Return the published standard of a product, or now and then the enterprise's own."""
    if dice.random() < 0.15:
        return StandardKind.ENTERPRISE, f"Q/HP {dice.randrange(1, 999):03d}-{dice.randrange(2017, 2021)}"
    if made.standard.startswith("GB"):
        return StandardKind.NATIONAL, made.standard
    return StandardKind.INDUSTRY, made.standard


def _local(dice: Random, product: Product) -> tuple[str, str]:
    number = dice.randrange(1, 400)
    if dice.random() < 0.5:
        return StandardKind.GROUP, f"T/HPNX {number:03d}-2019"
    return StandardKind.LOCAL, f"DB3926/T {number}-2018"


def _national(made: TradeProduct) -> tuple[str, str]:
    """Return the national standard a farm product came to run on."""
    number = made.standard if made.standard.startswith("GB") else "GB/T 19630-2019"
    return StandardKind.NATIONAL, number


def _advanced(made: TradeProduct) -> tuple[str, str]:
    """Return the international or advanced foreign standard an industrial product came to run on."""
    number = made.advanced or "ASTM F963-23"
    is_international = number.startswith(("ISO", "IEC", "CXS"))
    return (StandardKind.INTERNATIONAL if is_international else StandardKind.FOREIGN_ADVANCED), number
