"""Every paper as PDF and as Word: what both say, pages, tags, fonts of the standard's names."""

from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from assessments.models import PaperKind
from assessments.papers import build
from assessments.papers.subject import Stamp
from quality_portal.lib.documents.errors import PaperError
from tests.assessments.factories import DAY, make_scheme
from tests.assessments.papers.factories import (
    make_correction,
    make_published,
    make_rectification,
    pages_of,
    subject_of,
    text_of,
    word_of,
    word_text,
)
from tests.departments.factories import make_department

pytestmark = pytest.mark.django_db
MM = 72 / 25.4
STAMP = Stamp("和质强办〔2026〕9号", "ABCD-EFGH-JKMN", DAY)
SAID = {
    PaperKind.SCHEME: ("考核评分细则表", "★指标1", "每缺一项扣0.5分"),
    PaperKind.SELF_FORM: ("自评得分", "备注", "缺一次会议记录", "9.5", "单位负责人（签字）"),
    PaperKind.EVIDENCE: ("佐证材料目录", "共0份", "暂无数据"),
    PaperKind.SUMMARY: ("得分汇总表", "县第1局", "24.00"),
    PaperKind.PUBLIC: ("考核结果的通报", "县第1局"),
    PaperKind.INTERNAL: ("30.00分，第1名", "更正第1号", "得分由8分更正为9分，理由：补充核实会议记录"),
    PaperKind.LETTER: ("总分24.00分", "指标1：满分10分，得8分，失2分", "更正第1号"),
    PaperKind.RECTIFICATION: ("整改通知", "考核名次排在末位", "2026年3月12日前"),
    PaperKind.RECTIFICATION_LIST: ("整改责任清单", "方案未报送", "指标1失2分"),
    PaperKind.YEARLY: ("县人民政府", "签发人：", "平均失去满分的10%"),
}


def str_of(value: bytes) -> str:
    """A text of the PDF's catalogue, whichever of its two encodings it has."""
    return value.decode("utf-16") if value.startswith(b"\xfe\xff") else value.decode()


@pytest.mark.parametrize("kind", PaperKind.values)
def test_pdf_and_word_say_the_same(kind: str) -> None:
    scheme, units = make_published()
    make_correction(scheme, units[2])
    make_rectification(scheme, units[2])
    content = build.content_of(subject_of(kind, scheme, units[2]), STAMP)
    printed, word = build.as_pdf(content), build.as_word(content)
    for said in SAID[PaperKind(kind)]:
        assert said in text_of(printed), said
        assert said in word_text(word), said
    for whole in (text_of(printed), word_text(word)):
        assert "存档验证码：ABCD-EFGH-JKMN" in whole.replace(" ", "")
    document = pages_of(printed)[0].pdf.doc.catalog
    assert (str_of(document["Lang"]), "StructTreeRoot" in document) == ("zh-CN", True)
    assert word_of(word).core_properties.title == content.title


@pytest.mark.parametrize("kind", PaperKind.values)
def test_nothing_leaves_the_type_area(kind: str) -> None:
    scheme, units = make_published(units=12, criteria=14)
    make_rectification(scheme, units[11])
    content = build.content_of(subject_of(kind, scheme, units[11]), STAMP)
    for page in pages_of(build.as_pdf(content)):
        left, right = (28, 26) if page.width < page.height else (35, 37)
        wide = [
            sign["text"]
            for sign in page.chars
            if sign["upright"]
            and not left * MM - 3.5 * MM <= sign["x0"] <= sign["x1"] <= page.width - right * MM + 4 * MM
        ]
        assert "".join(wide).strip() == ""


def test_the_table_of_criteria_repeats_its_merged_head_on_every_page() -> None:
    scheme, units = make_published(criteria=40)
    pages = pages_of(build.as_pdf(build.content_of(subject_of(PaperKind.SCHEME, scheme, units[0]))))
    across = [page for page in pages if page.width > page.height]
    assert len(across) > 1
    heads = ["".join(sign["text"] for sign in page.chars).count("评分标准") for page in across]
    assert heads == [1] * len(across)


def test_the_public_notice_tells_no_score_in_word_either() -> None:
    scheme, units = make_published()
    assert "24.00" not in word_text(
        build.as_word(build.content_of(subject_of(PaperKind.PUBLIC, scheme, units[0])))
    )


def test_a_unit_that_owes_no_rectification_gets_no_notice() -> None:
    scheme, units = make_published()
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
    scheme, units = make_published()
    word = word_of(build.as_word(build.content_of(subject_of(PaperKind.INTERNAL, scheme, units[0]), STAMP)))
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
    assert [row[0] for row in rows[2:]] == ["指标1（60分）"] * 2
    assert [row[1] for row in rows[2:]] == ["指标2", "指标3"]
    assert all(len(above) == len(below) for above, below in pairwise(rows))
