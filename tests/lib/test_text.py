"""Cleaning and comparing text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_portal.lib.text import (
    TextError,
    clean,
    enterprise_key,
    header_key,
    is_blank_marker,
    key,
    similar_enterprise_key,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  某某食品有限公司\u3000", "某某食品有限公司"),
        ("甲\u200b乙\u202e丙\ufeff", "甲乙丙"),
        ("第一行\r\n第二行\t末", "第一行 第二行 末"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_clean_keeps_what_is_visible(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_clean_keeps_lines_and_tabs_of_long_texts() -> None:
    assert clean("第一行\r\n\t第二行\r第三行\u2028末", multiline=True) == "第一行\n\t第二行\n第三行\n末"


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07", "a\x85b", "\ud800", "\ufffe", "a" + "\u0338" * 5])
def test_clean_refuses_what_cannot_be_kept(bad: str) -> None:
    with pytest.raises(TextError):
        clean(bad)


def test_four_combining_marks_are_kept() -> None:
    assert clean("a" + "\u0338" * 4) == "a" + "\u0338" * 4


def test_clean_counts_characters_after_cleaning() -> None:
    assert clean(" 甲乙 ", max_length=2) == "甲乙"
    with pytest.raises(TextError, match="3"):
        clean("甲乙丙", max_length=2)


@given(st.text())
def test_clean_raises_its_own_error_only_and_is_stable(value: str) -> None:
    try:
        cleaned = clean(value, multiline=True)
    except TextError:
        return
    assert clean(cleaned, multiline=True) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ（甲）", "abc(甲)"),
        ("甲 乙\u00a0丙\u3000丁", "甲乙丙丁"),
        ("黔府办〔2024〕5号", "黔府办[2024]5号"),
        ("【甲】", "［甲］"),
    ],
)
def test_key_forgives_width_case_blanks_and_brackets(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("separator", "‖║丨")
def test_key_leaves_separators(separator: str) -> None:
    assert key(f"项目{separator}结果") == f"项目{separator}结果"


@given(st.text(max_size=30))
def test_key_is_stable(value: str) -> None:
    assert key(key(value)) == key(value)


def test_enterprise_key_never_merges_legal_forms() -> None:
    assert enterprise_key("甲（强）有限公司") == enterprise_key("甲(强) 有限公司")
    assert enterprise_key("甲有限公司") != enterprise_key("甲有限责任公司")


def test_similar_enterprise_key_proposes_near_names() -> None:
    near = similar_enterprise_key("强县（北京）食品有限公司")
    assert near == "强县北京食品"
    assert similar_enterprise_key("強縣(北京)食品股份有限責任公司") == near


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \u3000",
        "/",
        "／",
        "-",
        "－",
        "—",
        "——",
        "---",
        "无",
        "暂无",
        "不详",
        "未 知",
        "空",
        "nan",
        "N/A",
    ],
)
def test_blank_markers(text: str) -> None:
    assert is_blank_marker(text)


@pytest.mark.parametrize("text", ["25kg/袋", "0", "无锡", "-1", "a"])
def test_what_only_looks_blank_is_data(text: str) -> None:
    assert not is_blank_marker(text)


def test_header_key_ignores_line_breaks_controls_and_width() -> None:
    assert header_key("生产(购进）\n日期\x07 ／批号") == header_key("生产（购进)日期/批号")
