"""Views of lists that a person keeps: saved, opened, renamed, chosen, removed, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from departments.access import Role
from departments.actions.saved_views import MOST_VIEWS, open_with_view, save_view
from departments.models import SavedView, User
from departments.saved_views import address, is_list, state_of
from tests.departments.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = "meetings:list"
LIST = "/meetings/"


@pytest.fixture
def person() -> User:
    """Somebody of the office."""
    return make_user()


@pytest.fixture
def own(person: User) -> Client:
    """Their browser."""
    return signed_in(person)


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def make_view(by: User, name: str = "红灯", query: str = "sort=due&year=2026") -> SavedView:
    return save_view(by=by, page=PAGE, name=name, query=query)


def url(name: str, view: SavedView) -> str:
    return reverse(f"own:view_{name}", args=[view.pk])


def test_a_state_is_kept_without_what_is_empty_and_without_the_page() -> None:
    assert state_of("q=&sort=-due&page=3&columns=code&columns=due") == "sort=-due&columns=code&columns=due"
    assert address(PAGE, "sort=due") == "/meetings/?sort=due"
    assert address(PAGE, "") == "/meetings/?page=1"


def test_only_lists_keep_views() -> None:
    asked = (PAGE, "enterprises:list", "home", "tasks:detail", "no")
    assert [page for page in asked if is_list(page)] == [PAGE, "enterprises:list"]


def test_a_view_is_saved_shown_and_opened_again(person: User, own: Client) -> None:
    form = {"page": PAGE, "name": "红灯", "query": "light=red&sort=due&page=2&q="}
    answer = own.post(reverse("own:view_save"), form)
    assert answer["Location"] == "/meetings/?light=red&sort=due"
    view = SavedView.objects.get()
    assert (view.owner, view.page, view.name, view.query) == (person, PAGE, "红灯", "light=red&sort=due")
    page = own.get("/meetings/?sort=due&light=red").content.decode()
    assert 'href="/meetings/?light=red&amp;sort=due"' in page
    assert 'href="/meetings/?page=1" aria-current' not in page


def test_the_same_name_takes_the_new_state(person: User) -> None:
    make_view(person)
    make_view(person, query="sort=code")
    assert list(SavedView.objects.values_list("name", "query")) == [("红灯", "sort=code")]


@pytest.mark.parametrize(
    "form",
    [
        {"page": "home", "name": "首页"},
        {"page": "admin:index", "name": "后台"},
        {"page": "", "name": "空"},
        {"page": PAGE, "name": " "},
        {"page": PAGE, "name": "长" * 41},
        {"page": PAGE, "name": "名", "query": "q=" + "x" * 2000},
    ],
)
def test_what_cannot_be_kept_is_told(own: Client, form: dict[str, str]) -> None:
    answer = own.post(reverse("own:view_save"), form, follow=True)
    assert answer.status_code == 200
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not SavedView.objects.exists()


def test_no_more_are_kept_than_can_be_overlooked(person: User, own: Client) -> None:
    for number in range(MOST_VIEWS):
        make_view(person, name=f"视图{number}")
    answer = own.post(reverse("own:view_save"), {"page": PAGE, "name": "再一个"}, follow=True)
    assert f"At most {MOST_VIEWS} views" in answer.content.decode()
    own.post(reverse("own:view_save"), {"page": PAGE, "name": "视图0", "query": "sort=lead"})
    assert SavedView.objects.get(name="视图0").query == "sort=lead"
    assert SavedView.objects.count() == MOST_VIEWS


def test_a_view_is_renamed_but_not_onto_another(person: User, own: Client) -> None:
    view, other = make_view(person), make_view(person, name="本月到期")
    answer = own.post(url("rename", view), {"name": "逾期", "query": "sort=due"})
    assert answer["Location"] == "/meetings/?sort=due"
    own.post(url("rename", view), {"name": other.name})
    own.post(url("rename", view), {"name": ""})
    view.refresh_from_db()
    assert view.name == "逾期"


def test_one_view_opens_the_list_until_another_does(person: User, own: Client) -> None:
    view, other = make_view(person), make_view(person, name="本月到期", query="sort=lead")
    own.post(url("open_with", view))
    assert own.get(LIST)["Location"] == "/meetings/?sort=due&year=2026"
    own.post(url("open_with", other))
    assert own.get(LIST)["Location"] == "/meetings/?sort=lead"
    assert own.get("/meetings/?page=1").status_code == 200
    assert own.get("/meetings/?q=").status_code == 200
    own.post(url("open_with", other))
    assert own.get(LIST).status_code == 200


def test_a_view_of_the_whole_list_opens_it_without_going_round(person: User, own: Client) -> None:
    open_with_view(make_view(person, query=""), by=person, on=True)
    assert own.get(LIST).status_code == 200


def test_a_view_is_removed(person: User, own: Client) -> None:
    view = make_view(person)
    assert own.post(url("remove", view), {"query": ""})["Location"] == "/meetings/?page=1"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_nobody_reaches_the_view_of_another(person: User, role: str) -> None:
    view = make_view(person)
    open_with_view(view, by=person, on=True)
    stranger = signed_in(make_user(role=role))
    for name in ("rename", "open_with", "remove"):
        assert stranger.post(url(name, view), {"name": "我的"}).status_code == 404
        assert stranger.get(url(name, view)).status_code == 405
    assert stranger.get(LIST).status_code == 200
    assert "红灯" not in stranger.get("/meetings/?page=1").content.decode()
    view.refresh_from_db()
    assert (view.name, view.is_default) == ("红灯", True)
