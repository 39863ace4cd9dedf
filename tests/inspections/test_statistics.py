"""The statistics: what counts where, how many queries it takes, links, exports, and who sees what."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from departments.access import Role
from inspections.forms.statistics import StatisticsForm
from inspections.measures.spot_checks import MEASURE
from inspections.models import Campaign, CampaignLevel, FailedItem, ProductClass, Result, Sample, Side
from inspections.queries.rates import Tally
from inspections.queries.statistics import Row, Scope, Statistics, quarters, statistics
from quality_portal.lib.numbers import rate
from targets.models import Benchmark, Region
from tests.departments.factories import make_township, make_user
from tests.inspections.factories import make_campaign, make_enterprise, make_sample
from tests.targets.factories import make_target

pytestmark = pytest.mark.django_db

YEAR = Scope(date(2024, 1, 1), date(2024, 12, 31))
QUERIES = 14
"""Of the statistics, however many rows there are."""

PAGE = reverse("inspections:statistics")


def rows_of(found: Statistics, code: str) -> dict[str, Row]:
    """Return the rows of one table by their names."""
    return {row.name: row for each in found.breakdowns if each.code == code for row in each.rows}


def counts(rows: dict[str, Row]) -> dict[str, tuple[int, int]]:
    """Return batches tested and failed by the rows' names."""
    return {name: (row.tally.tested, row.tally.failed) for name, row in rows.items()}


def make_failed(item: str = "导体电阻", **fields: Any) -> Sample:
    """Make a batch that failed in one item."""
    sample = make_sample(result=Result.FAIL, **fields)
    FailedItem.objects.create(sample=sample, name=item)
    return sample


def make_class(name: str) -> ProductClass:
    """Make a product class."""
    return ProductClass.objects.create(code=f"class-{ProductClass.objects.count()}", name=name)


def make_full(count: int) -> None:
    """Make so many batches, each of its own township, class, campaign and producer."""
    for number in range(count):
        township = make_township()
        made = make_class(f"类别{number}")
        producer = make_enterprise(f"第{number}厂", township=township)
        make_failed(
            f"项目{number}", township=township, product_class=made, producer=producer, side=Side.RETAIL
        )


@pytest.mark.parametrize(
    ("failed", "tested", "places", "printed"),
    [
        (16, 132, 2, "12.12"),
        (56, 708, 2, "7.91"),
        (3476, 28265, 1, "12.3"),
        (1827, 19440, 1, "9.4"),
        (13, 40, 1, "32.5"),
        (463, 4792, 1, "9.7"),
        (687, 5573, 1, "12.3"),
    ],
)
def test_published_failure_rates_recompute(failed: int, tested: int, places: int, printed: str) -> None:
    counted = Tally(tested, failed)
    assert str(rate(counted.failed, counted.tested, places)) == printed


@pytest.mark.parametrize(
    ("passed", "tested", "places", "printed"),
    [(132, 140, 1, "94.3"), (265, 276, 2, "96.01"), (86, 87, 0, "99")],
)
def test_published_pass_rates_recompute(passed: int, tested: int, places: int, printed: str) -> None:
    counted = Tally(tested, tested - passed)
    assert str(rate(counted.passed, counted.tested, places)) == printed


def test_a_published_notice_recomputes_from_its_failures_and_its_number() -> None:
    campaign = make_campaign(failures_only=True, tested=132)
    for _number in range(16):
        make_failed(campaign=campaign)
    found = statistics(YEAR)
    assert (found.total.tally, found.total.tally.pass_rate) == (Tally(132, 16), Decimal("87.88"))
    assert rate(found.total.tally.failed, found.total.tally.tested) == Decimal("12.12")


def test_a_rate_of_single_batches_recomputes_to_its_printed_decimals() -> None:
    campaign = make_campaign()
    for number in range(40):
        make_sample(campaign=campaign, result=Result.FAIL if number < 13 else Result.PASS)
    assert statistics(YEAR).total.tally.pass_rate == Decimal("67.50")


def test_quarters_begin_and_end_on_their_days() -> None:
    with override("en"):
        for day in (date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 1), date(2024, 12, 31)):
            make_sample(judged_on=day)
        make_sample(judged_on=date(2025, 1, 1))
        found = counts(rows_of(statistics(YEAR), "quarter"))
    assert found == {
        "2024 Q1": (2, 0),
        "2024 Q2": (1, 0),
        "2024 Q3": (0, 0),
        "2024 Q4": (1, 0),
    }


def test_quarters_are_cut_to_the_period() -> None:
    assert list(quarters(date(2023, 11, 15), date(2024, 2, 29))) == [
        (2023, 4, date(2023, 11, 15), date(2023, 12, 31)),
        (2024, 1, date(2024, 1, 1), date(2024, 2, 29)),
    ]


def test_every_table_counts_the_batches_of_its_group() -> None:
    township, made = make_township("城关镇"), make_class("电线电缆")
    province = make_campaign()
    Campaign.objects.filter(pk=province.pk).update(level=CampaignLevel.PROVINCE)
    make_failed(township=township, product_class=made, side=Side.PRODUCTION, campaign=province)
    make_sample(township=township, side=Side.RETAIL)
    make_sample()
    with override("en"):
        found = statistics(YEAR)
    assert counts(rows_of(found, "township")) == {"城关镇": (2, 1), "no township": (1, 0)}
    assert counts(rows_of(found, "product_class")) == {"电线电缆": (1, 1), "unclassified": (2, 0)}
    assert counts(rows_of(found, "side")) == {"production": (1, 1), "retail": (1, 0), "not stated": (1, 0)}
    assert counts(rows_of(found, "level")) == {
        "national": (0, 0),
        "provincial": (1, 1),
        "prefectural": (0, 0),
        "county": (2, 0),
    }
    assert found.total.tally == Tally(3, 1)


def test_tables_that_list_failures_only_count_whole_where_that_is_known() -> None:
    campaign = make_campaign(failures_only=True, tested=10, ends_on=date(2024, 6, 30))
    make_failed(campaign=campaign, township=make_township(), judged_on=date(2024, 3, 1))
    unknown = make_campaign(failures_only=True, ends_on=date(2024, 6, 30))
    make_failed(campaign=unknown)
    with override("en"):
        found = statistics(YEAR)
    second = rows_of(found, "quarter")["2024 Q2"]
    assert (second.tally, second.tested_units, second.failed_units) == (Tally(10, 1), None, 1)
    assert rows_of(found, "level")["county"].tally == Tally(10, 1)
    assert rows_of(found, "township") == {}


def test_enterprises_are_counted_once_by_file_or_name() -> None:
    firm = make_enterprise("岭北电器有限公司")
    campaign = make_campaign()
    make_sample(campaign=campaign, producer=firm)
    make_failed(campaign=campaign, producer=firm)
    make_failed(campaign=campaign)
    shop = make_sample(campaign=campaign)
    Sample.objects.filter(pk=shop.pk).update(producer_name="", seller_name="五金店")
    total = statistics(YEAR).total
    assert (total.tally, total.tested_units, total.failed_units) == (Tally(4, 2), 3, 2)


def test_counterfeits_count_nowhere() -> None:
    make_failed(is_counterfeit=True, township=make_township())
    found = statistics(YEAR)
    assert (found.total.tally, found.failed_items, rows_of(found, "township")) == (Tally(), [], {})
    assert (found.total.tested_units, found.total.failed_units) == (0, 0)


def test_items_are_ranked_by_batches_then_enterprises() -> None:
    firm = make_enterprise("岭北电器有限公司")
    for _number in range(2):
        make_failed("导体电阻", producer=firm)
    make_failed("氯离子", producer=firm)
    make_failed("氯离子", producer=make_enterprise("河东水泥有限公司"))
    make_failed("标志", judged_on=date(2023, 12, 31))
    found = [(row.name, row.batches, row.units) for row in statistics(YEAR).failed_items]
    assert found == [("氯离子", 2, 2), ("导体电阻", 2, 1)]


def test_averages_are_those_of_the_pass_rates_target() -> None:
    target = make_target(measure=MEASURE)
    for region, value in ((Region.NATION, "93.93"), (Region.PROVINCE, "95.10")):
        Benchmark.objects.create(target=target, region=region, year=2024, value=Decimal(value), source="公报")
    Benchmark.objects.create(
        target=make_target(), region=Region.PREFECTURE, year=2024, value=Decimal(9), source="公报"
    )
    assert statistics(YEAR).averages == {"nation": Decimal("93.9300"), "province": Decimal("95.1000")}
    assert statistics(Scope(date(2023, 1, 1), date(2023, 12, 31))).averages == {}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_full(count)
    with django_assert_num_queries(QUERIES):
        assert statistics(YEAR).total.tally.tested == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    count: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user())
    make_full(count)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES + 4):  # session, person, views kept, townships to choose from
        response = client.get(PAGE, {"year": "2024"})
    assert [row.name for row in response.context["found"].failed_items] == [
        f"项目{number}" for number in range(count)
    ]


def shown(client: Client, url: str) -> tuple[int, int]:
    """Return how many batches the list at this address finds, and how many of them count."""
    context = client.get(url).context
    return context["listing"].total, context["tally"].tested


def test_every_figure_leads_to_its_batches(client: Client) -> None:
    client.force_login(make_user())
    make_full(3)
    make_sample(judged_on=date(2024, 8, 1))
    make_sample(judged_on=date(2023, 8, 1))
    found = statistics(YEAR)
    for breakdown in found.breakdowns:
        for row in breakdown.rows:
            assert shown(client, row.url) == (row.tally.tested, row.tally.tested), row.name
            assert shown(client, row.failed_url)[0] == row.tally.failed, row.name
    assert [shown(client, row.url)[0] for row in found.failed_items] == [1, 1, 1]
    assert [shown(client, row.units_url)[0] for row in found.failed_items] == [1, 1, 1]
    assert shown(client, found.total.url) == (4, 4)


def test_enterprises_lead_to_one_batch_of_each(client: Client) -> None:
    client.force_login(make_user())
    firm, campaign, town = make_enterprise("岭北电器有限公司"), make_campaign(), make_township()
    for _number in range(2):
        make_sample(campaign=campaign, producer=firm, township=town, side=Side.RETAIL)
        make_failed(campaign=campaign, producer=firm, side=Side.RETAIL)
    make_sample(campaign=campaign, township=town)
    make_failed(campaign=campaign, is_counterfeit=True, producer=make_enterprise("河东水泥有限公司"))
    found = statistics(YEAR)
    assert (found.total.tested_units, found.total.failed_units) == (2, 1)
    for row in [found.total, *(row for each in found.breakdowns for row in each.rows)]:
        assert shown(client, row.tested_units_url)[0] == row.tested_units, row.name
        assert shown(client, row.failed_units_url)[0] == row.failed_units, row.name
    page = client.get(PAGE, {"year": "2024"}).content.decode()
    assert found.total.failed_units_url.replace("&", "&amp;") in page


def test_enterprises_of_whole_tables_count_on_the_day_of_publication(client: Client) -> None:
    client.force_login(make_user())
    whole = make_campaign(failures_only=True, tested=10, ends_on=date(2024, 6, 30))
    make_failed(campaign=whole, judged_on=date(2023, 12, 1))
    make_failed(campaign=make_campaign(failures_only=True))
    total = statistics(YEAR).total
    assert (total.tested_units, total.failed_units) == (None, 1)
    assert shown(client, total.failed_units_url)[0] == 1


def test_the_export_has_the_items_the_page_leaves_out(client: Client) -> None:
    client.force_login(make_user())
    sample = make_sample(result=Result.FAIL)
    FailedItem.objects.bulk_create(FailedItem(sample=sample, name=f"项目{number}") for number in range(23))
    client.cookies["django_language"] = "en"
    response = client.get(PAGE, {"year": "2024"})
    page = response.content.decode()
    assert len(response.context["items"]) == 20
    assert "The first 20 of 23 items" in page
    assert "The chart shows the first 12 of 20 rows" in page
    assert len(exported_rows(client, "items", "csv")) == 24


def test_the_page_shows_rates_and_what_is_not_known(client: Client) -> None:
    client.force_login(make_user())
    make_sample()
    make_failed(campaign=make_campaign(failures_only=True, tested=3, ends_on=date(2024, 6, 30)))
    target = make_target(measure=MEASURE)
    Benchmark.objects.create(
        target=target, region=Region.NATION, year=2024, value=Decimal("93.93"), source="公报"
    )
    client.cookies["django_language"] = "en"
    page = client.get(PAGE, {"year": "2024"}).content.decode()
    assert "75.00%" in page
    assert "93.93%" in page
    assert "No data yet" in page
    assert reverse("inspections:statistics_export") in page


def test_an_empty_year_is_said_in_words(client: Client) -> None:
    client.force_login(make_user())
    client.cookies["django_language"] = "en"
    page = client.get(PAGE, {"year": "2001"}).content.decode()
    assert "No batch failed in this period." in page


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, date(2026, 1, 1), date(2026, 12, 31)),
        ({"year": "2024"}, date(2024, 1, 1), date(2024, 12, 31)),
        ({"first": "2024-03-01"}, date(2024, 3, 1), date(2024, 12, 31)),
        ({"last": "2024-03-01"}, date(2024, 1, 1), date(2024, 3, 1)),
        ({"year": "2024", "last": "2024-06-30"}, date(2024, 1, 1), date(2024, 6, 30)),
        ({"first": "2024-02-29", "last": "2025-02-28"}, date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_periods(asked: dict[str, str], first: date, last: date) -> None:
    form = StatisticsForm(asked, user=make_user(), today=date(2026, 7, 1))
    assert (form.errors, form.scope) == ({}, Scope(first, last))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"first": "2024-03-02", "last": "2024-03-01"}, "last"),
        ({"first": "2010-01-01", "last": "2024-03-01"}, "last"),
        ({"year": "1999"}, "year"),
        ({"year": "x"}, "year"),
        ({"first": "2024-13-01"}, "first"),
        ({"township": "x"}, "township"),
    ],
)
def test_questions_that_do_not_fit_get_a_sentence_and_the_current_year(
    asked: dict[str, str], field: str
) -> None:
    form = StatisticsForm(asked, user=make_user(), today=date(2026, 7, 1))
    assert list(form.errors) == [field]
    assert form.scope == Scope(date(2026, 1, 1), date(2026, 12, 31))


def test_a_question_that_does_not_fit_is_no_error_page(client: Client) -> None:
    client.force_login(make_user())
    assert client.get(PAGE, {"year": "x", "first": "1", "township": "-1"}).status_code == 200


def test_the_office_may_look_at_one_township() -> None:
    township = make_township()
    form = StatisticsForm({"township": str(township.pk)}, user=make_user(), today=date(2024, 7, 1))
    make_failed(township=township)
    make_sample()
    found = statistics(form.scope)
    assert (found.total.tally, [row.batches for row in found.failed_items]) == (Tally(1, 1), [1])
    assert f"township={township.pk}" in found.total.url
    assert "township" not in {each.code for each in found.breakdowns}


def test_a_townships_liaison_sees_its_own_figures_only(client: Client) -> None:
    own, other = make_township(), make_township()
    make_sample(township=own)
    make_failed("别乡项目", township=other)
    make_failed(campaign=make_campaign(failures_only=True, tested=50))
    client.force_login(make_user(role=Role.LIAISON, department=own))
    response = client.get(PAGE, {"year": "2024", "township": str(other.pk)})
    assert response.context["found"].total.tally == Tally(1, 0)
    assert "别乡项目" not in response.content.decode()
    exported = client.get(
        reverse("inspections:statistics_export"),
        {"year": "2024", "township": str(other.pk), "table": "items", "format": "csv"},
    )
    assert "别乡项目" not in exported.content.decode()


def exported_rows(client: Client, table: str, kind: str) -> list[list[Any]]:
    """Return the rows of an exported table."""
    url = reverse("inspections:statistics_export")
    content = client.get(url, {"year": "2024", "table": table, "format": kind}).content
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_tables_are_taken_away_as_workbook_and_csv(client: Client) -> None:
    client.force_login(make_user())
    make_failed("=1+1", township=make_township("城关镇"))
    make_sample()
    period = "2024-01-01至2024-12-31"
    rows = exported_rows(client, "township", "csv")
    assert rows[0][1:] == [
        "乡镇",
        "检验批次",
        "合格批次",
        "不合格批次",
        "批次合格率",
        "检验企业数",
        "不合格企业数",
    ]
    assert rows[1][:5] == [period, "城关镇", "1", "0", "1"]
    assert rows[-1][2:5] == ["2", "1", "1"]
    workbook = exported_rows(client, "quarter", "xlsx")
    assert len(workbook) == 6
    assert exported_rows(client, "items", "csv")[1] == [period, "'=1+1", "1", "1"]


def test_an_unknown_table_is_the_first(client: Client) -> None:
    client.force_login(make_user())
    assert exported_rows(client, "nothing", "csv")[0][1] == "季度"


def test_the_list_leads_to_the_statistics(client: Client) -> None:
    client.force_login(make_user())
    assert f'href="{PAGE}"' in client.get(reverse("inspections:list")).content.decode()
