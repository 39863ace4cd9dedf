"""Server time of the pages that grow with the place: ``python -m tests.bench.pages FACTOR`` prints JSON.

The database named by ``DATABASE_URL`` holds the demonstration county; every record that grows with a place
is made so many times first. Each page is asked by Django's test client, nothing between it and the view.
"""

import json
import sys
import time
from statistics import median
from typing import Any, Final

import django

PAGES: Final = {
    "dashboard": ("leader", "/dashboard/"),
    "samples": ("office", "/inspections/"),
    "samples_filtered": ("office", "/inspections/?result=fail&sort=day"),
    "samples_last_page": ("office", "/inspections/?page=100"),
    "enterprises": ("office", "/enterprises/"),
    "enterprises_found": ("office", "/enterprises/?q=食品"),
    "credentials": ("office", "/brands/"),
    "cases": ("office", "/inspections/cases/"),
    "search": ("office", "/search/?q=电缆"),
    "statistics": ("office", "/inspections/statistics/"),
}
"""Each page with the account that asks for it."""

ROUNDS: Final = 9
DEADLINE: Final = 30.0


def measure() -> dict[str, dict[str, float]]:
    """Return each page's median seconds, those of its queries asked alone, and how many queries they are."""
    from django.test import Client

    from departments.models import User

    found = {}
    for name, (username, address) in PAGES.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(username=username))
        found[name] = _page(client, address)
    return found


def _page(client: Any, address: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    asked = [query["sql"] for query in captured.captured_queries]
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}.")
    own: list[float] = []
    bare: list[float] = []
    started = time.perf_counter()
    while len(own) < ROUNDS and time.perf_counter() - started < DEADLINE:
        own.append(_seconds(lambda: client.get(address)))
        bare.append(_seconds(lambda: _ask_again(asked)))
    return {"seconds": median(own), "sql": median(bare), "queries": len(asked)}


def _ask_again(queries: list[str]) -> None:
    """Ask what the page only read, without anything made of the answers."""
    from django.db import connection

    with connection.cursor() as cursor:
        for query in queries:
            if query.startswith(("SELECT", "(SELECT")):
                cursor.execute(query)
                cursor.fetchall()


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(factor: str) -> None:
    """Grow the county and measure."""
    django.setup()
    from tests.bench.multiplying import multiply

    if int(factor) > 1:
        multiply(int(factor))
    print(json.dumps(measure()))


if __name__ == "__main__":
    main(*sys.argv[1:])
