"""Automatic scores of a whole scheme: what they cost, that they are kept, and that they come out again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions
from assessments.models import ComputedScore, Criterion, Finding, Group, Rule, Scheme
from assessments.scoring import results
from departments.access import Role
from tests.assessments.factories import FEBRUARY, TARGET_PARAMS, make_full_scores, make_scheme
from tests.assessments.records import make_credential, make_samples
from tests.departments.factories import make_department, make_township, make_user
from tests.targets.factories import make_goal, make_plan, make_reading, make_target

pytestmark = pytest.mark.django_db

YEAR_END = date(2025, 12, 31)
RULES: list[tuple[str, str, dict[str, Any]]] = [
    ("10", Rule.TARGET_ATTAINMENT, TARGET_PARAMS),
    ("10", Rule.TOWNSHIP_PASS_RATE, {"full_rate": 92, "zero_rate": 72, "min_samples": 1}),
    ("10", Rule.TOWNSHIP_CREDENTIALS, {"full_count": 2, "families": ["brand"]}),
    ("10", Rule.REPORT_TIMELINESS, {"late": 1, "missing": 2}),
    ("10", Rule.TASK_CLOSING, {}),
    ("10", Rule.MEETING_ATTENDANCE, {}),
    ("10", Rule.DEDUCT_OCCURRENCE, {"per": 4, "records": "incidents"}),
    ("10", Rule.BONUS_ITEMS, {"credentials": [["brand", 3]]}),
    ("10", Rule.STEP_RATE, {"goal": 98, "per": 1, "measure": "spot_checks.pass_rate", "scope": "county"}),
    ("10", Rule.TIER, {"tiers": [["有", 10], ["无", 0]]}),
]


def make_case(units: int, criteria: int) -> Scheme:
    """Make a scheme for townships with records behind every kind of rule."""
    scheme = make_scheme(group=Group.TOWNSHIPS, criteria=[RULES[n % len(RULES)] for n in range(criteria)])
    target = make_target(make_plan(), code="I1", lead=make_department(), name="体系认证")
    make_goal(target, 2025, value="5")
    make_reading(target, date(2025, 12, 1), "4")
    tier, by = scheme.criteria.filter(rule=Rule.TIER)[0], make_user()
    for _number in range(units):
        town = make_township()
        target.cooperating.add(town)
        make_samples(town, passed=9, failed=1)
        make_credential(town, YEAR_END, family="brand")
        Finding.objects.create(
            criterion=tier, unit=town, inputs={"tier": "有"}, found_at=FEBRUARY, found_by=by
        )
    return scheme


QUERIES = 17
"""What the ten kinds of rules with records cost together; 40 is the limit."""


@pytest.mark.parametrize(("units", "criteria"), [(5, 10), (40, 60)])
def test_the_scores_of_a_county_cost_the_same_few_queries(units: int, criteria: int) -> None:
    scheme = make_case(units, criteria)
    scheme = Scheme.objects.prefetch_related("criteria", "bands").get(pk=scheme.pk)
    with CaptureQueriesContext(connection) as queries:
        totals = results(scheme, YEAR_END)
    assert (len(totals), len(totals[0].lines), len(queries)) == (units, criteria, QUERIES)


def test_what_is_kept_gives_the_same_points_again() -> None:
    scheme = make_case(2, 10)
    kept = actions.compute(scheme=scheme, by=make_user(), now=FEBRUARY)
    rows = list(ComputedScore.objects.all())
    assert (kept, len(rows), {row.rule_edition for row in rows}) == (20, 20, {1})
    assert [actions.recompute(row) for row in rows] == [row.points for row in rows]
    lines = {
        (line.criterion, total.unit.pk): line for total in results(scheme, YEAR_END) for line in total.lines
    }
    assert all(lines[row.criterion_id, row.unit_id].proposed == row.points for row in rows)
    assert {row.rule: row.points for row in rows if row.unit_id == rows[0].unit_id} == {
        Rule.TARGET_ATTAINMENT: Decimal("8.00"),  # 4 of 5: 80 % of 10
        Rule.TOWNSHIP_PASS_RATE: Decimal("9.00"),  # 10 × (90 − 72) ÷ 20
        Rule.TOWNSHIP_CREDENTIALS: Decimal("5.00"),  # 10 × 1 ÷ 2
        Rule.REPORT_TIMELINESS: None,
        Rule.TASK_CLOSING: None,
        Rule.MEETING_ATTENDANCE: None,
        Rule.DEDUCT_OCCURRENCE: Decimal("10.00"),  # no incident
        Rule.BONUS_ITEMS: Decimal("3.00"),  # 1 × 3
        Rule.STEP_RATE: Decimal("2.00"),  # 90 % is 8 whole points below 98
        Rule.TIER: Decimal("10.00"),
    }
    assert actions.compute(scheme=scheme, by=make_user(), now=FEBRUARY) == ComputedScore.objects.count()


def test_nothing_is_computed_after_publication() -> None:
    scheme = make_scheme()
    make_full_scores(scheme, make_department(), "60", "40")
    actions.publish(scheme=scheme, by=make_user(), now=FEBRUARY)
    with pytest.raises(ValidationError):
        actions.compute(scheme=scheme, by=make_user(), now=FEBRUARY)


def test_the_office_computes_and_a_stranger_does_not(client: Client) -> None:
    scheme = make_case(1, 10)
    url = reverse("assessments:compute", args=[scheme.year, scheme.group])
    client.force_login(make_user(role=Role.LIAISON, department=make_township()))
    assert (client.post(url).status_code, ComputedScore.objects.count()) == (403, 0)
    client.force_login(make_user(role=Role.OFFICE))
    assert (client.get(url).status_code, client.post(url).status_code) == (405, 302)
    assert ComputedScore.objects.count() == 19  # the second township has no tier yet


def test_headings_add_up_and_bonus_and_deductions_count_beside_them() -> None:
    scheme = make_scheme(criteria=[("60", Rule.MANUAL, {}), ("40", Rule.MANUAL, {})])
    unit = make_department()
    heading = Criterion.objects.create(
        scheme=scheme, code="H", name="总目", points=100, rule=Rule.MANUAL, order=0, is_key=True
    )
    scheme.criteria.exclude(pk=heading.pk).update(parent=heading)
    for code, kind, points in (("B", "bonus", 0), ("X", "deduction", 5), ("V", "veto", 0)):
        Criterion.objects.create(
            scheme=scheme, code=code, name=code, kind=kind, points=points, rule=Rule.MANUAL, order=9
        )
    Scheme.objects.filter(pk=scheme.pk).update(bonus_cap=3)
    make_full_scores(scheme, unit, "50", "30")
    by = make_user()
    for code, points in (("B", 4), ("X", 2)):
        scheme.criteria.get(code=code).scores.create(
            unit=unit, points=points, scored_at=FEBRUARY, scored_by=by
        )
    total = results(Scheme.objects.get(pk=scheme.pk), YEAR_END)[0]
    found = [(line.code, line.depth, line.points, line.lost) for line in total.lines]
    assert found == [
        ("H", 0, Decimal("80.00"), Decimal(20)),
        ("K1", 1, Decimal("50.00"), Decimal(10)),
        ("K2", 1, Decimal("30.00"), Decimal(10)),
        ("B", 0, Decimal("4.00"), Decimal(0)),
        ("V", 0, Decimal(0), Decimal(0)),
        ("X", 0, Decimal("2.00"), Decimal("2.00")),
    ]
    assert (total.total, total.is_complete) == (Decimal("81.00"), True)  # 80 + 3 (of 4) − 2
    assert [line.code for line in total.heads] == ["H", "B", "V", "X"]
