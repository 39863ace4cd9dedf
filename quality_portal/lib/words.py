"""Searching by words: each word has to be found, in whatever order they are typed."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.db.models import Q, QuerySet

Rows = TypeVar("Rows", bound=QuerySet)  # type: ignore[type-arg]


def each_word(narrow: Callable[[Rows, str], Rows]) -> Callable[[Rows, str], Rows]:
    """Ask a queryset's question word by word; Chinese without blanks is one word."""

    @wraps(narrow)
    def narrowed(rows: Rows, words: str) -> Rows:
        for word in words.split():
            rows = narrow(rows, word)
        return rows

    return narrowed


def holds(word: str, *fields: str) -> Q:
    """Return the condition that one of the fields contains the word."""
    return Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
