"""Takes a cell with failed items (不合格项目) apart: names, what was measured, what the standard allows.

Values stay text: superscripts are lost in such tables (2.2×102CFU/g means 2.2×10²), so nothing is computed.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from quality_portal.lib.text import TextError, clean, is_blank_marker, key

_PARTS = re.compile(r"\s*(?:║|‖|丨|\|\|?|∥)\s*")
_HARD = re.compile(r"[;；\n]+")
_OUTER = (_HARD, re.compile(r"[、]"), re.compile(r"[,，]"))
_OPEN, _CLOSE = "(（[【", ")）]】"
_SEPARATORS = ",，、;；\n"
_STRONG_LIMIT = re.compile(r"[≤≥≦≧]|不得检出|不得使用|不应检出|不得低于|不大于|不小于|不超过")
_WEAK_LIMIT = re.compile(r"^[<>＜＞]|[±~～]")
_NAMED = re.compile(r"\s*[:：]\s*")
_NUMBERING = re.compile(r"(?:^|(?<=[;；\n、，,\s。]))\(?\d{1,2}(?:[、．)）]|\.(?!\d))\s*|[①-⑳]\s*")
_BRACKETED = re.compile(r"[(（]\d{1,2}[)）]\s*")
_MAX = {"name": 200, "measured": 100, "limit": 100}


@dataclass(frozen=True, slots=True)
class Item:
    """A failed item; ``measured`` and ``limit`` are empty where the table does not say."""

    name: str
    measured: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What the heading says about the order within a cell."""

    limit_first: bool = False
    slashed: bool = False


def order_of(heading: str) -> Order:
    """Read the order from a heading such as 不合格项目║检验结果║标准值 or 项目名称：标准值/实测值."""
    text = key(heading)
    limit = max(text.find("标准"), text.find("限值"))
    measured = max(text.find("检验结果"), text.find("实测"), text.find("检测结果"))
    both = limit >= 0 and measured >= 0
    return Order(limit_first=both and limit < measured, slashed=both and "/" in text)


def parse_items(text: str, order: Order) -> tuple[Item, ...]:
    """Return the items of one cell.

    Raises TextError when an item or a value is longer than can be kept.
    """
    if is_blank_marker(text):
        return ()
    if _PARTS.search(text):
        items = [_triple(_PARTS.split(part.strip()), order) for part in _split_triples(text)]
    elif order.slashed and _NAMED.search(text):
        items = [_slashed(part, order) for part in _HARD.split(text) if part.strip()]
    else:
        items = [Item(name) for name in split_names(text)]
    return tuple(_fitting(item) for item in items if item.name)


def with_columns(items: tuple[Item, ...], measured: str, limit: str) -> tuple[Item, ...]:
    """Add the values of separate columns, item by item where there are as many values as items."""
    if not measured and not limit:
        return items
    one = len(items) == 1
    values = [measured] if one else _values(measured, len(items))
    limits = [limit] if one else _values(limit, len(items))
    merged = [
        Item(item.name, item.measured or value, item.limit or bound)
        for item, value, bound in zip_longest(items, values, limits, fillvalue="")
        if isinstance(item, Item)
    ]
    return tuple(_fitting(item) for item in merged)


def split_names(text: str) -> list[str]:
    """Split at commas, 、 and semicolons outside brackets; 1,2-丙二醇 and N,N-二甲基 stay whole."""
    # A bracket with a number may belong to a name, unless the whole cell is numbered so from its beginning.
    text = (_BRACKETED if _BRACKETED.match(text) else _NUMBERING).sub(";", text)
    names, start, depth = [], 0, 0
    for place, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(depth - 1, 0)
        elif character in _SEPARATORS and not depth and not _within_name(text, place):
            names.append(text[start:place])
            start = place + 1
    names.append(text[start:])
    stripped = [" ".join(name.split()).rstrip("。") for name in names]
    return [name for name in stripped if name and not is_blank_marker(name)]


def _within_name(text: str, place: int) -> bool:
    if text[place] != "," or place + 2 >= len(text) or not place:
        return False
    before, after, beyond = text[place - 1], text[place + 1], text[place + 2]
    return (before.isdigit() and after.isdigit()) or (before == after == "N" and beyond == "-")


def _split_triples(text: str) -> list[str]:
    """Split several items of three parts; where one mark stands within them and another between, too."""
    marks = [mark for mark in dict.fromkeys(_PARTS.findall(text)) if len(text.split(mark)) > 1]
    for mark in marks:
        parts = [part for part in text.split(mark) if part.strip()]
        if len(marks) > 1 and len(parts) > 1 and all(_is_triple(part) for part in parts):
            return parts
    for separator in _OUTER:
        parts = [part for part in separator.split(text) if part.strip()]
        if len(parts) > 1 and all(_PARTS.search(part) for part in parts):
            return parts
    return [text]


def _is_triple(text: str) -> bool:
    return len(_PARTS.split(text.strip())) == len(_MAX)


def _triple(parts: list[str], order: Order) -> Item:
    """The order of the data often contradicts the heading: a bound such as ≤ or 不得检出 tells the limit."""
    if any(part.strip() for part in parts[3:]):
        raise TextError(_("%(name)s: put a semicolon between several items.") % {"name": parts[0][:20]})
    name, first, second = (part.strip() for part in (*parts, "", "")[:3])
    limit_first = order.limit_first
    for sign in (_STRONG_LIMIT, _WEAK_LIMIT):
        signs = sign.search(first) is not None, sign.search(second) is not None
        if signs[0] != signs[1]:
            limit_first = signs[0]
            break
    measured, limit = (second, first) if limit_first else (first, second)
    return Item(name, _said(measured), _said(limit))


def _slashed(part: str, order: Order) -> Item:
    """强度：≥32.5MPa/30.1MPa, by the heading's order unless a sign contradicts it."""
    name, *rest = _NAMED.split(part.strip(), maxsplit=1)
    values = rest[0].split("/", 1) if rest else []
    return _triple([name, *values], order) if len(values) == 2 else Item(part.strip())


def _values(text: str, count: int) -> list[str]:
    for separator in _OUTER:
        parts = [part.strip() for part in separator.split(text)]
        if len(parts) == count:
            return [_said(part) for part in parts]
    return [text] * count


def _said(text: str) -> str:
    return "" if is_blank_marker(text) else text


def _fitting(item: Item) -> Item:
    try:
        return Item(*(clean(getattr(item, name), max_length=limit) for name, limit in _MAX.items()))
    except TextError as error:
        raise TextError(f"{item.name[:20]}: {error}") from error
