"""Points, totals, grades and ranks, against figures worked by hand and for anything a county may enter."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules import (
    Awarded,
    Fact,
    Frame,
    Hand,
    PassRate,
    Rule,
    Scored,
    Share,
    Trace,
    grade_of,
    manual,
    params_error,
    ranks,
    settled,
    target_attainment,
    total,
    township_credentials,
    township_pass_rate,
)

BANDS = {"A": Decimal(90), "B": Decimal(80), "C": Decimal(60), "D": Decimal(0)}
THIRTY = Frame(Decimal(30))
LIMITS = {"full_rate": Decimal(92), "zero_rate": Decimal(72), "min_samples": Decimal(5)}

fulls = st.decimals("0.01", 1000, places=2)
rates = st.decimals(0, 100, places=2)
weights = st.decimals(0, 10, places=1)
attainments = st.none() | st.decimals(0, 500, places=2)


def share(attainment: str | None, weight: int = 1, name: str = "I1") -> Share:
    return Share(
        name, None if attainment is None else Decimal(attainment), Decimal(weight), "No goal.", "/t/"
    )


def texts(scored: Scored) -> list[str]:
    return [str(fact.text) for fact in scored.trace.facts]


# --- by a person ---------------------------------------------------------------------------
def test_what_nobody_scored_is_unknown_and_not_zero() -> None:
    assert manual(Frame(Decimal(20)), None) == Scored(None, Trace("Not yet scored."))


def test_a_persons_points_carry_name_and_reason() -> None:
    scored = manual(Frame(Decimal(20)), Hand(Decimal("17.5"), "No minutes.", "Li"))
    assert (scored.points, str(scored.trace.formula)) == (
        Decimal("17.50"),
        "17.50 of 20 points, entered by Li.",
    )
    assert texts(scored) == ["Reason: No minutes."]


# --- targets -------------------------------------------------------------------------------
def test_targets_count_by_weight_and_never_above_their_goal() -> None:
    scored = target_attainment(Decimal(30), [share("120", 2, "I1"), share("50", 1, "I2")])
    assert scored.points == Decimal("25.00")  # (2 × 100 + 1 × 50) ÷ 3 = 83.33 %; 30 × 83.33 % = 24.999
    assert str(scored.trace.formula) == (
        "Sum of weight × attainment 250 ÷ sum of weights 3 = mean attainment 83.33 %; "
        "30 points × 83.33 % = 25.00"
    )
    assert scored.trace.facts[0].url == "/t/"
    assert texts(scored) == [
        "I1: weight 2, attainment 120.00 %, counted as 100 %",
        "I2: weight 1, attainment 50.00 %",
    ]


def test_a_target_that_cannot_be_judged_is_left_out_and_named() -> None:
    scored = target_attainment(Decimal(30), [share("90"), share(None, name="I3")])
    assert (scored.points, texts(scored)[1]) == (Decimal("27.00"), "I3: left out. No goal.")


def test_a_unit_without_judged_targets_has_no_score_and_a_sentence() -> None:
    none, unknown = target_attainment(Decimal(30), []), target_attainment(Decimal(30), [share(None)])
    assert (none.points, str(none.trace.formula)) == (
        None,
        "The unit leads no target of the plan and takes part in none.",
    )
    assert (unknown.points, str(unknown.trace.formula)) == (
        None,
        "None of the unit's targets can be judged on this day.",
    )


@given(fulls, st.lists(st.builds(Share, st.just("x"), attainments, weights)))
def test_target_points_stay_between_nothing_and_all(full: Decimal, shares: list[Share]) -> None:
    points = target_attainment(full, shares).points
    assert points is None or 0 <= points <= full


# --- townships -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rate", "points", "formula"),
    [
        ("92", "30.00", "92.00 % is at or above 92 %: full points, 30.00"),
        ("87", "22.50", "30 points × (87.00 − 72) ÷ (92 − 72) = 22.50"),
        ("72.01", "0.02", "30 points × (72.01 − 72) ÷ (92 − 72) = 0.02"),
        ("72", "0.00", "72.00 % is at or below 72 %: no points, 0.00"),
        ("10", "0.00", "10.00 % is at or below 72 %: no points, 0.00"),
    ],
)
def test_pass_rate_scores_in_proportion(rate: str, points: str, formula: str) -> None:
    scored = township_pass_rate(Decimal(30), PassRate(Decimal(rate), 5, "/s/"), **LIMITS)
    assert (scored.points, str(scored.trace.formula)) == (Decimal(points), formula)
    assert scored.trace.facts[0].url == "/s/"


@pytest.mark.parametrize("found", [PassRate(None, 0), PassRate(Decimal(100), 4)])
def test_too_few_batches_give_no_score(found: PassRate) -> None:
    scored = township_pass_rate(Decimal(30), found, **LIMITS)
    assert scored.points is None
    assert str(scored.trace.formula) == (
        f"Too few spot checks: {found.samples} batches; a rate is judged from 5 batches on."
    )


@given(fulls, rates, st.integers(5, 9999), st.decimals(0, 50, places=2), st.decimals("50.01", 100, places=2))
def test_pass_rate_points_stay_between_nothing_and_all(
    full: Decimal, rate: Decimal, samples: int, zero: Decimal, upper: Decimal
) -> None:
    limits = {"full_rate": upper, "zero_rate": zero, "min_samples": Decimal(5)}
    points = township_pass_rate(full, PassRate(rate, samples), **limits).points
    assert points is not None
    assert 0 <= points <= full


def test_credentials_score_in_proportion_up_to_the_full_count() -> None:
    awarded = [Awarded("Brand", 2, "/b/"), Awarded("Honour", 0)]
    some = township_credentials(Decimal(20), awarded, full_count=Decimal(12))
    assert (some.points, texts(some)) == (Decimal("3.33"), ["Brand: 2"])
    assert str(some.trace.formula) == "20 points × 2 ÷ 12 credentials awarded in the period = 3.33"
    many = township_credentials(Decimal(20), [Awarded("Brand", 13)], full_count=Decimal(12))
    assert (
        str(many.trace.formula) == "13 credentials awarded in the period, at or above 12: full points, 20.00"
    )


@given(fulls, st.integers(0, 10**6), st.integers(1, 1000))
def test_credential_points_stay_between_nothing_and_all(full: Decimal, count: int, full_count: int) -> None:
    points = township_credentials(full, [Awarded("x", count)], full_count=Decimal(full_count)).points
    assert points is not None
    assert 0 <= points <= full


# --- records and people --------------------------------------------------------------------
def test_points_by_hand_count_and_the_rules_stay_beside_them() -> None:
    hand = Hand(Decimal(10), "No target of its own.", "Li")
    unknown = Scored(None, Trace("Nothing to judge.", (Fact("I1: left out."),)))
    known = Scored(Decimal("25.00"), Trace("Computed."))
    taken, changed = settled(unknown, THIRTY, hand), settled(known, THIRTY, hand)
    assert (taken.points, texts(taken)) == (
        Decimal("10.00"),
        ["Reason: No target of its own.", "Nothing to judge.", "I1: left out."],
    )
    assert (changed.points, texts(changed)) == (
        Decimal("10.00"),
        ["By the rule 25.00 points; Li gave 10.00.", "Reason: No target of its own."],
    )
    assert settled(known, THIRTY, None) == known


# --- parameters ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "params", "message"),
    [
        (Rule.MANUAL, {}, ""),
        (Rule.TARGET_ATTAINMENT, {"lead_weight": 2, "cooperating_weight": "0.5"}, ""),
        (
            Rule.TARGET_ATTAINMENT,
            {"lead_weight": 0, "cooperating_weight": 1},
            "“lead_weight” must be above 0.",
        ),
        (Rule.TARGET_ATTAINMENT, [], "Write the parameters as names and values."),
        (
            Rule.TARGET_ATTAINMENT,
            {"lead_weight": "two", "cooperating_weight": 1},
            "The rule needs “lead_weight”: a number from 0 to 1,000,000.",
        ),
        (
            Rule.TARGET_ATTAINMENT,
            {"lead_weight": 1, "cooperating_weight": True},
            "The rule needs “cooperating_weight”: a number from 0 to 1,000,000.",
        ),
        (
            Rule.TARGET_ATTAINMENT,
            {"lead_weight": "NaN", "cooperating_weight": 1},
            "The rule needs “lead_weight”: a number from 0 to 1,000,000.",
        ),
        (
            Rule.TOWNSHIP_PASS_RATE,
            {"full_rate": 70, "zero_rate": 70, "min_samples": 5},
            "“full_rate” must be above “zero_rate”.",
        ),
        (
            Rule.TOWNSHIP_CREDENTIALS,
            {"full_count": 0, "families": ["brand"]},
            "“full_count” must be above 0.",
        ),
        (
            Rule.TOWNSHIP_CREDENTIALS,
            {"full_count": 1, "families": []},
            "The rule needs “families”: a list of names.",
        ),
    ],
)
def test_parameters_are_checked_in_words(rule: str, params: Any, message: str) -> None:
    assert str(params_error(rule, params)) == message


# --- totals, grades, ranks -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("points", "letter"),
    [
        ("100", "A"),
        ("90", "A"),
        ("89.99", "B"),
        ("80", "B"),
        ("79.99", "C"),
        ("60", "C"),
        ("59.99", "D"),
        ("0", "D"),
    ],
)
def test_grades_are_half_open(points: str, letter: str) -> None:
    assert grade_of(Decimal(points), BANDS) == letter


def test_below_every_band_there_is_no_grade() -> None:
    assert grade_of(Decimal(59), {"A": Decimal(90), "C": Decimal(60)}) == ""


def test_equal_totals_rank_equal_and_the_next_rank_is_skipped() -> None:
    assert ranks([Decimal(80), Decimal(90), Decimal("90.00"), Decimal(70)]) == [3, 1, 1, 4]


@given(st.lists(st.none() | st.decimals(0, 1000, places=2)))
def test_a_total_is_the_sum_of_its_parts(parts: list[Decimal | None]) -> None:
    assert total(parts) == sum(part for part in parts if part is not None)


@given(st.lists(st.decimals(0, 100, places=2)))
def test_ranking_depends_on_the_totals_alone(totals: list[Decimal]) -> None:
    found = dict(zip(totals, ranks(totals), strict=True))
    assert ranks(totals[::-1]) == [found[value] for value in totals[::-1]]
    assert [found[value] for value in totals] == [1 + sum(o > value for o in totals) for value in totals]
