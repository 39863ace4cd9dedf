"""Every paper's PDF read back: sheet, type area, lines, fonts, page numbers, heads, headings, tags."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from pdfminer.pdftypes import resolve1

from assessments.models import PaperKind
from tests.assessments.papers.factories import pages_of, printed, text_of

pytestmark = pytest.mark.django_db
MM = 72 / 25.4
LINE = 225 * MM / 22
CHARACTER = 156 * MM / 28
UPRIGHT, ACROSS = (28, 37, 26, 35), (35, 28, 37, 26)
"""Margins in millimetres: left, upper, right, lower."""
BODY_SIZE = 16
every_kind = pytest.mark.parametrize("kind", PaperKind.values)


def is_upright(page: Any) -> bool:
    return bool(page.width < page.height)


def inside(page: Any) -> list[Any]:
    """The signs of the type area: all but the page number."""
    return [
        sign for sign in page.chars
        if sign["upright"] and not (is_upright(page) and sign["top"] > page.height - 35 * MM + 3 * MM)
    ]  # fmt: skip


def lines(page: Any) -> list[list[Any]]:
    """The signs by line, from the top."""
    found = defaultdict(list)
    for sign in inside(page):
        if sign["text"].strip():
            found[round(sign["matrix"][5], 1)].append(sign)
    return [found[baseline] for baseline in sorted(found, reverse=True)]


def str_of(value: bytes) -> str:
    """A text of the PDF's catalogue, whichever of its two encodings it has."""
    return value.decode("utf-16") if value.startswith(b"\xfe\xff") else value.decode()


@every_kind
def test_a_paper_is_a4_with_its_text_inside_the_type_area(kind: str) -> None:
    for page in pages_of(printed(kind).paper.pdf):
        size = (round(page.width / MM), round(page.height / MM))
        assert size == ((210, 297) if is_upright(page) else (297, 210))
        left, upper, right, lower = UPRIGHT if is_upright(page) else ACROSS
        if kind == PaperKind.LETTER and page.page_number == 1:
            upper = 30
        outside = [
            sign["text"] for sign in inside(page)
            if sign["x0"] < left * MM - 1 or sign["x1"] > page.width - right * MM + 1
            or sign["top"] < upper * MM - 6 or sign["bottom"] > page.height - lower * MM + 3
        ]  # fmt: skip
        assert "".join(outside).strip() == ""


@every_kind
def test_text_stands_on_22_lines(kind: str) -> None:
    for page in filter(is_upright, pages_of(printed(kind).paper.pdf)):
        body = [line for line in lines(page) if round(line[0]["size"]) == BODY_SIZE]
        assert len(body) <= 22
        steps = [
            upper[0]["matrix"][5] - lower[0]["matrix"][5] for upper, lower in pairwise(body)
            if upper[0]["matrix"][5] - lower[0]["matrix"][5] < 1.5 * LINE
        ]  # fmt: skip
        assert all(step == pytest.approx(LINE, abs=0.15) for step in steps)
        assert all(len(line) <= 28 + sum(sign["text"].isascii() for sign in line) for line in body)


@every_kind
def test_fonts_are_embedded_and_print_every_character(kind: str) -> None:
    paper = printed(kind).paper
    assert paper.missing_glyphs == ()
    fonts = [
        font.resolve()
        for page in pages_of(paper.pdf)
        for font in resolve1(page.page_obj.resources["Font"]).values()
    ]
    below = [font["DescendantFonts"][0].resolve()["FontDescriptor"].resolve() for font in fonts]
    assert below
    assert all("FontFile2" in descriptor or "FontFile3" in descriptor for descriptor in below)


@every_kind
def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(kind: str) -> None:
    pages = pages_of(printed(kind).paper.pdf)
    for page in pages:
        signs = [
            sign for sign in page.chars
            if sign["fontname"].endswith("Paper-Latin")
            and (not sign["upright"] or round(sign["size"], 1) == 14)
        ]  # fmt: skip
        if kind == PaperKind.LETTER and page.page_number == 1:
            assert signs == []
            continue
        assert {sign["upright"] for sign in signs} == {is_upright(page)}
        assert set(text_of_line(signs)) - {"—", " "} == set(str(page.page_number))
        edge, expected = _edge(page, signs)
        assert edge == pytest.approx(expected, abs=0.5)


def _edge(page: Any, signs: list[Any]) -> tuple[float, float]:
    """Where the number ends on the side it stands on, and where it should: one character in."""
    is_odd = page.page_number % 2 == 1
    if is_upright(page):
        right, left = page.width - 26 * MM - CHARACTER, 28 * MM + CHARACTER
        if is_odd:
            return max(sign["x1"] for sign in signs), right
        return min(sign["x0"] for sign in signs), left
    if is_odd:
        return max(sign["bottom"] for sign in signs), page.height - 26 * MM - CHARACTER
    return min(sign["top"] for sign in signs), 28 * MM + CHARACTER


@every_kind
def test_no_heading_stands_alone_at_the_foot_of_a_page(kind: str) -> None:
    for page in pages_of(printed(kind).paper.pdf)[:-1]:
        last = lines(page)[-1]
        is_heading = any(face in last[0]["fontname"] for face in ("Paper-Hei", "Paper-Kai"))
        assert not (is_heading and round(last[0]["size"]) == BODY_SIZE), text_of_line(last)


def text_of_line(line: list[Any]) -> str:
    return "".join(sign["text"] for sign in line)


@every_kind
def test_a_paper_is_tagged_with_title_and_language(kind: str) -> None:
    found = printed(kind)
    document = pages_of(found.paper.pdf)[0].pdf
    catalog = document.doc.catalog
    assert (str_of(catalog["Lang"]), "StructTreeRoot" in catalog) == ("zh-CN", True)
    assert document.metadata["Title"] == found.content.title


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        (PaperKind.SCHEME, "评分标准"), (PaperKind.SELF_FORM, "自评得分"),
        (PaperKind.SUMMARY, "名次"), (PaperKind.INTERNAL, "名次"),
    ],
)  # fmt: skip
def test_every_page_of_a_table_repeats_its_head(kind: str, head: str) -> None:
    pages = [page for page in pages_of(printed(kind).paper.pdf) if not is_upright(page)]
    assert len(pages) > 1
    with_table = [page for page in pages if len(page.rects) > 8]
    heads = ["".join(sign["text"] for sign in page.chars) for page in with_table]
    assert [page for page in heads if head not in page] == []


def test_an_empty_type_area_is_never_printed() -> None:
    for kind in PaperKind.values:
        assert all(lines(page) for page in pages_of(printed(kind).paper.pdf)), kind
        assert text_of(printed(kind).paper.pdf)
