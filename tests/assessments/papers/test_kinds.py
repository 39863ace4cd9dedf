"""Every paper as PDF and as Word: what both say, pages, tags, fonts of the standard's names."""

import re
from itertools import pairwise
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from assessments.models import PaperKind, Rectification
from assessments.papers import build
from quality_portal.lib.documents.errors import PaperError
from tests.assessments.factories import make_scheme
from tests.assessments.papers.factories import (
    make_published,
    pages_of,
    printed,
    subject_of,
    text_of,
    word_of,
    word_text,
)
from tests.departments.factories import make_department

pytestmark = pytest.mark.django_db
ROUNDED = "总分四舍五入保留2位小数后确定等级"
FORCED = "县第2局按得分为A级，因瞒报一起质量安全事件，评定为C级（合格）"
CORRECTED = (
    "更正第1号（2026年2月10日）：县第3局“指标1”得分由8分更正为9分，总分由112.00分更正为113.00分，"
    "等级（A级）和名次（第3名）不变。更正理由：补充核实会议记录。"
)
SAID = {
    PaperKind.SCHEME: (
        "考核评分细则表",
        "★指标1",
        "每缺一项扣0.5分",
        "90分以上为A级（优秀）",
        "保留2位小数后确定等级",
    ),
    PaperKind.SELF_FORM: ("自评得分", "备注", "缺一次会议记录", "9.5", "单位负责人（签字）"),
    PaperKind.EVIDENCE: ("佐证材料目录", "共0份", "暂无数据"),
    PaperKind.SUMMARY: ("得分汇总表", "县第1局", "112.00", "得分等级", FORCED, CORRECTED),
    PaperKind.PUBLIC: ("考核结果的通报", "县第1局", "县第2局因瞒报一起质量安全事件，评定为C级（合格）。"),
    PaperKind.INTERNAL: ("140.00分，第1名", ROUNDED, "总分相同的名次并列", FORCED, CORRECTED),
    PaperKind.LETTER: ("总分112.00分", "在12个县直部门中列第3名", "指标1：满分10分，得8分，失2分", CORRECTED),
    PaperKind.RECTIFICATION: ("整改通知", "你单位考核名次排在末位", "2026年3月12日前"),
    PaperKind.RECTIFICATION_LIST: ("整改责任清单", "待报方案", "指标1失2分"),
    PaperKind.YEARLY: ("县人民政府", "签发人：", "平均失去满分的52.5%", "特此报告", FORCED, CORRECTED),
}


@pytest.mark.parametrize("kind", PaperKind.values)
def test_pdf_and_word_say_the_same(kind: str) -> None:
    found = printed(kind)
    for whole in (text_of(found.paper.pdf), word_text(found.word).replace("\n", "")):
        for said in (*SAID[PaperKind(kind)], "存档验证码：ABCD-EFGH-JKMN"):
            assert said in re.sub(r"—\d+—| ", "", whole), said
    assert word_of(found.word).core_properties.title == found.content.title


def test_the_table_of_criteria_repeats_its_merged_head_on_every_page() -> None:
    scheme, units = make_published(criteria=40)
    pages = pages_of(build.as_pdf(build.content_of(subject_of(PaperKind.SCHEME, scheme, units[0]))))
    across = [page for page in pages if page.width > page.height]
    assert len(across) > 1
    heads = ["".join(sign["text"] for sign in page.chars).count("评分标准") for page in across]
    assert heads == [1] * len(across)


def test_the_public_notice_tells_no_score_in_word_either() -> None:
    said = word_text(printed(PaperKind.PUBLIC).word)
    assert "112.00" not in said
    assert "按得分" not in said


def test_a_unit_that_owes_no_rectification_gets_no_notice() -> None:
    scheme, units = make_published()
    Rectification.objects.all().delete()
    with pytest.raises(PaperError, match="没有整改任务"):
        build.content_of(subject_of(PaperKind.RECTIFICATION, scheme, units[0]))


def test_a_unit_of_another_group_gets_no_letter() -> None:
    scheme, _units = make_published()
    with pytest.raises(PaperError, match="不考核该单位"):
        build.content_of(subject_of(PaperKind.LETTER, scheme, make_department("县外来局")))


def test_an_unpublished_scheme_can_be_printed_without_a_number() -> None:
    scheme = make_scheme()
    found = text_of(
        build.as_pdf(build.content_of(subject_of(PaperKind.SCHEME, scheme, make_department("县一局"))))
    )
    assert "（草稿，未编号）" in found
    assert "验证码" not in found


def test_word_files_have_the_layout_of_the_standard() -> None:
    word = word_of(printed(PaperKind.INTERNAL).word)
    first = word.sections[0]
    sizes = [round(length.mm) for length in (first.page_width, first.page_height, first.top_margin)]
    assert sizes == [210, 297, 37]
    assert [round(first.left_margin.mm), round(first.right_margin.mm)] == [28, 26]
    grid = first._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")
    orients = {section.orientation for section in word.sections}
    assert orients == {WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE}
    assert word.settings.odd_and_even_pages_header_footer is True
    odd, even = first.footer.paragraphs[0], first.even_page_footer.paragraphs[0]
    assert [(p.text, p.alignment) for p in (odd, even)] == [("—  —", 2), ("—  —", 0)]
    styles = {style.name: style for style in word.styles}
    fonts = [styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in
             ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3")]  # fmt: skip
    assert fonts == ["仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"]
    assert not any(styles[f"Heading {level}"].font.bold for level in (1, 2, 3))
    assert word.core_properties.language == "zh-CN"
    for table in word.tables:
        rows = table._tbl.findall(qn("w:tr"))
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_merged_cells_of_the_criteria_are_merged_in_word() -> None:
    scheme = make_scheme(criteria=[("60", "manual", {}), ("30", "manual", {}), ("30", "manual", {})])
    heading, *parts = scheme.criteria.order_by("order")
    scheme.criteria.filter(pk__in=[part.pk for part in parts]).update(parent=heading)
    word = word_of(
        build.as_word(build.content_of(subject_of(PaperKind.SCHEME, scheme, make_department("县一局"))))
    )
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0][:2] == ["考核指标", "考核指标"]
    assert [row[0] for row in rows[2:]] == ["指标1\n（60分）"] * 2
    assert [row[1] for row in rows[2:]] == ["指标2", "指标3"]
    assert all(len(above) == len(below) for above, below in pairwise(rows))


def test_a_letter_in_word_has_both_double_rules_of_170_mm() -> None:
    word = word_of(printed(PaperKind.LETTER).word)
    mark, upper = word.element.body.findall(qn("w:p"))[:2]
    frame = mark.pPr.find(qn("w:framePr"))
    assert [frame.get(qn(f"w:{name}")) for name in ("vAnchor", "y")] == ["page", "1701"]  # 30 mm
    assert _lines(upper) == [("top", "16"), ("bottom", "6")]
    assert [upper.pPr.ind.get(qn(f"w:{side}")) for side in ("left", "right")] == ["-454", "-340"]
    section = word.sections[0]
    lower = section.first_page_footer.paragraphs[0]._p
    assert section.different_first_page_header_footer
    assert _lines(lower) == [("top", "6"), ("bottom", "16")]
    frame = lower.pPr.find(qn("w:framePr"))
    places = [round(int(frame.get(qn(f"w:{name}"))) / 1440 * 25.4, 1) for name in ("x", "y", "w")]
    assert places == [20, 275.8, 170]


def _lines(paragraph: Any) -> list[tuple[str, str]]:
    borders = paragraph.pPr.find(qn("w:pBdr"))
    return [(each.tag.split("}")[1], each.get(qn("w:sz"))) for each in borders]


def test_the_yearly_report_has_its_charts_in_word_too() -> None:
    word = word_of(printed(PaperKind.YEARLY).word)
    pictures = [part for name, part in word.part.related_parts.items() if part.content_type == "image/png"]
    assert len(pictures) == len(word.inline_shapes) == 2
    assert all(shape.width == Mm(156 * 0.86) for shape in word.inline_shapes)
    assert [shape._inline.docPr.get("descr") != "" for shape in word.inline_shapes] == [True, True]
    assert pictures[0].blob != pictures[1].blob
