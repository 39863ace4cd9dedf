"""Results composed from records: totals, completeness, ranks, and the number of questions asked."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Group, Rule, Scheme, Score
from assessments.scoring import UnitTotal, results
from brands.models import Credential
from departments.access import Role
from departments.models import Department
from inspections.models import Campaign, Result, Sample
from targets import measures
from tests.assessments.factories import DAY, TARGET_PARAMS, make_full_scores, make_scheme, make_score
from tests.assessments.records import make_credential, make_samples
from tests.departments.factories import make_department, make_township, make_user
from tests.targets.factories import make_goal, make_plan, make_reading, make_target

pytestmark = pytest.mark.django_db

YEAR_END = date(2025, 12, 31)
RATE = ("30", Rule.TOWNSHIP_PASS_RATE, {"full_rate": 92, "zero_rate": 72, "min_samples": 5})
AWARDS = ("20", Rule.TOWNSHIP_CREDENTIALS, {"full_count": 4, "families": ["brand", "honour"]})


def by_unit(scheme: Scheme) -> dict[str, UnitTotal]:
    return {total.unit.code: total for total in results(scheme, scheme.as_of(DAY))}


def test_ranks_go_by_total_and_ties_keep_the_order_of_units() -> None:
    units = [make_department(code=code) for code in ("a", "b", "c", "d")]
    scheme = make_scheme()
    for unit, points in zip(units, ("25", "40", "25", "30"), strict=True):
        make_full_scores(scheme, unit, "55", points)
    found = [(t.unit.code, t.rank, t.total, t.grade) for t in results(scheme, DAY)]
    assert found == [
        ("b", 1, Decimal("95.00"), "A"),
        ("d", 2, Decimal("85.00"), "B"),
        ("a", 3, Decimal("80.00"), "B"),
        ("c", 3, Decimal("80.00"), "B"),
    ]


def test_an_incomplete_unit_has_neither_grade_nor_rank_and_stands_last() -> None:
    scheme = make_scheme()
    first, second = make_department(code="first"), make_department(code="second")
    make_score(scheme, first, "60")
    make_full_scores(scheme, second, "30", "10")
    last = results(scheme, DAY)[-1]
    assert (last.unit, last.total, last.rank, last.grade, last.missing) == (
        first,
        Decimal("60.00"),
        None,
        "",
        1,
    )
    assert not last.is_complete
    assert (last.lines[0].lost, last.lines[1].lost) == (Decimal(0), None)
    assert last.line("K9") is None


def test_only_active_units_of_the_group_are_assessed() -> None:
    make_township(code="town")
    gone = make_department()
    gone.is_active = False
    gone.save()
    here = make_department(code="here")
    assert list(by_unit(make_scheme())) == [here.code]


def test_targets_count_for_leading_and_cooperating_departments() -> None:
    lead, helper, other = (make_department(code=code) for code in ("lead", "helper", "other"))
    plan = make_plan()
    for code, value in (("I1", "5"), ("I2", "4")):
        target = make_target(plan, code=code, lead=lead, name="体系认证")
        target.cooperating.add(helper, lead)
        make_goal(target, 2025, value="5")
        make_reading(target, date(2025, 12, 1), value)
    unread = make_target(plan, code="I3", lead=helper, name="品牌")
    make_goal(unread, 2025)
    found = by_unit(make_scheme(criteria=[("30", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)]))
    assert [found[unit.code].total for unit in (lead, helper, other)] == [
        Decimal(27),
        Decimal(27),
        Decimal(0),
    ]
    assert not found["other"].is_complete
    facts = [(str(fact.text), fact.url) for fact in found["helper"].lines[0].trace.facts]
    assert facts[0] == ("I1 体系认证: weight 1, attainment 100.00 %", "/targets/I1/?year=2025")
    assert facts[2][0].startswith("I3 品牌: left out.")


def test_a_township_is_scored_by_the_pass_rate_of_its_batches() -> None:
    town, quiet = make_township(code="town"), make_township(code="quiet")
    make_samples(town, passed=9, failed=1)
    make_samples(quiet, passed=4, failed=0)
    found = by_unit(make_scheme(group=Group.TOWNSHIPS, criteria=[RATE]))
    assert found["town"].lines[0].points == Decimal("27.00")  # 30 × (90 − 72) ÷ 20
    assert found["town"].lines[0].trace.facts[0].url.startswith("/inspections/?")
    assert found["quiet"].lines[0].points is None


def test_a_township_is_scored_by_the_credentials_of_the_period() -> None:
    town, bare = make_township(code="town"), make_township(code="bare")
    make_credential(town, date(2025, 1, 1), family="brand")
    make_credential(town, YEAR_END, family="honour")
    for other in (date(2024, 12, 31), date(2026, 1, 1)):
        make_credential(town, other, family="brand")
    make_credential(town, YEAR_END, family="licence")
    found = by_unit(make_scheme(group=Group.TOWNSHIPS, criteria=[AWARDS]))
    assert [found[unit.code].total for unit in (town, bare)] == [Decimal(10), Decimal(0)]
    assert found["town"].lines[0].trace.facts[0].url == (
        f"/brands/?township={town.pk}&family=brand&issued_from=2025-01-01&issued_to=2025-12-31"
    )


def test_points_by_hand_fill_in_where_records_give_none() -> None:
    unit = make_department(code="unit")
    scheme = make_scheme(criteria=[("30", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)])
    make_score(scheme, unit, "24", reason="未承担规划目标")
    assert (by_unit(scheme)["unit"].total, by_unit(scheme)["unit"].grade) == (Decimal(24), "D")


def test_without_spot_checks_in_the_registry_no_rate_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    town = make_township(code="town")
    make_samples(town, passed=9, failed=1)
    monkeypatch.delitem(measures._registry, "spot_checks.pass_rate")
    assert by_unit(make_scheme(group=Group.TOWNSHIPS, criteria=[RATE]))["town"].lines[0].points is None


def test_a_liaison_sees_the_own_scores() -> None:
    scheme, unit = make_scheme(), make_department()
    own = make_score(scheme, unit, "50")
    make_score(scheme, make_department(), "40")
    liaison = make_user(role=Role.LIAISON, department=unit)
    assert list(Score.objects.visible_to(liaison)) == [own]
    assert Score.objects.visible_to(make_user()).count() == 2


def count_queries(scheme: Scheme) -> int:
    scheme = Scheme.objects.prefetch_related("criteria", "bands").get(pk=scheme.pk)
    with CaptureQueriesContext(connection) as queries:
        results(scheme, YEAR_END)
    return len(queries)


def fill(units: list[Department], scheme: Scheme) -> None:
    for unit in units:
        make_score(scheme, unit, "5", code="K1")
        if unit.is_township:
            make_samples(unit, passed=5, failed=1)
            make_credential(unit, YEAR_END, family="brand")


@pytest.mark.parametrize(("group", "most"), [(Group.DEPARTMENTS, 12), (Group.TOWNSHIPS, 6)])
def test_the_number_of_queries_does_not_grow_with_the_units(group: str, most: int) -> None:
    kinds = {Group.DEPARTMENTS: make_department, Group.TOWNSHIPS: make_township}
    rules: dict[Group, list[tuple[str, str, dict[str, Any]]]] = {
        Group.DEPARTMENTS: [("30", Rule.TARGET_ATTAINMENT, TARGET_PARAMS)],
        Group.TOWNSHIPS: [RATE, AWARDS],
    }
    scheme = make_scheme(group=group, criteria=[("50", Rule.MANUAL, {}), *rules[Group(group)]])
    plan = make_plan()
    for code, measure in (("I3", "spot_checks.pass_rate"), ("I4", "credentials.province_brands"), ("I9", "")):
        make_goal(make_target(plan, code=code, measure=measure, unit="%"), 2025, value="50")
    first = kinds[Group(group)]()
    fill([first], scheme)
    one = count_queries(scheme)
    fill([kinds[Group(group)]() for _number in range(3)], scheme)
    assert (count_queries(scheme), one <= most) == (one, True)
    assert Score.objects.count() == 4
    assert (
        Sample.objects.filter(result=Result.FAIL).count()
        == Campaign.objects.count()
        == Credential.objects.count()
    )
