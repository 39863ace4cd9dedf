"""The kinds of paper: letter, order, minutes, upward report, internal print."""

import io
from itertools import pairwise

import pytest
from PIL import Image

from quality_portal.lib.documents import pdf
from tests.lib.papers import (
    LEFT,
    LINE,
    MM,
    RIGHT,
    SENTENCE,
    TOP,
    lines,
    make_notice,
    make_plain,
    read,
    text,
    typeset,
)


def test_a_letter_has_double_rules_of_170_mm_and_no_page_number_on_page_1() -> None:
    page = read(pdf.render("papers/letter.html", make_notice(mark="和平县质量强县工作领导小组办公室")))[0]
    edges = [edge for edge in page.rects + page.lines if edge["width"] == pytest.approx(170 * MM, abs=0.5)]
    assert {round(edge["x0"]) for edge in edges} == {round(20 * MM)}
    assert max(edge["bottom"] for edge in edges) == pytest.approx((297 - 20) * MM, abs=2)
    mark = [sign for sign in page.chars if sign["non_stroking_color"] == (1, 0, 0)]
    assert mark[0]["top"] == pytest.approx(30 * MM, abs=6)
    assert "—1—" not in text(page).replace(" ", "")
    number = [sign for sign in page.chars if sign["text"] == "号"]
    assert number[0]["x1"] == pytest.approx(RIGHT, abs=1)


def test_an_order_has_its_mark_20_mm_down_and_no_title() -> None:
    order = make_notice(mark="和平县人民政府令", number="第3号", title="质量奖励办法")
    page = read(pdf.render("papers/order.html", order))[0]
    mark = [sign for sign in page.chars if sign["non_stroking_color"] == (1, 0, 0)]
    assert "".join(sign["text"] for sign in mark) == "和平县人民政府令"
    assert page.height - mark[0]["matrix"][5] - 0.88 * mark[0]["size"] - TOP == pytest.approx(
        20 * MM, abs=1.5
    )
    assert "质量奖励办法" not in text(page)
    assert "第3号" in text(page)


def test_minutes_list_the_people_under_black_labels() -> None:
    minutes = make_notice(
        mark="和平县质量工作会议纪要", present=["王建国（县政府）"], excused=[], sitting_in=["孙磊（城关镇）"]
    )
    page = read(pdf.render("papers/minutes.html", minutes))[0]
    assert "出席：王建国（县政府）" in text(page)
    assert "列席：孙磊（城关镇）" in text(page)
    assert "请假" not in text(page)
    assert "县人民政府" not in text(page)
    label = next(sign for sign in page.chars if sign["text"] == "席")
    assert label["fontname"].endswith("Paper-Hei")


def test_an_upward_paper_names_its_signer_and_its_secrecy() -> None:
    notice = make_notice(signer="李秀英", copy_number=12, secrecy="内部", urgency="加急")
    page = read(pdf.render("papers/base.html", notice))[0]
    rows = lines(page)
    assert ["".join(sign["text"] for sign in row) for row in rows[:3]] == ["000012", "内部", "加急"]
    assert rows[0][0]["top"] == pytest.approx(TOP, abs=10)
    assert "签发人：李秀英" in text(page)
    signer = next(sign for sign in page.chars if sign["text"] == "英")
    assert RIGHT - signer["x1"] == pytest.approx(156 * MM / 28, abs=1)
    assert signer["fontname"].endswith("Paper-Kai")


def test_several_attachments_are_numbered_without_a_mark_after_the_name() -> None:
    page = read(pdf.render("papers/base.html", make_notice(attachments=["汇总表", "整改清单"])))[0]
    assert "附件：1. 汇总表" in text(page)
    assert "2. 整改清单" in text(page)


def test_a_long_name_and_one_without_seal_stay_within_the_type_area() -> None:
    name = "和平县质量强县工作领导小组办公室和平县市场监督管理局"
    for seal_place in (True, False):
        page = read(pdf.render("papers/base.html", make_notice(signed_by=name, seal_place=seal_place)))[0]
        row = next(row for row in lines(page) if "领导小组" in "".join(sign["text"] for sign in row))
        assert row[0]["x0"] > LEFT
        assert RIGHT - row[-1]["x1"] == pytest.approx(2 * 156 * MM / 28, abs=1.5)


def test_a_remark_and_an_open_day_are_printed() -> None:
    page = read(pdf.render("papers/base.html", make_notice(remark="联系人：张明", signed_on=None)))[0]
    assert "（联系人：张明）" in text(page)
    assert "年" in text(page)


def test_an_internal_print_numbers_its_pages_of_all() -> None:
    context = {
        "title": "企业质量档案",
        "subtitle": "截至2026年",
        "agency": "和平县市场监督管理局",
    }
    page = read(pdf.render("papers/briefing.html", context))[0]
    assert "第 1 页　共 1 页" in text(page)
    assert text(page).startswith("企业质量档案截至2026年")
    assert {sign["non_stroking_color"] for sign in page.chars} & {(1, 0, 0)} == set()


def test_an_empty_table_says_that_nothing_is_known() -> None:
    context = make_plain(
        parts="papers/_parts/table.html", columns=[{"label": "序号"}, {"label": "名称"}], rows=[]
    )
    assert "暂无数据" in text(read(typeset("anything.html", context).pdf)[0])


def test_a_table_shows_its_caption_and_note() -> None:
    context = make_plain(
        parts="papers/_parts/table.html",
        columns=[{"label": "序号"}],
        rows=[["1"]],
        caption="表1",
        note="注：无。",
    )
    page = text(read(typeset("anything.html", context).pdf)[0])
    assert "表1序号1注：无。" in page


def test_a_line_of_text_faces_and_a_picture_is_filled_too() -> None:
    file = io.BytesIO()
    Image.new("RGB", (16, 16), "#b3261e").save(file, "PNG")
    context = make_plain(words=SENTENCE * 2)
    page = read(typeset("mixed.html", context, pictures={"mark": file.getvalue()}).pdf)[0]
    rows = lines(page)[1:]
    assert len(page.images) == 1
    assert all(row[-1]["x1"] == pytest.approx(RIGHT, abs=1) for row in rows[:-1] if len(row) > 20)
    baselines = [row[0]["matrix"][5] for row in rows]
    assert {round((upper - lower) / LINE) for upper, lower in pairwise(baselines)} == {1}


def test_a_line_cut_short_stays_ragged_rather_than_torn_apart() -> None:
    page = read(
        typeset("anything.html", make_plain(paragraphs=["统一社会信用代码：" + "91441624MA4" * 9])).pdf
    )[0]
    first = lines(page)[1]
    assert "".join(sign["text"] for sign in first) == "统一社会信用代码："
    assert first[-1]["x1"] < RIGHT - 100
