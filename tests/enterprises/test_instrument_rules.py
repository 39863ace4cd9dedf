"""When an instrument counts as verified, day by day."""

from datetime import date, timedelta

import pytest

from enterprises.rules.instruments import (
    LIGHTS,
    SOON,
    LastVerification,
    Result,
    State,
    missing_of_verification,
    state_on,
)

UNTIL = date(2024, 2, 29)


def on(day: date, *, until: date | None = UNTIL, **options: object) -> State:
    """The state of a mandatory instrument in use since 2020, verified until a day."""
    last = LastVerification(Result.PASS if until else Result.FAIL, until)
    usual = {"is_mandatory": True, "in_use_since": date(2020, 1, 1), "withdrawn_on": None, "last": last}
    return state_on(day, **(usual | options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (UNTIL - SOON - timedelta(days=1), State.VALID),
        (UNTIL - SOON, State.SOON),
        (UNTIL, State.SOON),
        (UNTIL + timedelta(days=1), State.OVERDUE),
    ],
)
def test_the_last_day_still_counts(day: date, state: State) -> None:
    assert on(day) == state


def test_a_failed_verification_ends_what_an_earlier_one_allowed() -> None:
    assert on(date(2024, 1, 1), until=None) == State.FAILED


@pytest.mark.parametrize(("is_mandatory", "state"), [(True, State.NEVER), (False, State.VOLUNTARY)])
def test_without_a_verification_it_depends_on_whether_one_is_required(
    *, is_mandatory: bool, state: State
) -> None:
    assert on(date(2024, 1, 1), last=None, is_mandatory=is_mandatory) == state


def test_an_instrument_is_in_use_from_its_first_day_to_the_day_before_its_withdrawal() -> None:
    days = {"in_use_since": date(2023, 5, 1), "withdrawn_on": date(2024, 1, 1)}
    assert [
        on(day, **days) for day in (date(2023, 4, 30), date(2023, 5, 1), date(2023, 12, 31), date(2024, 1, 1))
    ] == [State.COMING, State.VALID, State.VALID, State.WITHDRAWN]


def test_every_state_has_a_light() -> None:
    assert set(LIGHTS) == set(State)


@pytest.mark.parametrize(
    ("entered", "fields"),
    [
        ({}, []),
        ({"certificate_number": ""}, ["certificate_number"]),
        ({"valid_until": None}, ["valid_until"]),
        ({"valid_until": date(2023, 1, 9)}, ["valid_until"]),
        ({"verified_on": None}, []),
        ({"result": Result.FAIL}, ["valid_until"]),
        ({"result": Result.FAIL, "valid_until": None, "certificate_number": ""}, []),
    ],
)
def test_what_a_verification_lacks_is_told_by_field(entered: dict[str, object], fields: list[str]) -> None:
    usual = {
        "result": Result.PASS,
        "verified_on": date(2023, 1, 10),
        "valid_until": UNTIL,
        "certificate_number": "检字1",
    }
    assert list(missing_of_verification(**(usual | entered))) == fields  # type: ignore[arg-type]
