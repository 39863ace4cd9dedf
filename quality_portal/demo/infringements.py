"""The demonstration's infringement cases: three years of them, of all kinds, led as far as their age."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from inspections.models import (
    InfringementCase,
    InfringementSource,
    InfringementState,
    Sample,
    SpecialCampaign,
)
from quality_portal.demo.bulk import write_all
from quality_portal.demo.enterprises import Firm
from quality_portal.demo.names import person
from quality_portal.demo.register_data import register_rows
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import trades
from quality_portal.lib.documents.wording import document_number
from quality_portal.lib.text import enterprise_key

SPAN: Final = 3 * 365
NEWEST: Final = 5
"""Days since the newest case was found."""

PER_HUNDRED_ENTERPRISES: Final = 3
HANDED_OVER: Final = 0.08
FOUND_IN_CAMPAIGNS: Final = 0.5
WITHOUT_FILE: Final = 0.3
"""Share of the parties that have no file, such as self-employed traders."""


@dataclass(frozen=True, slots=True)
class Finds:
    """Where cases come from: suspected counterfeits, special campaigns, enterprises and products."""

    samples: Sequence[Sample]
    campaigns: Sequence[SpecialCampaign]
    firms: Sequence[Firm]
    products: Sequence[str]


def load_infringements(setting: Setting, firms: Sequence[Firm]) -> None:
    """Store the infringement cases."""
    dice = setting.dice("infringements")
    since = setting.today - timedelta(days=SPAN)
    suspected = Sample.objects.filter(is_counterfeit=True, judged_on__gte=since, seller__isnull=False)
    finds = Finds(
        samples=list(suspected.select_related("seller").order_by("-judged_on", "key")[:200]),
        campaigns=list(SpecialCampaign.objects.select_related("campaign")),
        firms=[firm for firm in firms if firm.is_old_and_open],
        products=[product.name for trade in trades() for product in trade.products],
    )
    write_all(_cases(setting, dice, finds), setting)


def _cases(setting: Setting, dice: Random, finds: Finds) -> list[InfringementCase]:
    """Return the cases in the order they were found, with the numbers of that order."""
    count = setting.scale.enterprises * PER_HUNDRED_ENTERPRISES // 100
    kinds = register_rows("infringement")
    suspected = iter(finds.samples)
    cases = []
    for place in range(count):
        row = kinds[place % len(kinds)]
        case = InfringementCase(
            kind=row["kind"],
            source=row["sources"][place // len(kinds) % len(row["sources"])],
            found_on=setting.today - timedelta(days=NEWEST + SPAN * (count - 1 - place) // count),
        )
        sample = next(suspected, None) if case.source == InfringementSource.SPOT_CHECK else None
        _find(case, row, finds, dice, sample=sample)
        _lead(case, row, setting.today, dice)
        cases.append(case)
    cases.sort(key=lambda case: case.found_on)
    _number(cases)
    return cases


def _find(
    case: InfringementCase, row: Mapping[str, Any], finds: Finds, dice: Random, *, sample: Sample | None
) -> None:
    """Fill in where the case comes from, against whom it is and what was found."""
    firm, product = dice.choice(finds.firms), dice.choice(finds.products)
    case.party, case.enterprise_id, case.township_id = firm.name, firm.pk, firm.township
    if sample and sample.seller:
        case.sample, product, case.found_on = sample, sample.product, sample.judged_on
        case.party, case.enterprise = sample.seller.name, sample.seller
        case.township_id = sample.seller.township_id
    elif case.source == InfringementSource.SPOT_CHECK:
        case.source = InfringementSource.COMPLAINT
    if case.source == InfringementSource.CAMPAIGN:
        _tie(case, finds.campaigns, dice)
    elif case.sample is None and dice.random() < WITHOUT_FILE:
        case.party, case.enterprise_id = f"{person(dice)}（个体工商户）", None
    case.facts = row["facts"].format(product=product)


def _tie(case: InfringementCase, campaigns: Sequence[SpecialCampaign], dice: Random) -> None:
    """Let one of the special campaigns have found the case, or make it a complaint."""
    if dice.random() >= FOUND_IN_CAMPAIGNS:
        case.source = InfringementSource.COMPLAINT
        return
    case.campaign = dice.choice(campaigns).campaign
    days = (case.campaign.ends_on - case.campaign.starts_on).days
    case.found_on = case.campaign.starts_on + timedelta(days=dice.randrange(days + 1))


def _lead(case: InfringementCase, row: Mapping[str, Any], today: date, dice: Random) -> None:
    """Lead the case as far as its age lets it; one in twelve is handed over to another authority."""
    age = (today - case.found_on).days
    case.party_key = enterprise_key(case.party)
    if age < dice.randint(12, 35):
        return
    case.officer = f"{person(dice)}、{person(dice)}"
    case.goods_value = Decimal(dice.randint(row["least"], row["greatest"]))
    case.state = InfringementState.INVESTIGATED
    decided = case.found_on + timedelta(days=dice.randint(40, 85))
    closed = decided + timedelta(days=dice.randint(20, 90))
    if decided > today:
        return
    if dice.random() < HANDED_OVER:
        case.state, case.transferred_to = InfringementState.TRANSFERRED, row["to"]
        case.closed_on = decided
        return
    case.state, case.decided_on = InfringementState.DECIDED, decided
    case.penalty = (case.goods_value * Decimal(dice.randint(8, 30)) / 10).quantize(Decimal("0.01"))
    if closed <= today:
        case.state, case.closed_on = InfringementState.CLOSED, closed


def _number(cases: Sequence[InfringementCase]) -> None:
    """Number the cases by the day they were found and the decisions by theirs, anew in every year."""
    given: Counter[tuple[str, int]] = Counter()
    for case in cases:
        case.number = _next(given, "和市监立", case.found_on)
    for case in sorted(cases, key=lambda case: case.decided_on or date.max):
        if case.decided_on:
            case.decision_number = _next(given, "和市监罚", case.decided_on)


def _next(given: Counter[tuple[str, int]], agency: str, day: date) -> str:
    given[agency, day.year] += 1
    return document_number(agency, day.year, given[agency, day.year])
