"""Two files become one: what moves, what stays, who may, and what the old code leads to."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import User
from departments.records import EditConflict
from enterprises import movers
from enterprises.actions.merging import keep_apart, merge_enterprises
from enterprises.fields import EnterpriseField
from enterprises.models import DistinctPair, Enterprise, Industry, Instrument, Product, Verification
from enterprises.rules.instruments import State
from inspections.models import Result, Sample
from targets import measures
from tests.brands.factories import make_credential
from tests.departments.factories import make_township, make_user
from tests.enterprises.factories import (
    make_enterprise,
    make_instrument,
    make_product,
    make_standard,
    make_verification,
)
from tests.inspections.factories import make_sample
from tests.inspections.registers.factories import make_incident, make_infringement

pytestmark = pytest.mark.django_db

REASON = "法定代表人、地址一致"
TODAY = date(2025, 6, 30)


@pytest.fixture
def clerk() -> User:
    return make_user(role=Role.OFFICE)


@pytest.fixture
def office(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def merge(kept: Enterprise, gone: Enterprise, *, by: object) -> Enterprise:
    """Merge two files as a person who has just read them would."""
    versions = {kept.pk: kept.version, gone.pk: gone.version}
    return merge_enterprises(kept, gone, by=by, versions=versions, reason=REASON)


def test_every_record_that_points_at_a_file_has_a_mover() -> None:
    own = {Product, Instrument, Enterprise, DistinctPair}
    pointing = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Enterprise and model not in own
        if not model.__name__.startswith("Historical")
    }
    assert {(mover.model, mover.field) for mover in movers.registered()} == pointing


def test_what_points_at_the_closed_file_moves_with_a_history_row_each(clerk: User) -> None:
    kept, gone = make_enterprise("青山茶业有限公司"), make_enterprise("青山茶业有限责任公司")
    produced = make_sample(producer=gone, result=Result.FAIL)
    sold = make_sample(seller=gone)
    credential = make_credential(enterprise=gone)
    infringement, incident = make_infringement(enterprise=gone), make_incident(enterprise=gone)
    merge(kept, gone, by=clerk)
    for record in (produced, sold, credential, infringement, incident):
        record.refresh_from_db()
    assert (produced.producer, sold.seller) == (kept, kept)
    assert {credential.enterprise, infringement.enterprise, incident.enterprise} == {kept}
    row = produced.history.first()
    assert (row.history_user_id, row.producer_id, row.version) == (clerk.signature, kept.pk, 2)
    assert row.history_change_reason == f"档案合并：{gone.credit_code}→{kept.credit_code}"


def test_the_closed_file_points_at_the_kept_one_and_tells_why(clerk: User) -> None:
    kept, gone = make_enterprise(), make_enterprise()
    gone.address, gone.phone, gone.founded_on = "石桥镇1号", "0800-1", date(2030, 1, 1)
    gone.save()
    kept.phone = "0800-2"
    kept.save()
    merged = merge(kept, gone, by=clerk)
    gone.refresh_from_db()
    assert (gone.merged_into, gone.merge_reason, gone.closed_on) == (kept, REASON, date(2030, 1, 1))
    assert (merged.address, merged.phone, merged.founded_on) == ("石桥镇1号", "0800-2", date(2030, 1, 1))
    assert gone.history.first().history_user_id == clerk.signature


def test_a_founding_after_the_closing_is_not_taken_over(clerk: User) -> None:
    kept, gone = make_enterprise(closed_on=date(2020, 1, 1)), make_enterprise(closed_on=date(2024, 5, 1))
    gone.founded_on = date(2021, 1, 1)
    gone.save()
    merged = merge(kept, gone, by=clerk)
    gone.refresh_from_db()
    assert (merged.founded_on, gone.closed_on) == (None, date(2024, 5, 1))


def test_products_move_and_twins_are_counted_once_on_any_day(clerk: User) -> None:
    kept, gone = make_enterprise(), make_enterprise()
    code = "products.agriculture_national_standard_ratio"
    twin = make_product("毛尖", enterprise=kept, sector=Industry.AGRICULTURE, listed_on=date(2022, 1, 1))
    same = make_product("毛尖", enterprise=gone, sector=Industry.AGRICULTURE, listed_on=date(2020, 1, 1))
    make_standard(twin, number="GB/T 1", effective_on=date(2022, 1, 1))
    make_standard(same, number="GB/T 1", effective_on=date(2022, 1, 1))
    make_standard(same, number="GB/T 2", effective_on=date(2020, 1, 1), ended_on=date(2021, 12, 31))
    other = make_product("白茶", enterprise=gone, sector=Industry.AGRICULTURE)
    merge(kept, gone, by=clerk)
    other.refresh_from_db()
    twin.refresh_from_db()
    assert (other.enterprise, twin.listed_on, twin.delisted_on) == (kept, date(2020, 1, 1), None)
    assert list(twin.standards.values_list("number", flat=True)) == ["GB/T 1", "GB/T 2"]
    days = [date(2021, 1, 1), TODAY]
    found = measures.figures([code], days)[code]
    counted = [(int(figure.numerator or 0), int(figure.denominator or 0)) for figure in found.values()]
    assert counted == [(1, 2), (1, 2)]
    assert list(Product.objects.filter(enterprise=gone).values_list("delisted_on", flat=True)) == [
        date(2020, 1, 1)
    ]


def test_instruments_move_with_their_verifications(clerk: User) -> None:
    kept, gone = make_enterprise(), make_enterprise()
    twin = make_instrument(enterprise=kept, number="N1", withdrawn_on=date(2024, 1, 1), is_mandatory=False)
    same = make_instrument(enterprise=gone, number="N1", in_use_since=date(2019, 1, 1))
    make_verification(twin, verified_on=date(2023, 1, 10))
    make_verification(same, verified_on=date(2023, 1, 10))
    make_verification(same, verified_on=date(2025, 1, 10), valid_until=date(2026, 1, 9))
    other = make_instrument(enterprise=gone, number="N2")
    merge(kept, gone, by=clerk)
    twin = kept.instruments.with_last(TODAY).get(number="N1")
    same = gone.instruments.with_last(TODAY).get()
    other.refresh_from_db()
    assert (twin.is_mandatory, twin.in_use_since, twin.withdrawn_on) == (True, date(2019, 1, 1), None)
    assert (twin.state_on(TODAY), same.state_on(TODAY), other.enterprise) == (
        State.VALID,
        State.WITHDRAWN,
        kept,
    )
    assert (Instrument.objects.count(), Verification.objects.count()) == (3, 3)


def test_the_later_end_of_two_twins_holds(clerk: User) -> None:
    kept, gone = make_enterprise(), make_enterprise()
    twin = make_product("毛尖", enterprise=kept, delisted_on=date(2023, 1, 1))
    make_product("毛尖", enterprise=gone, delisted_on=date(2024, 1, 1))
    merge(kept, gone, by=clerk)
    twin.refresh_from_db()
    assert twin.delisted_on == date(2024, 1, 1)


def test_files_merged_earlier_follow(clerk: User) -> None:
    first, second, third = make_enterprise(), make_enterprise(), make_enterprise()
    merge(second, first, by=clerk)
    second.refresh_from_db()
    merge(third, second, by=clerk)
    first.refresh_from_db()
    assert first.merged_into == third


def test_what_cannot_be_merged_is_refused_and_nothing_moves(clerk: User) -> None:
    kept, gone = make_enterprise(), make_enterprise()
    sample = make_sample(producer=gone)
    with pytest.raises(EditConflict):
        merge_enterprises(kept, gone, by=clerk, versions={kept.pk: 1, gone.pk: 9}, reason=REASON)
    with pytest.raises(ValidationError):
        merge(kept, kept, by=clerk)
    merge(make_enterprise(), kept, by=clerk)
    kept.refresh_from_db()
    with pytest.raises(ValidationError):
        merge(kept, gone, by=clerk)
    assert Sample.objects.get(pk=sample.pk).producer == gone


def pages(kept: Enterprise, gone: Enterprise) -> tuple[str, str]:
    """The addresses of the merge page and of the decision to keep apart."""
    codes = [kept.credit_code, gone.credit_code]
    return reverse("enterprises:merge", args=codes), reverse("enterprises:apart", args=codes)


def test_a_merger_through_the_page_leads_the_old_code_to_the_kept_file(office: Client) -> None:
    kept, gone = make_enterprise("青山茶业有限公司"), make_enterprise("青山茶业有限责任公司")
    make_sample(producer=gone)
    url = pages(kept, gone)[0]
    shown = office.get(url)
    counts = [{str(held.title): held.count for held in side.holdings} for side in shown.context["sides"]]
    assert [sum(side.values()) for side in counts] == [0, 1]
    values: dict[str, Any] = {
        "keep": kept.pk, f"version_{kept.pk}": 1, f"version_{gone.pk}": 1, "reason": REASON
    }  # fmt: skip
    assert list(office.post(url, values | {"reason": ""}).context["form"].errors) == ["reason"]
    assert office.post(url, values | {f"version_{gone.pk}": 5}).status_code == 409
    answer = office.post(url, values)
    home = reverse("enterprises:detail", args=[kept.credit_code])
    assert (answer.status_code, answer["Location"]) == (302, home)
    old = reverse("enterprises:detail", args=[gone.credit_code])
    assert office.get(old)["Location"] == home
    assert gone.credit_code in office.get(home).content.decode()
    assert office.get(url).status_code == 404
    assert [
        office.get(reverse(name, args=[gone.credit_code])).status_code
        for name in ("enterprises:edit", "enterprises:paper", "enterprises:product_new")
    ] == [404] * 3


def test_a_merged_file_is_found_as_the_kept_one(office: Client, clerk: User) -> None:
    kept, gone = make_enterprise("青山茶业有限公司"), make_enterprise("老青山茶厂")
    merge(kept, gone, by=clerk)
    url = reverse("enterprises:list")
    for words in ("老青山", gone.credit_code, ""):
        assert [row.name for row in office.get(url, {"q": words}).context["listing"].page] == [kept.name]
    assert EnterpriseField().clean(gone.credit_code) == kept
    assert EnterpriseField().clean("老青山茶厂") == kept


def test_near_names_are_listed_until_somebody_decides(office: Client, clerk: User) -> None:
    first, second = make_enterprise("青山茶业有限公司"), make_enterprise("青山茶业有限责任公司")
    third = make_enterprise("青山茶业(有限公司)")
    url = reverse("enterprises:duplicates")
    assert office.get(url).context["couples"] == [(first, second), (first, third), (second, third)]
    assert office.post(pages(third, first)[1], {"apart_reason": ""}).status_code == 302
    answer = office.post(pages(third, first)[1], {"apart_reason": "地址不同"})
    assert answer["Location"] == url
    pair = DistinctPair.objects.get()
    assert (pair.first, pair.second, pair.history.get().history_user_id) == (first, third, clerk.signature)
    assert str(pair) == "青山茶业有限公司 ≠ 青山茶业(有限公司)"
    assert office.post(pages(third, first)[1], {"apart_reason": "地址不同"}).status_code == 302
    assert DistinctPair.objects.count() == 1
    merge(first, second, by=clerk)
    assert office.get(url).context["couples"] == []
    assert "empty" in office.get(url).content.decode()


def test_a_pair_is_judged_apart_once(clerk: User) -> None:
    first, second = make_enterprise(), make_enterprise()
    keep_apart(second, first, by=clerk, reason="地址不同")
    with pytest.raises(ValidationError):
        keep_apart(first, second, by=clerk, reason="地址不同")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_near_names_asks_the_same_number_of_questions(
    office: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        make_enterprise(f"第{number}茶业有限公司")
        make_enterprise(f"第{number}茶业有限责任公司")
    url = reverse("enterprises:duplicates")
    office.get(url)
    with django_assert_num_queries(5):
        answer = office.get(url)
    assert answer.context["listing"].total == rows


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_only_the_office_decides(client: Client, role: Role) -> None:
    client.force_login(make_user(role=role))
    addresses = [reverse("enterprises:duplicates"), *pages(make_enterprise(), make_enterprise())]
    assert [client.post(address).status_code for address in addresses] == [403] * 3


def test_a_file_and_itself_or_nothing_cannot_be_compared(office: Client) -> None:
    enterprise = make_enterprise(township=make_township())
    for other in (enterprise.credit_code, "91522300MA0000000X"):
        url = reverse("enterprises:merge", args=[enterprise.credit_code, other])
        assert office.get(url).status_code == 404
