"""Suspensions, and what counts on any day."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from brands import actions
from brands.measures import credential_figures
from brands.models import CountsAs, Credential, CredentialKind, Suspension
from brands.rules import IN_FORCE, Status
from departments.access import Role
from departments.records import EditConflict
from enterprises.models import Industry
from tests.brands.factories import make_credential, make_kind, make_suspension
from tests.departments.factories import make_user
from tests.enterprises.factories import make_enterprise

pytestmark = pytest.mark.django_db

BEGIN = date(2024, 1, 1)
TEN_DAYS = [BEGIN + timedelta(days=days) for days in (0, 1, 59, 60, 61, 120, 121, 365, 730, 1200)]
PLAIN_COUNT = """
    SELECT count(*) FROM brands_credential AS c JOIN brands_credentialkind AS k ON k.id = c.kind_id
    WHERE k.code = %s AND c.valid_from <= %s AND (c.valid_until IS NULL OR c.valid_until >= %s)
      AND (c.ended_on IS NULL OR c.ended_on > %s)
      AND NOT EXISTS (SELECT 1 FROM brands_suspension AS s WHERE s.credential_id = c.id
                      AND s.suspended_on <= %s AND (s.lifted_on IS NULL OR s.lifted_on > %s))
"""


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def plain_count(kind: CredentialKind, day: date) -> int:
    """What a person counts in the table by hand."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_COUNT, [kind.code, *[day] * 5])
        return int(cursor.fetchone()[0])


def fill(kinds: list[CredentialKind]) -> None:
    """Give every kind credentials that begin, end, pause and lapse around the ten days."""
    holder = make_enterprise()
    courses: list[tuple[int, int | None, int | None, tuple[int, int | None] | None]] = [
        (0, 1199, None, None),
        (1, None, None, (60, 121)),
        (59, 729, None, (60, None)),
        (-400, 60, None, None),
        (-10, None, 120, None),
        (61, 1300, 365, (100, 121)),
    ]
    rows = [
        Credential(
            kind=kind,
            enterprise=holder,
            township=holder.township,
            sector=Industry.INDUSTRY,
            number=f"{kind.code}-{place}",
            issued_on=BEGIN + timedelta(days=since),
            valid_from=BEGIN + timedelta(days=since),
            valid_until=None if until is None else BEGIN + timedelta(days=until),
            ended_on=None if end is None else BEGIN + timedelta(days=end),
            ended_as="" if end is None else "cancelled",
            end_reason="" if end is None else "企业申请注销",
        )
        for kind in kinds
        for place, (since, until, end, _pause) in enumerate(courses)
    ]
    stored = Credential.objects.bulk_create(rows)
    pauses = [pause for _kind in kinds for *_days, pause in courses]
    Suspension.objects.bulk_create(
        Suspension(
            credential=credential,
            suspended_on=BEGIN + timedelta(days=pause[0]),
            lifted_on=None if pause[1] is None else BEGIN + timedelta(days=pause[1]),
            reason="暂停",
        )
        for credential, pause in zip(stored, pauses, strict=True)
        if pause
    )


def test_every_kind_counts_right_on_ten_days() -> None:
    actions.load_kinds()
    kinds = list(CredentialKind.objects.all())
    fill(kinds)
    everything = list(Credential.objects.with_holders())
    totals = []
    for day in TEN_DAYS:
        asked: dict[str, int] = {}
        for code in Credential.objects.valid_on(day).values_list("kind__code", flat=True):
            asked[code] = asked.get(code, 0) + 1
        judged = dict.fromkeys(asked, 0)
        for credential in everything:
            if credential.status_on(day) in IN_FORCE:
                judged[credential.kind.code] += 1
        counted = {kind.code: plain_count(kind, day) for kind in kinds}
        assert (day, asked, judged) == (day, counted, counted)
        totals.append(counted["qms"])
    assert totals == [3, 4, 5, 3, 3, 1, 3, 2, 2, 1]


def test_a_suspended_certificate_leaves_the_figure_and_comes_back() -> None:
    credential = make_credential(kind=make_kind(counts_as=CountsAs.MANAGEMENT_SYSTEM), valid_until=None)
    make_suspension(credential, suspended_on=date(2024, 3, 1), lifted_on=date(2024, 5, 1))
    code = "credentials.management_system_enterprises"
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 30), date(2024, 5, 1)]
    figures = credential_figures([code], days)[code]
    assert [figures[day].value for day in days] == [1, 0, 0, 1]


def test_a_credential_is_suspended_and_lifted(office: Client) -> None:
    credential = make_credential()
    url = reverse("brands:suspend", args=[credential.pk])
    entered = {
        "suspended_on": "2024-06-01",
        "reason": "未按期接受监督审核",
        "document_number": "",
        "version": 1,
    }
    assert office.post(url, entered).status_code == 302
    suspension = Suspension.objects.get()
    page = office.get(reverse("brands:detail", args=[credential.pk])).content.decode()
    assert "未按期接受监督审核" in page
    lift = reverse("brands:suspension", args=[credential.pk, suspension.pk])
    assert lift in page
    assert office.post(lift, entered | {"lifted_on": "2024-07-01"}).status_code == 302
    suspension.refresh_from_db()
    assert (suspension.lifted_on, suspension.version, suspension.history.count()) == (date(2024, 7, 1), 2, 2)
    held = Credential.objects.with_holders().get()
    statuses = [held.status_on(date(2024, 5, 31)), held.status_on(date(2024, 6, 1))]
    assert [*statuses, held.status_on(date(2024, 7, 1))] == [Status.VALID, Status.SUSPENDED, Status.VALID]


def test_what_is_suspended_cannot_be_suspended_again(office: Client) -> None:
    credential = make_credential()
    make_suspension(credential, suspended_on=date(2024, 6, 1))
    url = reverse("brands:suspend", args=[credential.pk])
    answer = office.post(url, {"suspended_on": "2024-08-01", "reason": "再次", "version": 1})
    assert answer.status_code == 200
    assert "suspended_on" in answer.context["form"].errors
    with pytest.raises(ValidationError):
        actions.suspend_credential(credential, by="x", suspended_on=date(2024, 8, 1), reason="再次")
    assert Suspension.objects.count() == 1


def test_the_second_editor_of_a_suspension_is_told() -> None:
    suspension = make_suspension(make_credential(), suspended_on=date(2024, 6, 1))
    actions.change_suspension(suspension, by="x", version=1, reason="甲")
    with pytest.raises(EditConflict):
        actions.change_suspension(suspension, by="y", version=1, reason="乙")


def test_a_suspension_is_reached_through_its_own_credential_only(office: Client) -> None:
    suspension = make_suspension(make_credential(), suspended_on=date(2024, 6, 1))
    other = make_credential()
    assert office.get(reverse("brands:suspension", args=[other.pk, suspension.pk])).status_code == 404


def test_suspensions_are_exported_and_shown_in_the_file(office: Client) -> None:
    credential = make_credential(valid_until=None)
    make_suspension(credential, suspended_on=date(2024, 6, 1))
    answer = office.get(reverse("brands:export"))
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[1][-1] == "2024-06-01起暂停，至今（监督审核未通过）"
    assert credential.enterprise is not None
    url = reverse("enterprises:detail", args=[credential.enterprise.credit_code])
    filled = [each for each in office.get(url).context["file"].sections if each.section.code == "credentials"]
    assert [line.status for line in filled[0].values["lines"]] == [Status.SUSPENDED]
    assert filled[0].values["suspended"] == 1


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_only_the_office_suspends(client: Client, role: Role) -> None:
    suspension = make_suspension(make_credential(), suspended_on=date(2024, 6, 1))
    client.force_login(make_user(role=role))
    addresses = [
        reverse("brands:suspend", args=[suspension.credential_id]),
        reverse("brands:suspension", args=[suspension.credential_id, suspension.pk]),
    ]
    assert [client.post(address).status_code for address in addresses] == [403, 403]
