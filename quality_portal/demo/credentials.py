"""The demonstration's register of brands and certificates: those the plan counts, and many others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, chain
from random import Random
from typing import Any, Final, NamedTuple

from brands.models import Credential, CredentialKind, Ending, Family, Suspension, Validity
from brands.rules import last_day
from departments.models import Department
from enterprises.models import Industry
from quality_portal.demo.bulk import write_all
from quality_portal.demo.enterprises import Firm
from quality_portal.demo.numbers import number_for
from quality_portal.demo.scale import Setting
from quality_portal.demo.trades import Trade, trades

Kinds = Mapping[str, CredentialKind]


class Wanted(NamedTuple):
    """A credential that a target of the plan counts: its day, how long it holds, who holds which one.

    ``until`` None means as long as the kind's validity says; ``holder`` tells enterprises apart.
    """

    kind: str
    since: date
    holder: int
    industry: str
    product: str = ""
    until: date | None = None
    ended_on: date | None = None


def _plan_credentials(today: date) -> list[Wanted]:
    """Return what the plan counts: certified enterprises fall one short, brands keep up."""
    soon = today + timedelta(days=50)
    expiring = soon - timedelta(days=3 * 365)
    made, farm = Industry.INDUSTRY, Industry.AGRICULTURE
    return [
        Wanted("qms", date(2021, 3, 18), 0, made, until=date(2024, 3, 17)),
        Wanted("qms", date(2024, 3, 18), 0, made),
        Wanted("qms", date(2022, 8, 9), 1, made, ended_on=date(2024, 6, 20)),
        Wanted("qms", date(2024, 5, 14), 2, made),
        Wanted("qms", date(2025, 5, 22), 3, made),
        Wanted("qms", expiring, 4, made, until=soon),
        Wanted("province_brand", date(2024, 9, 12), 5, made, "砌筑水泥", date(2028, 9, 11)),
        Wanted("province_brand", date(2025, 7, 3), 6, made, "大米", date(2029, 7, 2)),
        Wanted("province_brand", date(2026, 4, 16), 7, made, "木家具", date(2030, 4, 15)),
        Wanted("province_farm_brand", date(2025, 11, 6), 0, farm, "绿茶", date(2029, 11, 5)),
        Wanted("zone_nation", date(2019, 5, 8), 1, farm, "烤烟"),
        Wanted("zone_nation", date(2026, 3, 25), 2, farm, "天麻"),
        Wanted("zone_province", date(2018, 10, 11), 3, farm, "柑橘"),
        Wanted("zone_province", date(2021, 6, 24), 4, farm, "生姜"),
        Wanted("zone_province", date(2025, 4, 10), 5, farm, "香菇"),
        Wanted("zone_province", date(2026, 6, 18), 6, farm, "绿茶"),
        Wanted("gi_product", date(2016, 11, 4), 7, farm, "云岭天麻"),
        Wanted("gi_product", date(2025, 8, 21), 8, farm, "云岭绿茶"),
    ]


OTHER_KINDS: Final = {
    "sc_licence": 14,
    "xk_licence": 4,
    "registered_trademark": 14,
    "green_food": 14,
    "organic": 10,
    "ccc": 7,
    "voluntary_product_certificate": 8,
    "ems": 5,
    "ohsms": 4,
    "haccp": 6,
    "fsms": 5,
    "contract_credit_a": 12,
    "contract_credit_aa": 4,
    "county_quality_award": 1,
    "pollution_free": 2,
}
"""How often the kinds occur that no target counts."""

PAUSED_KINDS: Final = {
    "organic": "投入品记录不全，认证机构暂停证书",
    "ccc": "工厂检查不符合项未按期整改",
}
"""Kinds of which one certificate is suspended, and why."""

DAYS_BACK: Final = 5 * 365
ENDED_EARLY: Final = 0.03
FARM_LABELS: Final = frozenset({"green_food", "organic", "pollution_free"})
MAKERS_ONLY: Final = frozenset({"xk_licence", "ccc", "ems", "ohsms"})
ON_RECORD: Final = timedelta(days=4 * 365)
"""How long credentials hold whose kind leaves that to the record."""


def load_credentials(setting: Setting, townships: Mapping[int, Department], firms: Sequence[Firm]) -> None:
    """Store the register: what the plan counts first, then other kinds up to the scale's number."""
    kinds = {kind.code: kind for kind in CredentialKind.objects.all()}
    old = [firm for firm in firms if firm.is_old_and_open]
    planned = [wanted for wanted in _plan_credentials(setting.today) if wanted.since <= setting.today]
    counts = Counter[str]()
    rows = chain(
        (_counted(kinds[wanted.kind], wanted, old, townships, counts) for wanted in planned),
        _others(setting, kinds, old, counts, setting.scale.credentials - len(planned)),
    )
    write_all(rows, setting)
    write_all(_suspensions(setting.today), setting)


def _suspensions(today: date) -> Iterator[Suspension]:
    """Suspend a few certificates that no target counts, and one counted one that has long been lifted."""
    running = Credential.objects.valid_on(today).filter(valid_from__lt=today - timedelta(days=90))
    for code, reason in PAUSED_KINDS.items():
        for credential in running.filter(kind__code=code).order_by("pk")[:1]:
            yield Suspension(credential=credential, suspended_on=today - timedelta(days=40), reason=reason)
    begun = date(2024, 5, 14)
    for credential in running.filter(kind__code="qms", valid_from=begun).order_by("pk")[:1]:
        yield Suspension(
            credential=credential,
            suspended_on=date(2025, 2, 10),
            lifted_on=date(2025, 3, 20),
            reason="未按期接受监督审核，整改后恢复",
        )


def _counted(
    kind: CredentialKind,
    wanted: Wanted,
    firms: Sequence[Firm],
    townships: Mapping[int, Department],
    counts: Counter[str],
) -> Credential:
    able = [firm for firm in firms if trades()[firm.trade].industry == wanted.industry]
    firm = able[wanted.holder % len(able)]
    counts[kind.code] += 1
    is_for_area = kind.family in {Family.ZONE, Family.GEOGRAPHICAL_INDICATION}
    return Credential(
        kind=kind,
        enterprise_id=None if is_for_area else firm.pk,
        department=townships[firm.township] if is_for_area else None,
        township_id=firm.township,
        sector=wanted.industry,
        product=wanted.product,
        number=number_for(kind.code, counts[kind.code], wanted.since),
        issued_on=wanted.since,
        valid_from=wanted.since,
        valid_until=wanted.until or _until(kind, wanted.since, by_record=None),
        ended_on=wanted.ended_on,
        ended_as=Ending.WITHDRAWN if wanted.ended_on else "",
        end_reason="未按期接受监督审核，认证机构撤销证书" if wanted.ended_on else "",
        area_mu=Decimal(wanted.holder * 730 + 1200) if kind.family == Family.ZONE else None,
    )


def _others(
    setting: Setting, kinds: Kinds, firms: Sequence[Firm], counts: Counter[str], count: int
) -> Iterator[Credential]:
    dice = setting.dice("credentials")
    holders = {code: [firm for firm in firms if _fits(code, trades()[firm.trade])] for code in OTHER_KINDS}
    names, weights = list(OTHER_KINDS), list(accumulate(OTHER_KINDS.values()))
    for _number in range(count):
        kind = kinds[dice.choices(names, cum_weights=weights)[0]]
        counts[kind.code] += 1
        firm = dice.choice(holders[kind.code])
        since = setting.today - timedelta(days=dice.randrange(1, DAYS_BACK))
        if kind.last_award_on is not None:
            since = min(since, kind.last_award_on)
        trade = trades()[firm.trade]
        yield Credential(
            kind=kind,
            enterprise_id=firm.pk,
            township_id=firm.township,
            sector=trade.industry,
            product=trade.products[trade.products_of(firm.number)[0]].name if trade.products else "",
            number=number_for(kind.code, counts[kind.code], since),
            issued_on=since,
            valid_from=since,
            valid_until=_until(kind, since, by_record=since + ON_RECORD),
            **_ending(dice, since, setting.today),
        )


def _fits(code: str, trade: Trade) -> bool:
    """Tell whether enterprises of a trade may hold a kind."""
    if code == "sc_licence":
        return bool(trade.licence)
    if code in FARM_LABELS:
        return trade.industry == Industry.AGRICULTURE
    if code in MAKERS_ONLY:
        return trade.industry == Industry.INDUSTRY and trade.field == "product"
    return True


def _until(kind: CredentialKind, since: date, *, by_record: date | None) -> date | None:
    if kind.validity == Validity.YEARS and kind.years:
        return last_day(since, kind.years)
    return by_record if kind.validity == Validity.RECORD else None


def _ending(dice: Random, since: date, today: date) -> dict[str, Any]:
    if dice.random() >= ENDED_EARLY:
        return {}
    return {
        "ended_on": since + timedelta(days=dice.randrange((today - since).days + 1)),
        "ended_as": dice.choice(Ending.values),
        "end_reason": "企业申请注销",
    }
