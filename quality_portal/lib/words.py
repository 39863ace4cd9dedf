"""Searching by words: each word has to be found, in whatever order they are typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db.models import Q, QuerySet

Question = TypeVar("Question", bound=Callable[..., Any])
"""A method of a queryset that takes words and returns the narrowed queryset."""


def each_word(narrow: Question) -> Question:
    """Ask a queryset's question word by word; Chinese without blanks is one word."""

    @wraps(narrow)
    def narrowed(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        for word in words.split():
            rows = narrow(rows, word)
        return rows

    return cast("Question", narrowed)


def holds(word: str, *fields: str) -> Q:
    """Return the condition that one of the fields contains the word."""
    return Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
