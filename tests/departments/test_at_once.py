"""People who write at the same moment, each on a connection of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessments import actions as assessment
from assessments.models import Group, Scheme
from departments.actions.tasks import create_task
from departments.models import DepartmentKind, TaskState
from departments.records import EditConflict, change_record
from reports.actions.periods import open_period
from reports.models import Half, ReportPeriod
from tests.assessments.factories import FEBRUARY, make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user
from tests.reports.factories import DUE, NOW, TODAY

CROWD = 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory"),
]


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Do several things at the same moment; return how each ended, in order."""
    start, ends = Barrier(len(jobs)), [""] * len(jobs)

    def work(place: int) -> None:
        start.wait()
        try:
            jobs[place]()
            ends[place] = "kept"
        except (EditConflict, ValidationError):
            ends[place] = "told"
        except Exception as error:  # noqa: BLE001 shown by the test
            ends[place] = repr(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_of_people_who_change_one_record_one_wins_and_the_others_are_told() -> None:
    lead, by = make_department(), make_user()
    task = create_task(
        by=by, year=2026, title="任务", deliverable="报告", measure="完成", due_on=DUE, lead=lead
    )
    jobs = [
        lambda place=place: change_record(task, by=by, version=task.version, title=f"改{place}")
        for place in range(CROWD)
    ]
    ends = at_once(*jobs)
    assert sorted(ends) == ["kept", *["told"] * (CROWD - 1)]
    task.refresh_from_db()
    assert (task.title, task.version) == (f"改{ends.index('kept')}", 2)
    assert task.state == TaskState.PLANNED


def test_of_people_who_open_one_half_year_one_wins_and_the_others_are_told() -> None:
    make_department()
    by = make_user()

    def begin() -> ReportPeriod:
        return open_period(year=2026, half=Half.FIRST, due_on=DUE, by=by, now=NOW, today=TODAY)

    ends = at_once(*[begin] * CROWD)
    assert sorted(ends) == ["kept", *["told"] * (CROWD - 1)]
    assert ReportPeriod.objects.count() == 1


def test_of_a_years_groups_published_at_once_the_later_one_brings_the_notice() -> None:
    by = make_user()
    schemes = [make_scheme(group=group) for group in (Group.DEPARTMENTS, Group.TOWNSHIPS)]
    for scheme, kind in zip(schemes, (DepartmentKind.DEPARTMENT, DepartmentKind.TOWNSHIP), strict=True):
        make_full_scores(scheme, make_department(kind=kind), "55", "37")
        scheme.refresh_from_db()
    jobs = [lambda mine=scheme: assessment.publish(scheme=mine, by=by, now=FEBRUARY) for scheme in schemes]
    assert at_once(*jobs) == ["kept", "kept"]
    numbers = list(Scheme.objects.order_by("published_at", "pk").values_list("public_number", flat=True))
    assert sorted(numbers, key=str) == [1, None]
