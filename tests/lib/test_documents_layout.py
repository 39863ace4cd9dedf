"""GB/T 9704-2012 read back from the printed pages, in points."""

import hashlib
import inspect
import io
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from fontTools.ttLib import TTFont
from PIL import Image
from weasyprint.layout import inline
from weasyprint.text import line_break

from quality_portal.lib.documents import child, justify
from quality_portal.lib.documents.contents import Content, Grid, Words, texts
from tests.lib.papers import (
    BOTTOM,
    LEFT,
    LINE,
    MM,
    RIGHT,
    SENTENCE,
    TOP,
    full_pages,
    lines,
    make_notice,
    make_plain,
    read,
    text,
    typeset,
)

NUMBER_FONT = child.FONTS / "liberation" / "LiberationSerif-Regular.ttf"


def table_context(rows: int) -> dict[str, Any]:
    columns = [
        {"label": "序号"},
        {"label": "指标名称", "kind": "text"},
        {"label": "实际值", "kind": "figure"},
    ]
    return {
        "table_title": "质量目标完成情况表",
        "columns": columns,
        "rows": [[str(n), f"第{n}项产品质量监督抽查合格率", "95.12"] for n in range(1, rows + 1)],
    }


def red_rule(page: Any) -> tuple[float, float]:
    """Upper and lower edge: a border is painted as the ring between two rectangles."""
    upper, lower = sorted(rect["bottom"] for rect in page.rects if rect["non_stroking_color"] == (1, 0, 0))
    return upper, lower


def dash_top(sign: Any) -> float:
    """Distance of the ink of the number's dash from the top of the page."""
    face = TTFont(NUMBER_FONT)
    glyph = face["glyf"][face.getBestCmap()[ord("—")]]
    return float(sign["page_height"] - sign["matrix"][5] - glyph.yMax / face["head"].unitsPerEm * 14)


def test_the_patch_meets_the_weasyprint_it_was_written_for() -> None:
    assert weasyprint.__version__ == justify.WRITTEN_FOR
    assert list(inspect.signature(justify._justify_spaces).parameters) == ["context", "line", "extra_width"]
    assert list(inspect.signature(line_break.create_layout).parameters) == [
        "text", "style", "context", "max_width", "justification_spacing",
    ]  # fmt: skip
    assert "justify_line(context, line, offset)" in inspect.getsource(inline.text_align)


def test_pages_are_a4_upright() -> None:
    _paper, pages = full_pages()
    assert {(round(page.width / MM), round(page.height / MM)) for page in pages} == {(210, 297)}


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    _paper, pages = full_pages()
    full = lines(pages[1])
    assert len(full) == 22
    assert {len(line) for line in full} == {28}


def test_lines_follow_each_other_at_a_22nd_of_the_type_area() -> None:
    _paper, pages = full_pages()
    baselines = [line[0]["matrix"][5] for line in lines(pages[1])]
    gaps = {round(upper - lower, 1) for upper, lower in pairwise(baselines)}
    assert gaps <= {round(LINE, 1), round(LINE, 1) - 0.1, round(LINE, 1) + 0.1}


def test_full_lines_reach_both_edges_of_the_type_area() -> None:
    _paper, pages = full_pages()
    edges = [(line[0]["matrix"][4], line[-1]["matrix"][4] + 16) for line in lines(pages[1])]
    assert [(round(left), round(right)) for left, right in edges] == [(round(LEFT), round(RIGHT))] * 22


def test_nothing_but_the_page_number_leaves_the_type_area() -> None:
    paper = typeset("report.html", make_notice(opening=[SENTENCE * 30 + "ISO9001" * 40], **table_context(40)))
    for page in read(paper.pdf):
        left, top, right, bottom = (28, 37, 26, 35) if page.width < page.height else (35, 28, 37, 26)
        outside = [
            sign["text"]
            for sign in page.chars
            if sign["x0"] < left * MM - 0.6
            or sign["x1"] > page.width - right * MM + 0.6
            or sign["top"] < top * MM - 0.6
            or sign["bottom"] > page.height - bottom * MM + 2
        ]
        assert "".join(outside).replace(" ", "") == f"—{page.page_number}—"


def test_the_first_line_of_a_paragraph_is_two_characters_in() -> None:
    _paper, pages = full_pages()
    first = next(line for line in lines(pages[0]) if line[0]["size"] == pytest.approx(16, abs=0.01))
    assert first[0]["matrix"][4] - LEFT == pytest.approx(2 * 156 * MM / 28, abs=0.5)


@pytest.mark.parametrize("page", [0, 1, 2])
def test_page_numbers_stand_7_mm_under_the_type_area_one_character_in(page: int) -> None:
    signs = [sign for sign in full_pages()[1][page].chars if sign["top"] > BOTTOM]
    for sign in signs:
        sign["page_height"] = 297 * MM
    assert "".join(sign["text"] for sign in signs) == f"— {page + 1} —"
    assert {round(sign["size"], 1) for sign in signs} == {14.0}
    assert dash_top(signs[0]) - BOTTOM == pytest.approx(7 * MM, abs=0.3)
    one_character = 156 * MM / 28
    if page % 2 == 0:
        assert RIGHT - signs[-1]["x1"] == pytest.approx(one_character, abs=0.5)
    else:
        assert signs[0]["x0"] - LEFT == pytest.approx(one_character, abs=0.5)


def test_the_red_head_stands_35_mm_down_and_the_rule_4_mm_under_the_number() -> None:
    page = read(typeset("anything.html", make_notice()).pdf)[0]
    red = (1, 0, 0)
    mark = [sign for sign in page.chars if sign["non_stroking_color"] == red]
    assert "".join(sign["text"] for sign in mark) == "和平县市场监督管理局文件"
    size = mark[0]["size"]
    assert page.height - mark[0]["matrix"][5] - 0.88 * size - TOP == pytest.approx(35 * MM, abs=1.5)
    number = [sign for sign in page.chars if sign["text"] in "〔〕"]
    upper, lower = red_rule(page)
    assert upper - number[0]["bottom"] == pytest.approx(4 * MM, abs=0.1)
    assert lower - upper == pytest.approx(0.5 * MM, abs=0.01)
    assert {(round(rect["x0"]), round(rect["x1"])) for rect in page.rects} == {(round(LEFT), round(RIGHT))}


def test_the_title_is_22_points_two_lines_under_the_red_rule() -> None:
    page = read(typeset("anything.html", make_notice()).pdf)[0]
    title = [sign for sign in page.chars if sign["size"] == pytest.approx(22, abs=0.01)]
    assert "".join(sign["text"] for sign in title) == "关于2026年上半年全县质量工作情况的报告"
    assert title[0]["top"] - red_rule(page)[1] == pytest.approx(2 * LINE, abs=4)
    middle = (title[0]["x0"] + title[-1]["x1"]) / 2
    assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=1)


def test_the_colophon_ends_with_the_type_area_of_the_last_page() -> None:
    page = read(typeset("anything.html", make_notice()).pdf)[-1]
    assert max(rect["bottom"] for rect in page.rects) == pytest.approx(BOTTOM, abs=0.3)
    assert "抄送：县委办公室，县政协办公室。" in text(page)
    assert text(page).replace(" ", "").count("2026年7月16日印发") == 1


def test_a_long_table_lies_across_and_repeats_its_head() -> None:
    pages = read(typeset("report.html", make_notice(**table_context(40))).pdf)
    across = [page for page in pages if page.width > page.height]
    assert len(across) > 1
    assert [text(page).count("指标名称") for page in across] == [1] * len(across)
    assert (round(across[0].width / MM), round(across[0].height / MM)) == (297, 210)
    assert text(across[0]).startswith("附件质量目标完成情况表")
    assert pages[-1].width < pages[-1].height


@pytest.mark.parametrize("rows", [9, 10, 11, 12])
def test_a_signature_below_a_table_stays_whole_and_never_leaves_it(rows: int) -> None:
    table = Grid((texts("序号", "单位"),), tuple((texts(str(row), "市场监督管理局"),) for row in range(rows)))
    content = Content(
        "汇总表",
        (table, Words("填表人：", is_flush=True)),
        lies_across=True,
        signed_by="和平县领导小组办公室",
        signed_on=date(2026, 1, 5),
        seal_place=True,
    )
    page = read(typeset("papers/content.html", content.context()).pdf)[-1]
    words = text(page).replace(" ", "")
    assert [part in words for part in ("市场监督管理局", "填表人", "领导小组办公室", "2026年1月5日")] == [
        True
    ] * 4
    seal = [curve for curve in page.curves if curve["width"] == pytest.approx(42 * MM, abs=1)]
    assert all(curve["top"] >= 28 * MM - 2 for curve in seal)


@pytest.mark.parametrize("filler", [0, 25])
def test_the_number_of_a_page_laid_across_stays_at_the_foot_of_the_sheet(filler: int) -> None:
    notice = make_notice(opening=[SENTENCE] * filler, **table_context(3))
    page = next(page for page in read(typeset("report.html", notice).pdf) if page.width > page.height)
    number = [sign for sign in page.chars if not sign["upright"]]
    assert "".join(sign["text"] for sign in number) == f"— {page.page_number} —"
    baseline = 35 * MM - number[0]["matrix"][4]
    face = TTFont(NUMBER_FONT)
    height = face["glyf"][face.getBestCmap()[ord("—")]].yMax / face["head"].unitsPerEm * 14
    assert baseline - height == pytest.approx(7 * MM, abs=0.3)
    one_character = 156 * MM / 28
    if page.page_number % 2 == 0:
        assert min(sign["top"] for sign in number) - 28 * MM == pytest.approx(one_character, abs=0.5)
    else:
        assert page.height - 26 * MM - max(sign["bottom"] for sign in number) == pytest.approx(
            one_character, abs=0.5
        )


def test_rows_are_not_split_between_pages() -> None:
    context = make_notice(**table_context(0)) | {
        "rows": [[str(n), f"起{SENTENCE * 4}止", "1"] for n in range(20)]
    }
    pages = read(typeset("report.html", context).pdf)
    counts = [(text(page).count("起"), text(page).count("止")) for page in pages if page.width > page.height]
    assert len(counts) > 1
    assert all(begun == ended for begun, ended in counts)


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    section = {"heading": "存在的主要问题", "parts": [{"heading": "小标题", "paragraphs": [SENTENCE]}]}
    last_lines = []
    for before in range(16, 22):
        context = make_plain(opening=["引言。"] * before, sections=[section])
        page = read(typeset("report.html", context).pdf)[0]
        last_lines.append("".join(sign["text"] for sign in lines(page)[-1]))
    assert [line for line in last_lines if line.startswith(("一、", "（一）"))] == []


def test_text_can_be_read_back_in_the_fonts_of_the_standard() -> None:
    section = {"heading": "主要做法", "parts": [{"heading": "抓产品", "paragraphs": ["建筑面积8.6万㎡。"]}]}
    paper = typeset("report.html", make_notice(sections=[section]))
    page = read(paper.pdf)[0]
    fonts = {sign["text"]: sign["fontname"].partition("+")[2] for sign in page.chars}
    assert paper.missing_glyphs == ()
    assert "建筑面积8.6万m²。" in text(page)
    assert (fonts["、"], fonts["抓"], fonts["建"], fonts["²"]) == (
        "Paper-Hei", "Paper-Kai", "Paper-Fang", "Paper-Latin",
    )  # fmt: skip
    assert {sign["fontname"].partition("+")[2] for sign in page.chars if sign["size"] > 20} == {"Paper-Title"}


def test_every_font_is_embedded() -> None:
    document = read(typeset("report.html", make_notice(**table_context(3))).pdf)[0].pdf.doc
    fonts = [
        document.getobj(n)
        for xref in document.xrefs
        for n in xref.get_objids()
        if _is_font_descriptor(document, n)
    ]
    assert len(fonts) >= 4
    assert all("FontFile2" in font or "FontFile3" in font for font in fonts)


def _is_font_descriptor(document: Any, n: int) -> bool:
    found = document.getobj(n)
    return isinstance(found, dict) and str(found.get("Type")) == "/'FontDescriptor'"


def test_the_vendored_fonts_are_unmodified() -> None:
    for note in child.FONTS.glob("*/VERSION"):
        listed = [
            line.split() for line in note.read_text(encoding="utf-8").splitlines() if "FontName" not in line
        ]
        sums = {words[1]: words[0] for words in listed if len(words) == 2 and len(words[0]) == 64}
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in note.parent.glob("*.[ot]tf")
        }
        assert files == sums


def test_latin_lines_are_justified_between_words_only() -> None:
    words = "quality management system certification accreditation " * 4
    page = read(typeset("anything.html", make_plain(paragraphs=[words])).pdf)[0]
    second = lines(page)[2]
    assert second[-1]["x1"] == pytest.approx(RIGHT, abs=1)
    joined = [b["x0"] - a["x1"] for a, b in pairwise(second) if a["text"] + b["text"] == "qu"]
    assert all(gap < 1 for gap in joined)


def test_the_place_of_the_seal_is_marked_and_no_seal_drawn() -> None:
    sealed = read(typeset("anything.html", make_notice()).pdf)[0]
    plain = read(typeset("anything.html", make_notice(seal_place=False)).pdf)[0]
    assert (text(sealed).count("此处盖章"), text(plain).count("此处盖章")) == (1, 0)
    day = next(
        sign for sign in sealed.chars if sign["text"] == "日" and sign["size"] == pytest.approx(16, abs=0.01)
    )
    assert RIGHT - day["x1"] == pytest.approx(4 * 156 * MM / 28, abs=2)


def test_pictures_handed_over_are_printed() -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(file, "PNG")
    paper = typeset("report.html", make_plain(picture="plant"), pictures={"plant": file.getvalue()})
    assert [len(page.images) for page in read(paper.pdf)] == [1]


def test_styles_are_all_reachable_by_their_address() -> None:
    names = {path.name for path in Path(child.STYLES).iterdir()}
    assert {f"paper:{name}" for name in names} <= set(child.PaperFiles({}).files)
