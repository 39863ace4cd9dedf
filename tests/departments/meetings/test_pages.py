"""Pages and papers of joint meetings: the office's way through one, what others see, strangers."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.meetings.papers import draft_of_minutes, minutes_pdf
from departments.models import AgendaItem, Decision, Meeting, MeetingState, Task, TaskState, User
from quality_portal.dashboards.inbox import inbox
from tests.departments.factories import make_department, make_user
from tests.departments.meetings.factories import (
    HELD,
    TODAY,
    make_decision,
    make_item,
    make_meeting,
    make_person,
    make_task_of,
)
from tests.lib.papers import read

pytestmark = pytest.mark.django_db
PAGES = ("detail", "edit", "agenda", "attendance", "decision_new", "minutes", "minutes_pdf")


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the last day of June 2026."""
    monkeypatch.setattr("quality_portal.lib.clock.today", lambda: TODAY)


@pytest.fixture
def office_person() -> User:
    return make_user()


@pytest.fixture
def office(client: Client, office_person: User) -> Client:
    client.force_login(office_person)
    return client


def url_of(meeting: Meeting, name: str = "detail", *args: Any) -> str:
    """The address of a meeting's page."""
    return reverse(f"meetings:{name}", args=[meeting.pk, *args])


def sheet(rows: list[dict[str, Any]], version: int) -> dict[str, Any]:
    """A whole sheet as a browser sends it."""
    data: dict[str, Any] = {"version": version, "form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data


def printed(paper: bytes) -> str:
    """The words of a paper without blanks and line ends."""
    return "".join("".join((page.extract_text() or "").split()) for page in read(paper))


def step(client: Client, meeting: Meeting, then: str) -> Meeting:
    """Press the button that takes the meeting to its next state."""
    meeting.refresh_from_db()
    client.post(url_of(meeting, "advance", then), {"version": meeting.version})
    meeting.refresh_from_db()
    return meeting


def test_the_office_walks_a_meeting_from_plan_to_issued_minutes(office: Client) -> None:
    unit, partner = make_department("县农业局"), make_department("县财政局")
    values = {"year": "2026", "half": "1", "held_on": "2026-06-20", "begins": "09:00"}
    values |= {"place": "二楼会议室", "chair": "副县长张三"}
    office.post(reverse("meetings:new"), {**values, "invited": [unit.pk, partner.pk]})
    meeting = Meeting.objects.get()
    rows: list[dict[str, Any]] = [
        {"order": 1, "title": "通报上半年工作", "presenter": unit.pk, "is_taken": "on"},
        {"title": ""},
    ]
    office.post(url_of(meeting, "agenda"), sheet(rows, version=1))
    assert [item.title for item in meeting.items.all()] == ["通报上半年工作"]
    assert step(office, meeting, "invited").state == MeetingState.INVITED
    assert step(office, meeting, "held").state == MeetingState.HELD
    people = [{"department": unit.pk, "person": "王五", "post": "局长", "presence": "present"}]
    office.post(url_of(meeting, "attendance"), sheet(people, version=meeting.version))
    decided = {"text": "建立名录", "owner": unit.pk, "co_owners": [partner.pk], "due_on": "2026-09-30"}
    office.post(url_of(meeting, "decision_new"), decided)
    meeting.refresh_from_db()
    assert "通报上半年工作" in office.get(url_of(meeting, "minutes")).content.decode()
    office.post(url_of(meeting, "minutes"), {"version": meeting.version, "minutes": "会议听取汇报。"})
    assert step(office, meeting, "minuted").minutes_mark == "〔2026〕1号"
    assert Task.objects.get().decision == Decision.objects.get()
    page = office.get(url_of(meeting)).content.decode()
    for words in ("建立名录", "王五", "〔2026〕1号", Task.objects.get().code):
        assert words in page


def test_a_button_pressed_on_an_old_page_changes_nothing(office: Client) -> None:
    meeting = make_meeting(invited=[make_department()])
    assert office.post(url_of(meeting, "advance", "invited"), {"version": 7}).status_code == 409
    assert office.post(url_of(meeting, "advance", "unknown"), {"version": 1}).status_code == 404
    answer = office.post(url_of(meeting, "advance", "minuted"), {"version": 1}, follow=True)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    assert [str(message) for message in answer.context["messages"]]


def test_a_draft_decision_is_corrected_and_taken_out_on_its_pages(office: Client) -> None:
    meeting = make_meeting(state=MeetingState.HELD)
    decision = make_decision(meeting)
    edit = reverse("meetings:decision_edit", args=[decision.pk])
    values = {"text": "改写", "owner": decision.owner_id, "due_on": "2026-09-30", "version": 1}
    assert office.get(edit).status_code == 200
    assert office.post(edit, values).headers["Location"] == url_of(meeting)
    office.post(reverse("meetings:decision_remove", args=[decision.pk]))
    assert not Decision.objects.exists()


def test_a_unit_raises_a_matter_and_only_the_office_takes_it_up(client: Client) -> None:
    unit = make_department()
    meeting = make_meeting(invited=[unit], state=MeetingState.INVITED)
    client.force_login(make_user(role=Role.LIAISON, department=unit))
    client.post(url_of(meeting, "raise"), {"title": "检测经费", "source": "预算有缺口"})
    item = AgendaItem.objects.get()
    assert (item.raised_by, item.is_taken) == (unit, False)
    assert "检测经费" in client.get(url_of(meeting)).content.decode()
    client.post(url_of(meeting, "raise"), {"title": ""})
    assert AgendaItem.objects.count() == 1
    client.force_login(make_user(role=Role.LIAISON))
    assert client.post(url_of(meeting, "raise"), {"title": "外人"}).status_code == 404


def test_what_a_unit_sees_grows_with_the_minutes(client: Client) -> None:
    unit = make_department()
    held = make_meeting(invited=[unit], state=MeetingState.HELD)
    make_person(held, person="王五")
    make_decision(held, text="草稿中的事项")
    client.force_login(make_user(role=Role.LIAISON, department=unit))
    page = client.get(url_of(held)).content.decode()
    assert ("王五" in page, "草稿中的事项" in page) == (False, False)
    assert client.get(url_of(held, "minutes_pdf")).status_code == 404
    client.force_login(make_user(role=Role.LEADER))
    assert "草稿中的事项" in client.get(url_of(held)).content.decode()


def test_strangers_find_nothing_and_readers_change_nothing(client: Client) -> None:
    unit = make_department()
    meeting = make_meeting(invited=[unit], state=MeetingState.MINUTED)
    decision = make_decision(meeting)
    client.force_login(make_user(role=Role.LIAISON))
    found = {name: client.get(url_of(meeting, name)).status_code for name in PAGES}
    forbidden = dict.fromkeys(("edit", "agenda", "attendance", "decision_new", "minutes"), 403)
    assert found == {"detail": 404, "minutes_pdf": 404, **forbidden}
    for name in ("list", "decisions"):
        assert client.get(reverse(f"meetings:{name}")).context["listing"].total == 0
    for name in ("export", "decision_export"):
        table = client.get(reverse(f"meetings:{name}"), {"format": "csv"}).content.decode("utf-8-sig")
        assert len(table.splitlines()) == 1
    for role, department in ((Role.LIAISON, unit), (Role.LEADER, None)):
        client.force_login(make_user(role=role, department=department))
        assert client.get(url_of(meeting)).status_code == 200
        for name in ("advance", "raise"):
            args = ["invited"] if name == "advance" else []
            answer = client.post(url_of(meeting, name, *args), {"title": "事项"})
            assert answer.status_code == (302 if (name, role) == ("raise", Role.LIAISON) else 403)
        for name in ("decision_edit", "decision_remove"):
            assert client.post(reverse(f"meetings:{name}", args=[decision.pk])).status_code == 403
    assert not AgendaItem.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_ask_the_same_number_of_questions(
    office: Client, office_person: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        decision = make_decision(make_meeting(state=MeetingState.MINUTED))
        decision.co_owners.set([make_department()])
        make_task_of(decision, by=office_person)
    for name, queries in (("list", 5), ("decisions", 7)):
        office.get(reverse(f"meetings:{name}"))
        with django_assert_num_queries(queries):
            answer = office.get(reverse(f"meetings:{name}"))
        assert answer.context["listing"].total == rows


def test_lists_are_narrowed_and_taken_away(office: Client, office_person: User) -> None:
    make_item(make_meeting(state=MeetingState.INVITED), "检测经费")
    past = make_meeting(year=2025, state=MeetingState.MINUTED)
    running, done = make_decision(past, text="=整治"), make_decision(past, text="培训")
    make_task_of(running, by=office_person)
    make_task_of(done, by=office_person, state=TaskState.CLOSED)
    for query, total in (("q=检测", 1), ("year=2025", 1), ("state=invited", 1), ("q=无", 0), ("year=x", 2)):
        found = office.get(f"{reverse('meetings:list')}?{query}").context["listing"].total
        assert (query, found) == (query, total)
    asked = {
        "state=open": [running],
        "state=done": [done],
        f"owner={done.owner_id}": [done],
        "q=整": [running],
    }
    for query, decisions in asked.items():
        page = office.get(f"{reverse('meetings:decisions')}?{query}").context["listing"].page
        assert (query, list(page)) == (query, decisions)
    answer = office.get(reverse("meetings:decision_export"), {"format": "csv", "state": "open"})
    head, row = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (row[head.index("议定事项")], row[head.index("任务编号")]) == ("'=整治", "2026-001")
    assert "2025年" in office.get(reverse("meetings:export"), {"format": "csv"}).content.decode("utf-8-sig")


def test_minutes_are_printed_in_official_layout(office: Client) -> None:
    meeting = make_meeting(state=MeetingState.MINUTED)
    unit = make_department("县农业局")
    make_person(meeting, person="王五", department=unit, post="局长")
    make_person(meeting, person="赵六", presence="excused")
    make_person(meeting, person="钱七", presence="guest")
    make_decision(meeting, text="建立名录。", owner=unit, due_on=date(2026, 9, 30))
    words = printed(minutes_pdf(meeting))
    for part in (
        "2026年6月20日，副县长张三在二楼会议室主持召开",
        "一、建立名录。（责任单位：县农业局；完成时限：2026年9月30日）",
        "出席：县农业局王五（局长）",
        "请假：赵六",
        "列席：钱七",
        "2026年6月25日印发",
    ):
        assert part in words


def test_a_meeting_without_agenda_has_an_empty_draft() -> None:
    assert draft_of_minutes(make_meeting()) == ""


def test_meetings_wait_in_the_inbox_of_those_concerned(office_person: User) -> None:
    unit = make_department()
    coming = make_meeting(invited=[unit], state=MeetingState.INVITED, held_on=date(2026, 7, 10))
    past = make_meeting(invited=[unit], state=MeetingState.INVITED, held_on=HELD)
    held = make_meeting(invited=[unit], state=MeetingState.HELD)
    make_item(coming, raised_by=unit, is_taken=False)
    assert [item.url for item in inbox(office_person, TODAY)] == [
        url_of(coming, "agenda"),
        url_of(past),
        url_of(held),
    ]
    member = make_user(role=Role.LIAISON, department=unit)
    assert [item.url for item in inbox(member, TODAY)] == [url_of(coming)]
    assert inbox(make_user(role=Role.LIAISON), TODAY) == []
