"""The registry of searches: what is asked, counted and put first."""

import pytest
from django.db.models import QuerySet

from departments import search
from departments.access import Permission, Role
from departments.models import Task, User
from departments.search import SHOWN, SHOWN_ALONE, Find, Search, find, register
from tests.departments.factories import make_task, make_user

pytestmark = pytest.mark.django_db


def tasks(_user: User, words: str) -> QuerySet[Task]:
    return Task.objects.matching(words)


def make_search(
    name: str = "t.tasks", page: str = "tasks:list", codes: tuple[str, ...] = ("code",)
) -> Search:
    return Search(
        name, "任务", Permission.VIEW_TASKS, tasks, lambda task: Find(task.title, task.code, "/"), page, codes
    )


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No searches but those a test registers."""
    monkeypatch.setattr(search, "_registry", {})


def test_a_name_is_taken_once() -> None:
    first = make_search()
    register([first, first])
    with pytest.raises(ValueError, match="two searches are called"):
        register([make_search()])


def test_the_first_are_shown_with_the_number_of_all() -> None:
    register([make_search(), make_search("t.alone", page="")])
    for number in range(SHOWN_ALONE + 2):
        make_task(title=f"食品整治{number}")
    listed, alone = find(make_user(), "食品")
    assert (len(listed.finds), listed.total, listed.is_cut) == (SHOWN, 17, True)
    assert listed.url == "/tasks/?q=%E9%A3%9F%E5%93%81"
    assert (len(alone.finds), alone.total, alone.url) == (SHOWN_ALONE, 17, "")


def test_an_exact_code_comes_first_and_so_does_its_kind() -> None:
    register([make_search("t.other", codes=()), make_search()])
    wanted = make_task(title="甲", code="R-1")
    make_task(title="乙", code="R-10")
    exact, other = find(make_user(), "r-1")
    assert [(found.note, found.is_exact) for found in exact.finds] == [("R-1", True), ("R-10", False)]
    assert (exact.name, other.name, other.is_exact) == ("t-tasks", "t-other", False)
    assert exact.finds[0].title == wanted.title


def test_every_word_has_to_be_found() -> None:
    register([make_search()])
    make_task(title="食品小作坊整治")
    make_task(title="食品抽查")
    assert [found.title for found in find(make_user(), "整治 食品")[0].finds] == ["食品小作坊整治"]
    assert find(make_user(), "整治 电缆") == []


def test_who_may_not_see_a_kind_is_not_shown_it() -> None:
    register([Search("t.p", "账号", Permission.MANAGE_ACCOUNTS, tasks, lambda task: Find("", "", "/"))])
    make_task(title="食品")
    assert find(make_user(), "食品") == []
    assert len(find(make_user(role=Role.ADMINISTRATOR), "食品")) == 1
