"""Instruments: the measure against a plain count, the lists, the forms."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from enterprises.instrument_measures import CODE
from enterprises.models import Instrument, Verification
from enterprises.rules.instruments import LACKING, VERIFIED, Result, State
from quality_portal.lib import clock
from targets import measures
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import make_enterprise, make_instrument, make_verification

pytestmark = pytest.mark.django_db

DAYS = [date(2019, 12, 31), date(2023, 1, 9), date(2023, 1, 10), date(2024, 1, 9), date(2024, 1, 10)]
LIST = "enterprises:instruments"
TOMORROW = (clock.today() + timedelta(days=1)).isoformat()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(role=Role.OFFICE))
    return client


def make_county() -> None:
    """One of each state, and a passed verification that a failed one followed."""
    make_verification(make_instrument())
    make_instrument()
    failed = make_instrument()
    make_verification(failed, verified_on=date(2023, 1, 10), valid_until=date(2025, 1, 9))
    make_verification(failed, verified_on=date(2023, 6, 1), valid_until=None)
    make_verification(make_instrument(withdrawn_on=date(2024, 1, 1)))
    make_instrument(in_use_since=date(2024, 1, 10))
    make_instrument(is_mandatory=False)
    make_verification(make_instrument(is_mandatory=False))


def plain(day: date) -> tuple[int, int]:
    """Count in Python what the measure counts in SQL."""
    rows = Instrument.objects.mandatory().with_last(day)
    states = [row.state_on(day) for row in rows]
    used = [state for state in states if state in {*VERIFIED, *LACKING}]
    return len([state for state in used if state in VERIFIED]), len(used)


def test_the_ratio_on_five_days_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_county()
    with django_assert_num_queries(1):
        found = measures.figures([CODE], DAYS)[CODE]
    counted = [(int(figure.numerator or 0), int(figure.denominator or 0)) for figure in found.values()]
    assert counted == [(0, 0), (0, 4), (3, 4), (1, 3), (0, 4)]
    assert counted == [plain(day) for day in DAYS]
    assert (found[DAYS[0]].value, found[DAYS[2]].value) == (None, Decimal(75))


def test_the_ratio_by_township_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    east, west = make_township(), make_township()
    make_verification(make_instrument(enterprise=make_enterprise(township=east)))
    make_instrument(enterprise=make_enterprise(township=east))
    make_instrument(enterprise=make_enterprise(township=west))
    make_instrument(enterprise=make_enterprise(), is_mandatory=False)
    measure = measures.get(CODE)
    assert measure is not None
    with django_assert_num_queries(1):
        found = measure.source.by_township(CODE, date(2023, 6, 1))
    assert {pk: figure.value for pk, figure in found.items()} == {east.pk: Decimal(50), west.pk: Decimal(0)}


def test_the_link_leads_to_exactly_the_records(office: Client) -> None:
    make_county()
    measure = measures.get(CODE)
    assert measure is not None
    day = DAYS[2]
    figure = measures.figures([CODE], [day])[CODE][day]
    page = office.get(measure.records_url(day, None))
    assert (page.context["listing"].total, page.context["counted"]) == (figure.denominator, figure.numerator)
    assert office.get(measure.records_url(day, make_township().pk)).context["listing"].total == 0


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("day", DAYS)
def test_the_list_is_narrowed_by_the_state_each_row_shows(office: Client, state: State, day: date) -> None:
    make_county()
    rows = Instrument.objects.with_last(day)
    expected = {row.pk for row in rows if row.state_on(day) == state}
    page = office.get(reverse(LIST), {"state": state.value, "on": day.isoformat()})
    assert {line.instrument.pk for line in page.context["lines"]} == expected


def test_states_are_judged_alike_for_every_day_around_the_limits() -> None:
    instrument = make_instrument()
    make_verification(instrument)
    first = date(2023, 12, 5)
    days = [first + timedelta(days=step) for step in range(45)]
    states = [Instrument.objects.with_last(day).get().state_on(day) for day in days]
    changes = [
        day for (before, after), day in zip(pairwise(states), days[1:], strict=True) if before != after
    ]
    assert changes == [date(2023, 12, 10), date(2024, 1, 10)]


def test_instruments_are_found(office: Client) -> None:
    township = make_township()
    scale = make_instrument("地磅", enterprise=make_enterprise("青山茶业有限公司", township=township))
    gauge = make_instrument("压力表", number="P-7", is_mandatory=False)
    url = reverse(LIST)

    def shown(**query: str) -> list[str]:
        return [line.instrument.name for line in office.get(url, query).context["lines"]]

    assert shown(q="青山") == [scale.name]
    assert shown(q="p-7") == [gauge.name]
    assert shown(mandatory="1") == [scale.name]
    assert shown(township=str(township.pk)) == [scale.name]
    assert shown(state="used", sort="name") == sorted([scale.name, gauge.name])
    assert len(shown(state="nonsense", on="2023-02-30")) == 2
    assert shown(q="没有") == []
    assert shown(sort="-until", on="2019-01-01", state="coming", q="地磅") == [scale.name]


def test_an_empty_list_says_so(office: Client) -> None:
    assert "empty" in office.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make_verification(make_instrument())
    office.get(reverse(LIST))
    with django_assert_num_queries(6):
        answer = office.get(reverse(LIST))
    assert answer.context["listing"].total == rows


def test_a_township_liaison_sees_the_own_township_only(client: Client) -> None:
    own = make_township()
    mine = make_instrument("地磅", enterprise=make_enterprise(township=own))
    make_instrument("压力表")
    client.force_login(make_user(role=Role.LIAISON, department=own))
    page = client.get(reverse(LIST))
    assert [line.instrument for line in page.context["lines"]] == [mine]
    exported = client.get(reverse("enterprises:instruments_export"), {"format": "csv"})
    assert (
        "地磅" in exported.content.decode("utf-8-sig"),
        "压力表" in exported.content.decode("utf-8-sig"),
    ) == (
        True,
        False,
    )


def test_the_list_is_exported_with_states_as_of_its_day(office: Client) -> None:
    make_verification(make_instrument("=地磅", number="N1"))
    answer = office.get(reverse("enterprises:instruments_export"), {"on": "2023-06-01"})
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert (rows[1][3], rows[1][5], rows[1][9]) == ("=地磅", "是", str(State.VALID.label))


def entered(**values: object) -> dict[str, object]:
    """What the browser sends for a verification."""
    return {
        "verified_on": "2023-01-10",
        "result": "pass",
        "valid_until": "2024-01-09",
        "certificate_number": "检字第1号",
        "institution": "县计量所",
        "version": 1,
    } | values


def test_instruments_and_verifications_are_kept(office: Client) -> None:
    code = make_enterprise().credit_code
    new = reverse("enterprises:instrument_new", args=[code])
    assert office.get(new).status_code == 200
    values = {
        "name": "地磅", "number": "A1", "is_mandatory": "on", "in_use_since": "2020-01-01", "version": 1
    }  # fmt: skip
    assert office.post(new, values).status_code == 302
    assert list(office.post(new, values).context["form"].errors) == ["__all__"]
    instrument = Instrument.objects.get()
    change = reverse("enterprises:instrument_edit", args=[code, instrument.pk])
    assert office.get(change).status_code == 200
    assert office.post(change, values | {"withdrawn_on": "2025-01-01"}).status_code == 302
    assert office.post(change, values).status_code == 409
    add = reverse("enterprises:verification_new", args=[code, instrument.pk])
    assert office.get(add).status_code == 200
    assert office.post(add, entered()).status_code == 302
    verification = Verification.objects.get()
    correct = reverse("enterprises:verification_edit", args=[code, instrument.pk, verification.pk])
    assert office.get(correct).status_code == 200
    assert office.post(correct, entered(valid_until="2024-07-09")).status_code == 302
    verification.refresh_from_db()
    page = office.get(reverse("enterprises:detail", args=[code])).content.decode()
    assert (verification.valid_until, verification.version) == (date(2024, 7, 9), 2)
    assert [words in page for words in ("地磅", "检字第1号", "县计量所", "2024-07-09")] == [True] * 4


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"verified_on": TOMORROW, "valid_until": ""}, "verified_on"),
        ({"valid_until": ""}, "valid_until"),
        ({"certificate_number": ""}, "certificate_number"),
        ({"result": "fail"}, "valid_until"),
        ({"institution": "县\x07所"}, "institution"),
        ({"verified_on": "2023-02-30"}, "verified_on"),
    ],
)
def test_what_does_not_fit_is_told_beside_the_field(
    office: Client, values: dict[str, object], field: str
) -> None:
    instrument = make_instrument()
    url = reverse("enterprises:verification_new", args=[instrument.enterprise.credit_code, instrument.pk])
    answer = office.post(url, entered(**values))
    assert (answer.status_code, field in answer.context["form"].errors) == (200, True)


def test_a_verification_of_the_same_day_is_told(office: Client) -> None:
    instrument = make_instrument()
    make_verification(instrument)
    url = reverse("enterprises:verification_new", args=[instrument.enterprise.credit_code, instrument.pk])
    assert list(office.post(url, entered()).context["form"].errors) == ["__all__"]


def test_the_database_keeps_verifications_complete() -> None:
    instrument = make_instrument()
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(
            instrument=instrument, verified_on=clock.today(), result=Result.PASS, institution="所"
        )
    with pytest.raises(ValidationError):
        Verification(instrument=instrument, verified_on=clock.today(), institution="所").full_clean()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER])
def test_only_the_office_edits(client: Client, role: Role) -> None:
    instrument = make_instrument()
    verification = make_verification(instrument)
    code = instrument.enterprise.credit_code
    client.force_login(make_user(role=role))
    addresses = [
        reverse("enterprises:instrument_new", args=[code]),
        reverse("enterprises:instrument_edit", args=[code, instrument.pk]),
        reverse("enterprises:verification_new", args=[code, instrument.pk]),
        reverse("enterprises:verification_edit", args=[code, instrument.pk, verification.pk]),
    ]
    assert [client.post(address).status_code for address in addresses] == [403] * 4


def test_an_instrument_is_found_under_its_own_enterprise_only(office: Client) -> None:
    instrument, other = make_instrument(), make_enterprise()
    url = reverse("enterprises:instrument_edit", args=[other.credit_code, instrument.pk])
    assert office.get(url).status_code == 404


def test_names_of_instruments_and_verifications() -> None:
    instrument = make_instrument("地磅", number="N1")
    passed = make_verification(instrument)
    failed = make_verification(instrument, verified_on=date(2024, 1, 1), valid_until=None)
    assert (str(instrument), str(passed), str(failed)) == (
        "地磅 N1",
        passed.certificate_number,
        "地磅 N1 2024-01-01",
    )
