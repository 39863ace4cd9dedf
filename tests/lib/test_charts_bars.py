"""Bars, columns and tiles."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from quality_portal.lib.charts.bars import Bar, BarChart, bar_chart
from quality_portal.lib.charts.columns import ColumnChart, Stack, columns
from quality_portal.lib.charts.labels import text_width
from quality_portal.lib.charts.tables import DataRow, DataTable
from quality_portal.lib.charts.tiles import Tile, tile_map
from quality_portal.lib.charts.tones import Tone, patterns


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def make_bars(*bars: Bar, unit: str = "") -> BarChart:
    return bar_chart("Counts", bars, key="b", unit=unit)


def make_columns(*stacks: Stack, labels: tuple[str, ...] = ("Q1", "Q2")) -> ColumnChart:
    return columns("Samples", labels, stacks, key="s")


def test_bar_lengths_are_proportional_from_zero() -> None:
    short, long = make_bars(Bar("A", 2), Bar("B", 4)).bars

    assert long.length == pytest.approx(2 * short.length, abs=0.1)
    assert short.x == long.x


def test_negative_bar_ends_at_zero() -> None:
    down, up = make_bars(Bar("A", -2), Bar("B", 4)).bars

    assert down.x + down.length == pytest.approx(up.x, abs=0.1)


def test_bar_with_goal_shows_tick_value_and_sentence() -> None:
    chart = make_bars(Bar("Certified firms", 3, 5, Tone.BAD, "behind"), unit="家")

    (bar,) = chart.bars
    assert bar.value.text == "3 / 5"
    assert bar.goal.startswith("M")
    assert bar.title == "Certified firms 3家, Goal 5家, behind"
    assert bar.fill == "url(#b-bad)"
    assert chart.legend is not None
    assert [pattern.id for pattern in chart.patterns] == ["b-bad"]


def test_unknown_bar_is_no_zero() -> None:
    chart = make_bars(Bar("A", None, 5, Tone.WARN), Bar("B", 0))

    unknown, zero = chart.bars
    assert (unknown.value.text, unknown.length) == ("No data", 0)
    assert (zero.value.text, zero.length, zero.title) == ("0", 0, "B 0")
    assert chart.patterns == ()


def test_bars_without_any_figure_have_no_axis() -> None:
    chart = make_bars(Bar("A", None), unit="家")

    assert (chart.grid, chart.ticks, chart.unit, chart.empty) == ("", (), "", None)
    assert chart.description == "No data"


def test_no_bars_are_said_in_words() -> None:
    chart = make_bars()

    assert chart.empty is not None
    assert chart.empty.text == "No data"


def test_long_bar_name_is_shortened_with_its_title() -> None:
    (bar,) = make_bars(Bar("县人民政府办公室" * 4, 3)).bars

    assert bar.name.text.endswith("…")
    assert bar.title == f"{'县人民政府办公室' * 4} 3"


def test_bar_table_has_only_the_columns_it_needs() -> None:
    assert make_bars(Bar("A", 3)).table == DataTable("Counts", ("Value",), (DataRow("A", ("3",)),))
    assert make_bars(Bar("A", 3, 5, note="behind"), Bar("B", None)).table == DataTable(
        "Counts",
        ("Value", "Goal", "Status"),
        (DataRow("A", ("3", "5", "behind")), DataRow("B", ("No data", "No data", ""))),
    )


def test_bar_description_names_the_extremes() -> None:
    chart = make_bars(Bar("A", 3), Bar("B", None), Bar("C", 9))

    assert chart.description == "Highest: C 9; lowest: A 3"


def test_segments_stand_on_each_other() -> None:
    chart = make_columns(Stack("pass", [30, 10], Tone.GOOD), Stack("fail", [10, 0], Tone.BAD))

    first, second = chart.columns
    low, high = first.segments
    assert high.y + high.height == pytest.approx(low.y, abs=0.1)
    assert low.height == pytest.approx(3 * high.height, abs=0.3)
    assert [first.title, second.title] == ["Q1: pass 30, fail 10", "Q2: pass 10"]
    assert [column.text.text for column in chart.columns] == ["pass 30, fail 10", "pass 10"]
    assert [label.text for label in chart.totals] == ["40", "10"]
    assert [entry.label.text for entry in chart.legend] == ["pass", "fail"]


def test_unknown_column_is_a_dash_and_half_known_has_no_total() -> None:
    chart = make_columns(Stack("pass", [None, 10]), Stack("fail", [None, None]))

    assert [label.text for label in chart.totals] == ["—"]
    assert chart.description == "Q2: pass 10, fail No data"
    assert chart.table.rows[1] == DataRow("fail", ("No data", "No data"))


@pytest.mark.parametrize("labels", [(), ("Q1", "Q2")])
def test_columns_without_figures_say_so(labels: tuple[str, ...]) -> None:
    chart = make_columns(Stack("pass", [None] * len(labels), Tone.BAD), labels=labels)

    assert chart.empty is not None
    assert chart.empty.text == "No data"
    assert (chart.legend, chart.patterns, chart.totals, chart.columns) == ((), (), (), ())


def test_column_labels_neither_touch_nor_leave_the_picture() -> None:
    labels = tuple(f"2025年{month}月监督抽查" for month in range(1, 25))
    chart = make_columns(Stack("pass", [1000] * 24), labels=labels)

    edges = [
        (label.x - text_width(label.text) / 2, label.x + text_width(label.text) / 2)
        for label in chart.x_labels
    ]
    assert edges[-1][1] <= chart.width + 0.1
    assert all(before[1] < after[0] for before, after in itertools.pairwise(edges))
    assert chart.x_labels[-1].title == labels[-1]
    assert chart.totals == ()


def test_long_legend_is_shortened_into_the_picture() -> None:
    chart = make_columns(Stack("县人民政府办公室" * 4, [1, 2]), Stack("fail", [1, 2]))

    first, last = chart.legend
    assert first.x > 0
    assert first.label.title == "县人民政府办公室" * 4
    assert last.label.x + text_width(last.label.text) <= chart.width + 0.1


def test_stack_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="one value per label"):
        make_columns(Stack("pass", [1]))


def test_tiles_fill_rows() -> None:
    chart = tile_map("Towns", [Tile(f"T{number}", number) for number in range(7)], key="t")

    assert [(tile.x, tile.y) for tile in chart.tiles[:2]] == [(0, 0), (97.2, 0)]
    assert (chart.tiles[5].x, chart.tiles[5].y) == (0, 60)
    assert chart.height == 114


def test_tile_carries_link_figure_and_words() -> None:
    chart = tile_map(
        "Towns",
        [Tile("和平镇", Decimal("98.25"), Tone.GOOD, "/towns/1/", "on track"), Tile("城关镇", None)],
        key="t",
        unit="%",
    )

    known, unknown = chart.tiles
    assert (known.url, known.value.text, known.note) == ("/towns/1/", "98.3", "on track")
    assert unknown.value.text == "No data"
    assert chart.description == "Highest: 和平镇 98.3%; lowest: 和平镇 98.3%"
    assert chart.table.rows[0] == DataRow("和平镇", ("98.3%", "on track"))


def test_no_tiles_are_said_in_words() -> None:
    chart = tile_map("Towns", [], key="t")

    assert chart.empty is not None
    assert chart.empty.text == "No data"
    assert chart.table.columns == ("Value",)


def test_tones_differ_in_fill_and_shape() -> None:
    judged = [Tone.GOOD, Tone.WARN, Tone.BAD, Tone.NONE]

    assert [tone.fill("k") for tone in judged] == ["#17734a", "url(#k-warn)", "url(#k-bad)", "#edf0f4"]
    assert len({tone.mark for tone in judged}) == 4
    assert [pattern.id for pattern in patterns([*judged, *judged], "k")] == ["k-warn", "k-bad"]
