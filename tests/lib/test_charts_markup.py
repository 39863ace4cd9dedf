"""The markup: well-formed, named for screen readers, free of styles and scripts, light, safe."""

import io
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

import pdfplumber
import pytest
import weasyprint
from django.template.loader import render_to_string
from django.utils import translation

from quality_portal.lib.charts.bars import Bar, bar_chart
from quality_portal.lib.charts.columns import Stack, columns
from quality_portal.lib.charts.line import line_chart
from quality_portal.lib.charts.meter import meter
from quality_portal.lib.charts.series import Goal, Point, Series, Style
from quality_portal.lib.charts.sparkline import sparkline
from quality_portal.lib.charts.tables import DataRow, DataTable
from quality_portal.lib.charts.tiles import Tile, tile_map
from quality_portal.lib.charts.tones import Tone

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def make_series(name: str, style: Style) -> Series:
    return Series(name, [Point(str(2021 + year), 91 + year) for year in range(5)], style)


LINE = [make_series("本县", Style.MAIN), make_series("全省", Style.SECOND), make_series("全国", Style.THIRD)]
TILES = [Tile(f"新城街道{number}", 90, tone) for number in range(4) for tone in Tone]


def usual_charts() -> dict[str, object]:
    return {
        "line.html": line_chart("合格率", LINE, key="line", unit="%", goal=Goal("目标 ≥", 95)),
        "bars.html": bar_chart(
            "排名", [Bar(f"新城街道{number}", 20 - number) for number in range(20)], key="bars"
        ),
        "columns.html": columns(
            "批次",
            [f"2025Q{n}" for n in range(8)],
            [Stack("合格", range(8)), Stack("不合格", range(8), Tone.BAD)],
            key="c",
        ),
        "tiles.svg": tile_map("乡镇", TILES[:15], key="tiles"),
    }


def hostile_charts() -> dict[str, object]:
    return {
        "line.html": line_chart(HOSTILE, [Series(HOSTILE, [Point(HOSTILE, 1)])], key="x", unit=HOSTILE),
        "bars.html": bar_chart(HOSTILE, [Bar(HOSTILE, 1, 2, Tone.BAD, HOSTILE)], key="x", unit=HOSTILE),
        "columns.html": columns(HOSTILE, [HOSTILE], [Stack(HOSTILE, [1])], key="x", unit=HOSTILE),
        "tiles.svg": tile_map(HOSTILE, [Tile(HOSTILE, 1)], key="x"),
        "tiles.html": tile_map(HOSTILE, [Tile(HOSTILE, 1, url=HOSTILE, note=HOSTILE)], key="x"),
        "meter.html": meter(1, 2, label=HOSTILE),
        "sparkline.html": sparkline([1, 2], HOSTILE),
    }


def empty_charts() -> dict[str, object]:
    return {
        "line.html": line_chart("合格率", [], key="e"),
        "bars.html": bar_chart("排名", [], key="e"),
        "columns.html": columns("批次", [], [], key="e"),
        "tiles.svg": tile_map("乡镇", [], key="e"),
        "tiles.html": tile_map("乡镇", [], key="e"),
        "meter.html": meter(None, 2),
        "sparkline.html": sparkline([], "走势"),
    }


def render(template: str, chart: object) -> str:
    return render_to_string(f"_parts/charts/{template}", {"chart": chart}).strip()


def parse(markup: str) -> ET.Element:
    return ET.fromstring(f"<body>{markup}</body>")


@pytest.mark.parametrize("template", ["line.html", "bars.html", "columns.html", "tiles.svg"])
def test_chart_is_light_and_named(template: str) -> None:
    markup = render(template, usual_charts()[template])

    tree = parse(markup)
    image = next(element for element in tree.iter() if element.get("role") == "img")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    names = (image.get("aria-labelledby") or "").split()
    assert len(markup.encode()) < 7_000
    assert [element.tag for element in tree.iter() if element.get("id") in names] == ["title", "desc"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("charts", [usual_charts, hostile_charts, empty_charts])
def test_markup_has_no_style_and_no_script(charts: Callable[[], dict[str, object]]) -> None:
    for template, chart in charts().items():
        for element in parse(render(template, chart)).iter():
            assert element.tag not in {"script", "style"}
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_empty_charts_say_so() -> None:
    silent = [name for name, chart in empty_charts().items() if "No data" not in render(name, chart)]

    assert silent == []


def test_every_known_value_of_a_line_can_be_reached_by_keyboard() -> None:
    stops = [
        element.findtext("title")
        for element in parse(render("line.html", usual_charts()["line.html"])).iter("g")
        if element.get("tabindex") == "0"
    ]

    assert len(stops) == 15
    assert "2025 本县 95.0%" in stops


def test_every_bar_and_column_can_be_reached_by_keyboard() -> None:
    stops = {
        template: [
            element.findtext("title")
            for element in parse(render(template, usual_charts()[template])).iter("g")
            if element.get("tabindex") == "0"
        ]
        for template in ("bars.html", "columns.html")
    }

    assert (len(stops["bars.html"]), stops["bars.html"][0]) == (20, "新城街道0 20")
    assert (len(stops["columns.html"]), stops["columns.html"][0]) == (7, "2025Q1: 合格 1, 不合格 1")


def test_a_bar_leads_to_the_records_behind_it() -> None:
    tree = parse(render("bars.html", bar_chart("排名", [Bar("和平镇", 3, url="/t/1/")], key="b")))

    assert [(link.get("href"), link.get("aria-label")) for link in tree.iter("a")] == [("/t/1/", "和平镇 3")]


@pytest.mark.parametrize("template", ["line.html", "bars.html", "columns.html"])
def test_focusable_values_are_not_inside_an_image(template: str) -> None:
    tree = parse(render(template, usual_charts()[template]))

    images = [element for element in tree.iter() if element.get("role") == "img"]
    assert not [inner for image in images for inner in list(image.iter())[1:] if inner.get("tabindex")]


def test_sparkline_and_meter_are_tiny() -> None:
    assert len(render("sparkline.html", sparkline(range(12), "五年走势", goal=9)).encode()) < 600
    assert len(render("meter.html", meter(3, 5)).encode()) < 300


def test_numbers_keep_their_point_in_any_language() -> None:
    with translation.override("de"):
        assert 'width="0.6"' in render("meter.html", meter(1, 200))


def test_tiles_link_to_what_stands_behind_them() -> None:
    chart = tile_map("乡镇", [Tile("和平镇", 98, Tone.GOOD, "/t/1/"), Tile("城关镇", None)], key="t")

    tree = parse(render("tiles.html", chart))
    assert [(link.get("href"), link.text) for link in tree.iter("a")] == [("/t/1/", "和平镇")]
    assert [item.get("class") for item in tree.iter("li")] == ["good", "plain"]


def test_table_has_caption_and_scopes() -> None:
    table = DataTable("合格率", ("2024", "2025"), (DataRow("本县", ("91.0%", "No data")),))

    tree = parse(render_to_string("_parts/charts/table.html", {"table": table}))
    assert tree.findtext(".//caption") == "合格率"
    assert [(head.get("scope"), head.text) for head in tree.iter("th")] == [
        ("col", "2024"),
        ("col", "2025"),
        ("row", "本县"),
    ]
    assert [cell.text for cell in tree.iter("td")] == [None, "91.0%", "No data"]


def test_paper_shows_the_labels_and_not_what_only_focus_reveals() -> None:
    html = render("line.html", usual_charts()["line.html"])

    with pdfplumber.open(io.BytesIO(weasyprint.HTML(string=html).write_pdf())) as paper:
        text = "".join(character["text"] for character in paper.pages[0].chars)
    assert "本县95.0%" in text.replace(" ", "")
    assert "92.0" not in text
