"""Tasks entered at the same moment each get a code of their own."""

from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from departments.actions.tasks import create_task, next_code
from departments.models import Task
from tests.departments.factories import make_department, make_user

WRITERS, EACH = 8, 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory")
def test_tasks_entered_at_once_are_numbered_without_a_gap() -> None:
    by, lead, start = make_user(), make_department(), Barrier(WRITERS)

    def write() -> None:
        start.wait()
        try:
            for _number in range(EACH):
                create_task(
                    by=by, year=2026, title="任务", deliverable="报告", due_on=date(2026, 12, 20), lead=lead
                )
        finally:
            connection.close()

    threads = [Thread(target=write) for _each in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = Task.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == [f"2026-{number:03d}" for number in range(1, WRITERS * EACH + 1)]


@pytest.mark.django_db
def test_the_code_after_the_999th_has_four_digits() -> None:
    values: dict[str, Any] = {
        "year": 2026,
        "title": "任务",
        "deliverable": "报告",
        "due_on": date(2026, 12, 20),
    }
    by, lead = make_user(), make_department()
    for code in ("2026-999", "2026-1000"):
        assert create_task(by=by, lead=lead, code=code, **values).code == code
    assert next_code(2026) == "2026-1001"
