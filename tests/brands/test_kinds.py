"""The page of kinds."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from brands import actions
from brands.models import CredentialKind
from departments.access import Role
from tests.brands.factories import make_kind
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db

URL = "/brands/kinds/"


def names(client: Client, **query: str) -> list[str]:
    """The kinds a page lists."""
    return [kind.name for kind in client.get(URL, query).context["listing"].page]


@pytest.mark.parametrize("rows", [1, 3])
def test_kinds_are_listed_in_the_same_number_of_questions(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user(role=Role.LIAISON))
    for _number in range(rows):
        make_kind()
    client.get(URL)
    with django_assert_num_queries(5):
        answer = client.get(URL)
    assert answer.context["listing"].total == rows


def test_kinds_are_narrowed_and_say_their_rules(client: Client) -> None:
    client.force_login(make_user(role=Role.LEADER))
    make_kind("省名牌产品", last_award_on=date(2019, 12, 31), validity="years", years=3)
    make_kind("食品生产许可证", family="licence", level="none", number_pattern="SC", number_check="hard")
    assert names(client, q="名牌") == ["省名牌产品"]
    assert names(client, family="licence") == ["食品生产许可证"]
    assert names(client, level="province") == ["省名牌产品"]
    assert names(client, awarded="no") == ["省名牌产品"]
    assert names(client, awarded="yes") == ["食品生产许可证"]
    page = client.get(URL).content.decode()
    assert ("2019-12-31" in page, "/admin/brands/credentialkind/" in page) == (True, False)
    exported = client.get(reverse("brands:kinds_export"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "省名牌产品" in exported


def test_the_administrator_is_led_to_the_back_office(client: Client) -> None:
    kind = make_kind()
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    page = client.get(URL).content.decode()
    assert reverse("admin:brands_credentialkind_change", args=[kind.pk]) in page


def test_every_family_is_preset_with_its_rules() -> None:
    actions.load_kinds()
    ended = CredentialKind.objects.filter(last_award_on__isnull=False)
    assert CredentialKind.objects.values("family").distinct().count() == 10
    assert ended.filter(code__in=["china_name_brand", "province_name_brand", "farm_gi"]).count() == 3
    assert CredentialKind.objects.exclude(note="").exists()
