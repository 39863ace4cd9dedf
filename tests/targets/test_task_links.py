"""Which targets a task serves."""

import pytest
from django.test import Client
from django.urls import reverse

from departments.access import Role
from targets.models import TaskLink
from targets.task_links import link_targets, targets_of
from tests.departments.factories import make_task, make_user
from tests.targets.factories import make_target

pytestmark = pytest.mark.django_db


def test_a_task_serves_exactly_the_chosen_targets() -> None:
    task, first, second = make_task(), make_target(), make_target()
    link_targets(task, by=make_user(), targets=[first])
    link_targets(task, by=make_user(), targets=[second])
    assert targets_of(task) == [second]
    assert TaskLink.history.count() == 3


def test_the_office_chooses_them_on_a_page(client: Client) -> None:
    user, task = make_user(), make_task()
    client.force_login(user)
    target = make_target()
    page = reverse("targets:task_targets", args=[task.code])
    assert client.get(page).status_code == 200
    client.post(page, {"targets": [target.pk]})
    assert targets_of(task) == [target]
    assert target.label in client.get(reverse("tasks:detail", args=[task.code])).content.decode()


def test_others_may_not_choose(client: Client) -> None:
    user, task = make_user(role=Role.LIAISON), make_task()
    client.force_login(user)
    assert client.get(reverse("targets:task_targets", args=[task.code])).status_code == 403
