"""The head of a letter in Word (信函格式): the mark, a double rule under it and one at the foot."""

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from quality_portal.lib.documents.word_styles import element

TWIPS_IN_MM: Final = 1440 / 25.4
MARK_AT, FOOT_AT = 30, 277 - 1.2
"""Millimetres from the upper edge of the sheet: the mark, and the rule 20 mm over the lower edge."""
RULE_FROM, RULE_WIDTH = 20, 170
THICK, THIN = 16, 6
"""The two lines of a rule in eighths of a point."""
BEFORE_RULE: Final = Mm(4)


def frame_mark(mark: Any) -> None:
    """Put the mark (发文机关标志) over the type area, whose first line stands lower."""
    mark.paragraph_format.space_before = Pt(0)
    _frame(mark, x=28, y=MARK_AT, width=156)


def upper_rule(line: Any) -> None:
    """Make a paragraph the rule 4 mm under the mark: thick over thin."""
    _rule(line, upper=THICK, lower=THIN)
    line.paragraph_format.left_indent, line.paragraph_format.right_indent = Mm(-8), Mm(-6)
    line.paragraph_format.space_before = BEFORE_RULE


def lower_rule(foot: Any) -> None:
    """Make the foot of the first page the rule 20 mm over the lower edge: thin over thick."""
    foot.is_linked_to_previous = False
    line = foot.paragraphs[0]
    line.paragraph_format.first_line_indent = Pt(0)
    _rule(line, upper=THIN, lower=THICK)
    _frame(line, x=RULE_FROM, y=FOOT_AT, width=RULE_WIDTH)


def _frame(paragraph: Any, *, x: float, y: float, width: float) -> None:
    """Fix a paragraph on the sheet; positions from its upper left corner in millimetres."""
    frame = element(
        "w:framePr",
        w=round(width * TWIPS_IN_MM),
        wrap="notBeside",
        vAnchor="page",
        hAnchor="page",
        x=round(x * TWIPS_IN_MM),
        y=round(y * TWIPS_IN_MM),
    )
    shape = paragraph.paragraph_format.element.get_or_add_pPr()
    style = shape.find(qn("w:pStyle"))
    shape.insert(0 if style is None else 1, frame)


def _rule(line: Any, *, upper: int, lower: int) -> None:
    """Draw two red lines close together, as the borders of a paragraph one point high."""
    borders = OxmlElement("w:pBdr")
    for side, size in (("top", upper), ("bottom", lower)):
        borders.append(element(f"w:{side}", val="single", sz=size, space=0, color="FF0000"))
    shape = line.paragraph_format
    shape.line_spacing = Pt(1)
    shape.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
