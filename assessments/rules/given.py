"""What a rule makes points of: plain values as they are kept, from records or from a person."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.rules.params import number

Given = Mapping[str, Any]
"""The inputs of a rule, in the form they are stored in: texts, whole numbers, decimals as texts, lists."""


def rows_of(given: Given, name: str) -> list[dict[str, Any]]:
    """Return the records among the inputs."""
    return list(given.get(name, ()))


def count_of(given: Given) -> Decimal:
    """Return the number counted; never below 0."""
    return max(number(given.get("count", 0)), Decimal(0))
