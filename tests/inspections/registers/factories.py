"""Cases, incidents and special campaigns for tests."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from departments.models import Department
from departments.records import create_record
from inspections.models import (
    Campaign,
    CampaignQuota,
    Incident,
    IncidentKind,
    InfringementCase,
    InfringementKind,
    InfringementSource,
    InfringementState,
    ProductClass,
    SpecialCampaign,
)
from tests.departments.factories import make_department
from tests.inspections.factories import make_campaign

TODAY = date(2025, 12, 31)
FOUND = date(2025, 3, 1)
_numbers = count(1)

DECIDED: Mapping[str, Any] = {
    "facts": "销售假冒注册商标的白酒",
    "officer": "王五",
    "goods_value": Decimal("1200.50"),
    "decision_number": "某市监处罚〔2025〕9号",
    "decided_on": date(2025, 4, 1),
    "penalty": Decimal(5000),
}
"""What a decided case holds."""

ENTERED: Mapping[str, Mapping[str, Any]] = {
    InfringementState.FILED: {},
    InfringementState.INVESTIGATED: {"facts": "销售假冒注册商标的白酒", "officer": "王五"},
    InfringementState.DECIDED: DECIDED,
    InfringementState.CLOSED: {**DECIDED, "closed_on": date(2025, 5, 1)},
    InfringementState.TRANSFERRED: {
        "facts": "销售假冒注册商标的白酒",
        "transferred_to": "县公安局",
        "closed_on": date(2025, 5, 1),
    },
}
"""What a case in each state holds."""


def make_infringement(
    state: str = InfringementState.FILED,
    *,
    kind: str = InfringementKind.COUNTERFEIT,
    party: str = "李记商行",
    found_on: date = FOUND,
    township: Department | None = None,
    campaign: Campaign | None = None,
    **values: Any,
) -> InfringementCase:
    """Make a case with what its state needs; the number is unique."""
    case = InfringementCase(
        number=f"某市监立〔2025〕{next(_numbers)}号",
        kind=kind,
        party=party,
        found_on=found_on,
        source=InfringementSource.COMPLAINT,
        township=township,
        campaign=campaign,
        state=state,
        **{**ENTERED[state], **values},
    )
    return create_record(case, by="测试")


def make_incident(
    title: str = "",
    *,
    kind: str = IncidentKind.COMPLAINT,
    occurred_on: date = FOUND,
    department: Department | None = None,
    township: Department | None = None,
    **values: Any,
) -> Incident:
    """Make an incident that is being handled."""
    incident = Incident(
        title=title or f"第{next(_numbers)}起投诉",
        kind=kind,
        occurred_on=occurred_on,
        facts="消费者反映家电售后质量问题，经查属实。",
        department=department or make_department(),
        township=township,
        **values,
    )
    return create_record(incident, by="测试")


def make_class(name: str = "") -> ProductClass:
    """Make a product class."""
    number = next(_numbers)
    return ProductClass.objects.create(code=f"class-{number}", name=name or f"类别{number}", order=number)


def make_special(
    *, campaign: Campaign | None = None, starts_on: date = FOUND, ends_on: date = TODAY
) -> SpecialCampaign:
    """Make a campaign a special one."""
    special = SpecialCampaign(
        campaign=campaign or make_campaign(ends_on=date(2025, 6, 30)),
        goal="农资打假保春耕",
        lead=make_department(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return create_record(special, by="测试")


def make_quota(
    special: SpecialCampaign,
    planned: int = 10,
    *,
    product_class: ProductClass | None = None,
    township: Department | None = None,
) -> CampaignQuota:
    """Plan batches."""
    quota = CampaignQuota(
        campaign=special.campaign, product_class=product_class, township=township, planned=planned
    )
    return create_record(quota, by="测试")
