"""Line chart: gaps, merged years, end labels, text alternative."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils import translation

from quality_portal.lib.charts.line import LineChart, line_chart
from quality_portal.lib.charts.series import Goal, Point, Series, Style, last_known, merged_labels
from quality_portal.lib.charts.tables import DataRow, DataTable

YEARS = ("2022", "2023", "2024", "2025")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def make_series(*values: str | None, name: str = "County", style: Style = Style.MAIN) -> Series:
    known = [None if value is None else Decimal(value) for value in values]
    return Series(name, [Point(*pair) for pair in zip(YEARS, known, strict=False)], style)


def make_chart(*series: Series, goal: Goal | None = None) -> LineChart:
    return line_chart("Pass rate", series, key="c", unit="%", goal=goal)


def test_years_of_all_series_stand_in_order() -> None:
    late = Series("County", [Point("2023", 1), Point("2025", 2)])
    early = Series("Province", [Point("2022", 1), Point("2023", 1), Point("2024", 2)])

    assert merged_labels([late, early]) == ("2022", "2023", "2024", "2025")


def test_last_known_skips_unknown_years() -> None:
    assert last_known(make_series("91", "92", None)) == Point("2023", Decimal(92))
    assert last_known(make_series(None)) is None


def test_unknown_year_breaks_the_line_and_has_no_mark() -> None:
    (line,) = make_chart(make_series("91", None, "93", "94")).lines

    assert line.path.count("M") == 2
    assert [mark.title for mark in line.marks] == [
        "2022 County 91.0%",
        "2024 County 93.0%",
        "2025 County 94.0%",
    ]


def test_values_lie_at_their_heights() -> None:
    chart = make_chart(make_series("90", "92", "94", "91"))

    first, second, third, _ = chart.lines[0].marks
    assert [label.text for label in chart.y_labels] == ["90", "91", "92", "93", "94"]
    assert (first.y, second.y, third.y) == (210, 121, 32)
    assert (first.text_y, third.text_y) == (-10, 22)
    assert chart.y_labels[0].y == pytest.approx(first.y + 4.7)


def test_main_line_is_drawn_last() -> None:
    chart = make_chart(make_series("91"), make_series("92", name="Province", style=Style.SECOND))

    assert [line.stroke for line in chart.lines] == [Style.SECOND.value, Style.MAIN.value]


def test_end_labels_are_pushed_apart_and_led_back() -> None:
    chart = make_chart(
        make_series("91", "93.8"), make_series("92", "93.9", name="Province"), goal=Goal("Goal ≥", 94)
    )

    ends = sorted(chart.ends, key=lambda end: end.y)
    assert [end.label.text for end in ends] == ["Goal ≥ 94.0%", "Province 93.9%", "County 93.8%"]
    assert all(after.y - before.y >= 16.9 for before, after in itertools.pairwise(ends))
    assert [bool(end.lead) for end in ends] == [True, False, True]


def test_older_last_value_names_its_year() -> None:
    chart = make_chart(make_series("91", "93.8"), make_series("92", None, name="Nation"))

    assert [end.label.text for end in chart.ends] == ["County 93.8%", "Nation 92.0% (2022)"]


def test_wholly_unknown_series_says_so() -> None:
    chart = make_chart(make_series("91", "93.8"), make_series(None, None, name="Nation"))

    assert chart.ends[1].label.text == "Nation No data"
    assert chart.lines[0].path == ""


def test_long_name_is_shortened_but_never_its_value() -> None:
    chart = make_chart(make_series("91", "93.8", name="县人民政府办公室" * 4))

    (end,) = chart.ends
    assert end.label.text.endswith("… 93.8%")
    assert end.label.title == f"{'县人民政府办公室' * 4} 93.8%"


@pytest.mark.parametrize("series", [[], [make_series()], [make_series(None, None)]])
def test_nothing_known_is_said_in_words(series: list[Series]) -> None:
    chart = make_chart(*series, goal=Goal("Goal", 95))

    assert chart.empty is not None
    assert chart.empty.text == "No data"
    assert (chart.ends, chart.y_labels, chart.goal, chart.unit) == ((), (), "", "")
    assert chart.grid.count("M") == 1


def test_single_value_stands_in_the_middle() -> None:
    chart = make_chart(make_series("93.5"))

    (mark,) = chart.lines[0].marks
    left, right = (float(edge) for edge in chart.grid.split("M")[1].replace("H", " ").split()[::2])
    assert mark.x == pytest.approx((left + right) / 2, abs=0.1)


def test_x_labels_are_thinned_out_but_the_latest_stays() -> None:
    years = [str(year) for year in range(1990, 2026)]
    chart = make_chart(Series("County", [Point(year, 90) for year in years]))

    shown = [label.text for label in chart.x_labels]
    assert shown[-1] == "2025"
    assert len(shown) < len(years)
    assert all(b.x - a.x >= 38 for a, b in zip(chart.x_labels, chart.x_labels[1:], strict=False))


def test_text_alternative_and_table() -> None:
    chart = make_chart(make_series("91.25", None, "93.8"), goal=Goal("Goal ≥", 95))

    assert chart.description == "County 2022 91.3%, 2024 93.8%; Goal ≥ 95.0%"
    assert chart.table == DataTable(
        "Pass rate",
        ("2022", "2023", "2024"),
        (DataRow("County", ("91.3%", "No data", "93.8%")), DataRow("Goal", ("95.0%", "95.0%", "95.0%"))),
    )
    assert make_chart(make_series(None)).description == "County No data"
    assert make_chart().description == "No data"
