"""Rules of the registers: states of a case, days, and the row of a plan a batch counts for."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from inspections.rules.days import in_future
from inspections.rules.infringements import OPEN, TRANSITIONS, InfringementState, missing_for, refusal
from inspections.rules.quotas import Place, row_for, takes_all

S = InfringementState
PLAN: set[Place] = {(1, 7), (1, None), (None, 7), (None, None)}


def test_a_case_is_open_until_it_is_closed_or_handed_over() -> None:
    assert OPEN == (S.FILED, S.INVESTIGATED, S.DECIDED)


@pytest.mark.parametrize("now", list(S))
@pytest.mark.parametrize("then", list(S))
def test_only_the_named_states_may_follow(now: InfringementState, then: InfringementState) -> None:
    with override("en"):
        expected = (
            "" if then in TRANSITIONS[now] else f"A case that is {now.label} cannot become {then.label}."
        )
        assert refusal(now, then) == expected


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        (S.FILED, set()),
        (S.INVESTIGATED, {"facts", "officer"}),
        (S.DECIDED, {"facts", "officer", "goods_value", "decision_number", "decided_on", "penalty"}),
        (
            S.CLOSED,
            {"facts", "officer", "goods_value", "decision_number", "decided_on", "penalty", "closed_on"},
        ),
        (S.TRANSFERRED, {"facts", "transferred_to", "closed_on"}),
    ],
)
def test_each_state_names_what_is_missing(state: InfringementState, fields: set[str]) -> None:
    assert set(missing_for(state, {})) == fields


def test_a_penalty_of_nothing_is_known() -> None:
    entered = {"facts": "事实", "officer": "王五", "goods_value": Decimal(0), "penalty": Decimal(0)}
    assert set(missing_for(S.DECIDED, entered)) == {"decision_number", "decided_on"}


def test_days_after_today_are_told_field_by_field() -> None:
    values = {
        "found_on": date(2025, 3, 2),
        "closed_on": date(2025, 3, 1),
        "party": "李记商行",
        "sample": None,
    }
    with override("en"):
        assert in_future(values, today=date(2025, 3, 1)) == {"found_on": "The day lies in the future."}


@pytest.mark.parametrize(
    ("batch", "plan", "row"),
    [
        ((1, 7), PLAN, (1, 7)),
        ((1, 8), PLAN, (1, None)),
        ((2, 7), PLAN, (None, 7)),
        ((2, 8), PLAN, (None, None)),
        ((None, 7), PLAN, (None, 7)),
        ((None, None), PLAN, (None, None)),
        ((1, 7), {(1, None), (None, 7)}, (1, None)),
        ((2, 8), {(1, 7), (1, None), (None, 7)}, None),
    ],
)
def test_a_batch_counts_for_the_closest_row(batch: Place, plan: set[Place], row: Place | None) -> None:
    assert row_for(batch, plan) == row


@pytest.mark.parametrize(
    ("row", "plan", "whole"),
    [
        ((1, 7), PLAN, True),
        ((1, None), PLAN, False),
        ((1, None), {(1, None), (2, 7), (None, 7)}, True),
        ((None, 7), {(None, 7), (1, 8)}, True),
        ((None, 7), {(None, 7), (1, None)}, False),
        ((None, None), {(None, None)}, True),
        ((None, None), {(None, None), (1, 7)}, False),
    ],
)
def test_a_row_takes_all_of_its_batches_unless_a_closer_row_takes_some(
    row: Place, plan: set[Place], *, whole: bool
) -> None:
    assert takes_all(row, plan) is whole
