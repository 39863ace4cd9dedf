"""The official task table and the urging notice as papers; papers are in Chinese."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from departments.imports import read_file
from departments.models import Department, Task, UrgingNotice
from departments.models.task import TaskQuerySet
from departments.task_exports import partners
from quality_portal.lib.documents import pdf
from quality_portal.lib.documents.wording import document_number

DATA = Path(__file__).resolve().parent / "data"


@cache
def _words() -> dict[str, Any]:
    return read_file(DATA / "papers.toml")


@cache
def office_name() -> str:
    """Return the full name of the leading group's office."""
    return str(read_file(DATA / "leading_group.toml")["group"]["office_name"])


def office_unit() -> Department:
    """Return the department where the leading group's office sits, the first one where it is not known."""
    units = Department.objects.departments()
    return units.filter(code=_words()["office"]["unit"]).first() or units.earliest("order")


def notice_number(notice: UrgingNotice) -> str:
    """Return the official number of an urging notice, such as 和质强督〔2026〕3号."""
    return document_number(_words()["office"]["notice_code"], notice.year, notice.serial)


def table_paper(rows: TaskQuerySet, year: int) -> bytes:
    """Return a year's list as the official task table (重点任务分解表), head and landscape table.

    Raises PaperError when it cannot be printed.
    """
    words = _words()["table"]
    tasks = rows.with_units().order_by("lead__kind", "lead__order", "due_on", "code")
    with override("zh-hans"):
        context = {
            "title": words["title"].format(year=year),
            "mark": f"{office_name()}文件",
            "agency": office_name(),
            "number": f"{_words()['office']['agency_code']}〔{year}〕　号",
            "addressee": words["addressee"],
            "paragraphs": [sentence.format(year=year) for sentence in words["body"]],
            "attachments": [words["attachment"].format(year=year)],
            "attachment_title": words["attachment"].format(year=year),
            "tasks": [{"task": task, "partners": partners(task)} for task in tasks],
            "signed_by": office_name(),
            "signed_on": None,
            "seal_place": True,
        }
        return pdf.render("papers/departments/task_table.html", context)


def notice_paper(notice: UrgingNotice) -> bytes:
    """Return an urging notice as a letter (督办单).

    Raises PaperError when it cannot be printed.
    """
    task: Task = notice.task
    with override("zh-hans"):
        context = {
            "title": "督办单",
            "mark": office_name(),
            "agency": office_name(),
            "number": notice_number(notice),
            "addressee": notice.department.name,
            "signed_by": office_name(),
            "signed_on": notice.issued_on,
            "seal_place": True,
            "notice": notice,
            "task": task,
            "former": notice_number(notice.escalated_from) if notice.escalated_from else "",
        }
        return pdf.render("papers/departments/urging_notice.html", context)
