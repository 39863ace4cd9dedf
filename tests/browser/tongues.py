"""Finds interface text of the other language on a page; the county's own data stays as it is."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from django.utils.translation import trans_real

CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
WORDS: Final = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")
PLACE: Final = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
LEAST: Final = 2
TELLING: Final = 4
"""So many Chinese characters make the fixed part of a sentence, rather than a word of the data."""


@cache
def catalogue() -> dict[str, str]:
    """Return every English text of the interface, Django's own included, with its Chinese one."""
    entries = trans_real.translation("zh-hans")._catalog  # type: ignore[attr-defined]
    texts = {(key[0] if isinstance(key, tuple) else key): text for key, text in entries.items() if key}
    bare = {key.rpartition("\x04")[2].strip(): text.strip() for key, text in texts.items()}
    return {key: text for key, text in bare.items() if key != text and min(len(key), len(text)) >= LEAST}


@cache
def chinese() -> frozenset[str]:
    """Return the Chinese texts that stand for themselves."""
    return frozenset(text for text in catalogue().values() if CHINESE.search(text) and not PLACE.search(text))


@cache
def english() -> frozenset[str]:
    """Return the English texts that stand for themselves and are said otherwise in Chinese."""
    return frozenset(key for key in catalogue() if not PLACE.search(key) and not CHINESE.search(key))


@cache
def sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the Chinese sentences with something put in: the longest fixed part and the whole."""
    found = []
    for text in catalogue().values():
        parts = PLACE.split(text)
        longest = max(parts, key=len)
        if len(parts) > 1 and len(CHINESE.findall(longest)) >= TELLING:
            found.append((longest, re.compile(".+".join(map(re.escape, parts)))))
    return tuple(found)


@cache
def is_said_in_chinese(text: str) -> bool:
    """Return whether a text is the interface's Chinese."""
    if not CHINESE.search(text):
        return False
    return text in chinese() or any(part in text and whole.fullmatch(text) for part, whole in sentences())


@cache
def is_said_in_english(text: str) -> bool:
    """Return whether a text is the interface's English."""
    return text in english() or bool(WORDS.search(text))


def foreign(texts: Iterable[str], language: str, data: frozenset[str]) -> list[str]:
    """Return the interface's texts in the other language; ``data`` are words of the records."""
    speaks = is_said_in_chinese if language == "en" else is_said_in_english
    return sorted(text for text in texts if text not in data and speaks(text))
