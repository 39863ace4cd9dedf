"""Writing rules of official papers, shared by PDF and Word. Values in, Chinese text out."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from quality_portal.lib.numbers import format_decimal

UNKNOWN: Final = "暂无数据"
DIGITS: Final = "零一二三四五六七八九"
SMALL_UNITS: Final = ("", "十", "百", "千")
LARGE_UNITS: Final = ("", "万")
LARGEST_ORDINAL: Final = 10**8 - 1
NUMBER_BRACKETS: Final = str.maketrans({"[": "〔", "(": "〔", "（": "〔", "【": "〔", "［": "〔",
                                 "]": "〕", ")": "〕", "）": "〕", "】": "〕", "］": "〕"})  # fmt: skip
# Signs of measure that Chinese fonts lack; GB 3100-1993 writes the units in letters anyway.
UNIT_SIGNS: Final = str.maketrans(
    {
        "㎡": "m²",
        "㎥": "m³",
        "㎎": "mg",
        "㎏": "kg",
        "㎜": "mm",
        "㎝": "cm",
        "㎞": "km",
        "㎖": "mL",
        "㏄": "mL",
    }
)
WIDE_TITLE: Final = 28
"""Characters of a title that a page laid across has room for."""
NEVER_FIRST: Final = "的了和与及、，。；：？！》〕）”’"
NEVER_LAST: Final = "《〔（“‘第"
# Words of titles that are not torn apart, one blank between them.
TITLE_WORDS: Final = re.findall(
    r"\S+",
    "关于 印发 开展 通知 报告 请示 批复 通报 公告 意见 方案 办法 "
    "细则 规划 计划 总结 纪要 情况 工作 质量 质量强县 强县 强国 建设 提升 "
    "行动 发展 安全 监督 抽查 检查 管理 考核 评价 结果 年度 上半年 "
    "下半年 全县 人民 政府 领导 小组 办公室 会议 企业 产品 工程 "
    "服务 环境 品牌 标准 计量 认证 认可 检验 检测 目标 任务 责任 "
    "分工 完成 实施 推进 落实 整改 清单 汇总 明细 市场 农业 工业 "
    "食品 药品 农产品 单位 部门 乡镇 信息 数据 统计 分析 调整 成立 "
    "有关 事项 申报",
)


def document_number(agency: str, year: int, n: int) -> str:
    """Return the number of a paper (发文字号): agency, full year in 〔〕, no zeros (GB/T 9704 7.2.5).

    >>> document_number("和市监质", 2026, 5)
    '和市监质〔2026〕5号'
    """
    if not agency.strip() or not 1000 <= year <= 9999 or n < 1:
        raise ValueError(f"not a document number: {agency!r}, {year}, {n}")
    return f"{agency.strip()}〔{year}〕{n}号"


def normal_document_number(text: str) -> str:
    """Return a number typed by hand in its official form; text of another shape comes back trimmed.

    Brackets of any kind become 〔〕, full-width digits become ASCII, 第 and leading zeros go.
    """
    trimmed = re.sub(r"\s+", "", text).translate(NUMBER_BRACKETS)
    found = re.fullmatch(r"(.+?)〔(\d{4})〕第?(\d+)号?", trimmed)
    if found is None or int(found[3]) < 1:
        return text.strip()
    return document_number(found[1], int(found[2]), int(found[3]))


def chinese_date(day: date) -> str:
    """Return the date of a paper (成文日期), no zeros: 2024年5月6日 (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_ordinal(n: int) -> str:
    """Return ``n`` (1 to 10^8 - 1) in Chinese digits as headings count: 一, 十, 十一, 二十, 一百零一."""
    if not 1 <= n <= LARGEST_ORDINAL:
        raise ValueError(f"no Chinese ordinal for {n}")
    text, gap = "", False
    for place in range(len(LARGE_UNITS) - 1, -1, -1):
        group = n // 10 ** (4 * place) % 10_000
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += DIGITS[0]
        text += _four_digits(group) + LARGE_UNITS[place]
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


def _four_digits(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += (DIGITS[0] if gap else "") + DIGITS[digit] + SMALL_UNITS[place]
        gap = False
    return text


def level_number(level: int, n: int) -> str:
    """Return the number before a heading of level 1 to 4: 一、 （一） 1. （1） (GB/T 9704 7.3.3)."""
    match level:
        case 1:
            return f"{chinese_ordinal(n)}、"
        case 2:
            return f"（{chinese_ordinal(n)}）"
        case 3 if n > 0:
            return f"{n}."
        case 4 if n > 0:
            return f"（{n}）"
    raise ValueError(f"no heading number for level {level}, number {n}")


def amount(value: Decimal | int | None, *, unit: str = "", places: int | None = None) -> str:
    """Return a figure with its unit as papers print it (see `format_decimal`); unknown is 暂无数据."""
    if value is None:
        return UNKNOWN
    return format_decimal(value, places) + unit


def change(value: Decimal | int | None, *, unit: str = "个百分点", places: int | None = None) -> str:
    """Return a change against an earlier figure in words: 提高1.2个百分点, 下降0.4个百分点, 持平."""
    if value is None:
        return UNKNOWN
    size: Decimal = abs(Decimal(value))
    shown = format_decimal(size, places)
    if Decimal(shown) == 0:
        return "持平"
    return ("提高" if value > 0 else "下降") + shown + unit


def sequence(items: list[str]) -> str:
    """Return names joined as a Chinese sentence lists them: 甲、乙、丙."""
    return "、".join(items)


def title_lines(title: str, *, width: int = 20) -> list[str]:
    """Return a title in lines of at most ``width`` characters and similar length (回行: no word torn apart).

    A line never begins with a mark or a particle, and digits, Latin words and 《》 stay whole where they fit.
    Line ends written in ``title`` are kept as they are.
    """
    lines: list[str] = []
    for piece in filter(None, (part.strip() for part in title.splitlines())):
        lines += _balanced(piece, width)
    return lines


def wide_title_lines(title: str) -> list[str]:
    """Return a title in lines for a page laid across."""
    return title_lines(title, width=WIDE_TITLE)


def _balanced(text: str, width: int) -> list[str]:
    """Break off lines of the average length, each at the least bad place nearby."""
    lines: list[str] = []
    while (length := _columns(text)) > width:
        target = length / -(-length // width)
        ends = [i for i in range(1, len(text)) if _columns(text[:i]) <= width]
        end = min(ends, key=lambda i: abs(_columns(text[:i]) - target) + _harm(text, i))
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text]


def _columns(text: str) -> float:
    """Return the width of ``text`` in full characters; ASCII counts half."""
    return sum(0.5 if sign < "\x7f" else 1 for sign in text)


def _harm(text: str, i: int) -> float:
    """Return how bad a line end before ``text[i]`` is, in characters one would rather move it."""
    before, after = text[:i], text[i:]
    if after[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
        return 1000
    inside = before.count("《") > before.count("》") or before.count("（") > before.count("）")
    in_figure = re.search(r"[0-9A-Za-z.%]$", before) and re.match(r"[0-9A-Za-z.%年月日号]", after)
    if inside or in_figure:
        return 100
    if any(before[-n:] + after[: len(word) - n] == word for word in TITLE_WORDS for n in range(1, len(word))):
        return 8
    return -1 if before[-1] in "的、，》）" or after[0] in "《（" else 0


_COMPARED = re.compile(r"([≥≤]) (?=\d)")


def printable(text: str) -> str:
    """Return ``text`` without control characters, measure signs written as the fonts can print them."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")
    # A space behind a sign of comparison would be stretched, or part it from its figure at a line's end.
    return _COMPARED.sub(r"\1", kept.replace("\x7f", "").translate(UNIT_SIGNS))
