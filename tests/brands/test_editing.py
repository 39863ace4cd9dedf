"""Entering, changing and ending credentials."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from brands.models import Credential, CredentialKind, Validity
from departments.access import Role
from tests.brands.factories import make_credential, make_kind
from tests.departments.factories import make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db

LIST = "brands:list"
DAY = date(2025, 1, 1)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def numbers(answer: Any) -> list[str]:
    """The numbers of the credentials on a list page."""
    return [credential.number for credential in answer.context["listing"].page]


def entered(kind: CredentialKind, **values: object) -> dict[str, object]:
    """What the browser sends for a credential."""
    return {
        "kind": kind.pk,
        "sector": "industry",
        "stage": "first",
        "number": "N-100",
        "issued_on": "2024-01-01",
        "valid_from": "2024-01-01",
        "valid_until": "2026-12-31",
        "version": 1,
    } | values


def test_a_credential_is_entered_by_credit_code_or_name(office: Client) -> None:
    enterprise = make_enterprise("青山茶业有限公司")
    kind = make_kind(validity=Validity.YEARS, years=3)
    new = reverse("brands:new")
    filled = office.get(new, {"enterprise": enterprise.credit_code})
    assert filled.context["form"]["enterprise"].value() == enterprise.credit_code
    assert office.get(new, {"enterprise": "x" * 99}).status_code == 200
    by_code = entered(kind, enterprise=enterprise.credit_code.lower(), valid_until="")
    by_name = entered(kind, enterprise="青山茶业 有限公司", number="N-101", valid_until="")
    assert [office.post(new, values).status_code for values in (by_code, by_name)] == [302, 302]
    found = [(row.enterprise, row.valid_until) for row in Credential.objects.all()]
    assert found == [(enterprise, date(2026, 12, 31))] * 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"enterprise": "没有的公司"}, "enterprise"),
        ({"enterprise": ""}, "__all__"),
        ({"number": ""}, "number"),
        ({"valid_until": "2023-01-01"}, "__all__"),
        ({"issued_on": "2024-13-01"}, "issued_on"),
        ({"area_mu": "-1"}, "__all__"),
        ({"product": "a\x07"}, "product"),
    ],
)
def test_what_does_not_fit_is_told_beside_the_field(
    office: Client, values: dict[str, str], field: str
) -> None:
    holder = make_enterprise()
    posted = entered(make_kind(), enterprise=holder.credit_code) | values
    answer = office.post(reverse("brands:new"), posted)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])


def test_an_ended_kind_asks_for_a_reason(office: Client) -> None:
    kind = make_kind("省名牌产品", last_award_on=date(2019, 12, 31))
    values = entered(kind, enterprise=make_enterprise().credit_code)
    refused = office.post(reverse("brands:new"), values)
    assert list(refused.context["form"].errors) == ["late_reason"]
    assert office.post(reverse("brands:new"), values | {"late_reason": "补发证书"}).status_code == 302


def test_a_remark_is_accepted_once(office: Client) -> None:
    kind = make_kind(number_pattern=r"^LB-\d+$", number_check="warn")
    values = entered(kind, enterprise=make_enterprise().credit_code)
    assert "accept_remarks" not in office.get(reverse("brands:new")).context["form"].fields
    refused = office.post(reverse("brands:new"), values)
    assert list(refused.context["form"].errors) == ["number"]
    assert "accept_remarks" in refused.content.decode()
    assert office.post(reverse("brands:new"), values | {"accept_remarks": "on"}).status_code == 302


def test_a_blocker_is_not_lifted_by_accepting_remarks(office: Client) -> None:
    kind = make_kind(number_pattern=r"^SC\d+$", number_check="hard", checksum="mod11_10")
    values = entered(kind, enterprise=make_enterprise().credit_code, accept_remarks="on")
    assert list(office.post(reverse("brands:new"), values).context["form"].errors) == ["number"]


def test_one_number_of_a_kind_is_entered_once(office: Client) -> None:
    credential = make_credential(number="N-100")
    values = entered(credential.kind, enterprise=make_enterprise().credit_code)
    assert list(office.post(reverse("brands:new"), values).context["form"].errors) == ["__all__"]


def test_the_second_of_two_editors_is_told(office: Client) -> None:
    credential = make_credential()
    url = reverse("brands:edit", args=[credential.pk])
    holder = credential.enterprise
    assert holder is not None
    assert office.get(url).context["form"]["enterprise"].value() == holder.credit_code
    values = entered(credential.kind, enterprise=holder.credit_code)
    first = office.post(url, values | {"product": "毛尖"})
    second = office.post(url, values | {"product": "绿茶"})
    credential.refresh_from_db()
    assert (first.status_code, second.status_code, credential.product) == (302, 409, "毛尖")


def test_a_credential_is_ended_with_its_reason(office: Client) -> None:
    credential = make_credential()
    url = reverse("brands:end", args=[credential.pk])
    assert office.get(url).status_code == 200
    values = {"ended_on": "2025-06-01", "ended_as": "withdrawn", "end_reason": "审核未通过", "version": 1}
    refused = office.post(url, values | {"end_reason": ""})
    assert list(refused.context["form"].errors) == ["end_reason"]
    assert office.post(url, values).status_code == 302
    assert office.post(url, values).status_code == 409
    credential.refresh_from_db()
    assert (credential.ended_on, credential.ended_as) == (date(2025, 6, 1), "withdrawn")


def test_a_record_that_its_kind_no_longer_allows_says_so_when_ended(office: Client) -> None:
    credential = make_credential()
    CredentialKind.objects.update(number_pattern="X", number_check="hard")
    values = {"ended_on": "2025-06-01", "ended_as": "withdrawn", "end_reason": "审核未通过", "version": 1}
    answer = office.post(reverse("brands:end", args=[credential.pk]), values)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["__all__"])
