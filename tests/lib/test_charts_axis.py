"""Axes: round even steps, never more than six ticks, always covering the data."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.charts.axis import Axis, nice_axis

VALUES = st.lists(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3) | st.none() | st.integers(-1000, 1000),
    max_size=12,
)


def ticks(*values: str | None, places: int = 1, from_zero: bool = False) -> list[str]:
    known = [None if value is None else Decimal(value) for value in values]
    return list(nice_axis(known, places=places, from_zero=from_zero).labels())


@given(values=VALUES, places=st.integers(0, 3), from_zero=st.booleans())
def test_ticks_are_even_few_and_cover_the_values(
    values: list[Decimal | int | None], *, places: int, from_zero: bool
) -> None:
    axis = nice_axis(values, places=places, from_zero=from_zero)

    known = [Decimal(value) for value in values if value is not None] + [Decimal(0)] * from_zero
    steps = {after - before for before, after in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert 2 <= len(axis.ticks) <= 6
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert all(axis.ticks[0] <= value <= axis.ticks[-1] for value in known)
    assert [Decimal(label) for label in axis.labels()] == list(axis.ticks)


@given(st.lists(st.decimals(min_value=0, max_value=100, places=2), min_size=1))
def test_axis_of_percentages_stays_between_0_and_100(values: list[Decimal]) -> None:
    axis = nice_axis(values, places=2, ceiling=Decimal(100))

    assert axis.ticks[0] >= 0
    assert axis.ticks[-1] <= 100


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("91.2", "92.4", None, "94.1"), ["91", "92", "93", "94", "95"]),
        (("93.5",), ["92.5", "93.0", "93.5", "94.0", "94.5"]),
        (("0", "0.1"), ["0.0", "0.1", "0.2", "0.3", "0.4"]),
        ((None,), ["0.0", "0.1", "0.2", "0.3", "0.4"]),
    ],
)
def test_ticks_of_lines(values: tuple[str | None, ...], expected: list[str]) -> None:
    assert ticks(*values) == expected


def test_counts_from_zero_have_whole_steps() -> None:
    assert ticks("1", "3", places=0, from_zero=True) == ["0", "1", "2", "3"]
    assert ticks("0", places=0, from_zero=True) == ["0", "1"]
    assert ticks("-3", "12", places=0, from_zero=True) == ["-5", "0", "5", "10", "15"]


def test_value_over_the_ceiling_is_covered() -> None:
    assert nice_axis([Decimal(104)], places=0, ceiling=Decimal(100)).ticks[-1] >= 104


def test_equal_values_of_100_percent_leave_room_below_only() -> None:
    axis = nice_axis([100, 100], places=1, ceiling=Decimal(100))

    assert axis.labels() == ("98.0", "98.5", "99.0", "99.5", "100.0")


def test_place_is_proportional() -> None:
    axis = Axis((Decimal(0), Decimal(50), Decimal(100)), 0)

    assert [axis.place(value, 200, 0) for value in (0, 25, 100)] == [200, 150, 0]
