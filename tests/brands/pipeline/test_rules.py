"""Which step may follow, and where a zone stands on a day."""

from datetime import date

import pytest

from brands.pipeline_rules import LEAD_MOVES, OPEN, TRANSITIONS, Stage, ZoneStage, refusal, zone_stage


def test_every_stage_is_reached_and_only_the_award_ends_the_way() -> None:
    assert set(TRANSITIONS) == set(Stage)
    assert {stage for following in TRANSITIONS.values() for stage in following} == set(Stage)
    assert [stage for stage, following in TRANSITIONS.items() if not following] == [Stage.AWARDED]
    assert set(OPEN) == set(Stage) - {Stage.AWARDED, Stage.NOT_AWARDED}


def test_the_lead_department_moves_up_to_the_recommendation_only() -> None:
    assert all(set(LEAD_MOVES[stage]) <= set(TRANSITIONS[stage]) for stage in LEAD_MOVES)
    reached = {stage for following in LEAD_MOVES.values() for stage in following}
    assert reached == {Stage.LISTED, Stage.CULTIVATING, Stage.RECOMMENDED}


@pytest.mark.parametrize(
    ("stage", "to", "is_allowed"),
    [
        (Stage.LISTED, Stage.CULTIVATING, True),
        (Stage.LISTED, Stage.RECOMMENDED, False),
        (Stage.RECOMMENDED, Stage.CULTIVATING, True),
        (Stage.RECOMMENDED, Stage.AWARDED, False),
        (Stage.UNDER_REVIEW, Stage.NOT_AWARDED, True),
        (Stage.NOT_AWARDED, Stage.LISTED, True),
        (Stage.AWARDED, Stage.LISTED, False),
    ],
)
def test_a_step_that_may_not_follow_is_refused_with_a_reason(
    stage: Stage, to: Stage, *, is_allowed: bool
) -> None:
    assert (refusal(stage, to) is None) is is_allowed


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2022, 12, 31), ZoneStage.PLANNED),
        (date(2023, 1, 1), ZoneStage.BUILDING),
        (date(2025, 11, 30), ZoneStage.BUILDING),
        (date(2025, 12, 1), ZoneStage.ACCEPTED),
        (date(2028, 12, 31), ZoneStage.ACCEPTED),
        (date(2029, 1, 1), ZoneStage.EXPIRED),
    ],
)
def test_a_zone_is_planned_built_accepted_and_over(day: date, stage: ZoneStage) -> None:
    found = zone_stage(
        day,
        built_from=date(2023, 1, 1),
        accepted_on=date(2025, 12, 1),
        valid_until=date(2028, 12, 31),
        ended_on=None,
    )
    assert found == stage


def test_a_zone_that_ended_early_is_over_from_that_day() -> None:
    days = [date(2024, 5, 31), date(2024, 6, 1)]
    found = [
        zone_stage(
            day, built_from=date(2023, 1, 1), accepted_on=None, valid_until=None, ended_on=date(2024, 6, 1)
        )
        for day in days
    ]
    assert found == [ZoneStage.BUILDING, ZoneStage.EXPIRED]
