"""Pages that only some records lead to, which a walk that opens two of each kind passes by.

What the demonstration has none of, such as a table being imported, is entered here first.
"""

from collections.abc import Iterable
from itertools import islice, product
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Assessee, Scheme
from assessments.papers.letters import LETTERS
from brands.models import Suspension, Zone
from departments.jobs.actions import start
from departments.models import Decision, Meeting, MeetingState, User
from enterprises.models import Enterprise, Instrument, Verification
from inspections.models import Case, Step
from reports.models import ReportPeriod
from targets.models import Benchmark, Target
from tests.brands.test_imports import HEADS as CREDENTIAL_HEADS
from tests.enterprises.imports import test_enterprises, test_products
from tests.enterprises.imports.tables import make_table, upload
from tests.inspections.test_import_pages import table
from tests.inspections.test_import_pages import upload as upload_samples

MOST = 80
"""So many records of a kind are tried until one has the page."""

Tries = Iterable[tuple[Any, ...]]


def imported(client: Client, folder: Path) -> list[str]:
    """Upload a table to each of the registers; return the pages of the uploads."""
    batch = upload_samples(client, table(folder))
    tables: list[tuple[str, tuple[str, ...], tuple[object, ...]]] = [
        ("enterprises:import", test_enterprises.HEADS, test_enterprises.rows()[0]),
        ("enterprises:product_import", test_products.HEADS, ("石桥绿茶", "没有的企业", *[""] * 6)),
        ("brands:import", CREDENTIAL_HEADS, ("00124Q1", "质量管理体系认证", "没有的企业", *[""] * 4)),
    ]
    others = [
        reverse(f"{page}_detail", args=[upload(client, page, make_table(heads, row)).pk])
        for page, heads, row in tables
    ]
    return [reverse("inspections:import_detail", args=[batch.pk]), *others]


def deciding() -> Meeting:
    """Return the last meeting that decided something."""
    return Meeting.objects.filter(decisions__isnull=False).latest("pk")


def tries(user: User) -> dict[str, Tries]:
    """Return the records that may have the page, by the name of its address."""
    meeting = deciding()
    assessees = Assessee.objects.select_related("scheme", "unit").order_by("-scheme__year", "pk")
    if user.department_id:
        assessees = assessees.filter(unit=user.department_id)
    cells = [
        ((each.scheme.year, each.scheme.group, each.unit.code), criterion)
        for each in assessees
        for criterion in each.scheme.criteria.order_by("-pk")[:1]
    ]
    codes = Enterprise.objects.filter(merged_into=None).values_list("credit_code", flat=True)[:2]
    instruments = Instrument.objects.values_list("enterprise__credit_code", "pk")
    verifications = Verification.objects.values_list(
        "instrument__enterprise__credit_code", "instrument_id", "pk"
    )
    numbers = Case.objects.filter(closed_on=None).values_list("number", flat=True)[:2]
    return {
        "assessments:correct": [(*cell, each.code) for cell, each in cells if each.scheme.is_published],
        "assessments:evidence_link": [(*cell, criterion.pk) for cell, criterion in cells],
        "assessments:give_back": [cell for cell, _criterion in cells],
        "assessments:visit": [cell for cell, _criterion in cells],
        "assessments:procedure_decision": Scheme.objects.order_by("-year").values_list("year", "group"),
        "brands:suspension": Suspension.objects.values_list("credential_id", "pk"),
        "brands:zone_edit": Zone.objects.values_list("credential_id"),
        "cases:step": product(numbers, Step.objects.values_list("code", flat=True)),
        "enterprises:instrument_edit": instruments,
        "enterprises:merge": [tuple(codes)],
        "enterprises:verification_edit": verifications,
        "enterprises:verification_new": instruments,
        "meetings:decision_edit": Decision.objects.filter(meeting=meeting).values_list("pk"),
        "meetings:decision_new": [(meeting.pk,)],
        "meetings:minutes": [(meeting.pk,)],
        "reports:period_exception": ReportPeriod.objects.values_list("pk"),
        "targets:benchmark_edit": Benchmark.objects.order_by("-year").values_list(
            "target__code", "region", "year"
        ),
        "targets:comment_new": product(Target.objects.values_list("code", flat=True), [2026]),
    }


def enter(by: User, folder: Path) -> list[str]:
    """Take a meeting's minutes back, ask for letters, import tables; return the pages of the latter two."""
    Meeting.objects.filter(pk=deciding().pk).update(state=MeetingState.HELD, minutes_number=None)
    client = Client()
    client.force_login(by)
    job = start(LETTERS, subject=Scheme.objects.order_by("-year")[0].pk, title="告知书", by=by)
    return [*imported(client, folder), reverse("own:job", args=[job.pk])]


def corners(user: User) -> list[str]:
    """Return one page of each kind that opens to the person."""
    client = Client()
    client.force_login(user)
    found = []
    for name, records in tries(user).items():
        addresses = (reverse(name, args=record) for record in islice(records, MOST))
        found += list(islice((each for each in addresses if client.get(each).status_code == 200), 1))
    return found
