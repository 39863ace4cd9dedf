"""Whom the load test signs in, and what they open: the office's people, whose pages hold the most."""

import secrets

from django.conf import settings
from django.test import Client
from django.urls import reverse

from departments.access import Role
from departments.models import Department, Task
from enterprises.models import Enterprise
from quality_portal.lib import clock
from tests.departments.factories import make_user
from tests.load.people import Pages, Person

LISTS = ("tasks", "meetings", "activities", "targets", "enterprises", "inspections", "brands", "reports")
SHOWN = 20
"""Records of each kind that people open."""


def sign_in(count: int, *, port: int) -> list[Person]:
    """Make people of the office and sign them in without the form."""
    people = []
    for _each in range(count):
        client = Client()
        client.force_login(make_user(role=Role.OFFICE))
        name = settings.SESSION_COOKIE_NAME
        token = (settings.CSRF_COOKIE_NAME, secrets.token_hex(16))
        people.append(Person(port, (name, client.cookies[name].value), token))
    return people


def pages() -> Pages:
    """Return the lists, records, dashboards and the form of a new task."""
    tasks = Task.objects.order_by("pk")[:SHOWN]
    enterprises = Enterprise.objects.order_by("pk")[:SHOWN]
    records = [reverse("tasks:detail", args=[task.code]) for task in tasks]
    records += [reverse("enterprises:detail", args=[each.credit_code]) for each in enterprises]
    form = {
        "version": 1,
        "year": clock.today().year,
        "lead": Department.objects.get(code="agri").pk,
        "title": "负载任务",
        "deliverable": "报告",
        "measure": "完成",
        "due_on": f"{clock.today().year}-12-20",
    }
    # The list of tasks leads from its bare address to the year's.
    lists = tuple(f"/{name}/?year={clock.today().year}" for name in LISTS)
    return Pages((*lists, *records), (reverse("home"), reverse("dashboard")), reverse("tasks:new"), form)
