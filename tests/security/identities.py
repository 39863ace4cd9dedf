"""The seven identities of the matrix, every address of the portal, and what an answer means."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from unittest import mock

from django.db import transaction
from django.http.response import HttpResponseBase
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from departments.access import Role
from departments.models import Department
from tests.departments.factories import make_user

NOBODY = "nobody"
METHODS = ("GET", "POST")
WORDS = {"int": "999999", "uuid": "00000000-0000-4000-8000-000000000000", "year": "2026", "slug": "none"}
"""What stands in an address for each kind of part; no record bears these."""


def patterns(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every address, the back office included."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or route}", route


def every_pattern() -> dict[str, str]:
    """Return the route of every address by its name."""
    return dict(patterns(get_resolver()))


def path_of(route: str) -> str:
    """Return an address of the route that leads to no record."""
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda part: WORDS.get(part[1] or "str", "none"), route)
    filled = re.sub(r"\(\?P<app_label>(\w+)[^)]*\)", r"\1", filled)
    return "/" + re.sub(r"\([^)]*\)", "none", filled).replace("^", "").replace("$", "")


class Visitors:
    """Seven browsers, each with the session of one identity that no request can end."""

    def __init__(self, unit_a: Department, unit_b: Department) -> None:
        people = {
            "liaison_a": make_user(role=Role.LIAISON, department=unit_a),
            "liaison_b": make_user(role=Role.LIAISON, department=unit_b),
            "office": make_user(role=Role.OFFICE),
            "leader": make_user(role=Role.LEADER),
            "administrator": make_user(role=Role.ADMINISTRATOR),
            "auditor": make_user(role=Role.AUDITOR),
        }
        self.unit_a = unit_a
        self.browser = Client(raise_request_exception=False)
        self.cookies = {NOBODY: ""}
        for name, person in people.items():
            client = Client()
            client.force_login(person)
            self.cookies[name] = client.cookies["sessionid"].value

    def ask(self, who: str, method: str, path: str) -> str:
        """Send one request, undo what it did, and return what the answer means."""
        self.browser.cookies = SimpleCookie({"sessionid": self.cookies[who]} if self.cookies[who] else {})
        with transaction.atomic(), mock.patch.object(Template, "render", return_value=""):
            answer = self.browser.generic(method, path, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        return meaning(answer)


def meaning(answer: HttpResponseBase) -> str:
    """Return ``login``, ``403``, ``404``, ``405`` or ``500``, or ``open`` where the view did its work."""
    if answer.status_code == 302 and "/login/?next=" in answer.headers["Location"]:
        return "login"
    if answer.status_code in {403, 404, 405} or answer.status_code == 500:
        return str(answer.status_code)
    return "open"
