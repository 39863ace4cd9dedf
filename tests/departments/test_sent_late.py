"""Forms sent after the session ended, or with the token of an earlier sign-in."""

import pytest
from django.test import Client
from django.urls import reverse

from departments.access import Role
from tests.departments.factories import make_user

LOGIN = "/accounts/login/"


def test_after_signing_in_a_sent_form_is_opened_again_where_it_stood(client: Client) -> None:
    step = reverse("cases:step", args=["2026-1", "recheck"])
    page = "http://testserver/inspections/cases/2026-1/?tab=steps"
    answers = [
        client.post(step, headers={"Referer": came_from})["Location"]
        for came_from in (page, "http://elsewhere.example/", "")
    ]
    assert answers == [
        *(
            f"{LOGIN}?next=/inspections/cases/2026-1/%3Ftab%3Dsteps",
            f"{LOGIN}?next={step}",
            f"{LOGIN}?next={step}",
        ),
    ]


@pytest.mark.django_db
def test_a_form_with_the_token_of_an_earlier_sign_in_is_told_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role=Role.OFFICE))
    answer = client.post(reverse("tasks:new"), {"csrfmiddlewaretoken": "x" * 64})
    assert (answer.status_code, "该表单已失效" in answer.content.decode()) == (403, True)
