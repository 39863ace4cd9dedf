"""A form sent twice: one record, the first answer for every repetition; changed or refused ones act."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from departments import once
from departments.access import Role
from departments.models import Department, Submission, Task
from departments.once import KEPT, claim
from quality_portal.lib import clock
from tests.departments.factories import make_department, make_user

MARK = "a-mark-of-one-form"


def filled(lead: Department, **others: Any) -> dict[str, Any]:
    return {
        "once": MARK,
        "version": 1,
        "year": 2026,
        "title": "开展计量检定",
        "deliverable": "报告",
        "measure": "完成",
        "due_on": "2026-06-30",
        "lead": lead.pk,
        **others,
    }


def page_of(task: Task) -> str:
    return reverse("tasks:detail", args=[task.code])


def signed_in(client: Client) -> Department:
    client.force_login(make_user(role=Role.OFFICE))
    return make_department()


@pytest.mark.django_db
def test_every_form_carries_a_mark_of_its_own(client: Client) -> None:
    signed_in(client)
    pages = [client.get(address).content.decode() for address in [reverse("tasks:new")] * 2]
    marks = {page.split('name="once" value="')[1].split('"')[0] for page in pages}
    assert [len(marks), {len(mark) for mark in marks}] == [2, {16}]
    # Signing out and the language are left out: they may be asked for again and again.
    assert [page.count('name="once"') for page in pages] == [1, 1]
    assert [page.count('name="csrfmiddlewaretoken"') for page in pages] == [3, 3]


@pytest.mark.django_db
def test_forms_of_the_back_office_carry_it_too(client: Client) -> None:
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    page = client.get(reverse("admin:departments_department_add")).content.decode()
    assert page.count('name="once"') == 1


@pytest.mark.django_db
def test_the_same_form_sent_twenty_times_makes_one_record(client: Client) -> None:
    lead = signed_in(client)
    answers = [client.post(reverse("tasks:new"), filled(lead)) for _each in range(20)]
    task = Task.objects.get()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, page_of(task))}
    assert "该表单此前已经提交" in client.get(page_of(task)).content.decode()


@pytest.mark.django_db
def test_other_contents_and_other_people_are_other_forms(client: Client) -> None:
    lead = signed_in(client)
    client.post(reverse("tasks:new"), filled(lead))
    client.post(reverse("tasks:new"), filled(lead, title="开展能效检查"))
    client.force_login(make_user(role=Role.OFFICE))
    client.post(reverse("tasks:new"), filled(lead))
    assert list(Task.objects.order_by("pk").values_list("title", flat=True)) == [
        *("开展计量检定", "开展能效检查", "开展计量检定"),
    ]


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again(client: Client) -> None:
    lead = signed_in(client)
    refused = filled(lead, due_on="明天")
    answers = [client.post(reverse("tasks:new"), refused).status_code for _each in range(2)]
    assert (answers, Submission.objects.count()) == ([200, 200], 0)


@pytest.mark.django_db
def test_a_form_without_an_answer_is_not_sent_again_blindly(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "PATIENCE", 0)
    lead = signed_in(client)
    client.post(reverse("tasks:new"), filled(lead))
    Submission.objects.update(location="")
    answer = client.post(reverse("tasks:new"), filled(lead))
    assert (answer.status_code, Task.objects.count()) == (409, 1)
    assert "请先核对是否已经录入" in answer.content.decode()


@pytest.mark.django_db
def test_old_marks_go_with_the_next_form(client: Client) -> None:
    lead = signed_in(client)
    claim("old")
    Submission.objects.update(received_at=clock.now() - KEPT - timedelta(minutes=1))
    claim("new")
    client.post(reverse("tasks:new"), filled(lead))
    assert list(Submission.objects.exclude(location="").values_list("location", flat=True)) == [
        page_of(Task.objects.get())
    ]
    assert list(Submission.objects.filter(location="").values_list("mark", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory")
def test_the_same_form_sent_at_once_makes_one_record(client: Client) -> None:
    lead = signed_in(client)
    entered, address = filled(lead), reverse("tasks:new")

    def send(_number: int) -> tuple[int, str]:
        other = Client()
        other.cookies = client.cookies
        try:
            answer = other.post(address, entered)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        answers = set(crowd.map(send, range(20)))
    assert answers == {(302, page_of(Task.objects.get()))}
