"""Pages of samples and campaigns: who sees what, filters, sorting, export, bad addresses."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from departments.access import Role
from departments.models import User
from inspections.models import Campaign, FailedItem, ProductClass, Result
from quality_portal.lib.spreadsheets.reading import read_workbook
from tests.departments.factories import make_township, make_user
from tests.inspections.factories import make_campaign, make_enterprise, make_sample

pytestmark = pytest.mark.django_db

LIST = "/inspections/"


def signed_in(user: User) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="departments.backends.RoleBackend")
    return client


def test_the_addresses() -> None:
    assert [reverse(f"inspections:{name}") for name in ("list", "import", "campaigns")] == [
        "/inspections/",
        "/inspections/import/",
        "/inspections/campaigns/",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_at_one_and_three_rows(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_user())
    for _number in range(count):
        make_sample(township=make_township())
    with django_assert_num_queries(11):
        response = client.get(LIST)
    assert response.context["listing"].total == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_campaigns_ask_the_same_number_of_questions(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(make_user())
    for _number in range(count):
        make_sample()
    with django_assert_num_queries(8):
        response = client.get("/inspections/campaigns/")
    assert response.context["listing"].total == count


def test_filters_narrow_the_list_and_the_numbers_above() -> None:
    town, kind = make_township("甲镇"), ProductClass.objects.create(code="x", name="某类")
    campaign = make_campaign()
    wanted = make_sample(
        product="复合肥",
        township=town,
        product_class=kind,
        campaign=campaign,
        result=Result.FAIL,
        batch="B-77",
    )
    make_sample(judged_on=date(2022, 1, 1))
    client = signed_in(make_user())
    for query in (
        "q=复合 B-77",
        "year=2024",
        "first=2023-01-01&last=2024-12-31",
        f"township={town.pk}",
        f"product_class={kind.pk}",
        f"campaign={campaign.pk}",
        "result=fail",
    ):
        response = client.get(f"{LIST}?{query}&sort=-day")
        assert list(response.context["listing"].page) == [wanted], query
        assert (response.context["tally"].tested, response.context["tally"].failed) == (1, 1)


@pytest.mark.parametrize(
    "query", ["year=abc", "township=x", "first=2024-13-45", "page=zz", "sort=pk;drop", "q=%00"]
)
def test_addresses_that_make_no_sense_are_told_and_not_500(query: str) -> None:
    make_sample()
    assert signed_in(make_user()).get(f"{LIST}?{query}").status_code == 200


def test_an_empty_list_says_what_to_do() -> None:
    client = signed_in(make_user())
    assert "/inspections/import/" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}?q=x").status_code == 200
    assert client.get("/inspections/campaigns/?q=x&year=2020").status_code == 200


def test_a_townships_liaison_sees_the_townships_batches_only() -> None:
    town = make_township()
    own, other = make_sample(township=town), make_sample(township=make_township())
    client = signed_in(make_user(role=Role.LIAISON, department=town))
    assert list(client.get(LIST).context["listing"].page) == [own]
    assert client.get(f"/inspections/samples/{own.pk}/").status_code == 200
    assert client.get(f"/inspections/samples/{other.pk}/").status_code == 404
    exported = client.get("/inspections/export/?format=csv").content.decode("utf-8-sig")
    assert len(exported.splitlines()) == 2


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.ADMINISTRATOR])
def test_only_the_office_imports_and_edits(role: Role) -> None:
    client = signed_in(make_user(role=role))
    campaign = make_campaign()
    for address in (
        "/inspections/import/",
        "/inspections/imports/1/",
        "/inspections/imports/1/marked/",
        "/inspections/campaigns/new/",
        f"/inspections/campaigns/{campaign.code}/edit/",
    ):
        assert client.get(address).status_code == 403, address
    assert client.post("/inspections/imports/1/confirm/").status_code == 403
    assert client.get("/inspections/campaigns/").status_code == 200


def test_strangers_are_sent_to_the_sign_in() -> None:
    sample = make_sample()
    for address in (
        LIST,
        f"/inspections/samples/{sample.pk}/",
        "/inspections/export/",
        "/inspections/import/",
    ):
        assert Client().get(address).status_code == 302


def test_the_page_of_a_batch_shows_items_the_published_row_and_history() -> None:
    maker = make_enterprise("岭北甲厂")
    sample = make_sample(
        producer=maker,
        result=Result.FAIL,
        raw={"sheet": "表1", "headings": ["序号", "", "产品名称"], "rows": [[7, [1.0, "x", "原样电线"]]]},
    )
    FailedItem.objects.create(sample=sample, name="导体电阻", measured="9.1", limit="≤7.41")
    page = signed_in(make_user()).get(f"/inspections/samples/{sample.pk}/").content.decode()
    for words in ("导体电阻", "≤7.41", "原样电线", f"/enterprises/{maker.credit_code}/"):
        assert words in page
    passed = make_sample(is_counterfeit=True)
    assert signed_in(make_user()).get(f"/inspections/samples/{passed.pk}/").status_code == 200


def test_the_quality_file_of_an_enterprise_shows_its_batches() -> None:
    maker = make_enterprise("岭北甲厂")
    make_sample(producer=maker, product="有机肥料", result=Result.FAIL)
    client = signed_in(make_user())
    assert "有机肥料" in client.get(f"/enterprises/{maker.credit_code}/").content.decode()
    empty = make_enterprise("岭北乙厂")
    assert client.get(f"/enterprises/{empty.credit_code}/").status_code == 200


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_exported_cells_never_run_as_formulas(kind: str, tmp_path: Path) -> None:
    sample = make_sample(
        product='=HYPERLINK("http://x")', remark="+1", result=Result.FAIL, township=make_township()
    )
    FailedItem.objects.create(sample=sample, name="@SUM(1)", measured="2")
    response = signed_in(make_user()).get(f"/inspections/export/?format={kind}")
    path = tmp_path / f"out.{kind}"
    path.write_bytes(response.content)
    cells = read_workbook(path).sheets[0].rows[1]
    guard = "'" if kind == "csv" else ""
    assert f'{guard}=HYPERLINK("http://x")' in cells
    assert f"{guard}@SUM(1)║2" in cells
    assert "attachment" in response["Content-Disposition"]


def test_the_office_opens_and_changes_a_campaign_and_a_second_editor_is_told() -> None:
    client = signed_in(make_user())
    values = {
        "code": "2024-1",
        "name": "电线电缆抽查",
        "level": "county",
        "field": "product",
        "starts_on": "2024-01-01",
        "ends_on": "2024-06-30",
    }
    assert client.get("/inspections/campaigns/new/").status_code == 200
    assert client.post("/inspections/campaigns/new/", values).status_code == 302
    campaign = Campaign.objects.get(code="2024-1")
    address = "/inspections/campaigns/2024-1/edit/"
    assert client.get(address).status_code == 200
    changed = {**values, "failures_only": "on", "tested": "40", "version": "1"}
    assert client.post(address, changed).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.tested, campaign.failures_only, campaign.version) == (40, True, 2)
    assert client.post(address, {**changed, "tested": "41"}).status_code == 409
    campaign.refresh_from_db()
    assert campaign.tested == 40
    assert client.post(address, {**values, "ends_on": "2023-01-01", "version": "2"}).status_code == 200
    assert "40" in client.get("/inspections/campaigns/").content.decode()


def test_campaigns_are_exported_as_they_are_filtered() -> None:
    make_campaign(ends_on=date(2023, 6, 30))
    campaign = make_campaign(failures_only=True, tested=40)
    make_sample(campaign=campaign, result=Result.FAIL)
    answer = signed_in(make_user()).get("/inspections/campaigns/export/?year=2024&format=csv")
    head, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("抽查任务,编号,文号,级别")
    assert [row.split(",")[0] for row in rows] == [campaign.name]
    assert rows[0].endswith(",2024-01-01,2024-06-30,,40,1,是")
