"""What the printing of papers refuses, bounds and promises."""

import base64
import fcntl
import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import weasyprint
from django.utils.translation import override
from PIL import Image

from quality_portal.lib.documents import bounds, child, pdf, queue
from quality_portal.lib.documents.errors import PaperError
from tests.lib.papers import SENTENCE, make_notice, make_plain, read, text, typeset


def make_png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(file, "PNG")
    return file.getvalue()


def print_markup(markup: str, **options: float) -> pdf.Paper:
    return typeset("raw.html", {"markup": markup}, **options)


@contextmanager
def places_taken() -> Iterator[None]:
    held = [os.open(path, os.O_RDONLY) for path in queue.PLACES]
    for descriptor in held:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield
    for descriptor in held:
        os.close(descriptor)


def test_a_paper_is_a_tagged_pdf_with_language_and_title() -> None:
    paper = typeset("anything.html", make_plain(title=make_notice()["title"], agency="和平县市场监督管理局"))
    document = read(paper.pdf)[0].pdf.doc
    assert paper.pdf.startswith(b"%PDF-1.7")
    assert paper.pages == 1
    assert document.catalog["Lang"] == b"zh-CN"
    assert document.catalog["MarkInfo"]["Marked"] is True
    assert document.info[0]["Title"].decode("utf-16") == "关于2026年上半年全县质量工作情况的报告"
    assert document.info[0]["Author"].decode("utf-16") == "和平县市场监督管理局"


def test_the_same_input_gives_the_same_bytes() -> None:
    first, second = (typeset("anything.html", make_notice()).pdf for _ in range(2))
    assert first == second
    assert typeset("anything.html", make_notice(addressee="县委")).pdf != first


def test_render_returns_the_bytes_of_the_paper() -> None:
    context = {"title": "打印件", "agency": ""}
    assert pdf.render("papers/briefing.html", context) == pdf.typeset("papers/briefing.html", context).pdf


def test_what_people_type_is_printed_and_never_obeyed() -> None:
    typed = '<img src="file:///etc/passwd"><b>甲</b>&amp;'
    page = read(typeset("anything.html", make_plain(paragraphs=[typed])).pdf)[0]
    assert typed in text(page)


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<img src="FILE:/etc/passwd">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="https://example.org/x.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="//127.0.0.1/x.png">',
        '<img src="../../../manage.py">',
        '<img src="picture:another">',
        '<img src="paper:../child.py">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style><p>甲</p>",
        "<style>p{background:url(http://127.0.0.1:9/x.png)}</style><p>甲</p>",
        "<style>p::before{content:url(file:///etc/passwd)}</style><p>甲</p>",
        "<style>li{list-style-image:url(file:///etc/passwd)}</style><ul><li>甲</ul>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="9"/></svg>',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="http://127.0.0.1:9/x">',
    ],
)
def test_a_paper_that_asks_for_a_foreign_file_is_refused(markup: str) -> None:
    facts, content = child.typeset(f"<html><body>{markup}</body></html>", {})
    assert (facts["error"], content) == ("foreign file", b"")


def test_the_refusal_of_a_foreign_file_is_a_sentence() -> None:
    with pytest.raises(PaperError, match=r"does not belong|不属于"):
        print_markup('<img src="file:///etc/passwd">')


def test_a_font_of_the_system_cannot_be_read_by_its_name() -> None:
    markup = '<style>@font-face{font-family:x;src:local("DejaVu Serif")}p{font-family:x}</style><p>甲</p>'
    facts, _content = child.typeset(f"<html><body>{markup}</body></html>", {})
    assert facts.get("error") in {None, "foreign file"}


def test_links_are_printed_but_not_followed() -> None:
    facts, content = child.typeset('<html><body><a href="http://127.0.0.1:9/">链接</a></body></html>', {})
    assert facts["pages"] == 1
    assert content.startswith(b"%PDF")


def test_a_character_no_font_has_is_reported() -> None:
    rare = "\U000e01ef\ue83a"
    paper = typeset("anything.html", make_plain(paragraphs=[f"甲{rare}"]))
    assert "\ue83a" in paper.missing_glyphs
    with pytest.raises(PaperError, match="\ue83a"):
        typeset("anything.html", make_plain(paragraphs=[f"甲{rare}"]), strict_glyphs=True)


def test_a_paper_in_common_characters_misses_no_glyph() -> None:
    common = "".join(
        bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)
    )
    paper = typeset(
        "anything.html", make_plain(paragraphs=[common + "％‰℃±×÷≤≥①②㎡“”—…·〔〕"]), strict_glyphs=True
    )
    assert paper.missing_glyphs == ()


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ("<table>" + "<tr><td>1</td></tr>" * 1501 + "</table>", "1501"),
        ("<table><tr><td colspan=100000>1</td></tr></table>", "complex|复杂"),
        ("<table><tr><td colspan='-1'>1</td></tr></table>", "complex|复杂"),
        ("<table><tr><td rowspan=0>1</td></tr></table>", "complex|复杂"),
        ("<table><col span=99999></table>", "complex|复杂"),
        ("<div>" * 60 + "甲" + "</div>" * 60, "complex|复杂"),
        ("<br>" * 60_001, "complex|复杂"),
        ("甲" + "\u0301" * 100_000, "accents|附加符号"),
        ("甲" * 3_000_001, "too long|过长"),
    ],
)
def test_what_would_cost_minutes_is_refused_at_once(markup: str, sentence: str) -> None:
    begun = time.monotonic()
    with pytest.raises(PaperError, match=sentence):
        print_markup(markup)
    assert time.monotonic() - begun < 5


def test_within_the_bounds_everything_is_allowed() -> None:
    bounds.check_html(
        "<table><tr><td colspan=60 rowspan=1500>e\u0301<br/><img src='picture:a'></td></tr></table>"
    )


def test_the_largest_table_is_printed_in_time() -> None:
    row = "<tr>" + "<td>质量</td>" * 4 + "</tr>"
    markup = f'<link rel="stylesheet" href="paper:official.css"><table>{row * bounds.MAX_ROWS}</table>'
    assert print_markup(markup).pages > 20


def test_a_paper_that_takes_too_long_is_stopped() -> None:
    begun = time.monotonic()
    with pytest.raises(PaperError, match=r"longer than 1|超过1"):
        print_markup("<table>" + "<tr><td>甲</td></tr>" * 1500 + "</table>", timeout=1)
    assert time.monotonic() - begun < 5


def test_a_typesetter_that_is_killed_gives_a_sentence() -> None:
    def kill_the_child() -> None:
        for _attempt in range(200):
            time.sleep(0.02)
            listed = Path(f"/proc/self/task/{threading.main_thread().native_id}/children").read_text()
            for running in listed.split():
                if b"documents" in Path(f"/proc/{running}/cmdline").read_bytes():
                    os.kill(int(running), signal.SIGKILL)
                    return

    killer = threading.Thread(target=kill_the_child)
    killer.start()
    with pytest.raises(PaperError, match=r"stopped|停止"):
        print_markup("<table>" + "<tr><td>甲</td></tr>" * 1500 + "</table>")
    killer.join()


def test_a_paper_waits_for_a_free_place_and_then_says_so() -> None:
    with places_taken(), pytest.raises(PaperError, match=r"Many papers|较多"):
        print_markup("<p>甲</p>", timeout=0.2)
    assert print_markup("<p>甲</p>").pages == 1


def test_at_most_two_papers_are_set_at_once() -> None:
    with queue.place(0), queue.place(0), pytest.raises(PaperError), queue.place(0):
        pass
    with queue.place(0):
        pass


def test_a_memory_limit_of_the_child_is_told() -> None:
    with pytest.raises(PaperError, match=r"memory|内存"):
        pdf._read(b'{"error": "memory"}\n')


def test_a_picture_that_cannot_be_read_is_told() -> None:
    broken = make_png()[:40]
    with pytest.raises(PaperError, match=r"picture|图片"):
        typeset("report.html", make_plain(picture="plant"), pictures={"plant": broken})


@pytest.mark.parametrize(
    ("pictures", "sentence"),
    [
        ({"脚本": b"<svg onload=alert(1)>"}, "脚本"),
        ({str(n): b"\xff\xd8\xff" for n in range(61)}, "too many|过多"),
        ({"大": b"\xff\xd8\xff" + bytes(20_000_000)}, "too large|过大"),
    ],
)
def test_pictures_of_other_kinds_or_sizes_are_refused(pictures: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(PaperError, match=sentence):
        typeset("anything.html", make_plain(), pictures=pictures)


def test_the_child_reads_one_job_and_answers_once() -> None:
    answer = io.BytesIO()
    html = '<html lang="zh-CN"><title>甲</title><img src="picture:a" alt="甲"></html>'
    child.main(
        io.BytesIO(json.dumps({"html": html, "pictures": {"a": _base64(make_png())}}).encode()), answer
    )
    facts, _newline, content = answer.getvalue().partition(b"\n")
    assert json.loads(facts) == {"pages": 1, "missing_glyphs": []}
    assert content.startswith(b"%PDF")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_running_out_of_memory_is_an_answer_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_args: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(weasyprint.HTML, "render", exhausted)
    assert child.typeset("<p>甲</p>", {}) == ({"error": "memory"}, b"")


def test_other_remarks_of_the_typesetter_do_not_matter() -> None:
    remarks = child.Warnings()
    remarks.emit(logging.makeLogRecord({"msg": "Ignored `zoom: 1` at 1:1, unknown property."}))
    assert (remarks.missing_glyphs, remarks.lost_picture) == (set(), False)


def test_the_child_knows_neither_django_nor_our_secrets() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, quality_portal.lib.documents.child; print('django' in sys.modules)",
        ],
        cwd=pdf.ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    assert loaded.stdout.strip() == "False"


def test_secrets_stay_out_of_the_childs_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:word@host/db")
    assert {"SECRET_KEY", "DATABASE_URL"} & set(pdf._environment("/tmp")) == set()


def test_a_paper_is_chinese_whatever_the_reader_speaks() -> None:
    with override("en"):
        english = typeset("anything.html", make_notice(paragraphs=[SENTENCE])).pdf
    assert english == typeset("anything.html", make_notice(paragraphs=[SENTENCE])).pdf
