"""Papers to edit further: Word files with the fonts, sizes and margins of GB/T 9704-2012."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from quality_portal.lib.documents import word_styles as styles
from quality_portal.lib.documents.contents import Annex, Block, Content, Drawing, Grid, Heading, Words
from quality_portal.lib.documents.word_tables import table
from quality_portal.lib.documents.wording import chinese_date, level_number, printable, title_lines

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UPRIGHT_WIDTH, ACROSS_WIDTH = 156.0, 225.0
BLANK_DAY: Final = "    年  月  日"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class WordSection:
    """A section: its heading without number, empty for none, and its paragraphs."""

    heading: str
    paragraphs: Sequence[str]


def word_paper(
    title: str, sections: Iterable[WordSection], *, signed_by: str = "", signed_on: date | None = None
) -> bytes:
    """Return a plain paper as a Word file; headings are numbered 一、二、 in the order of the sections."""
    blocks: list[Block] = []
    number = 0
    for section in sections:
        if section.heading:
            number += 1
            blocks.append(Heading(f"{level_number(1, number)}{section.heading}"))
        blocks += [Words(text) for text in section.paragraphs]
    return word_document(
        Content(title, tuple(blocks), agency=signed_by, signed_by=signed_by, signed_on=signed_on)
    )


def word_document(content: Content) -> bytes:
    """Return a paper as a Word file, its parts in the order and layout of the PDF."""
    paper = Document()
    _describe(paper, content)
    styles.add_styles(paper)
    styles.set_language(paper)
    styles.lay_out(paper.sections[0], across=content.lies_across)
    styles.add_page_numbers(paper, but_first=content.is_letter)
    if content.mark:
        _head(paper, content)
    elif content.number:
        _line(paper, content.number, styles.FLUSH, align=RIGHT)
    _title(paper, content.title)
    if content.addressee:
        _line(paper, f"{content.addressee}：", styles.FLUSH)
    _blocks(paper, content.blocks, ACROSS_WIDTH if content.lies_across else UPRIGHT_WIDTH)
    _attachment_note(paper, content.annexes)
    _signature(paper, content)
    for number, annex in enumerate(content.annexes, start=1):
        _annex(paper, annex, str(number) if len(content.annexes) > 1 else "")
    _colophon(paper, content)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _describe(paper: Any, content: Content) -> None:
    facts = paper.core_properties
    facts.title, facts.author = printable(content.title.replace("\n", "")), content.agency
    facts.comments = facts.keywords = facts.subject = ""


def _line(paper: Any, text: str, style: str = "Normal", *, align: Any = None) -> Any:
    paragraph = paper.add_paragraph(printable(text), style=style)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _head(paper: Any, content: Content) -> None:
    """Write the red head with number and rule; on a letter the mark stands over a double rule."""
    mark = _line(paper, content.mark, styles.RED_HEAD)
    mark.runs[0].font.size = Pt(min(62, 148 / 25.4 * 72 / max(len(content.mark), 8) * 0.95))
    if content.is_letter:
        styles.underline(mark, colour="FF0000", size=12, kind="thinThickSmallGap", gap=11)
        _line(paper, content.number, styles.NUMBER_LINE, align=RIGHT)
    else:
        mark.paragraph_format.space_before = Mm(35)
        _line(paper, "", styles.FLUSH)
        number = _line(paper, content.number, styles.NUMBER_LINE)
        if content.signer:
            number.alignment = WD_ALIGN_PARAGRAPH.LEFT
            number.paragraph_format.tab_stops.add_tab_stop(Mm(100))
            number.add_run("\t签发人：")
            name = number.add_run(content.signer)
            styles.set_font(name.font.element.get_or_add_rPr(), styles.KAI)
        styles.underline(number, colour="FF0000", size=11, gap=6)
    for _blank in range(2):
        _line(paper, "", styles.FLUSH)


def _title(paper: Any, title: str) -> None:
    for line in title_lines(title):
        _line(paper, line, "Title")
    _line(paper, "", styles.FLUSH)


def _blocks(paper: Any, blocks: Iterable[Block], width: float) -> None:
    for block in blocks:
        match block:
            case Heading():
                _line(paper, block.text, f"Heading {block.level}")
            case Words():
                _line(paper, block.text, styles.FLUSH if block.is_flush else "Normal")
            case Drawing():
                _grid(paper, block.figures, width, block.caption)
            case Grid():
                _grid(paper, block, width, block.caption)


def _grid(paper: Any, grid: Grid, width: float, caption: str) -> None:
    if caption:
        line = _line(paper, caption, styles.FLUSH, align=CENTRE)
        line.paragraph_format.keep_with_next = True
        styles.set_font(line.runs[0].font.element.get_or_add_rPr(), styles.HEI)
    paper.element.body.insert_element_before(table(grid, width), "w:sectPr")
    if grid.note:
        _line(paper, grid.note, styles.TABLE_STYLE, align=WD_ALIGN_PARAGRAPH.LEFT)


def _attachment_note(paper: Any, annexes: Sequence[Annex]) -> None:
    if not annexes:
        return
    _line(paper, "", styles.FLUSH)
    for number, annex in enumerate(annexes, start=1):
        label = "附件：" if number == 1 else "　　　"
        counted = f"{number}. " if len(annexes) > 1 else ""
        _line(paper, f"{label}{counted}{annex.title}")


def _signature(paper: Any, content: Content) -> None:
    """Write name and date: four characters from the edge where a seal comes, else two."""
    if content.signed_by:
        _line(paper, "", styles.FLUSH)
        _line(paper, "", styles.FLUSH)
        day = chinese_date(content.signed_on) if content.signed_on else BLANK_DAY
        name = f"{content.signed_by}（此处盖章）" if content.seal_place else content.signed_by
        for text, characters in ((name, 2), (day, 4)):
            line = _line(paper, text, styles.FLUSH, align=RIGHT)
            line.paragraph_format.right_indent = Pt(16 * characters)
            line.paragraph_format.keep_together = True
    if content.remark:
        _line(paper, f"（{content.remark}）")


def _annex(paper: Any, annex: Annex, number: str) -> None:
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    styles.lay_out(section, across=annex.lies_across)
    label = _line(paper, f"附件{number}", styles.FLUSH)
    styles.set_font(label.runs[0].font.element.get_or_add_rPr(), styles.HEI)
    _line(paper, "", styles.FLUSH)
    _title(paper, annex.title)
    _blocks(paper, annex.blocks, ACROSS_WIDTH if annex.lies_across else UPRIGHT_WIDTH)


def _colophon(paper: Any, content: Content) -> None:
    """Write 抄送 and 印发 between rules, on an upright page."""
    if not content.issued_by:
        return
    if content.annexes and content.annexes[-1].lies_across:
        styles.lay_out(paper.add_section(WD_SECTION.NEW_PAGE), across=False)
    rule = _line(paper, "", styles.FLUSH)
    styles.underline(rule, colour="000000", size=8)
    if content.copies_to:
        copies = _line(paper, f"抄送：{'，'.join(content.copies_to)}。", styles.FLUSH)
        styles.underline(copies, colour="000000", size=6)
    day = f"{chinese_date(content.issued_on)}印发" if content.issued_on else f"{BLANK_DAY}印发"
    last = _line(paper, f"{content.issued_by}\t{day}", styles.FLUSH)
    last.paragraph_format.tab_stops.add_tab_stop(Mm(104))
    styles.underline(last, colour="000000", size=8)
    for line in (rule, last):
        for run in line.runs:
            run.font.size = Pt(14)
