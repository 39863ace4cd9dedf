"""How much one paper may ask of the typesetter: some HTML of a few lines would cost minutes."""

import re
import unicodedata
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from django.utils.translation import gettext as _

from quality_portal.lib.documents.errors import PaperError

MAX_CHARACTERS: Final = 3_000_000
MAX_ROWS: Final = 1_500
MAX_ELEMENTS: Final = 60_000
MAX_DEPTH: Final = 40
MAX_SPAN: Final = 60
MAX_ROW_SPAN: Final = MAX_ROWS
MAX_MARKS: Final = 4
MAX_PICTURES: Final = 60
MAX_PICTURE_BYTES: Final = 20_000_000
PICTURE_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


class _Measure(HTMLParser):
    """Counts what costs the typesetter time, in one pass."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements = self.rows = self.depth = self.deepest = 0
        self.spans_too_far = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        self.rows += tag == "tr"
        if tag not in VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
        for name, value in attrs:
            limit = {"colspan": MAX_SPAN, "rowspan": MAX_ROW_SPAN, "span": MAX_SPAN}.get(name)
            if limit is not None and not _is_within(value, limit):
                self.spans_too_far = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.depth -= 1


def _is_within(value: str | None, limit: int) -> bool:
    digits = re.fullmatch("[0-9]{1,4}", value or "")
    return digits is not None and 1 <= int(digits[0]) <= limit


def check_html(html: str) -> None:
    """Refuse a paper that would take the typesetter too long.

    Raises:
        PaperError: too much text, too many rows or elements, cells spanning too far, nesting, piled accents.
    """
    if len(html) > MAX_CHARACTERS:
        raise PaperError(
            _("The paper is too long to be printed. Narrow the selection and print it in parts.")
        )
    measure = _Measure()
    measure.feed(html)
    if measure.rows > MAX_ROWS:
        raise PaperError(
            _("The paper has %(rows)d table rows; at most %(limit)d can be printed. Narrow the selection.")
            % {"rows": measure.rows, "limit": MAX_ROWS}
        )
    if measure.elements > MAX_ELEMENTS or measure.deepest > MAX_DEPTH or measure.spans_too_far:
        raise PaperError(
            _("The layout of the paper is too complex to be printed. Print it in smaller parts.")
        )
    if _has_piled_marks(html):
        raise PaperError(
            _("The paper contains a text with too many accents on one character. Correct that text.")
        )


def _has_piled_marks(text: str) -> bool:
    run = 0
    for sign in re.sub(r"[\x00-\u02ff\u3000-\ud7ff\uff00-\uffef]+", " ", text):
        run = run + 1 if unicodedata.category(sign).startswith("M") else 0
        if run > MAX_MARKS:
            return True
    return False


def check_pictures(pictures: Mapping[str, bytes]) -> None:
    """Refuse pictures that are not PNG or JPEG, or too many or too large together.

    Raises:
        PaperError: the sentence names the picture.
    """
    if len(pictures) > MAX_PICTURES or sum(map(len, pictures.values())) > MAX_PICTURE_BYTES:
        raise PaperError(_("The pictures of the paper are too many or too large. Leave some out."))
    for name, content in pictures.items():
        if not content.startswith(PICTURE_SIGNATURES):
            raise PaperError(
                _("The picture “%(name)s” is neither PNG nor JPEG and cannot be printed.") % {"name": name}
            )
