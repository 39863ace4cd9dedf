"""Spot checks and credentials for the tests of the assessment."""

from datetime import date
from itertools import count

from brands.models import Credential, CredentialKind
from departments.models import Department
from enterprises.models import Industry
from inspections.models import Campaign, Result, Sample

_numbers = count(1)


def make_samples(township: Department, *, passed: int, failed: int, on: date = date(2025, 6, 1)) -> None:
    """Make a campaign with so many batches of a township."""
    number = next(_numbers)
    campaign = Campaign.objects.create(
        code=f"C{number}", name=f"监督抽查{number}", level="county", starts_on=on, ends_on=on
    )
    results = [Result.PASS] * passed + [Result.FAIL] * failed
    Sample.objects.bulk_create(
        Sample(
            campaign=campaign, key=str(key), township=township, product="水泥", judged_on=on, result=result
        )
        for key, result in enumerate(results)
    )


def make_credential(township: Department, issued_on: date, *, family: str) -> Credential:
    """Make a credential that a township holds itself."""
    kind, _made = CredentialKind.objects.get_or_create(
        code=family, defaults={"name": family, "family": family, "level": "province", "validity": "none"}
    )
    return Credential.objects.create(
        kind=kind,
        department=township,
        township=township,
        sector=Industry.INDUSTRY,
        number=f"N{next(_numbers)}",
        issued_on=issued_on,
        valid_from=issued_on,
    )
