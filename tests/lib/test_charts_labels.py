"""Labels: estimated widths, shortening, pushing apart."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.charts.labels import Label, fit, label_step, px, shorten, spread, text_width


def test_chinese_is_as_wide_as_high_and_digits_about_half() -> None:
    assert text_width("质量", 10) == 20
    assert text_width("12", 10) == 11.6
    assert text_width("A", 10) == 7


def test_text_that_fits_is_left_alone() -> None:
    assert shorten("城关镇", 39, 13) == "城关镇"


def test_long_text_ends_in_an_ellipsis_within_its_room() -> None:
    short = shorten("某某县人民政府办公室", 65, 13)

    assert short == "某某县人…"
    assert text_width(short, 13) <= 65


def test_one_character_always_stays() -> None:
    assert shorten("城关镇", 1) == "城…"


def test_shortened_label_keeps_the_whole_text_as_title() -> None:
    assert fit("城关镇", 1, 2, 27) == Label(1, 2, "城…", "城关镇")
    assert fit("城关镇", 1, 2, 99) == Label(1, 2, "城关镇", "")


def test_labels_apart_stay_where_they_are() -> None:
    assert spread([50, 10, 90], gap=17, low=0, high=100) == [50, 10, 90]


def test_labels_that_collide_share_the_shift() -> None:
    assert spread([50, 50], gap=20, low=0, high=100) == [40, 60]


def test_labels_are_pushed_back_inside_the_bounds() -> None:
    assert spread([0, 1, 100], gap=20, low=0, high=100) == [0, 20, 100]
    assert spread([98, 99], gap=20, low=0, high=100) == [80, 100]


def test_labels_too_many_for_the_room_share_it() -> None:
    assert spread([5, 5, 5], gap=90, low=0, high=100) == [0, 50, 100]


def test_no_labels() -> None:
    assert spread([], gap=17, low=0, high=100) == []


@given(st.lists(st.floats(-50, 250), min_size=1, max_size=10), st.floats(1, 40))
def test_spread_keeps_gap_order_and_bounds(wanted: list[float], gap: float) -> None:
    places = spread(wanted, gap=gap, low=0, high=200)

    ranked = [place for _, place in sorted(zip(wanted, places, strict=True), key=lambda pair: pair)]
    room = min(gap, 200 / max(1, len(wanted) - 1))
    assert all(after - before >= room - 1e-6 for before, after in itertools.pairwise(ranked))
    assert ranked[0] >= -1e-6
    assert ranked[-1] <= 200 + 1e-6


def test_every_second_label_when_they_are_wider_than_their_slot() -> None:
    assert [label_step(30, 40), label_step(60, 40), label_step(0, 10)] == [1, 2, 1]


def test_coordinates_are_short() -> None:
    assert [str(px(value)) for value in (3.0, 2.55, -0.04)] == ["3", "2.5", "0"]
