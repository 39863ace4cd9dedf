"""Every automatic score is kept with its computation: at each step, before publication, for every rule."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from assessments import actions
from assessments.actions.findings import enter_finding
from assessments.actions.stages import advance, go_back
from assessments.models import ComputedScore, Criterion, Group, Rule, Scheme, UnitResult
from assessments.rules.stages import following
from assessments.scoring import results
from departments.access import Role
from departments.models import Department, MeetingState, User
from tests.assessments.factories import FEBRUARY, TARGET_PARAMS, make_scheme, make_score
from tests.assessments.findings.factories import ANSWERS, ASKED
from tests.assessments.records import make_credential, make_samples
from tests.departments.factories import make_department, make_township, make_user
from tests.departments.meetings.factories import make_meeting
from tests.targets.factories import make_goal, make_plan, make_reading, make_target

pytestmark = pytest.mark.django_db

YEAR_END = date(2025, 12, 31)
BY_RECORDS: list[tuple[str, str, dict[str, Any]]] = [
    ("10", Rule.TARGET_ATTAINMENT, TARGET_PARAMS),
    ("10", Rule.MEASURE_RATE, {"measure": "spot_checks.pass_rate", "full_rate": 95, "zero_rate": 85,
                               "scope": "county"}),
    ("10", Rule.TOWNSHIP_PASS_RATE, {"full_rate": 92, "zero_rate": 72, "min_samples": 1}),
    ("10", Rule.TOWNSHIP_CREDENTIALS, {"full_count": 2, "families": ["brand"]}),
    ("10", Rule.REPORT_TIMELINESS, {"late": 1, "missing": 2}),
    ("10", Rule.TASK_CLOSING, {}),
    ("10", Rule.MEETING_ATTENDANCE, {}),
    ("10", Rule.MANUAL, {}),
]  # fmt: skip
EVERY_RULE = [*BY_RECORDS, *ASKED.values()]


def make_every_rule() -> tuple[Scheme, Department, Department]:
    """Make a scheme for departments and townships together, with a criterion of every rule and records."""
    assert {rule for _points, rule, _params in EVERY_RULE} == set(Rule)
    scheme = make_scheme(group=Group.BOTH, criteria=EVERY_RULE)
    bureau, town = make_department("县质量局", code="bureau"), make_township("城关镇", code="town")
    target = make_target(make_plan(), code="I1", lead=bureau, name="体系认证")
    target.cooperating.add(town)
    make_goal(target, 2025, value="5")
    make_reading(target, date(2025, 12, 1), "4")
    make_samples(town, passed=9, failed=1)
    make_credential(town, YEAR_END, family="brand")
    make_meeting(year=2025, held_on=date(2025, 6, 1), state=MeetingState.HELD, invited=[bureau, town])
    return scheme, bureau, town


def find_all(scheme: Scheme, units: Sequence[Department], by: User) -> None:
    """Enter the last of the answers to every criterion that asks a person."""
    # PostgreSQL keeps the keys of JSON in an order of its own.
    params = {json.dumps(params, sort_keys=True): name for name, (_points, _rule, params) in ASKED.items()}
    kept = {name: inputs for name, _sent, inputs, _points in ANSWERS}
    for criterion in scheme.criteria.select_related("scheme"):
        asked = json.dumps(criterion.params, sort_keys=True)
        name = params.get(asked) if criterion.rule != Rule.MANUAL else None
        for unit in units if name else ():
            enter_finding(
                criterion=criterion, unit=unit, inputs=kept[name or ""], note="见佐证材料", by=by,
                version=None, now=FEBRUARY,
            )  # fmt: skip


def moved(scheme: Scheme, by: User, stage: str) -> Scheme:
    while scheme.stage != stage:
        to = following(scheme.stage)
        scheme = advance(scheme=scheme, to=to, by=by, version=scheme.version, note="按计划推进")
    return scheme


def test_the_steps_from_the_document_review_on_compute_in_the_same_transaction() -> None:
    office, scheme = make_user(), make_scheme(criteria=[ASKED["tier"], BY_RECORDS[1]])
    make_department()
    scheme = moved(scheme, office, "self")
    assert ComputedScore.objects.count() == 0
    scheme = moved(scheme, office, "document")
    first = ComputedScore.objects.get()  # nothing is found yet for the tier
    assert (first.rule, first.points) == (Rule.MEASURE_RATE, None)
    make_samples(make_township(), passed=9, failed=1)
    assert results(scheme, YEAR_END)[0].lines[1].proposed is None  # what was kept stands until the next step
    assert results(scheme, YEAR_END, is_fresh=True)[0].lines[1].proposed == Decimal("5.00")  # 90: half way
    scheme = moved(scheme, office, "onsite")
    second = ComputedScore.objects.get()
    assert (second.points, second.pk == first.pk) == (Decimal("5.00"), False)
    ComputedScore.objects.all().delete()
    scheme = go_back(scheme=scheme, by=office, version=scheme.version, note="补充材料")
    assert (scheme.stage, ComputedScore.objects.count()) == ("document", 1)
    ComputedScore.objects.all().delete()
    with pytest.raises(ValidationError):
        advance(scheme=scheme, to="overall", by=office, version=scheme.version, note="跳过")
    assert ComputedScore.objects.count() == 0


def test_what_is_published_has_its_computation_and_gives_the_same_points_again(client: Client) -> None:
    scheme, bureau, town = make_every_rule()
    office = make_user()
    find_all(scheme, [bureau, town], office)
    for total in results(scheme, YEAR_END):
        for line in total.lines:
            if line.points is None:
                make_score(scheme, total.unit, "9", code=line.code, reason="无记录，人工评定", by=office)
    ComputedScore.objects.all().delete()
    client.force_login(office)
    page = reverse("assessments:publish", args=[2025, "both"])
    assert (
        client.post(page, {"version": scheme.version, "public_number": 1, "internal_number": 2}).status_code
        == 302
    )
    rows = list(ComputedScore.objects.select_related("criterion"))
    automatic = len(EVERY_RULE) - 1
    assert (len(rows), {row.rule for row in rows}) == (2 * automatic, set(Rule) - {Rule.MANUAL})
    assert [actions.recompute(row) for row in rows] == [row.points for row in rows]
    frozen = {
        (line["code"], result.unit_id): line for result in UnitResult.objects.all() for line in result.lines
    }
    for row in rows:
        line = frozen[row.criterion.code, row.unit_id]
        assert line["proposed"] == (None if row.points is None else str(row.points))
        assert line["computed_at"] == row.computed_at.isoformat()
    by_rule = {row.rule: row.points for row in rows if row.unit_id == town.pk and row.criterion.code < "K9"}
    assert {rule: by_rule[rule] for rule in (Rule.TARGET_ATTAINMENT, Rule.TOWNSHIP_PASS_RATE)} == {
        Rule.TARGET_ATTAINMENT: Decimal("8.00"),  # 4 of 5
        Rule.TOWNSHIP_PASS_RATE: Decimal("9.00"),  # 10 × (90 − 72) ÷ 20
    }


def test_departments_and_townships_together_stand_in_one_ranking(client: Client) -> None:
    scheme = make_scheme(group=Group.BOTH, criteria=[("100", Rule.MANUAL, {})])
    alone = make_scheme(group=Group.TOWNSHIPS, criteria=[("100", Rule.MANUAL, {})])
    bureau, town, other = make_department(code="bureau"), make_township(code="town"), make_township()
    for unit, points in ((bureau, "85"), (town, "92"), (other, "85")):
        make_score(scheme, unit, points, reason="见评分表")
    for unit, points in ((town, "61"), (other, "93")):
        make_score(alone, unit, points, reason="见评分表")
    assert [(each.unit, each.rank, each.grade) for each in results(scheme, YEAR_END)] == [
        (town, 1, "A"),
        (bureau, 2, "B"),
        (other, 2, "B"),
    ]
    assert [(each.unit, each.rank) for each in results(alone, YEAR_END)] == [(other, 1), (town, 2)]
    client.force_login(make_user())
    text = client.get(reverse("assessments:detail", args=[2025, "both"])).text
    assert text.index(town.label) < text.index(bureau.label) < text.index(other.label)
    assert "部门和乡镇" in text
    for name in ("procedure", "scores", "findings"):
        assert client.get(reverse(f"assessments:{name}", args=[2025, "both"])).status_code == 200
    for unit in (bureau, town):
        page = reverse("assessments:unit", args=[2025, "both", unit.code])
        assert client.get(page).status_code == 200
        client.force_login(make_user(role=Role.LIAISON, department=unit))
        assert client.get(page).status_code == 200
        client.force_login(make_user())
    client.force_login(make_user(role=Role.LIAISON, department=bureau))
    assert client.get(reverse("assessments:unit", args=[2025, "both", town.code])).status_code == 404


def test_a_changed_criterion_is_not_scored_by_what_was_kept_for_the_old_one() -> None:
    scheme = make_scheme(criteria=[ASKED["tier"]])
    unit, office = make_department(), make_user()
    criterion = scheme.criteria.select_related("scheme").get()
    enter_finding(
        criterion=criterion, unit=unit, inputs={"tier": "部分明确"}, note="未报备", by=office, version=None
    )
    assert results(scheme, YEAR_END)[0].lines[0].points == Decimal("1.00")
    params = {"tiers": [["均已明确", 2], ["部分明确", "0.5"], ["未明确", 0]]}
    Criterion.objects.filter(pk=criterion.pk).update(params=params)
    line = results(Scheme.objects.get(pk=scheme.pk), YEAR_END)[0].lines[0]
    assert (line.points, line.computed_at) == (Decimal("0.50"), None)


def test_the_unit_page_says_what_changed_since_and_computes_anew(client: Client) -> None:
    scheme, unit = make_scheme(criteria=[BY_RECORDS[1]]), make_department(code="unit")
    office, town = make_user(), make_township()
    make_samples(town, passed=9, failed=1)
    client.force_login(office)
    page = reverse("assessments:unit", args=[2025, "departments", "unit"])
    assert "规则建议得分的计算时间" not in client.get(page).text
    anew = reverse("assessments:compute_unit", args=[2025, "departments", "unit"])
    assert client.post(anew).status_code == 302
    text = client.get(page).text
    assert ("规则建议得分的计算时间" in text, "记录已有变化" in text, "5.00" in text) == (True, False, True)
    make_samples(town, passed=90, failed=0)  # 99 of 100
    text = client.get(page).text
    assert ("按当前记录，规则建议得10.00分" in text, "此后记录有变化的指标：1项" in text) == (True, True)
    assert results(scheme, YEAR_END)[0].total == Decimal("5.00")
    client.post(anew)
    assert results(scheme, YEAR_END)[0].total == Decimal("10.00")
    client.force_login(make_user(role=Role.LIAISON, department=unit))
    assert ("重新计分" in client.get(page).text, client.post(anew).status_code) == (False, 403)
