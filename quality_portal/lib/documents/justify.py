"""Full lines of Chinese text for WeasyPrint 70.0, which stretches only the spaces between words.

Chinese has none, so its lines would end ragged. Here the missing width of a mostly Chinese line is spread
over all its characters, as typesetters do. The function replaced and the ones leaned on are internal to
WeasyPrint; a test fails when the version or a signature changes.
"""

from collections.abc import Iterator
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

WRITTEN_FOR: Final = "70.0"
CHINESE: Final = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"), ("\u2014", "\u2026"))
# A line cut short by a long number or address stays ragged rather than be torn apart.
WIDEST_GAP: Final = 0.25
_justify_spaces = inline.justify_line


def install() -> None:
    """Make WeasyPrint use `justify_line` in this process."""
    inline.justify_line = justify_line


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Widen ``line`` by ``extra_width`` CSS pixels, between all characters if most of them are Chinese."""
    text = "".join(box.text for box in _text_boxes(line))
    chinese = sum(any(first <= sign <= last for first, last in CHINESE) for sign in text)
    if len(text) < 2 or chinese * 2 <= len(text):
        _justify_spaces(context, line, extra_width)
        return
    gap = extra_width / (len(text) - 1)
    if gap <= line.style["font_size"] * WIDEST_GAP:
        _stretch(context, line, gap, 0)


def _text_boxes(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(child)


def _stretch(context: Any, box: Any, gap: float, moved: float) -> float:
    """Move ``box`` right by ``moved``, add ``gap`` after each character; return how far its end moved."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        style = box.style.copy()
        style["letter_spacing"] = gap + (
            0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
        )
        box.style = style
        box.pango_layout = create_layout(box.text, style, context, max_width=None, justification_spacing=0)
        box.pango_layout.deactivate()
        box.width += gap * len(box.text)
        return moved + gap * len(box.text)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(moved, 0)
        return moved
    start = moved
    box.position_x += moved
    for child in box.children:
        if child.is_in_normal_flow():
            moved = _stretch(context, child, gap, moved)
    box.width += moved - start
    return moved
