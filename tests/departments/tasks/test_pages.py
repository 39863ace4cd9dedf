"""The pages of tasks: lists, forms, evidence, tables, and who may not see them."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.actions.task_steps import Entered, take_step
from departments.models import Department, Task, TaskEvent, TaskState, TaskStep, User
from quality_portal.lib.spreadsheets.writing import Column, Table, write_xlsx
from quality_portal.lib.uploads import check_upload
from tests.departments.factories import make_department, make_duty, make_task, make_user

pytestmark = pytest.mark.django_db

HEADERS = (
    "任务编号",
    "年度",
    "重点任务",
    "成果形式",
    "衡量标准",
    "牵头单位",
    "配合单位",
    "完成时限",
    "职责编号",
)


def signed_in(client: Client, role: str, department: Department | None = None) -> User:
    user = make_user(role=role, department=department)
    client.force_login(user)
    return user


def workbook(*rows: list[object]) -> SimpleUploadedFile:
    table = Table("任务", [Column(header) for header in HEADERS], rows)  # type: ignore[arg-type]
    return SimpleUploadedFile("任务.xlsx", BytesIO(write_xlsx([table])).read())


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    signed_in(client, Role.OFFICE)
    for _each in range(number):
        make_task(cooperating=[make_department()], state=TaskState.ISSUED)
    with django_assert_num_queries(12):
        client.get(reverse("tasks:list"), {"year": 2026})


def test_the_list_opens_at_this_year(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    assert client.get(reverse("tasks:list")).status_code == 302


def test_the_list_is_narrowed(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    unit = make_department()
    task = make_task(lead=unit, title="计量检定", state=TaskState.ISSUED, due_on=date(2020, 1, 1))
    asked = make_task(state=TaskState.SIGNED, extension_to=date(2099, 12, 31), due_on=date(2099, 1, 1))
    page = reverse("tasks:list")
    for query, rows in (
        ({"q": "计量"}, [task]),
        ({"unit": unit.code}, [task]),
        ({"due": "overdue"}, [task]),
        ({"state": "extension"}, [asked]),
        ({"state": "open", "sort": "due"}, [task, asked]),
        ({"state": "closed"}, []),
    ):
        assert list(client.get(page, query).context["listing"].page) == rows


@pytest.mark.parametrize("role", [Role.LIAISON])
def test_a_stranger_sees_nothing_of_a_task(client: Client, role: str) -> None:
    task = make_task(state=TaskState.ISSUED)
    event = TaskEvent.objects.create(
        task=task, step=TaskStep.REPORT, happened_on=date(2026, 3, 1), recorded_at="2026-03-01T08:00Z"
    )
    signed_in(client, role)
    addresses = [
        reverse("tasks:detail", args=[task.code]),
        reverse("tasks:step", args=[task.code, "sign"]),
        reverse("tasks:part_step", args=[task.code, "sign", task.lead.code]),
        reverse("tasks:evidence", args=[task.code, event.pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert list(client.get(reverse("tasks:list"), {"year": 2026}).context["listing"].page) == []
    assert task.code not in client.get(reverse("tasks:export"), {"format": "csv"}).content.decode()


def test_a_department_sees_a_task_once_it_is_issued(client: Client) -> None:
    unit = make_department()
    planned, issued = make_task(cooperating=[unit]), make_task(cooperating=[unit], state=TaskState.ISSUED)
    signed_in(client, Role.LIAISON, unit)
    answers = [
        client.get(reverse("tasks:detail", args=[task.code])).status_code for task in (planned, issued)
    ]
    assert answers == [404, 200]


@pytest.mark.parametrize("name", ["new", "draw_up", "copy", "issue", "import"])
@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_only_the_office_makes_the_list(client: Client, role: str, name: str) -> None:
    signed_in(client, role)
    assert client.get(reverse(f"tasks:{name}")).status_code == 403


def test_a_liaison_signs_for_a_task(client: Client) -> None:
    unit = make_department()
    task = make_task(lead=unit, state=TaskState.ISSUED)
    signed_in(client, Role.LIAISON, unit)
    address = reverse("tasks:part_step", args=[task.code, "sign", unit.code])
    assert client.get(address).status_code == 200
    client.post(address, {"version": 1, "happened_on": "2026-05-06"})
    assert Task.objects.get().state == TaskState.SIGNED


def test_what_was_typed_stays_when_a_step_is_refused(client: Client) -> None:
    unit = make_department()
    task = make_task(lead=unit, state=TaskState.IN_PROGRESS)
    signed_in(client, Role.LIAISON, unit)
    address = reverse("tasks:part_step", args=[task.code, "claim", unit.code])
    page = client.post(address, {"version": 1, "happened_on": "2026-05-06", "remark": "全部完成"})
    assert (page.status_code, "全部完成" in page.content.decode()) == (200, True)
    assert "evidence" in page.context["form"].errors


def test_a_renamed_program_is_refused(client: Client) -> None:
    unit = make_department()
    task = make_task(lead=unit, state=TaskState.IN_PROGRESS)
    signed_in(client, Role.LIAISON, unit)
    file = SimpleUploadedFile("证明.pdf", b"MZ\x90\x00program")
    address = reverse("tasks:part_step", args=[task.code, "claim", unit.code])
    values = {"version": 1, "happened_on": "2026-05-06", "remark": "完成", "evidence": file}
    assert "evidence" in client.post(address, values).context["form"].errors
    assert Task.objects.get().state == TaskState.IN_PROGRESS


def test_evidence_is_given_as_an_attachment_to_those_who_see_the_task(client: Client) -> None:
    unit = make_department()
    task = make_task(lead=unit, state=TaskState.IN_PROGRESS)
    user = signed_in(client, Role.LIAISON, unit)
    file = check_upload(ContentFile("签到表".encode(), name="签到表.txt"))
    event = take_step(
        task, TaskStep.REPORT, Entered(remark="x", evidence=file), by=user, version=1, department=unit
    )
    answer = client.get(reverse("tasks:evidence", args=[task.code, event.pk]))
    assert (answer["Content-Disposition"].split(";")[0], b"".join(answer)) == (
        "attachment",
        "签到表".encode(),
    )
    answer.close()


def test_the_office_draws_up_and_issues(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    make_department()
    duty = make_duty(lead=make_department())
    assert client.get(reverse("tasks:draw_up"), {"year": 2026}).status_code == 200
    oversized = {"year": 2026, "due_on": "2026-11-30", "duties": ["9" * 20]}
    assert client.post(reverse("tasks:draw_up"), oversized).status_code == 200
    client.post(reverse("tasks:draw_up"), {"year": 2026, "due_on": "2026-11-30", "duties": [duty.pk]})
    task = Task.objects.get()
    page = f"{reverse('tasks:issue')}?year=2026"
    assert client.get(page).status_code == 200
    client.post(page, {"issued_on": "2026-01-20", "tasks": [task.pk]})
    assert Task.objects.get().state == TaskState.ISSUED


def test_a_year_is_copied_into_another_and_not_into_itself(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    make_task()
    page = client.post(reverse("tasks:copy"), {"source": 2026, "year": 2026})
    assert page.context["form"].errors
    client.post(reverse("tasks:copy"), {"source": 2026, "year": 2027})
    assert Task.objects.filter(year=2027).count() == 1


def test_the_office_enters_and_edits_a_task(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    lead, partner = make_department(), make_department()
    values = {"year": 2026, "title": "质量月", "deliverable": "总结", "due_on": "2026-9-30", "lead": lead.pk}
    client.post(reverse("tasks:new"), {**values, "cooperating": [partner.pk]})
    task = Task.objects.get()
    address = reverse("tasks:edit", args=[task.code])
    assert client.get(address).context["form"]["cooperating"].initial == [partner.pk]
    client.post(address, {**values, "title": "质量月活动", "version": 1})
    assert (Task.objects.get().title, Task.objects.get().parts.count()) == ("质量月活动", 1)


def test_a_workbook_is_previewed_and_then_written(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    lead, partner = make_department("县甲局"), make_department("县乙局")
    old = make_task(lead=lead, title="旧题")
    file = workbook(
        ["", 2026, "新任务", "报告", "", "县甲局", "县乙局", "2026-10-31", ""],
        [old.code, 2026, "新题", "工作总结", "", "县甲局", "", "2026-10-31", ""],
    )
    page = client.post(reverse("tasks:import"), {"file": file})
    draft = page.context["draft"]
    assert (draft.new, draft.changed, draft.problems, Task.objects.count()) == (1, 1, [], 1)
    client.post(reverse("tasks:import_confirm"), {"token": page.context["token"]})
    assert sorted(Task.objects.values_list("title", flat=True)) == ["新任务", "新题"]
    assert Task.objects.get(title="新任务").parts.get(is_lead=False).department == partner


def test_cells_that_cannot_be_taken_are_named(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    make_department("县甲局")
    issued = make_task(state=TaskState.ISSUED)
    file = workbook(
        ["", 2026, "", "报告", "", "没有的局", "", "不是日期", "X-1"],
        ["9999-001", 2026, "甲", "报告", "", "县甲局", "", "2026-10-31", ""],
        [issued.code, 2026, "改题", "报告", "", "县甲局", "", "2026-10-31", ""],
    )
    page = client.post(reverse("tasks:import"), {"file": file})
    assert [(p.row, p.column) for p in page.context["draft"].problems] == [
        *((2, "重点任务"), (2, "牵头单位"), (2, "完成时限"), (2, "职责编号")),
        *((3, "任务编号"), (4, "任务编号")),
    ]
    assert ("token" in page.context, Task.objects.count()) == (False, 1)


def test_a_file_that_is_no_task_table_gets_a_sentence(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    table = Table("x", [Column("甲"), Column("乙")], [["1", "2"]])
    file = SimpleUploadedFile("x.xlsx", BytesIO(write_xlsx([table])).read())
    assert client.post(reverse("tasks:import"), {"file": file}).context["form"].errors["file"]
    assert client.post(reverse("tasks:import_confirm"), {"token": "forged"}).status_code == 302


def test_the_exported_table_comes_back_unchanged(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    make_task(cooperating=[make_department()])
    content = client.get(reverse("tasks:export"), {"format": "xlsx"}).content
    file = SimpleUploadedFile("清单.xlsx", content)
    assert client.post(reverse("tasks:import"), {"file": file}).context["draft"].unchanged == 1


def test_the_official_table_is_printed(client: Client) -> None:
    signed_in(client, Role.OFFICE)
    make_task(cooperating=[make_department()])
    assert client.get(reverse("tasks:table"), {"year": 2026}).content.startswith(b"%PDF")
