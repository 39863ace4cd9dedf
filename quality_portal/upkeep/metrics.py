"""Figures of the running portal for a monitoring system: requests by page and their time."""

import os
from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS: Final = Counter(
    "portal_requests", "Requests answered, by page, method and status.", ["page", "method", "status"]
)
SECONDS: Final = Histogram(
    "portal_request_seconds",
    "Time from a request's arrival to its answer in seconds, by page.",
    ["page"],
    buckets=(0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def observe(page: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(page, method, str(status)).inc()
    SECONDS.labels(page).observe(seconds)


def exposition() -> bytes:
    """Return all figures in Prometheus' text form; those of every process where they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return bytes(generate_latest(REGISTRY))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return bytes(generate_latest(registry))
