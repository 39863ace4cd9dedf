"""Which fonts papers are printed with: the PDF carries free ones, Word files name those of the standard."""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.documents import word_styles
from quality_portal.lib.documents.pdf import ROOT

FOLDER: Final = ROOT / "static" / "fonts"
FACES: Final = re.compile(r'font-family: "(?P<name>[^"]+)"; src: url\("font:(?P<file>[^"]+)"\)')
STYLES: Final = ROOT / "quality_portal" / "lib" / "documents" / "styles" / "fonts.css"
USED_FOR: Final[dict[str, tuple[Promise | str, str]]] = {
    "Paper Title": (_("titles, the issuer's mark"), word_styles.TITLE),
    "Paper Hei": (_("headings of the first level, numbers of annexes, heads of tables"), word_styles.HEI),
    "Paper Kai": (_("headings of the second level, the signatory"), word_styles.KAI),
    "Paper Fang": (_("body and tables"), word_styles.FANG),
    "Paper Latin": (_("digits, letters, page numbers"), word_styles.LATIN),
}
"""What a face is used for, and the standard's font that Word files name in its place."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of papers: what for, the file it comes from, whether that is there, the name in Word files."""

    used_for: Promise | str
    file: str
    folder: str
    is_found: bool
    in_word: str


def faces() -> list[Face]:
    """Return the faces that the stylesheets of papers name, in the order of use."""
    files = dict(FACES.findall(STYLES.read_text(encoding="utf-8")))
    found = {path.name: path for path in FOLDER.glob("*/*.[ot]tf")}
    return [
        Face(
            used_for=used_for,
            file=files.get(name, ""),
            folder=f"static/fonts/{found[files[name]].parent.name}" if files.get(name) in found else "",
            is_found=files.get(name) in found,
            in_word=in_word,
        )
        for name, (used_for, in_word) in USED_FOR.items()
    ]
