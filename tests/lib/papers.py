"""Papers for the tests of the papers library: printed once per context, then read back."""

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pdfplumber
from django.conf import settings
from django.test import override_settings

from quality_portal.lib.documents import pdf

MM: Final = 72 / 25.4
LEFT: Final = 28 * MM
RIGHT: Final = (210 - 26) * MM
TOP: Final = 37 * MM
BOTTOM: Final = (37 + 225) * MM
LINE: Final = 225 * MM / 22
SENTENCE: Final = "质量强县建设标准计量认证检验检测食品安全特种设备工程服务环境"


def typeset(template: str, context: dict[str, Any], **options: Any) -> pdf.Paper:
    """`pdf.typeset` with the papers of the tests beside the project's own templates."""
    engine: dict[str, Any] = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], Path(__file__).with_name("documents_papers")]
    with override_settings(TEMPLATES=[{**engine, "DIRS": folders}]):
        return pdf.typeset(template, context, **options)


def make_notice(**fields: Any) -> dict[str, Any]:
    notice = {
        "title": "关于2026年上半年全县质量工作情况的报告",
        "agency": "和平县市场监督管理局",
        "mark": "和平县市场监督管理局文件",
        "number": "和市监质〔2026〕12号",
        "addressee": "县人民政府",
        "paragraphs": ["现将有关情况报告如下。"],
        "attachments": ["质量目标完成情况表"],
        "signed_by": "和平县市场监督管理局",
        "signed_on": date(2026, 7, 15),
        "seal_place": True,
        "copies_to": ["县委办公室", "县政协办公室"],
        "issued_by": "和平县市场监督管理局办公室",
        "issued_on": date(2026, 7, 16),
    }
    return notice | fields


def make_plain(**fields: Any) -> dict[str, Any]:
    """A paper of a title and paragraphs."""
    return {"title": "试排", "paragraphs": [SENTENCE], **fields}


def read(content: bytes) -> list[Any]:
    """The pages of a PDF."""
    return list(pdfplumber.open(io.BytesIO(content)).pages)


@cache
def full_pages() -> tuple[pdf.Paper, list[Any]]:
    """One long paragraph over several pages."""
    paper = typeset("anything.html", make_plain(paragraphs=[SENTENCE * 60]))
    return paper, read(paper.pdf)


def text(page: Any) -> str:
    return "".join(sign["text"] for sign in page.chars)


def lines(page: Any, *, above: float = BOTTOM) -> list[list[Any]]:
    """The characters of a page by line, from the top; what stands lower than ``above`` is left out."""
    found: dict[float, list[Any]] = {}
    for sign in page.chars:
        if sign["top"] < above and sign["text"].strip():
            found.setdefault(round(sign["matrix"][5], 1), []).append(sign)
    return [found[baseline] for baseline in sorted(found, reverse=True)]
