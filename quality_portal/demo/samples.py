"""The demonstration's samples: how many fail in a year is given, chance decides only which."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from random import Random
from typing import Final, NamedTuple

from departments.models import Department
from inspections.models import FailedItem, Field, ProductClass, Result, Sample, Side
from quality_portal.demo.bulk import write, write_all
from quality_portal.demo.campaigns import Task, tasks
from quality_portal.demo.course import PASS_RATE, in_year
from quality_portal.demo.enterprises import Firm
from quality_portal.demo.names import outside_enterprise
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import Defect, Trade, trades

TOWNSHIP_RISK: Final = (
    *(0.35, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85),
    *(0.9, 1.0, 1.05, 1.1, 1.2, 1.3, 1.4, 1.55, 1.75, 2.0),
)
"""How often batches fail in a township, 1 is the average; chance deals the figures out."""

LABORATORIES: Final = (
    "州产品质量检验检测院",
    "省产品质量监督检验研究院",
    "县综合检验检测中心",
    "省食品检验研究院",
)
FROM_ELSEWHERE = 0.18
DRAWN_IN_RETAIL = 0.4
COUNTERFEIT = 0.03
"""Share of the failed batches that were drawn in retail."""


class Draft(NamedTuple):
    """A batch before the laboratory's verdict."""

    trade: Trade
    product: int
    maker: Firm | None
    seller: Firm | None
    township: int
    judged_on: date
    risk: float


@dataclass(slots=True)
class Ground:
    """Where batches are drawn: makers and shops by field, each township's risk, classes by code.

    ``owed`` is the part of a failed batch that rounding has left to the next campaign.
    """

    setting: Setting
    dice: Random
    makers: dict[str, list[Firm]]
    shops: dict[str, list[Firm]]
    risk: dict[int, float]
    classes: dict[str, int]
    owed: float = 0.0


def load_samples(setting: Setting, townships: Sequence[Department], firms: Iterable[Firm]) -> None:
    """Store the campaigns, the samples and their failed items."""
    ground = _ground(setting, townships, firms)
    planned = tasks(setting)
    saved = list(write((task.campaign for task in planned), setting))
    todo = (Task(campaign, task.samples) for campaign, task in zip(saved, planned, strict=True))
    samples = write((sample for task in todo for sample in _of_campaign(ground, task)), setting)
    items = setting.dice("failed items")
    write_all((item for sample in samples for item in _failed_items(items, sample)), setting)


def _ground(setting: Setting, townships: Sequence[Department], firms: Iterable[Firm]) -> Ground:
    dice = setting.dice("samples")
    risks = list(TOWNSHIP_RISK)
    dice.shuffle(risks)
    ground = Ground(
        setting=setting,
        dice=dice,
        makers={kind: [] for kind in Field.values},
        shops={kind: [] for kind in Field.values},
        risk={unit.pk: risks[place % len(risks)] for place, unit in enumerate(townships)},
        classes=dict(ProductClass.objects.values_list("code", "pk")),
    )
    for firm in firms:
        if firm.is_old_and_open:
            trade = trades()[firm.trade]
            for kind in trade.sells:
                ground.shops[kind].append(firm)
            if trade.field:
                ground.makers[trade.field].append(firm)
    return ground


def _of_campaign(ground: Ground, task: Task) -> Iterator[Sample]:
    """Draw a campaign's batches and let the year's share of them fail, the riskier ones more often."""
    dice, campaign = ground.dice, task.campaign
    days = (campaign.ends_on - campaign.starts_on).days + 1
    drafts = [_draft(ground, campaign.field, campaign.starts_on, days) for _number in range(task.samples)]
    share = 1 - in_year(PASS_RATE, campaign.starts_on.year) / 100
    ground.owed += share * len(drafts)
    count = int(ground.owed)
    ground.owed -= count
    order = sorted(range(len(drafts)), key=lambda place: dice.random() ** (1 / drafts[place].risk))
    failed = frozenset(order[len(order) - count :])
    for number, draft in enumerate(drafts):
        yield _sample(ground, task, number, draft, fails=number in failed)


def _draft(ground: Ground, kind: str, first: date, days: int) -> Draft:
    dice = ground.dice
    maker = dice.choice(ground.makers[kind])
    trade = trades()[maker.trade]
    product = dice.choice(trade.products_of(maker.number))
    is_foreign = dice.random() < FROM_ELSEWHERE
    in_retail = is_foreign or dice.random() < DRAWN_IN_RETAIL
    seller = dice.choice(ground.shops[kind]) if in_retail else None
    township = (seller or maker).township
    return Draft(
        trade=trade,
        product=product,
        maker=None if is_foreign else maker,
        seller=seller,
        township=township,
        judged_on=first + timedelta(days=dice.randrange(days)),
        risk=ground.risk[township] * trade.risk,
    )


def _sample(ground: Ground, task: Task, number: int, draft: Draft, *, fails: bool) -> Sample:
    dice, campaign = ground.dice, task.campaign
    made = draft.trade.products[draft.product]
    maker = (draft.maker.name, "本县") if draft.maker else None
    name, region = maker or outside_enterprise(dice, draft.trade, draft.product)
    produced = draft.judged_on - timedelta(days=dice.randrange(10, 120))
    batch = f"{produced:%Y%m%d}{dice.randrange(1, 90):02d}" if dice.random() < 0.4 else ""
    is_counterfeit = fails and draft.seller is not None and dice.random() < COUNTERFEIT
    return Sample(
        campaign=campaign,
        key=sha256(f"{campaign.code} {number}".encode()).hexdigest(),
        serial=str(number + 1),
        producer_name=name,
        producer_id=draft.maker.pk if draft.maker else None,
        producer_region=region,
        seller_name=draft.seller.name if draft.seller else "",
        seller_id=draft.seller.pk if draft.seller else None,
        township_id=draft.township,
        product=made.name,
        product_class_id=ground.classes.get(draft.trade.product_class),
        spec=made.spec,
        produced_raw=f"{produced}/{batch}" if batch else f"{produced}",
        produced_on=produced,
        batch=batch,
        side=Side.RETAIL if draft.seller else Side.PRODUCTION,
        judged_on=draft.judged_on,
        result=Result.FAIL if fails else Result.PASS,
        laboratory=dice.choice(LABORATORIES),
        is_counterfeit=is_counterfeit,
        remark=_remark(dice, fails=fails, is_counterfeit=is_counterfeit),
    )


def _remark(dice: Random, *, fails: bool, is_counterfeit: bool) -> str:
    if is_counterfeit:
        return "涉嫌假冒，标称生产企业否认生产"
    return "复检仍不合格" if fails and dice.random() < 0.05 else ""


@cache
def defects() -> dict[str, tuple[Defect, ...]]:
    """Return what each product may fail in, by the product's name."""
    return {made.name: trade.defects[i] for trade in trades() for i, made in enumerate(trade.products)}


def measured(dice: Random, defect: Defect) -> str:
    """Return a measured value beyond the limit."""
    return defect.measured.format(dice.uniform(defect.least, defect.greatest))


def _failed_items(dice: Random, sample: Sample) -> Iterator[FailedItem]:
    if sample.result != Result.FAIL:
        return
    possible = defects()[sample.product]
    first = dice.randrange(len(possible))
    chosen = possible if dice.random() < 0.2 else possible[first : first + 1]
    for order, defect in enumerate(chosen):
        yield FailedItem(
            sample=sample,
            name=defect.name,
            measured=measured(dice, defect),
            limit=defect.limit,
            order=order,
        )
