"""Page and styles of Word papers by GB/T 9704-2012, with the names its fonts have on office machines."""

from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FANG: Final = "仿宋_GB2312"
TITLE: Final = "方正小标宋简体"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
SONG: Final = "宋体"
LATIN: Final = "Times New Roman"
BODY_SIZE: Final = Pt(16)
TITLE_SIZE: Final = Pt(22)
LINE: Final = Pt(28.95)
"""The height of a line: 22 of them fill the 225 mm of the type area."""
LINE_PITCH, CHARACTER_SPACE = 579, -842
"""The grid of 22 lines of 28 characters: a line in twentieths of a point, the tracking in 4096ths."""
CHARACTER: Final = Mm(156 / 28)
RED: Final = RGBColor(0xFF, 0, 0)
BLACK: Final = RGBColor(0, 0, 0)
HEADINGS: Final = (("Heading 1", HEI), ("Heading 2", KAI), ("Heading 3", FANG))
TABLE_STYLE, RED_HEAD, NUMBER_LINE, FLUSH = "Table Text", "Red Head", "Number Line", "Flush Body"


def element(tag: str, **attributes: str | int) -> Any:
    """Return an element of WordprocessingML: ``element("w:vMerge", val="restart")``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(properties: Any, font: str) -> None:
    """Name the Chinese font, and the one for figures and foreign letters."""
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)


def add_styles(paper: Any) -> None:
    """Restyle body, title and headings, and add the styles papers have besides."""
    styles = paper.styles
    body = styles["Normal"]
    _shape(body, FANG, BODY_SIZE)
    _indent(body, 2)
    for name, font in HEADINGS:
        _shape(styles[name], font, BODY_SIZE)
        styles[name].paragraph_format.keep_with_next = True
    title = styles["Title"]
    _shape(title, TITLE, TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER)
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    _indent(title, 0)
    for name, font, size, align in (
        (TABLE_STYLE, FANG, Pt(12), WD_ALIGN_PARAGRAPH.CENTER),
        (RED_HEAD, TITLE, Pt(36), WD_ALIGN_PARAGRAPH.CENTER),
        (NUMBER_LINE, FANG, BODY_SIZE, WD_ALIGN_PARAGRAPH.CENTER),
        (FLUSH, FANG, BODY_SIZE, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = body
        _shape(added, font, size, align=align)
        _indent(added, 0)
    styles[TABLE_STYLE].paragraph_format.line_spacing = Pt(16)
    head = styles[RED_HEAD]
    head.font.color.rgb = RED
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _shape(style: Any, font: str, size: Any, *, align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY) -> None:
    style.font.size, style.font.bold, style.font.italic = size, False, False
    style.font.color.rgb = BLACK
    set_font(style.element.get_or_add_rPr(), font)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.alignment = align
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _indent(style: Any, characters: int) -> None:
    """Begin paragraphs so many characters in, told in characters as WPS does, and in points."""
    style.paragraph_format.first_line_indent = Pt(BODY_SIZE.pt * characters)
    style.element.pPr.ind.set(qn("w:firstLineChars"), str(characters * 100))


def set_language(paper: Any) -> None:
    """Declare the language of the whole file: Chinese."""
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))
    paper.core_properties.language = "zh-CN"


def lay_out(section: Any, *, across: bool) -> None:
    """Set A4 with the type area of 156 x 225 mm and the grid; landscape turns it by a quarter."""
    margins = (28, 37, 26, 35) if across else (37, 26, 35, 28)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    section.header_distance = Mm(15)
    section.footer_distance = Mm(margins[2] - 7 - 5)
    shape = section._sectPr  # noqa: SLF001 python-docx has no grid of its own
    for old in shape.findall(qn("w:docGrid")):
        shape.remove(old)
    shape.append(element("w:docGrid", type="linesAndChars", linePitch=LINE_PITCH, charSpace=CHARACTER_SPACE))


def add_page_numbers(paper: Any, *, but_first: bool = False) -> None:
    """Put — 1 — at the foot: odd pages right, even pages left, one character in."""
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    section.different_first_page_header_footer = but_first
    for foot, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        foot.is_linked_to_previous = False
        line = foot.paragraphs[0]
        line.alignment = align
        shape = line.paragraph_format
        shape.first_line_indent = Pt(0)
        if align == WD_ALIGN_PARAGRAPH.RIGHT:
            shape.right_indent = CHARACTER
        else:
            shape.left_indent = CHARACTER
        for text in ("— ", "", " —"):
            run = line.add_run(text)
            run.font.size = Pt(14)
            set_font(run.font.element.get_or_add_rPr(), SONG)
            if not text:
                _page_field(run)


def _page_field(run: Any) -> None:
    run.font.element.append(element("w:fldChar", fldCharType="begin"))
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = "PAGE"
    run.font.element.append(code)
    run.font.element.append(element("w:fldChar", fldCharType="end"))


def underline(paragraph: Any, *, colour: str, size: int, kind: str = "single", gap: int = 0) -> None:
    """Draw a rule under a paragraph; ``size`` in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    borders.append(element("w:bottom", val=kind, sz=size, space=gap, color=colour))
    paragraph.paragraph_format.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
