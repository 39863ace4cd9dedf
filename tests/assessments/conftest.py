"""Sentences are compared in English, the language the code is written in."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read every sentence in English."""
    with override("en"):
        yield
