"""Dates as tables write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.dates import (
    DateBatch,
    DateError,
    half_of,
    months_later,
    parse_date,
    parse_date_batch,
    period_bounds,
    quarter_bounds,
    quarter_of,
)

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-05-16", date(2023, 5, 16)),
        ("2023/5/1", date(2023, 5, 1)),
        ("20220720", date(2022, 7, 20)),
        ("2023.05.01", date(2023, 5, 1)),
        ("2019.4.20", date(2019, 4, 20)),
        ("2023年5月1日", date(2023, 5, 1)),
        ("２０２３．０５．０１", date(2023, 5, 1)),
        ("2024.04.15 ", date(2024, 4, 15)),
        ("2023-05-16 00:00:00", date(2023, 5, 16)),
        ("生产日期：2023-05-16", date(2023, 5, 16)),
        ("2023-05-16/——", date(2023, 5, 16)),
        (45000.0, date(2023, 3, 15)),
        (20220720.0, date(2022, 7, 20)),
        (date(2023, 5, 1), date(2023, 5, 1)),
        (datetime.combine(date(2023, 5, 1), time(8, 30)), date(2023, 5, 1)),
        ("2024-06-02", date(2024, 6, 2)),
    ],
)
def test_a_date_alone(cell: object, day: date) -> None:
    parsed = parse_date_batch(cell, today=TODAY)
    assert (parsed.date, parsed.date_to, parsed.batch, parsed.kind) == (day, None, "", "produced")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2019.4.20(购进)", "purchased"),
        ("2019.4.20（购进日期）", "purchased"),
        ("2019.4.20(生产)", "produced"),
        ("2019.4.20检疫", "inspected"),
        ("加工日期:2019.4.20", "processed"),
        ("(购进)2019.4.20", "purchased"),
    ],
)
def test_marks_say_what_kind_of_date_it_is(cell: str, kind: str) -> None:
    parsed = parse_date_batch(cell, today=TODAY)
    assert (parsed.raw, parsed.date, parsed.batch, parsed.kind) == (cell, date(2019, 4, 20), "", kind)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2021.1～2021.3", date(2021, 1, 1), date(2021, 3, 31)),
        ("2021.1～3", date(2021, 1, 1), date(2021, 3, 31)),
        ("2021.3-2021.5", date(2021, 3, 1), date(2021, 5, 31)),
        ("2023.5.1~5.3", date(2023, 5, 1), date(2023, 5, 3)),
        ("2023年5月1日至3日", date(2023, 5, 1), date(2023, 5, 3)),
        ("20230516-20230518", date(2023, 5, 16), date(2023, 5, 18)),
        ("2023.5.1-2023.5.3", date(2023, 5, 1), date(2023, 5, 3)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        (2021.1, date(2021, 1, 1), date(2021, 1, 31)),
    ],
)
def test_ranges_and_months(cell: object, first: date, last: date) -> None:
    parsed = parse_date_batch(cell, today=TODAY)
    assert (parsed.date, parsed.date_to, parsed.batch) == (first, last, "")


@pytest.mark.parametrize(
    ("cell", "day", "batch"),
    [
        ("2023-05-16/W003020", date(2023, 5, 16), "W003020"),
        ("2023-11-12 / 202311121 0", date(2023, 11, 12), "2023111210"),
        ("W003020/2023-05-16", date(2023, 5, 16), "W003020"),
        ("2023-05-16（W003020）", date(2023, 5, 16), "W003020"),
        ("2023-05-16\n批号A01", date(2023, 5, 16), "A01"),
        ("生产日期/批号：2023-05-16/ABC", date(2023, 5, 16), "ABC"),
        ("20230516/20230517", date(2023, 5, 16), "20230517"),
        ("批号：W003020", None, "W003020"),
        ("19010102", None, "19010102"),
        ("20220720A", None, "20220720A"),
        ("2023-02-30", None, "2023-02-30"),
        ("2099-01-01", None, "2099-01-01"),
        ("2021.13", None, "2021.13"),
        ("2021.5～2021.3", None, "2021.5~2021.3"),
        ("A" * 300, None, "A" * 300),
        (True, None, "True"),
    ],
)
def test_batches(cell: object, day: date | None, batch: str) -> None:
    parsed = parse_date_batch(cell, today=TODAY)
    assert (parsed.date, parsed.batch) == (day, batch)


@pytest.mark.parametrize("blank", [None, "", "/", "——", "不详"])
def test_blank_cells_hold_nothing(blank: str | None) -> None:
    assert parse_date_batch(blank, today=TODAY) == DateBatch(blank or "")


def test_a_cell_with_a_mark_only() -> None:
    assert parse_date_batch("检疫", today=TODAY) == DateBatch("检疫", kind="inspected")


def test_a_real_date_outside_the_plausible_years_is_no_date() -> None:
    assert parse_date_batch(date(1905, 7, 14), today=TODAY) == DateBatch("1905-07-14")


@given(
    st.one_of(st.text(alphabet="0123456789.-/~至年月日 W()生产:：", max_size=30), st.floats(), st.integers())
)
def test_parse_date_batch_never_raises(value: object) -> None:
    parsed = parse_date_batch(value, today=TODAY)
    assert parsed.date is None or date(2000, 1, 1) <= parsed.date <= date(2024, 6, 2)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024-05-16", date(2024, 5, 16)),
        ("２０２４年５月１６日", date(2024, 5, 16)),
        ("2030.1.2", date(2030, 1, 2)),
        (45000, date(2023, 3, 15)),
        (20240516.0, date(2024, 5, 16)),
        (datetime.combine(date(2024, 5, 16), time(9)), date(2024, 5, 16)),
        (date(2024, 5, 16), date(2024, 5, 16)),
        ("/", None),
        (None, None),
    ],
)
def test_strict_dates(typed: object, day: date | None) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    "bad", ["2024-13-01", "2023-02-29", "昨天", "2024-05", "2024-05-16/W1", "1900-01-01", True, 0.5]
)
def test_strict_dates_refuse_the_rest(bad: object) -> None:
    with pytest.raises(DateError):
        parse_date(bad)


def test_strict_dates_keep_to_their_bounds() -> None:
    with pytest.raises(DateError, match="2024-05-16"):
        parse_date("2024-05-16", latest=date(2024, 5, 15))


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers()))
def test_parse_date_raises_its_own_error_only(value: object) -> None:
    try:
        parse_date(value)
    except DateError:
        return


def test_halves_and_quarters() -> None:
    assert [half_of(date(2024, month, 1)) for month in (1, 6, 7, 12)] == [1, 1, 2, 2]
    assert [quarter_of(date(2024, month, 1)) for month in (1, 3, 4, 12)] == [1, 1, 2, 4]
    assert period_bounds(2024, 1) == (date(2024, 1, 1), date(2024, 6, 30))
    assert period_bounds(2024, 2) == (date(2024, 7, 1), date(2024, 12, 31))
    assert quarter_bounds(2024, 1) == (date(2024, 1, 1), date(2024, 3, 31))


def test_months_later_keeps_to_the_month() -> None:
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_later(date(2024, 1, 31), -2) == date(2023, 11, 30)
