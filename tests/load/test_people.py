"""What the load test calls a failure, and its percentiles."""

import pytest

from tests.load.people import Asked, told


@pytest.mark.parametrize(
    ("kind", "status", "failed"),
    [
        ("read", 200, False),
        ("read", 302, True),
        ("read", 500, True),
        ("read", 0, True),
        ("sent", 302, False),
        ("sent", 200, True),
    ],
)
def test_anything_but_the_page_or_the_way_on_is_a_failure(kind: str, status: int, *, failed: bool) -> None:
    assert Asked(kind, "/", status, 0.1).failed is failed


def test_percentiles_are_in_milliseconds() -> None:
    asked = [Asked("read", "/", 200, number / 1000) for number in range(101)]
    failed, p95, p99 = told(asked)
    assert (failed, round(p95), round(p99)) == (0, 95, 99)
