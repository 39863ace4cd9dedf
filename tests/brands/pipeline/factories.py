"""Candidates, zones, payments and usual amounts for tests."""

from datetime import date
from decimal import Decimal

from brands.models import Candidate, Credential, CredentialKind, Family, Subsidy, UsualAmount, Zone
from brands.pipeline_rules import Stage
from departments.models import Department
from enterprises.models import Enterprise
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_department
from tests.enterprises.factories import make_enterprise


def make_candidate(
    *,
    enterprise: Enterprise | None = None,
    department: Department | None = None,
    lead: Department | None = None,
    kind: CredentialKind | None = None,
    product: str = "毛尖",
    echelon: str = "province",
    planned_year: int = 2026,
    stage: str = Stage.LISTED,
    reason: str = "",
) -> Candidate:
    """Make a candidate of an enterprise, unless a department is given."""
    if department is None and enterprise is None:
        enterprise = make_enterprise()
    township = department if department and department.is_township else None
    return Candidate.objects.create(
        enterprise=enterprise,
        department=department,
        township=enterprise.township if enterprise else township,
        lead=lead or make_department(),
        kind=kind or make_kind(),
        product=product,
        echelon=echelon,
        planned_year=planned_year,
        stage=stage,
        reason=reason or ("未达到条件" if stage == Stage.NOT_AWARDED else ""),
    )


def make_zone(
    crop: str = "茶叶",
    *,
    level: str = "province",
    township: Department | None = None,
    built_from: date | None = date(2023, 1, 1),
    accepted_on: date | None = date(2025, 12, 1),
    valid_until: date | None = None,
    area_mu: str | None = "1200.50",
) -> Zone:
    """Make a zone with its credential."""
    credential = make_credential(
        kind=make_kind(family=Family.ZONE, level=level, validity="none"),
        township=township,
        issued_on=date(2023, 1, 1),
        valid_until=valid_until,
    )
    Credential.objects.filter(pk=credential.pk).update(area_mu=area_mu and Decimal(area_mu))
    return Zone.objects.create(
        credential=credential, crop=crop, built_from=built_from, accepted_on=accepted_on
    )


def make_subsidy(
    *,
    credential: Credential | None = None,
    candidate: Candidate | None = None,
    amount: str = "50000",
    paid_on: date = date(2026, 3, 1),
) -> Subsidy:
    """Make a payment for a credential, unless a candidate is given."""
    if candidate is None and credential is None:
        credential = make_credential()
    return Subsidy.objects.create(
        credential=credential, candidate=candidate, amount=Decimal(amount), paid_on=paid_on, payer="县财政局"
    )


def make_usual_amount(
    kind: CredentialKind, amount: str = "50000", *, since: date = date(2024, 1, 1), until: date | None = None
) -> UsualAmount:
    """Make a usual amount by the county's policy."""
    return UsualAmount.objects.create(
        kind=kind,
        amount=Decimal(amount),
        policy="县奖励办法",
        document_number="政发〔2024〕1号",
        since=since,
        until=until,
    )
