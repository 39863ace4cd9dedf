"""Enterprises, products and instruments for tests."""

from datetime import date
from itertools import count

from departments.models import Department
from enterprises.models import (
    Enterprise,
    Industry,
    Instrument,
    Product,
    ProductStandard,
    StandardKind,
    Verification,
)
from enterprises.rules import body_check_character, check_character
from enterprises.rules.instruments import Result
from tests.departments.factories import make_township

_numbers = count(1)


def make_code(number: int) -> str:
    """Make a valid unified social credit code."""
    body = f"MA{number:06d}"
    first_17 = f"91522300{body}{body_check_character(body)}"
    return first_17 + check_character(first_17)


def make_enterprise(
    name: str = "",
    *,
    township: Department | None = None,
    industry: str = Industry.INDUSTRY,
    credit_code: str = "",
    closed_on: date | None = None,
) -> Enterprise:
    """Make an enterprise; name and code are unique unless given."""
    number = next(_numbers)
    return Enterprise.objects.create(
        credit_code=credit_code or make_code(number),
        name=name or f"第{number}食品有限公司",
        township=township or make_township(),
        industry=industry,
        closed_on=closed_on,
    )


def make_product(
    name: str = "",
    *,
    enterprise: Enterprise | None = None,
    sector: str = Industry.INDUSTRY,
    is_main: bool = True,
    listed_on: date = date(2020, 1, 1),
    delisted_on: date | None = None,
) -> Product:
    """Make a main product without a standard."""
    return Product.objects.create(
        enterprise=enterprise or make_enterprise(),
        name=name or f"产品{next(_numbers)}",
        sector=sector,
        is_main=is_main,
        listed_on=listed_on,
        delisted_on=delisted_on,
    )


def make_standard(
    product: Product,
    *,
    kind: str = StandardKind.NATIONAL,
    number: str = "",
    effective_on: date = date(2021, 1, 1),
    ended_on: date | None = None,
) -> ProductStandard:
    """Note a standard a product runs on."""
    return ProductStandard.objects.create(
        product=product,
        kind=kind,
        number=number or f"GB/T {next(_numbers)}",
        effective_on=effective_on,
        ended_on=ended_on,
    )


def make_instrument(
    name: str = "电子汽车衡",
    *,
    enterprise: Enterprise | None = None,
    number: str = "",
    is_mandatory: bool = True,
    in_use_since: date = date(2020, 1, 1),
    withdrawn_on: date | None = None,
) -> Instrument:
    """Make an instrument under mandatory verification that has never been verified."""
    return Instrument.objects.create(
        enterprise=enterprise or make_enterprise(),
        name=name,
        number=number or f"NO{next(_numbers):05d}",
        is_mandatory=is_mandatory,
        in_use_since=in_use_since,
        withdrawn_on=withdrawn_on,
    )


def make_verification(
    instrument: Instrument,
    *,
    verified_on: date = date(2023, 1, 10),
    valid_until: date | None = date(2024, 1, 9),
) -> Verification:
    """Note a verification: passed when it has a last day, failed when it has none."""
    return Verification.objects.create(
        instrument=instrument,
        verified_on=verified_on,
        valid_until=valid_until,
        result=Result.PASS if valid_until else Result.FAIL,
        certificate_number=f"检字{next(_numbers)}" if valid_until else "",
        institution="县计量检定测试所",
    )
