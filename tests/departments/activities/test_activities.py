"""Activities and publicity: what may be stored, who reads them, photographs, pages."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from departments.access import Role
from departments.activities.actions import change_activity, record_activity
from departments.models import Activity, ActivityKind, Department, Photograph, User
from departments.records import EditConflict
from tests.departments.activities.factories import HELD, TODAY, make_activity, photo
from tests.departments.factories import make_department, make_user

pytestmark = pytest.mark.django_db
LIST = "activities:list"
ENTERED: dict[str, Any] = {
    "kind": "training",
    "title": "企业首席质量官培训",
    "held_on": "2026-03-15",
    "people": "120",
    "text": "培训规模以上企业质量负责人。",
}


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the last day of June 2026."""
    monkeypatch.setattr("quality_portal.lib.clock.today", lambda: TODAY)


@pytest.fixture
def liaison() -> User:
    return make_user(role=Role.LIAISON)


def enter(client: Client, *photographs: SimpleUploadedFile, **values: Any) -> Any:
    """Send the form of a new activity."""
    return client.post(reverse("activities:new"), {**ENTERED, "photographs": list(photographs), **values})


def ask(client: Client, url: str) -> int:
    """Return the status of a page or file; a file is read to its end, which closes it."""
    answer = client.get(url)
    list(answer)
    return answer.status_code


def listed(answer: Any) -> list[str]:
    """The titles on the list."""
    return [activity.title for activity in answer.context["listing"].page]


def kept_files(settings: Settings) -> int:
    """How many files of activities lie on the disk."""
    return sum(1 for _file in Path(settings.MEDIA_ROOT).glob("activities/*"))


def test_an_activity_is_entered_and_corrected_with_history(liaison: User) -> None:
    unit = make_department()
    values: dict[str, Any] = {
        "kind": ActivityKind.QUALITY_MONTH,
        "title": "质量月",
        "held_on": HELD,
        "text": "启动仪式",
    }
    activity = record_activity(by=liaison, today=TODAY, department=unit, **values)
    changed = change_activity(
        activity, by=liaison, version=1, today=TODAY, people=300, ended_on=date(2026, 4, 14)
    )
    assert (str(changed), changed.people, changed.version) == ("质量月", 300, 2)
    assert changed.history.count() == 2
    with pytest.raises(EditConflict):
        change_activity(activity, by=liaison, version=1, today=TODAY, people=1)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("held_on", {"held_on": date(2026, 7, 1)}),
        ("__all__", {"ended_on": date(2026, 3, 14)}),
        ("__all__", {"people": 1_000_001}),
        ("kind", {"kind": "party"}),
        ("text", {"text": ""}),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    liaison: User, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as refused:
        change_activity(make_activity(), by=liaison, version=1, today=TODAY, **values)
    assert field in refused.value.error_dict


@pytest.mark.parametrize(
    "values", [{"kind": "party"}, {"ended_on": date(2026, 3, 14)}, {"people": 1_000_001}]
)
def test_the_database_refuses_what_makes_no_sense(values: dict[str, Any]) -> None:
    make_activity()
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(**values)


def test_exemplary_practice_is_read_by_all_the_rest_by_the_own_unit() -> None:
    unit = make_department()
    own = make_activity(department=unit)
    shared = make_activity(kind=ActivityKind.PRACTICE, held_on=date(2026, 1, 1))
    visible, editable = Activity.objects.visible_to, Activity.objects.editable_by
    member = make_user(role=Role.LIAISON, department=unit)
    assert (list(visible(member)), list(editable(member))) == ([own, shared], [own])
    assert list(visible(make_user(role=Role.LIAISON))) == [shared]
    assert [visible(make_user(role=role)).count() for role in (Role.OFFICE, Role.LEADER)] == [2, 2]


def test_a_liaison_enters_the_own_units_activity_whatever_is_sent(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    enter(client, department=str(make_department().pk))
    activity = Activity.objects.get()
    assert (activity.department, activity.people, activity.held_on) == (liaison.department, 120, HELD)
    page = client.get(reverse("activities:detail", args=[activity.pk])).content.decode()
    assert "企业首席质量官培训" in page
    assert liaison.signature in page


def test_the_office_enters_an_activity_of_any_unit(client: Client) -> None:
    client.force_login(make_user())
    assert list(enter(client).context["form"].errors) == ["department"]
    unit = make_department()
    assert enter(client, department=str(unit.pk)).status_code == 302
    assert Activity.objects.get().department == unit


def test_photographs_are_kept_small_and_large_and_given_as_attachments(
    client: Client, liaison: User, settings: Settings
) -> None:
    client.force_login(liaison)
    enter(client, photo(), photo("台账.png", kind="PNG"))
    assert kept_files(settings) == 4
    first = Photograph.objects.order_by("pk")[0]
    large = client.get(reverse("activities:photograph", args=[first.pk]))
    assert large.headers["Content-Disposition"].startswith("attachment")
    assert large.headers["X-Content-Type-Options"] == "nosniff"
    list(large)
    small = client.get(reverse("activities:thumbnail", args=[first.pk]))
    picture = Image.open(io.BytesIO(small.getvalue()))
    assert (picture.format, picture.size) == ("JPEG", (480, 240))
    page = client.get(reverse("activities:detail", args=[first.activity_id])).content.decode()
    assert reverse("activities:thumbnail", args=[first.pk]) in page


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("病毒.jpg", b"MZ\x90\x00" + b"\x00" * 64),
        SimpleUploadedFile("半张.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 64),
        SimpleUploadedFile("矢量.svg", b"<svg/>"),
        SimpleUploadedFile("说明.txt", "说明".encode()),
    ],
)
def test_what_is_no_photograph_is_refused_beside_the_field(
    client: Client, liaison: User, settings: Settings, file: SimpleUploadedFile
) -> None:
    client.force_login(liaison)
    answer = enter(client, photo(), file)
    assert list(answer.context["form"].errors) == ["photographs"]
    assert str(file.name) in str(answer.context["form"].errors)
    assert (Activity.objects.count(), kept_files(settings)) == (0, 0)


def test_the_same_photograph_twice_leaves_nothing_behind(
    client: Client, liaison: User, settings: Settings
) -> None:
    client.force_login(liaison)
    answer = enter(client, photo("甲.jpg"), photo("乙.jpg"))
    assert list(answer.context["form"].errors) == ["photographs"]
    assert (Activity.objects.count(), kept_files(settings)) == (0, 0)


def test_an_activity_has_a_bounded_number_of_photographs(
    client: Client, liaison: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("departments.activities.actions.MOST_PHOTOGRAPHS", 1)
    client.force_login(liaison)
    answer = enter(client, photo("甲.jpg"), photo("乙.jpg", width=500))
    assert list(answer.context["form"].errors) == ["photographs"]
    too_many = enter(client, *[photo(f"{n}.jpg", width=500 + n) for n in range(10)])
    assert list(too_many.context["form"].errors) == ["photographs"]


def test_a_photograph_is_taken_back_by_the_own_unit_alone(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    enter(client, photo(), kind="practice")
    shot = Photograph.objects.get()
    remove = reverse("activities:photograph_remove", args=[shot.pk])
    stranger = Client()
    stranger.force_login(make_user(role=Role.LIAISON))
    assert ask(stranger, reverse("activities:thumbnail", args=[shot.pk])) == 200
    assert stranger.post(remove).status_code == 404
    assert client.post(remove).status_code == 302
    shot.refresh_from_db()
    assert shot.removed_by == liaison.signature
    assert client.get(reverse("activities:photograph", args=[shot.pk])).status_code == 404
    assert client.post(remove).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_told(client: Client, liaison: User, settings: Settings) -> None:
    client.force_login(liaison)
    enter(client, photo())
    for path in Path(settings.MEDIA_ROOT).glob("activities/*"):
        path.unlink()
    shot = Photograph.objects.get()
    assert client.get(reverse("activities:photograph", args=[shot.pk])).status_code == 404


def test_strangers_find_nothing_and_readers_change_nothing(client: Client, liaison: User) -> None:
    client.force_login(liaison)
    enter(client, photo())
    activity, shot = Activity.objects.get(), Photograph.objects.get()
    pages = [reverse(f"activities:{name}", args=[activity.pk]) for name in ("detail", "edit")]
    files = [reverse(f"activities:{name}", args=[shot.pk]) for name in ("photograph", "thumbnail")]
    client.force_login(make_user(role=Role.LIAISON))
    assert [ask(client, url) for url in (*pages, *files)] == [404, 404, 404, 404]
    assert listed(client.get(reverse(LIST))) == []
    exported = client.get(reverse("activities:export"), {"format": "csv"})
    assert activity.title not in exported.content.decode()
    client.force_login(make_user(role=Role.LEADER))
    assert [ask(client, url) for url in (*pages, *files)] == [200, 403, 200, 200]
    assert enter(client).status_code == 403
    assert client.post(reverse("activities:photograph_remove", args=[shot.pk])).status_code == 403


def test_an_activity_is_corrected_on_its_page(client: Client, liaison: User) -> None:
    activity = make_activity(department=liaison.department)
    client.force_login(liaison)
    url = reverse("activities:edit", args=[activity.pk])
    assert client.get(url).status_code == 200
    values = {**ENTERED, "version": 1, "title": "培训班"}
    assert client.post(url, values).headers["Location"] == reverse("activities:detail", args=[activity.pk])
    assert client.post(url, values).status_code == 409
    assert Activity.objects.get().title == "培训班"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user())
    for _number in range(rows):
        make_activity()
    client.get(reverse(LIST))
    with django_assert_num_queries(6):
        answer = client.get(reverse(LIST))
    assert answer.context["listing"].total == rows


def test_the_list_is_narrowed_and_taken_away(client: Client) -> None:
    client.force_login(make_user())
    bureau: Department = make_department()
    make_activity("=甲", department=bureau, people=5)
    make_activity("乙", kind=ActivityKind.MEDIA, held_on=date(2025, 9, 1), link="县融媒体中心")
    asked = {
        "q=融媒体": ["乙"],
        "year=2025": ["乙"],
        "kind=media": ["乙"],
        f"department={bureau.pk}": ["=甲"],
        "first=2026-01-01&last=2026-06-30": ["=甲"],
        "q=丙": [],
        "sort=held&year=x": ["乙", "=甲"],
    }
    for query, titles in asked.items():
        assert (query, listed(client.get(f"{reverse(LIST)}?{query}"))) == (query, titles)
    answer = client.get(reverse("activities:export"), {"format": "csv", "kind": "training"})
    head, *rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[head.index("活动名称")] for row in rows] == ["'=甲"]


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    client.force_login(make_user())
    assert reverse("activities:new") in client.get(reverse(LIST)).content.decode()
