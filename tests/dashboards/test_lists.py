"""Every list: filters, order and columns from the address, views to keep, a file of what is seen."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from departments.access import Role
from quality_portal.lib.lists import ListForm
from tests.departments.factories import make_user
from tests.test_addresses import patterns

LISTS = sorted(
    f"/{address}" for address, entry in patterns(get_resolver()) if getattr(entry.callback, "is_list", False)
)
PLAIN = {"/assessments/years/", "/brands/candidates/board/", "/inspections/statistics/"}
PLAIN |= {"/enterprises/standards/", "/targets/contributions/"}
"""Pages that keep views but are no table with columns to choose."""

TABLES = [address for address in LISTS if address not in PLAIN]
EXPORT = re.compile(r'href="([^"]*export[^"]*format=csv[^"]*)"')


AUDIT = "/audit/"
"""The list that nobody but whoever audits may read."""


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Client:
    """The browser of the office, or of the administrator, who audits where duties are not separated."""
    address = request.node.callspec.params.get("address") if hasattr(request.node, "callspec") else ""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(role=Role.ADMINISTRATOR if address == AUDIT else Role.OFFICE))
    return client


def every_list_form(form: type[ListForm] = ListForm) -> list[type[ListForm]]:
    """Return every list's form."""
    return [each for child in form.__subclasses__() for each in (child, *every_list_form(child))]


def headers(client: Client, address: str) -> list[str]:
    """Return the headers of the file that the list gives as it is shown."""
    link = EXPORT.search(client.get(address).content.decode())
    assert link, address
    content = client.get(link.group(1).replace("&amp;", "&")).content.decode("utf-8-sig")
    return next(csv.reader(io.StringIO(content)))


def test_the_lists_are_those_we_know() -> None:
    assert len(LISTS) == 37
    assert set(LISTS) >= PLAIN


def test_no_two_columns_of_a_list_have_one_name_and_none_stands_beyond_what_styles_can_leave_out() -> None:
    for form in every_list_form():
        names = [column.name for column in form.COLUMNS]
        assert len(names) == len(set(names)) <= 10, form


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
def test_every_list_offers_to_keep_the_view(office: Client, address: str) -> None:
    html = office.get(address, {"page": "1"}).content.decode()
    assert f'action="{reverse("own:view_save")}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("address", TABLES)
def test_every_table_offers_its_columns_and_leaves_out_those_not_chosen(office: Client, address: str) -> None:
    form = office.get(address, {"page": "1"}).context["listing"]
    form = form["form"] if isinstance(form, dict) else form.form
    names = [column.name for column in form.COLUMNS]
    assert len(names) > 1
    answer = office.get(address, {"columns": names[0]})
    listing = answer.context["listing"]
    chosen = listing["form"] if isinstance(listing, dict) else listing.form
    assert [head.shown for head in chosen.heads] == [True] + [False] * (len(names) - 1)
    assert chosen.without == "".join(f" without-{place}" for place in range(2, len(names) + 1))


@pytest.mark.django_db
@pytest.mark.parametrize("address", TABLES)
def test_the_file_holds_the_columns_that_are_seen(office: Client, address: str) -> None:
    if address == "/duties/":
        return  # Duties are taken away from the back office, where they are kept.
    listing = office.get(address, {"page": "1"}).context["listing"]
    form = listing["form"] if isinstance(listing, dict) else listing.form
    whole = [header.partition("（")[0] for header in headers(office, f"{address}?page=1")]
    for column in form.COLUMNS[1:]:
        assert set(column.exported) <= set(whole), column.name
    first = headers(office, f"{address}?columns={form.COLUMNS[0].name}")
    gone = {name for column in form.COLUMNS[1:] for name in column.exported}
    assert [name.partition("（")[0] for name in first] == [name for name in whole if name not in gone]


@pytest.mark.django_db
@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_every_role_opens_the_lists_it_may_read(role: str, address: str) -> None:
    client = Client()
    client.force_login(make_user(role=role))
    answer = client.get(address, {"columns": "nonsense", "sort": "nonsense", "page": "999"})
    assert answer.status_code == (403 if address == AUDIT and role != Role.ADMINISTRATOR else 200)
