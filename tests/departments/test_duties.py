"""The pages of duties."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import Duty
from tests.departments.factories import make_area, make_department, make_duty, make_township, make_user

pytestmark = pytest.mark.django_db

LIST = "/duties/"


def words(duty: Duty, **changes: object) -> dict[str, object]:
    """Return what the edit form sends for a duty."""
    return {
        "text": duty.text,
        "lead": duty.lead_id or "",
        "area": duty.area_id,
        "clause": duty.clause,
        "is_active": "on",
        "version": duty.version,
        **changes,
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    client.force_login(make_user())
    for _row in range(rows):
        make_duty(lead=make_department()).cooperating.add(make_department())
    client.get(LIST)
    with django_assert_num_queries(8):
        client.get(LIST)


def test_the_list_is_narrowed_by_unit_field_and_words(client: Client) -> None:
    client.force_login(make_user())
    agriculture, area = make_department(code="agri"), make_area("standards")
    wanted = make_duty(lead=agriculture, text="推广标准化生产", area=area)
    other = make_duty(lead=agriculture, text="监管农资市场")
    foreign = make_duty(lead=make_department(), text="推广标准化生产")
    shown = client.get(LIST, {"unit": "agri", "area": "standards", "q": "标准化"}).content.decode()
    assert [code in shown for code in (wanted.code, other.code, foreign.code)] == [True, False, False]


def test_a_filter_that_does_not_fit_is_told_and_left_out(client: Client) -> None:
    client.force_login(make_user())
    duty = make_duty(lead=make_department())
    answer = client.get(LIST, {"unit": "nowhere", "page": "abc", "sort": "password", "size": "9999"})
    assert answer.status_code == 200
    assert duty.code in answer.content.decode()


def test_a_township_liaison_sees_what_every_township_does(client: Client) -> None:
    client.force_login(make_user(role=Role.LIAISON, department=make_township()))
    everyones, foreign = make_duty(lead=None), make_duty(lead=make_department())
    shown = client.get(LIST).content.decode()
    assert [everyones.code in shown, foreign.code in shown] == [True, False]


def test_the_office_changes_a_duty(client: Client) -> None:
    client.force_login(make_user(username="office"))
    duty, helper = make_duty(lead=make_department()), make_department()
    answer = client.post(
        reverse("departments:duty_edit", args=[duty.code]),
        words(duty, text="开展质量状况普查", cooperating=[helper.pk]),
    )
    assert answer.headers["Location"] == LIST
    duty.refresh_from_db()
    assert (duty.text, duty.version, list(duty.cooperating.all())) == ("开展质量状况普查", 2, [helper])
    assert duty.history.first().history_user_id == "李四 (office)"


def test_the_second_editor_of_a_duty_sees_both_texts(client: Client) -> None:
    client.force_login(make_user())
    duty = make_duty(lead=make_department())
    address = reverse("departments:duty_edit", args=[duty.code])
    client.post(address, words(duty, text="先保存的文字"))
    answer = client.post(address, words(duty, text="后保存的文字"))
    shown = answer.content.decode()
    assert (answer.status_code, "先保存的文字" in shown, "后保存的文字" in shown) == (409, True, True)
    assert Duty.objects.get(pk=duty.pk).text == "先保存的文字"


def test_a_duty_without_a_holder_is_refused_and_the_text_kept(client: Client) -> None:
    client.force_login(make_user())
    duty = make_duty(lead=make_department())
    answer = client.post(
        reverse("departments:duty_edit", args=[duty.code]), words(duty, lead="", text="新的文字")
    )
    shown = answer.content.decode()
    assert (answer.status_code, "新的文字" in shown, 'role="alert"' in shown) == (200, True, True)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_others_may_not_change_duties(client: Client, role: str) -> None:
    duty = make_duty(lead=make_department())
    client.force_login(make_user(role=role))
    assert client.get(reverse("departments:duty_edit", args=[duty.code])).status_code == 403
