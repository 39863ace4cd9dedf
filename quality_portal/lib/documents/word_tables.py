"""Tables of Word papers: merged cells, heads that repeat on each page, rows that are never split."""

from collections.abc import Sequence
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from quality_portal.lib.documents.contents import Cell, Grid, Row
from quality_portal.lib.documents.word_styles import HEI, TABLE_STYLE, element
from quality_portal.lib.documents.wording import printable

TWIPS_IN_MM: Final = 1440 / 25.4
OUTER, INNER = 8, 6
"""The rules of the standard, 0.35 and 0.25 mm, in eighths of a point."""
STYLE_ID: Final = TABLE_STYLE.replace(" ", "")
ALIGNMENTS: Final = {"text": "left", "figure": "right"}


def table(grid: Grid, width: float) -> Any:
    """Return a table as an element; ``width`` is that of the type area in millimetres."""
    made = OxmlElement("w:tbl")
    made.append(_properties(grid, width))
    shares = grid.widths or tuple([100 / grid.count] * grid.count)
    columns = [round(width * TWIPS_IN_MM * share / sum(shares)) for share in shares]
    made.append(_columns(columns))
    for row in _filled(grid.heads, columns, is_head=True):
        made.append(row)
    for group in grid.groups or (((Cell("暂无数据", across=grid.count),),),):
        for row in _filled(group, columns, is_head=False):
            made.append(row)
    return made


def _properties(grid: Grid, width: float) -> Any:
    properties = OxmlElement("w:tblPr")
    properties.append(element("w:tblW", w=round(width * TWIPS_IN_MM), type="dxa"))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = INNER if side.startswith("inside") else OUTER
        borders.append(element(f"w:{side}", val="single", sz=size, space=0, color="000000"))
    properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed" if grid.widths else "autofit"))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=60, type="dxa"))
    properties.append(margins)
    if grid.caption:
        properties.append(element("w:tblCaption", val=grid.caption))
    return properties


def _columns(columns: Sequence[int]) -> Any:
    made = OxmlElement("w:tblGrid")
    for width in columns:
        made.append(element("w:gridCol", w=width))
    return made


def _filled(rows: Sequence[Row], columns: Sequence[int], *, is_head: bool) -> list[Any]:
    """Return rows as elements; cells that reach further down are continued in the rows below."""
    made, reaching = [], {}  # type: tuple[list[Any], dict[int, tuple[int, int]]]
    for cells in rows:
        row, place = _row(is_head=is_head), 0
        waiting = list(cells)
        while place < len(columns):
            if place in reaching:
                across, left = reaching.pop(place)
                row.append(_cell(Cell("", across=across), columns[place : place + across], merge="continue"))
                if left > 1:
                    reaching[place] = (across, left - 1)
                place += across
                continue
            if not waiting:
                break
            cell = waiting.pop(0)
            if cell.down > 1:
                reaching[place] = (cell.across, cell.down - 1)
            merge = "restart" if cell.down > 1 else ""
            width = columns[place : place + cell.across]
            row.append(_cell(cell, width, merge=merge, is_head=is_head))
            place += cell.across
        made.append(row)
    return made


def _row(*, is_head: bool) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    row.append(properties)
    return row


def _cell(cell: Cell, widths: Sequence[int], *, merge: str, is_head: bool = False) -> Any:
    made = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(element("w:tcW", w=sum(widths), type="dxa"))
    if cell.across > 1:
        properties.append(element("w:gridSpan", val=cell.across))
    if merge:
        properties.append(element("w:vMerge", val=merge))
    properties.append(element("w:vAlign", val="center"))
    made.append(properties)
    paragraph = OxmlElement("w:p")
    shape = OxmlElement("w:pPr")
    shape.append(element("w:pStyle", val=STYLE_ID))
    kind = cell.kind.split()[0] if cell.kind else ""
    shape.append(element("w:jc", val="center" if is_head else ALIGNMENTS.get(kind, "center")))
    paragraph.append(shape)
    run = OxmlElement("w:r")
    if is_head:
        look = OxmlElement("w:rPr")
        look.append(element("w:rFonts", eastAsia=HEI))
        run.append(look)
    words = OxmlElement("w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = printable(cell.text)
    run.append(words)
    paragraph.append(run)
    made.append(paragraph)
    return made
