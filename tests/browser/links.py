"""Follows the links of the portal as one person, a few times each pattern of addresses."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.test import Client
from django.urls import Resolver404, resolve

from departments.models import User
from tests.browser.page_texts import PageReader, tidy
from tests.browser.tongues import foreign

VARIANTS: Final = 1
"""So many sets of query fields of a pattern are visited besides."""
MODEL: Final = re.compile(r"^admin/(?!(?:login|logout|r|jsi18n|autocomplete)/)[a-z]+/[a-z]+/")
TABLES: Final = 3
"""So many of the administration's tables are opened in each of their views: one view serves them all."""
OWN_FACE: Final = ("admin/<table>/", "admin/<table>/<path:object_id>/change/")
"""The views that show another table differently: these are opened for every table."""
GOOD: Final = 400


@dataclass
class Walk:
    """What a person has seen: the pages by pattern and what is wrong."""

    username: str
    pages: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def kind(route: str) -> str:
    """Return a pattern, or for the administration's tables the same one for all of them."""
    return MODEL.sub("admin/<table>/", route)


def route_of(path: str) -> str:
    """Return the pattern of an address; an address nobody serves is its own."""
    try:
        return resolve(path).route
    except Resolver404:
        return path


def stored_texts() -> frozenset[str]:
    """Return every text that a record of the portal keeps: data, the same in either language."""
    found: set[str] = set()
    for model in apps.get_models():
        kept = (CharField, TextField, JSONField)
        names = [field.name for field in model._meta.fields if isinstance(field, kept)]
        for values in model._default_manager.values_list(*names) if names else ():
            found.update(tidy(text) for value in values for text in strings(value))
    return frozenset(found)


def strings(value: object) -> Iterator[str]:
    """Return the texts in a field's value, those inside a list or mapping too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


class Walker:
    """One person with a list of addresses still to be visited."""

    def __init__(self, user: User, data: frozenset[str], done: set[str], *, objects: int) -> None:
        """Sign in; files and tables that somebody has opened already, ``done``, are not opened again."""
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        self.walk = Walk(user.username)
        self._data = data
        self._done = done
        self._objects = objects
        self._seen: set[tuple[str, frozenset[str]]] = set()
        self._visits: Counter[str] = Counter()
        self._ahead: deque[tuple[str, str]] = deque()

    def go(self, *starts: str) -> Walk:
        """Follow all links from these addresses."""
        for start in starts:
            self._note(start, "", "the start")
        while self._ahead:
            self._visit(*self._ahead.popleft())
        return self.walk

    def _note(self, link: str, page: str, origin: str) -> None:
        parts = urlsplit(urljoin(page, link))
        if parts.scheme or parts.netloc or not parts.path.startswith("/"):
            return
        route = route_of(parts.path)
        key = (parts.path, frozenset(name for name, _value in parse_qsl(parts.query)))
        if key in self._seen or not self._is_wanted(route, has_query=bool(parts.query)):
            return
        self._seen.add(key)
        self._visits[route] += 1
        self._visits[kind(route)] += route != kind(route)
        self._ahead.append((f"{parts.path}?{parts.query}" if parts.query else parts.path, origin))

    def _is_wanted(self, route: str, *, has_query: bool) -> bool:
        if route in self._done:
            return False
        if not MODEL.match(route):
            return self._visits[route] < self._objects + (VARIANTS if has_query else 0)
        each = kind(route) in OWN_FACE
        return not has_query and self._visits[route] < 1 and (each or self._visits[kind(route)] < TABLES)

    def _visit(self, address: str, origin: str) -> None:
        path = address.partition("?")[0]
        if path.startswith(("/static/", "/accounts/logout")):
            return
        first = route_of(path) not in self.walk.pages
        for language in ("zh-hans", "en") if first else ("zh-hans",):
            response = self._get(address, language)
            if response.status_code >= GOOD:
                self.walk.faults.append(f"{address} from {origin}: {response.status_code}")
                return
            if response.status_code in {301, 302}:
                self._note(response["Location"], address, address)
                return
            if not response["Content-Type"].startswith("text/html"):
                self._keep_file(path)
                return
            self._read(response, address, language)

    def _get(self, address: str, language: str) -> Any:
        self.client.cookies["django_language"] = language
        response = self.client.get(address)
        if response.streaming:
            response.close()
        return response

    def _keep_file(self, path: str) -> None:
        self.walk.files.add(route_of(path))
        self._done.add(route_of(path))

    def _read(self, response: Any, address: str, language: str) -> None:
        page = PageReader(response.content.decode())
        route = route_of(address.partition("?")[0])
        self.walk.pages.setdefault(route, address)
        if language == "en" and MODEL.match(route):
            self._done.add(route)
        wrong = foreign(page.texts, language, self._data)
        self.walk.faults += [f"{address} in {language}: {text}" for text in wrong]
        for link in page.links:
            self._note(link, address, address)
