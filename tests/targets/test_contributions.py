"""What townships and departments give to targets, on the page and as a table to take away."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from departments.models import Department
from targets.contribution_tables import contribution_table
from targets.contributions import Part, by_township, contributions, supporters
from targets.measures import Figure
from targets.models import Operator
from targets.progress import progress
from tests.departments.factories import make_department, make_township, make_user
from tests.targets.factories import (
    CountedSource,
    make_goal,
    make_plan,
    make_reading,
    make_target,
    registered,
)
from tests.targets.test_views import page, signed_in

pytestmark = pytest.mark.django_db
D = Decimal
MIDSUMMER = date(2026, 6, 30)


def found() -> list[Any]:
    return contributions(progress(2026, MIDSUMMER), list(Department.objects.active()), supporters())


def test_counts_are_added_up_and_the_rest_is_named() -> None:
    town, other = make_township("明德街道"), make_township("启新街道")
    make_goal(make_target(measure="t.certified"), value="5")
    with registered(CountedSource({"t.certified": {2026: "5"}}, {town.pk: "2", other.pk: "1"})):
        (each,) = found()
    shares = {share.label: share.text for share in each.shares if share.figure}
    assert shares == {"明德街道": "2", "启新街道": "1", "of no unit listed here": "2"}
    assert (each.total.value, each.total_text, each.rule_label) == (D(5), "5", "they are added up")
    assert each.of(town).records_url == f"/records/?on=2026-06-30&township={town.pk}"


def test_percentages_of_townships_are_pooled() -> None:
    # Each township's figure is its value per 100: 80 and 30 of 100 make 110 of 200.
    town, other = make_township(), make_township()
    make_goal(make_target(measure="t.rate", unit="%"), value="60")
    with registered(CountedSource({"t.rate": {2026: "55"}}, {town.pk: "80", other.pk: "30"})):
        (row,) = progress(2026, MIDSUMMER)
        each = by_township(row)
    assert each is not None
    assert each.total == Figure(D(55), D(110), D(200), 14)
    assert each.unassigned is None


def test_a_target_without_records_is_given_by_its_department() -> None:
    agriculture, helper = make_department("农业农村局"), make_department("林业局")
    plan = make_plan()
    entered = make_target(plan, code="A", lead=agriculture)
    entered.cooperating.add(helper)
    make_goal(entered)
    make_reading(entered, date(2026, 1, 31), "3")
    graded = make_target(plan, code="Q", lead=agriculture)
    make_goal(graded, operator=Operator.QUALITATIVE, value=None, statement="缩小差距")
    first, second = found()
    assert [(share.label, share.part, share.text) for share in first.shares] == [
        ("农业农村局", Part.LEAD, "3"),
        ("林业局", Part.COOPERATES, ""),
    ]
    assert [share.figure for share in second.shares] == [None]
    assert by_township(first.row) is None


def test_the_table_has_a_row_for_each_unit_and_one_for_all() -> None:
    town = make_township("明德街道")
    make_goal(make_target(code="I2", measure="t.certified", lead=make_department("市场监管局")), value="5")
    with registered(CountedSource({"t.certified": {2026: "4"}}, {town.pk: "1"})):
        table = contribution_table(found(), [town], MIDSUMMER, 2026)
    assert [list(row)[5:12] for row in table.rows] == [
        ["明德街道", "township", D(1), D(1), D(100), 7, D("25.00")],
        ["", "of no unit listed here", D(3), None, None, 0, D("75.00")],
        ["合计", "", D(4), None, None, 7, None],
    ]


def test_the_page_links_to_the_records_and_exports() -> None:
    town = make_township("明德街道")
    make_goal(make_target(code="I2", measure="t.certified"), value="5")
    office = signed_in(make_user())
    with registered(CountedSource({"t.certified": {2026: "4"}}, {town.pk: "1"})):
        html = page(office, "contributions", year=2026, as_of="2026-06-30")
        only_departments = page(office, "contributions", year=2026, units="departments", sector="industry")
        book = office.get("/targets/contributions/export/?year=2026&as_of=2026-06-30")
        text = office.get("/targets/contributions/export/?year=2026&format=csv&units=townships")
    assert f"/records/?on=2026-06-30&amp;township={town.pk}" in html
    assert "明德街道" not in only_departments
    assert "Of no unit listed here" in html
    sheet = openpyxl.load_workbook(BytesIO(book.content)).active
    assert sheet.max_row == 5
    assert "明德街道" in text.content.decode("utf-8-sig")


def test_a_year_without_plan_says_so() -> None:
    assert "No unit has a part in these targets." in page(signed_in(make_user()), "contributions")


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_as_often_for_three_units_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries, size: int
) -> None:
    make_goal(make_target(measure="t.certified"), value="5")
    towns = {make_township().pk: "1" for _number in range(size)}
    office = signed_in(make_user())
    with registered(CountedSource({"t.certified": {2026: "4"}}, towns)):
        office.get("/targets/contributions/?year=2026")
        with django_assert_num_queries(12):
            office.get("/targets/contributions/?year=2026")
