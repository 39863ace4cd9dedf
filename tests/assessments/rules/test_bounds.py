"""For anything a county may enter: points stay in bounds, totals are sums of parts, ranks are stable."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.lines import Line, sum_of
from assessments.models import CriterionKind
from assessments.rules import Frame, Rule, Trace, kept_inputs, ranks, score, score_again, sum_of_parts

fulls = st.decimals("0.01", 1000, places=2)
frames = st.builds(Frame, fulls, deducts=st.booleans())
numbers = st.decimals(0, 1000, places=2).map(str)
above_zero = st.decimals("0.01", 1000, places=2).map(str)
per_cents = st.decimals(0, 100, places=2).map(str)
names = st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=5, unique=True)
counts = st.integers(0, 9999)


def stays_within(rule: str, frame: Frame, params: dict[str, Any], found: dict[str, Any]) -> None:
    points = score(rule, frame, params, found).points
    assert points is None or 0 <= points <= frame.full
    assert score_again(rule, kept_inputs(frame, params, found)).points == points


@given(frames, names, st.lists(numbers, min_size=5, max_size=5), st.integers(0, 4))
def test_tiers_and_parts(frame: Frame, known: list[str], worth: list[str], place: int) -> None:
    listed = [[name, points] for name, points in zip(known, worth, strict=False)]
    stays_within(Rule.TIER, frame, {"tiers": listed}, {"tier": known[place % len(known)]})
    stays_within(Rule.PARTS, frame, {"parts": listed}, {"parts": known[:place]})


@given(frames, above_zero, numbers, names, st.integers(0, 5), counts)
def test_what_is_missing(
    frame: Frame, per: str, floor: str, aspects: list[str], many: int, count: int
) -> None:
    params = {"per": per, "floor": floor, "aspects": aspects, "none_is_zero": count % 2 == 0}
    stays_within(Rule.DEDUCT_MISSING, frame, params, {"missing": aspects[:many]})
    stays_within(Rule.DEDUCT_MISSING, frame, {"per": per, "floor": floor}, {"count": count})


@given(
    frames, per_cents, above_zero, above_zero, numbers, st.sampled_from(["down", "exact", "up"]), per_cents
)
def test_steps_of_a_rate(
    frame: Frame, goal: str, per: str, step: str, floor: str, partial: str, rate: str
) -> None:
    params = {"goal": goal, "per": per, "step": step, "floor": floor, "partial": partial, "without_goal": per}
    stays_within(Rule.STEP_RATE, frame, params, {"rate": rate})
    stays_within(Rule.STEP_RATE, frame, params, {"rate": None, "no_goal": True})


@given(frames, st.integers(0, 50), st.integers(51, 100), per_cents, counts)
def test_a_measured_rate(frame: Frame, zero: int, full: int, rate: str, records: int) -> None:
    params = {"measure": "spot_checks.pass_rate", "full_rate": full, "zero_rate": zero}
    stays_within(Rule.MEASURE_RATE, frame, params, {"rate": rate, "records": records})


@given(
    frames, numbers, numbers, numbers, st.lists(st.sampled_from(["on_time", "late", "missing"]), max_size=9)
)
def test_reports(frame: Frame, late: str, missing: str, floor: str, states: list[str]) -> None:
    rows = [{"name": "半年报告", "state": state} for state in states]
    params = {"late": late, "missing": missing, "floor": floor}
    stays_within(Rule.REPORT_TIMELINESS, frame, params, {"reports": rows})


@given(frames, st.integers(0, 100), st.lists(st.sampled_from(["present", "excused", "absent"]), max_size=9))
def test_meetings(frame: Frame, share: int, states: list[str]) -> None:
    rows = [{"name": "联席会议", "state": state} for state in states]
    stays_within(Rule.MEETING_ATTENDANCE, frame, {"excused_share": share}, {"meetings": rows})


@given(frames, names, st.lists(numbers, min_size=5, max_size=5), st.lists(counts, min_size=5, max_size=5))
def test_a_bonus_with_a_limit_stays_within_and_one_without_is_the_sum(
    frame: Frame, known: list[str], worth: list[str], many: list[int]
) -> None:
    params = {"items": [[name, points] for name, points in zip(known, worth, strict=False)]}
    items = [{"key": name, "name": name, "count": count} for name, count in zip(known, many, strict=False)]
    stays_within(Rule.BONUS_ITEMS, frame, params, {"items": items})
    free = score(Rule.BONUS_ITEMS, Frame(Decimal(0), is_open=True), params, {"items": items}).points
    assert free == sum(Decimal(worth[place]) * many[place] for place in range(len(known)))


@given(frames, names, st.lists(per_cents, min_size=5, max_size=5))
def test_a_composite(frame: Frame, known: list[str], shares: list[str]) -> None:
    params = {"weights": [[name, place + 1] for place, name in enumerate(known)]}
    found = {"shares": dict(zip(known, shares, strict=False))}
    stays_within(Rule.COMPOSITE, frame, params, found)


points_of = st.lists(st.none() | st.decimals(0, 50, places=2), min_size=1, max_size=8)


@given(points_of)
def test_a_heading_is_the_sum_of_its_parts(parts: list[Decimal | None]) -> None:
    known = [points for points in parts if points is not None]
    found = sum_of_parts(Frame(Decimal(1000)), [("x", points) for points in parts]).points
    assert found == (sum(known) if known else None)


def line(kind: str, points: Decimal | None) -> Line:
    return Line("K", "指标", Decimal(50), points, Trace(""), Rule.MANUAL, kind=kind)


@given(points_of, points_of, points_of, st.none() | st.decimals(0, 100, places=2))
def test_a_total_is_its_parts_with_bonus_up_to_the_cap_and_deductions(
    scored: list[Decimal | None],
    bonus: list[Decimal | None],
    taken: list[Decimal | None],
    cap: Decimal | None,
) -> None:
    kinds = {CriterionKind.SCORED: scored, CriterionKind.BONUS: bonus, CriterionKind.DEDUCTION: taken}
    sums = {
        kind: sum((each for each in parts if each is not None), Decimal(0)) for kind, parts in kinds.items()
    }
    added = sums[CriterionKind.BONUS] if cap is None else min(sums[CriterionKind.BONUS], cap)
    found = sum_of([line(kind, points) for kind, parts in kinds.items() for points in parts], cap)
    assert found == max(sums[CriterionKind.SCORED] + added - sums[CriterionKind.DEDUCTION], 0)


@given(st.lists(st.decimals(0, 100, places=2), min_size=1), st.randoms())
def test_the_order_in_which_units_come_changes_no_rank(totals: list[Decimal], chance: Any) -> None:
    places = list(range(len(totals)))
    chance.shuffle(places)
    found = ranks(totals)
    assert ranks([totals[place] for place in places]) == [found[place] for place in places]
