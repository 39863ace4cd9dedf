"""What a search brings first."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from departments.access import Role
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise, make_product

pytestmark = pytest.mark.django_db


def found(client: Client, words: str, **query: str) -> list[str]:
    """The names that a search shows, in order."""
    client.force_login(make_user(role=Role.OFFICE))
    answer = client.get(reverse("enterprises:list"), {"q": words, **query})
    return [enterprise.name for enterprise in answer.context["listing"].page]


def test_the_best_fit_stands_first_and_closed_files_last(client: Client) -> None:
    product = make_product("青山毛尖", enterprise=make_enterprise("甲公司")).enterprise
    within = make_enterprise("乙青山公司")
    closed = make_enterprise("青山旧厂", closed_on=date(2020, 1, 1))
    begins = make_enterprise("青山茶业公司")
    whole = make_enterprise("青山")
    township = make_enterprise("丙公司", township=make_township("青山镇"))
    names = [each.name for each in (whole, begins, closed, within, township, product)]
    assert found(client, "青山") == names
    assert found(client, "青山", sort="-name") == sorted(names, reverse=True)


def test_the_whole_code_stands_first(client: Client) -> None:
    wanted = make_enterprise("丁公司")
    make_enterprise(f"甲{wanted.credit_code}")
    assert found(client, f" {wanted.credit_code.lower()} ")[0] == "丁公司"
