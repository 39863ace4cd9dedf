"""Kinds of credentials and credentials for tests."""

from datetime import date
from itertools import count

from brands.models import Credential, CredentialKind, Family, Level, Suspension, Validity
from departments.models import Department
from enterprises.models import Enterprise, Industry
from tests.enterprises.factories import make_enterprise

_numbers = count(1)


def make_kind(
    name: str = "",
    *,
    code: str = "",
    family: str = Family.BRAND,
    level: str = Level.PROVINCE,
    validity: str = Validity.RECORD,
    years: int | None = None,
    counts_as: str = "",
    reminder_days: int = 90,
    number_pattern: str = "",
    number_check: str = "none",
    checksum: str = "",
    last_award_on: date | None = None,
    sector: str = "",
) -> CredentialKind:
    """Make a kind without any check of the number."""
    number = next(_numbers)
    return CredentialKind.objects.create(
        code=code or f"kind_{number}",
        name=name or f"证书{number}",
        family=family,
        level=level,
        validity=validity,
        years=years,
        counts_as=counts_as,
        reminder_days=reminder_days,
        number_pattern=number_pattern,
        number_check=number_check,
        checksum=checksum,
        last_award_on=last_award_on,
        sector=sector,
        order=number,
    )


def make_credential(
    *,
    kind: CredentialKind | None = None,
    enterprise: Enterprise | None = None,
    department: Department | None = None,
    township: Department | None = None,
    sector: str = Industry.INDUSTRY,
    number: str = "",
    issued_on: date = date(2024, 1, 1),
    valid_from: date | None = None,
    valid_until: date | None = date(2026, 12, 31),
    ended_on: date | None = None,
    ended_as: str = "withdrawn",
    product: str = "",
) -> Credential:
    """Make a credential of an enterprise, unless a department is given."""
    if department is None and enterprise is None:
        enterprise = make_enterprise(township=township)
    return Credential.objects.create(
        kind=kind or make_kind(),
        enterprise=enterprise,
        department=department,
        township=township or (enterprise.township if enterprise else None),
        sector=sector,
        product=product,
        number=number or f"N-{next(_numbers)}",
        issued_on=issued_on,
        valid_from=valid_from or issued_on,
        valid_until=valid_until,
        ended_on=ended_on,
        ended_as=ended_as if ended_on else "",
        end_reason="抽查不合格" if ended_on else "",
    )


def make_suspension(
    credential: Credential,
    *,
    suspended_on: date,
    lifted_on: date | None = None,
    reason: str = "监督审核未通过",
) -> Suspension:
    """Make a suspension without any check of its days."""
    return Suspension.objects.create(
        credential=credential, suspended_on=suspended_on, lifted_on=lifted_on, reason=reason
    )
