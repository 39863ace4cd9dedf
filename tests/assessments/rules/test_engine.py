"""Every kind of rule against figures worked by hand; stored inputs give the same score; limits hold."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import Frame, Rule, describe, kept_inputs, params_error, score, score_again

TIERS = {"tiers": [["纳入地区规划", 1], ["纳入部门规划", "0.5"], ["无", 0]]}
PARTS = {"parts": [["规划", "0.5"], ["方案", "0.5"]]}
MISSING = {"per": "0.1", "aspects": ["产业", "环境", "科技", "金融"], "none_is_zero": True}
STEPS = {"goal": 98, "per": 1, "floor": 0, "without_goal": 4}
REPORTS = {"late": "0.5", "missing": 2}
BONUS = {"credentials": [["brand", 3]], "items": [["采用国际标准", 5]]}
WEIGHTS = {"weights": [["平时", 30], ["年终", 50], ["满意度", 20]]}
RATE = {"measure": "spot_checks.pass_rate", "full_rate": 95, "zero_rate": 85, "min_records": 5}


def rows(*states: str) -> list[dict[str, str]]:
    return [
        {"name": f"第{number}项", "state": state, "url": f"/{number}/"} for number, state in enumerate(states)
    ]


CASES: list[tuple[str, str, dict[str, Any], dict[str, Any], str]] = [
    (Rule.TIER, "1", TIERS, {"tier": "纳入部门规划"}, "0.50"),
    (Rule.PARTS, "1", PARTS, {"parts": ["规划"]}, "0.50"),  # 0.5 + 0
    (Rule.DEDUCT_MISSING, "1", MISSING, {"missing": ["环境", "金融"]}, "0.80"),  # 1 − 2 × 0.1
    (Rule.DEDUCT_MISSING, "1", MISSING, {"missing": ["产业", "环境", "科技", "金融"]}, "0.00"),  # 没有 0
    (Rule.DEDUCT_MISSING, "1", {"per": "0.4", "floor": "0.5"}, {"count": 3}, "0.50"),  # 1 − 1.2 < 0.5
    (Rule.DEDUCT_OCCURRENCE, "10", {"per": 4}, {"count": 2}, "2.00"),  # 10 − 2 × 4
    (Rule.DEDUCT_OCCURRENCE, "10", {"per": 4}, {"count": 3}, "0.00"),  # 10 − 12, not below 0
    (Rule.DEDUCT_OCCURRENCE, "10", {"per": 3, "records": "incidents"}, {"seen": [{"name": "事故"}]}, "7.00"),
    (Rule.STEP_RATE, "10", STEPS, {"rate": "95.2"}, "8.00"),  # (98 − 95.2) ÷ 1 = 2.8, two whole steps
    (Rule.STEP_RATE, "10", {**STEPS, "partial": "exact"}, {"rate": "95.2"}, "7.20"),  # 10 − 2.8
    (Rule.STEP_RATE, "10", {**STEPS, "partial": "up"}, {"rate": "95.2"}, "7.00"),  # 10 − 3
    (Rule.STEP_RATE, "10", STEPS, {"rate": "99"}, "10.00"),
    (Rule.STEP_RATE, "10", STEPS, {"rate": None, "no_goal": True}, "6.00"),  # 无目标扣 4 分
    (
        Rule.TARGET_ATTAINMENT,
        "30",
        {"lead_weight": 2, "cooperating_weight": 1},
        {
            "shares": [
                {"name": "I1", "attainment": "120", "weight": "2"},
                {"name": "I2", "attainment": "50", "weight": "1"},
            ]
        },
        "25.00",  # (2 × 100 + 50) ÷ 3 = 83.33 %; 30 × 83.33 % = 24.999
    ),
    (Rule.MEASURE_RATE, "20", RATE, {"rate": "92.5", "records": 40}, "15.00"),  # 20 × 7.5 ÷ 10
    (
        Rule.TOWNSHIP_PASS_RATE,
        "30",
        {"full_rate": 92, "zero_rate": 72, "min_samples": 5},
        {"rate": "87", "records": 5},
        "22.50",  # 30 × 15 ÷ 20
    ),
    (
        Rule.TOWNSHIP_CREDENTIALS,
        "20",
        {"full_count": 12, "families": ["brand"]},
        {"items": [{"name": "品牌", "count": 2}]},
        "3.33",  # 20 × 2 ÷ 12
    ),
    (
        Rule.REPORT_TIMELINESS,
        "5",
        REPORTS,
        {"reports": rows("late", "missing", "open")},
        "2.50",
    ),  # 5 − 0.5 − 2
    (
        Rule.TASK_CLOSING,
        "8",
        {"late_share": 50},
        {"tasks": rows("on_time", "late", "overdue", "open")},
        "4.00",
    ),
    # 8 × (1 + 0.5) ÷ 3
    (Rule.MEETING_ATTENDANCE, "4", {"excused_share": 50}, {"meetings": rows("present", "excused")}, "3.00"),
    (Rule.BASE_INCREMENT, "10", {"base": 6, "per": "1.5"}, {"count": 2}, "9.00"),  # 6 + 2 × 1.5
    (Rule.BASE_INCREMENT, "10", {"base": 6, "per": "1.5"}, {"count": 5}, "10.00"),  # 13.5, at most 10
    (Rule.COMPOSITE, "10", WEIGHTS, {"shares": {"平时": 90, "年终": 80, "满意度": "95"}}, "8.60"),
    # (30 × 90 + 50 × 80 + 20 × 95) ÷ 100 = 86 %
]


@pytest.mark.parametrize(("rule", "full", "params", "found", "points"), CASES)
def test_points_follow_from_the_inputs(
    rule: str, full: str, params: dict[str, Any], found: dict[str, Any], points: str
) -> None:
    frame = Frame(Decimal(full))
    scored = score(rule, frame, params, found)
    assert (scored.points, str(params_error(rule, params))) == (Decimal(points), "")
    assert "%(" not in str(scored.trace.formula) + describe(rule, params)
    assert all("%(" not in str(fact.text) for fact in scored.trace.facts)
    kept = json.loads(json.dumps(kept_inputs(frame, params, found)))
    assert score_again(rule, kept) == scored or score_again(rule, kept).points == scored.points


def test_every_rule_that_computes_is_worked_by_hand() -> None:
    assert {rule for rule, *_rest in CASES} | {Rule.MANUAL, Rule.BONUS_ITEMS} == set(Rule)


def test_a_bonus_counts_items_up_to_its_limit() -> None:
    items = [
        {"key": "brand", "name": "品牌", "count": 2, "url": "/b/"},
        {"key": "采用国际标准", "name": "x", "count": 1},
    ]
    free, capped = Frame(Decimal(0), is_open=True), Frame(Decimal(8))
    assert score(Rule.BONUS_ITEMS, free, BONUS, {"items": items}).points == Decimal("11.00")  # 2 × 3 + 5
    assert score(Rule.BONUS_ITEMS, capped, BONUS, {"items": items}).points == Decimal("8.00")
    assert score(Rule.BONUS_ITEMS, free, BONUS, {"items": []}).points == Decimal(0)


def test_an_extra_deduction_scores_what_it_takes() -> None:
    free, capped = Frame(Decimal(0), deducts=True, is_open=True), Frame(Decimal(5), deducts=True)
    assert score(Rule.DEDUCT_OCCURRENCE, free, {"per": 4}, {"count": 2}).points == Decimal("8.00")
    assert score(Rule.DEDUCT_OCCURRENCE, capped, {"per": 4}, {"count": 2}).points == Decimal("5.00")


@pytest.mark.parametrize(
    ("rule", "params", "found"),
    [
        (Rule.TIER, TIERS, {}),
        (Rule.STEP_RATE, STEPS, {"rate": None}),
        (Rule.MEASURE_RATE, RATE, {"rate": "90", "records": 4}),
        (Rule.REPORT_TIMELINESS, REPORTS, {"reports": rows("open")}),
        (Rule.TASK_CLOSING, {}, {"tasks": rows("open")}),
        (Rule.MEETING_ATTENDANCE, {}, {"meetings": []}),
        (Rule.COMPOSITE, WEIGHTS, {"shares": {"平时": 90}}),
        (Rule.PARTS, PARTS, None),
    ],
)
def test_what_is_not_known_is_none_with_a_sentence(rule: str, params: dict[str, Any], found: Any) -> None:
    scored = score(rule, Frame(Decimal(10)), params, found)
    assert (scored.points, str(scored.trace.formula) != "") == (None, True)


@pytest.mark.parametrize(
    ("rule", "params", "message"),
    [
        (
            Rule.TIER,
            {"tiers": [["有", 1], ["有", 0]]},
            "The rule needs “tiers”: a list of pairs, each a different name and a number from 0 on.",
        ),
        (Rule.STEP_RATE, {"goal": 98, "per": 1, "partial": "half"}, "“partial” is one of: down、exact、up."),
        (Rule.DEDUCT_MISSING, {"per": 1, "none_is_zero": 1}, "“none_is_zero” is true or false."),
        (Rule.MEASURE_RATE, {**RATE, "measure": "weather"}, "“measure” names a measure that records answer."),
        (Rule.BONUS_ITEMS, {}, "Name the credentials or items that earn points."),
        (Rule.COMPOSITE, {"weights": [["a", 0]]}, "At least one weight must be above 0."),
        (Rule.BASE_INCREMENT, {"base": 1, "per": 1, "what": 7}, "“what” is a short text."),
    ],
)
def test_parameters_that_do_not_fit_are_named(rule: str, params: dict[str, Any], message: str) -> None:
    assert str(params_error(rule, params)) == message


fulls = st.decimals("0.01", 1000, places=2)
numbers = st.decimals(0, 1000, places=2).map(str)
counts = st.integers(0, 10**6)


@given(st.builds(Frame, fulls, deducts=st.booleans()), numbers, counts, numbers)
def test_no_deduction_leaves_the_frame(frame: Frame, per: str, count: int, floor: str) -> None:
    points = score(Rule.DEDUCT_OCCURRENCE, frame, {"per": per, "floor": floor}, {"count": count}).points
    assert points is not None
    assert 0 <= points <= frame.full


@given(fulls, numbers, numbers, counts)
def test_no_base_with_increments_leaves_the_frame(full: Decimal, base: str, per: str, count: int) -> None:
    points = score(Rule.BASE_INCREMENT, Frame(full), {"base": base, "per": per}, {"count": count}).points
    assert points is not None
    assert 0 <= points <= full


@given(
    fulls, st.lists(st.sampled_from(["on_time", "late", "overdue", "open"]), max_size=9), st.integers(0, 100)
)
def test_task_points_stay_within_and_are_the_same_from_what_is_kept(
    full: Decimal, states: list[str], late_share: int
) -> None:
    frame, params, found = Frame(full), {"late_share": late_share}, {"tasks": rows(*states)}
    points = score(Rule.TASK_CLOSING, frame, params, found).points
    assert points is None or 0 <= points <= full
    assert (
        score_again(Rule.TASK_CLOSING, json.loads(json.dumps(kept_inputs(frame, params, found)))).points
        == points
    )
