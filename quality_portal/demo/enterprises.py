"""The demonstration's enterprises."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from departments.models import Department
from enterprises.models import Enterprise, Industry, Scale
from quality_portal.demo.bulk import write
from quality_portal.demo.names import Namer, credit_code, person
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import Trade, trades
from quality_portal.lib.text import enterprise_key

CLOSED = 0.02
NEWLY_FOUNDED = 0.06
_STREETS = ("创业路", "园区大道", "迎宾路", "兴农路", "文化街", "解放路", "工业园一路", "河滨路")


class Firm(NamedTuple):
    """What other records need to know of an enterprise; ``number`` counts within its trade."""

    pk: int
    name: str
    township: int
    trade: int
    number: int
    is_old_and_open: bool


def load_enterprises(setting: Setting, townships: Sequence[Department]) -> list[Firm]:
    """Store the enterprises and return their short form."""
    made: list[tuple[int, int]] = []
    saved = write(_drafts(setting, townships, made), setting)
    return [_firm(enterprise, *made[place], setting) for place, enterprise in enumerate(saved)]


def _drafts(
    setting: Setting, townships: Sequence[Department], made: list[tuple[int, int]]
) -> Iterator[Enterprise]:
    """Return unsaved enterprises, and note of each its trade and its number within the trade."""
    dice = setting.dice("enterprises")
    namer = Namer(dice)
    kinds = trades()
    shares = list(accumulate(trade.share for trade in kinds))
    # The sub-districts and towns listed first have more enterprises than the townships at the end.
    weights = list(accumulate(2.0 / (1 + place * 0.12) for place in range(len(townships))))
    numbers = [0] * len(kinds)
    for index in range(setting.scale.enterprises):
        trade = dice.choices(range(len(kinds)), cum_weights=shares)[0]
        township = dice.choices(townships, cum_weights=weights)[0]
        made.append((trade, numbers[trade]))
        yield _draft(setting, dice, namer, kinds[trade], township, index, numbers[trade])
        numbers[trade] += 1


def _draft(
    setting: Setting, dice: Random, namer: Namer, trade: Trade, township: Department, index: int, number: int
) -> Enterprise:
    place = township.short_name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    name = namer.enterprise(place, trade, number)
    category = "3" if trade.is_cooperative else "1"
    founded = _day(dice, date(2003, 1, 1), setting.first_day - timedelta(days=1))
    if dice.random() < NEWLY_FOUNDED:
        founded = _day(dice, setting.first_day, setting.today)
    closed = _day(dice, max(founded, setting.first_day), setting.today) if dice.random() < CLOSED else None
    return Enterprise(
        credit_code=credit_code(index * 7919 + setting.seed % 7919, category=category),
        name=name,
        name_key=enterprise_key(name),
        township=township,
        industry=trade.industry,
        scale=_scale(dice, trade),
        address=f"{township.short_name}{dice.choice(_STREETS)}{dice.randrange(1, 300)}号",
        legal_representative=person(dice),
        phone=f"0800-{dice.randrange(5_000_000, 5_999_999)}",
        founded_on=founded,
        closed_on=closed,
    )


def _scale(dice: Random, trade: Trade) -> str:
    if trade.industry != Industry.INDUSTRY:
        return Scale.MICRO if dice.random() < 0.7 else Scale.SMALL
    return dice.choices([Scale.LARGE, Scale.SMALL, Scale.MICRO], weights=[8, 62, 30])[0]


def _day(dice: Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randrange(max((last - first).days, 0) + 1))


def _firm(enterprise: Enterprise, trade: int, number: int, setting: Setting) -> Firm:
    is_old = enterprise.founded_on is not None and enterprise.founded_on < setting.first_day
    return Firm(
        pk=enterprise.pk,
        name=enterprise.name,
        township=enterprise.township_id,
        trade=trade,
        number=number,
        is_old_and_open=is_old and enterprise.closed_on is None,
    )
