"""Many forms at once: each is stored once, nothing acknowledged is lost, of two decisions one wins."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.urls import reverse

from departments.access import Role
from departments.models import Department, Task, User
from quality_portal.lib import clock
from reports.actions.periods import open_period
from reports.models import Half, Report, ReportPeriod, ReportState
from tests.departments.factories import make_user
from tests.drills.portal import Answer, Portal, hold
from tests.reports.factories import hand_in, write_all

CROWD = 20
EACH = 10
REPEATED = 20
BURST, BURST_SECONDS = 200, 10
RACES = 50


def together(works: Iterable[Callable[[], Answer]], workers: int) -> list[Answer]:
    """Do works at the same time; return their answers in order."""
    with ThreadPoolExecutor(workers) as crowd:
        return [begun.result() for begun in [crowd.submit(work) for work in works]]


def told(answers: list[Answer]) -> str:
    """Say how many answers of each kind there were, and how long they took."""
    times = sorted(answer.seconds for answer in answers)
    statuses = dict(Counter(answer.status for answer in answers))
    return f"answers {statuses}, median {median(times) * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms"


def task(lead: Department, title: str, once: str) -> dict[str, Any]:
    """Return the form of a new task."""
    texts = {
        "title": title,
        "deliverable": "报告",
        "measure": "完成",
        "due_on": f"{clock.today().year}-12-20",
    }
    return {"once": once, "version": 1, "year": clock.today().year, "lead": lead.pk, **texts}


def writers(portal: Portal) -> str:
    """Twenty people write ten records each at the same time."""
    lead = Department.objects.get(code="agri")
    page = reverse("tasks:new")
    people = [portal.signed_in(make_user(role=Role.OFFICE)) for _each in range(CROWD)]
    before = Task.objects.count()
    works = [
        lambda person=person, number=number: person.post(
            page, **task(lead, f"任务{number}", secrets.token_urlsafe(12))
        )
        for number in range(EACH)
        for person in people
    ]
    answers = together(works, CROWD)
    stored = Task.objects.count() - before
    hold(true={answer.status for answer in answers} == {302}, what=told(answers))
    hold(true=stored == CROWD * EACH, what=f"{stored} of {CROWD * EACH} records stored")
    return f"{stored} records of {CROWD} writers stored; {told(answers)}"


def same_post(portal: Portal) -> str:
    """The same form is sent twenty times at once."""
    lead, office = Department.objects.get(code="agri"), portal.signed_in(make_user(role=Role.OFFICE))
    form = task(lead, "同一任务", secrets.token_urlsafe(12))
    answers = together([lambda: office.post(reverse("tasks:new"), **form)] * REPEATED, REPEATED)
    stored = Task.objects.filter(title="同一任务").count()
    led = {(answer.status, answer.location) for answer in answers}
    hold(true=stored == 1 and len(led) == 1, what=f"{stored} records, answers {led}")
    return f"1 record of {REPEATED} sendings; {told(answers)}"


def periods(office: User, count: int) -> None:
    """See to it that some half-years are open."""
    now, year = clock.now(), clock.today().year
    halves = [(year - number // 2, (Half.SECOND, Half.FIRST)[number % 2]) for number in range(count)]
    for of, half in halves:
        if ReportPeriod.objects.filter(year=of, half=half).exists():
            continue
        open_period(year=of, half=half, due_on=date(year + 1, 1, 10), by=office, now=now, today=clock.today())


def drafts(office: User, count: int) -> list[Report]:
    """Write some drafts until they can be handed in."""
    now = clock.now()
    reports = list(Report.objects.with_units().filter(state=ReportState.DRAFT).order_by("pk")[:count])
    for report in reports:
        write_all(report, by=office, now=now)
        report.refresh_from_db()
    return reports


def burst(portal: Portal) -> str:
    """Two hundred reports are handed in within ten seconds."""
    office = make_user(role=Role.OFFICE)
    periods(office, 5)
    reports = drafts(office, BURST)
    person, behalf = portal.signed_in(office), {"filed_for": "王五", "filed_for_reason": "联络员住院"}
    start = time.perf_counter()

    def send(place: int, report: Report) -> Answer:
        time.sleep(max(0.0, start + place * BURST_SECONDS / BURST - time.perf_counter()))
        mark = secrets.token_urlsafe(12)
        address = reverse("reports:submit", args=[report.pk])
        return person.post(address, once=mark, version=report.version, **behalf)

    works = [lambda at=place, one=report: send(at, one) for place, report in enumerate(reports)]
    answers = together(works, BURST)
    took = time.perf_counter() - start
    counts = Counter(report.submissions.count() for report in reports)
    hold(true=counts == {1: len(reports)} and len(reports) == BURST, what=f"{dict(counts)}; {told(answers)}")
    return f"{BURST} reports handed in once each, the last answer after {took:.1f} s; {told(answers)}"


def races(portal: Portal) -> str:
    """One reviewer accepts a report while another says what to change and returns it."""
    office, other = make_user(role=Role.OFFICE), make_user(role=Role.OFFICE)
    periods(office, 2)
    first, second = portal.signed_in(office), portal.signed_in(other)
    now: datetime = clock.now() + timedelta(seconds=1)
    ends: Counter[str] = Counter()
    for report in drafts(office, RACES):
        hand_in(report, by=office, now=now)
        report.refresh_from_db()
        line, form = report.lines.order_by("pk")[0], {"version": report.version}
        remark = reverse("reports:remark", args=[report.pk, line.pk])

        def give_back(of: Report = report, form: dict[str, int] = form, remark: str = remark) -> Answer:
            second.post(remark, text="请补充数据")
            return second.post(reverse("reports:return", args=[of.pk]), **form)

        accept = reverse("reports:accept", args=[report.pk])
        together([lambda: first.post(accept, **form), give_back], 2)  # noqa: B023 used at once
        report.refresh_from_db()
        remarks = sum(each.remarks.count() for each in report.submissions.all())
        ends[f"{report.state}, {'with' if remarks else 'without'} remarks"] += 1
    allowed = {"accepted, without remarks", "returned, with remarks"}
    hold(true=set(ends) <= allowed and sum(ends.values()) == RACES, what=str(dict(ends)))
    return f"{RACES} races: {dict(ends)}"
