"""Which fonts papers are printed with: the PDF carries free ones, Word files name those of the standard."""

import re
from dataclasses import dataclass
from typing import Final

from quality_portal.lib.documents import word_styles
from quality_portal.lib.documents.pdf import ROOT

FOLDER: Final = ROOT / "static" / "fonts"
FACES: Final = re.compile(r'font-family: "(?P<name>[^"]+)"; src: url\("font:(?P<file>[^"]+)"\)')
STYLES: Final = ROOT / "quality_portal" / "lib" / "documents" / "styles" / "fonts.css"
USED_FOR: Final = {
    "Paper Title": ("标题、发文机关标志", word_styles.TITLE),
    "Paper Hei": ("一级标题、附件序号、表头", word_styles.HEI),
    "Paper Kai": ("二级标题、签发人", word_styles.KAI),
    "Paper Fang": ("正文、表格", word_styles.FANG),
    "Paper Latin": ("数字、字母、页码", word_styles.LATIN),
}
"""What a face is used for, and the standard's font that Word files name in its place."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of papers: what for, the file it comes from, whether that is there, the name in Word files."""

    used_for: str
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
