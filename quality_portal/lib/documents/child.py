"""The process that typesets one paper: ``python -m quality_portal.lib.documents.child``.

Reads one job as JSON from standard input and answers on standard output with one line of JSON, then the PDF.
It may be ended at any moment, so it holds nothing but its job; it never imports Django, so that no setting,
secret or database connection is within its reach.
"""

import base64
import hashlib
import json
import logging
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from quality_portal.lib.documents import justify

STYLES: Final = Path(__file__).with_name("styles")
FONTS: Final = Path(__file__).parents[3] / "static" / "fonts"
MISSING_GLYPH: Final = re.compile(r"\.notdef glyph rendered .*\(U\+([0-9A-F]+)\)", re.DOTALL)
BLANK: Final = '<!DOCTYPE html><html lang="zh-CN"><head><title>空白页</title></head><body></body></html>'
LOST_PICTURE: Final = re.compile("Failed to (load image|render SVG)")


class ForeignFileError(FatalURLFetchingError):
    """The paper asked for something that does not belong to it."""


class PaperFiles(URLFetcher):
    """Answers for the stylesheets and fonts of papers and for the pictures handed over, and for nothing else.

    Addresses: ``paper:official.css``, ``font:FandolFang-Regular.otf``, ``picture:name``.
    """

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused = False
        self.pictures = {f"picture:{name}": content for name, content in pictures.items()}
        self.files = {f"paper:{path.name}": path for path in STYLES.glob("*.css")}
        self.files |= {f"font:{path.name}": path for path in FONTS.glob("*/*.[ot]tf")}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url in self.pictures:
            return URLFetcherResponse(url, self.pictures[url])
        if url not in self.files:
            self.refused = True
            raise ForeignFileError(url)
        kind = "text/css; charset=utf-8" if url.endswith(".css") else "font/sfnt"
        return URLFetcherResponse(url, self.files[url].read_bytes(), {"Content-Type": kind})


class Warnings(logging.Handler):
    """Keeps what WeasyPrint could not print."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.missing_glyphs: set[str] = set()
        self.lost_picture = False

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if found := MISSING_GLYPH.match(message):
            self.missing_glyphs.add(chr(int(found[1], 16)))
        elif LOST_PICTURE.match(message):
            self.lost_picture = True


def typeset(html: str, pictures: Mapping[str, bytes]) -> tuple[dict[str, Any], bytes]:
    """Return what is to be known about the paper, and its PDF; the same input gives the same bytes."""
    justify.install()
    warnings = Warnings()
    weasyprint.LOGGER.addHandler(warnings)
    fonts, files = FontConfiguration(), PaperFiles(pictures)
    source = weasyprint.HTML(string=html, base_url="paper:", url_fetcher=files)
    try:
        document = source.render(font_config=fonts, pdf_variant="pdf/ua-1")
        identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    except ForeignFileError:
        return {"error": "foreign file"}, b""
    except MemoryError:
        return {"error": "memory"}, b""
    finally:
        weasyprint.LOGGER.removeHandler(warnings)
    if files.refused:  # inside an SVG the error above is swallowed and the drawing left out
        return {"error": "foreign file"}, b""
    if warnings.lost_picture:
        return {"error": "picture"}, b""
    return {"pages": len(document.pages), "missing_glyphs": sorted(warnings.missing_glyphs)}, pdf


def typeset_series(htmls: Sequence[str], write_to: BinaryIO) -> None:
    """Typeset several papers, each answered at once; then all of them as one file for printing on both sides.

    A paper with an odd number of pages is followed by a blank one in that file, so that each begins on
    a sheet of its own.
    """
    justify.install()
    fonts, pages = FontConfiguration(), []
    blank = weasyprint.HTML(string=BLANK, base_url="paper:", url_fetcher=PaperFiles({})).render(
        font_config=fonts
    )
    whole = None
    for html in htmls:
        source = weasyprint.HTML(string=html, base_url="paper:", url_fetcher=PaperFiles({}))
        document = source.render(font_config=fonts, pdf_variant="pdf/ua-1")
        _answer(write_to, document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html)))
        whole = whole or document
        pages += [*document.pages, *(blank.pages if len(document.pages) % 2 else [])]
    if whole is not None:
        joined = whole.copy(pages)
        identifier = _identifier("".join(htmls))
        _answer(write_to, joined.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier))


def _identifier(html: str) -> bytes:
    return hashlib.sha256(html.encode()).hexdigest()[:32].encode()


def _answer(write_to: BinaryIO, pdf: bytes) -> None:
    write_to.write(json.dumps({"size": len(pdf)}).encode() + b"\n" + pdf)
    write_to.flush()


def main(read_from: BinaryIO, write_to: BinaryIO) -> None:
    """Do the one job."""
    job = json.load(read_from)
    if "series" in job:
        typeset_series(job["series"], write_to)
        return
    pictures = {name: base64.b64decode(content) for name, content in job["pictures"].items()}
    facts, pdf = typeset(job["html"], pictures)
    write_to.write(json.dumps(facts).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
