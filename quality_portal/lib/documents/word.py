"""Papers to edit further: Word files with the fonts, sizes and margins of GB/T 9704-2012."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from quality_portal.lib.documents.wording import chinese_date, level_number, printable, title_lines

FANG: Final = "仿宋_GB2312"
TITLE: Final = "方正小标宋简体"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
LATIN: Final = "Times New Roman"
BODY_SIZE: Final = Pt(16)
TITLE_SIZE: Final = Pt(22)
LINE: Final = Pt(28.95)
"""The height of a line: 22 of them fill the 225 mm of the type area."""
CHARACTERS_IN: Final = 2
"""A paragraph begins two characters in."""


@dataclass(frozen=True, slots=True)
class WordSection:
    """A section: its heading without number, empty for none, and its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


def word_paper(
    title: str, sections: Iterable[WordSection], *, signed_by: str = "", signed_on: date | None = None
) -> bytes:
    """Return a paper as a Word file; headings are numbered 一、二、 in the order of the sections."""
    paper = Document()
    _lay_out(paper)
    for line in title_lines(title):
        _paragraph(paper, line, TITLE, TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER, indent=0)
    _paragraph(paper, "", FANG, indent=0)
    number = 0
    for section in sections:
        if section.heading:
            number += 1
            _paragraph(paper, f"{level_number(1, number)}{section.heading}", HEI)
        for text in section.paragraphs:
            _paragraph(paper, text, FANG)
    if signed_by:
        _paragraph(paper, "", FANG, indent=0)
        for text in (signed_by, chinese_date(signed_on) if signed_on else "    年  月  日"):
            _paragraph(paper, text, FANG, align=WD_ALIGN_PARAGRAPH.RIGHT, indent=0)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _lay_out(paper: Any) -> None:
    """Set A4 with the type area of 156 x 225 mm, the body font, and the page number — 1 — at the foot."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(25)
    style = paper.styles["Normal"]
    style.font.size = BODY_SIZE
    _set_font(style.element.get_or_add_rPr(), FANG)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", "宋体", Pt(14))
    _page_number(_run(foot, "", "宋体", Pt(14)))
    _run(foot, " —", "宋体", Pt(14))


def _paragraph(
    paper: Any, text: str, font: str, size: Any = BODY_SIZE, *, align: Any = None, indent: int = CHARACTERS_IN
) -> None:
    paragraph = paper.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if indent:
        shape.first_line_indent = Pt(size.pt * indent)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if align is None else align
    _run(paragraph, printable(text), font, size)


def _run(paragraph: Any, text: str, font: str, size: Any) -> Any:
    run = paragraph.add_run(text)
    run.font.size = size
    _set_font(run.font.element.get_or_add_rPr(), font)
    return run


def _set_font(properties: Any, font: str) -> None:
    """Name the Chinese font, and the one for figures and foreign letters."""
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)


def _page_number(run: Any) -> None:
    """Put the field of the page number into a run."""
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = "PAGE"
        run.font.element.append(mark)
