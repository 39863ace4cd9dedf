"""One measured process on a database: ``python -m tests.bench.engine {rounds,large,papers} FILE…``, as JSON.

Every round does each stage once, in turn, so that a machine that becomes slow slows all of them.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import django

STAGES = ("bare", "plain", "stored", "preview", "confirm")
"""Bare reading; with a bare insert into a table without keys; with one of the rows an import stores into
their own table; our import up to its preview; and from the confirmation to the end."""

ROUNDS = 7
STOCK_LIMIT = 60.0
STOCK_SAMPLE = 2_000
POLL_SECONDS = 0.05


def seconds(work: Callable[[], Any]) -> float:
    """Return how long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_rounds(path: Path, user: Any) -> dict[str, Any]:
    """Measure every stage several times; return the single times and their medians, in seconds."""
    from django.db import connection

    from tests.bench import baselines, stages

    is_sqlite = connection.vendor == "sqlite"
    insert_plain = baselines.insert_plain if is_sqlite else baselines.copy_plain
    insert_stored = baselines.insert_stored if is_sqlite else baselines.copy_stored
    times: dict[str, list[float]] = {name: [] for name in STAGES}
    for number in range(ROUNDS + 1):
        baselines.create_plain_table()
        stages.forget_cells()
        uploads: list[Any] = []
        found = {
            "bare": seconds(lambda: baselines.read_bare(path)),
            "plain": seconds(lambda: insert_plain(path)),
            "preview": seconds(lambda: uploads.append(stages.preview(path, user))),  # noqa: B023 used at once
            "confirm": seconds(lambda: stages.confirm(uploads[0])),  # noqa: B023 used at once
        }
        stored = baselines.stored_rows()
        stages.clear_samples()
        found["stored"] = seconds(lambda: insert_stored(path, *stored))  # noqa: B023 used at once
        if number:  # the first round warms up the interpreter and the database
            for name, value in found.items():
                times[name].append(value)
        stages.clear()
    return {"times": times, "medians": {name: median(values) for name, values in times.items()}}


def measure_stock(path: Path) -> dict[str, float]:
    """Measure the stock import: on the whole file, unless a part of it shows that it takes too long."""
    from tests.bench import baselines, stages
    from tests.inspections.factories import make_campaign

    rows = baselines.read_bare(path)[3:-1]
    part = baselines.stock_dataset(rows[:STOCK_SAMPLE], make_campaign(code="STOCK-PART"))
    taken, count = seconds(lambda: baselines.import_stock(part)), STOCK_SAMPLE
    if taken / STOCK_SAMPLE * len(rows) < STOCK_LIMIT:
        stages.clear()
        whole = baselines.stock_dataset(rows, make_campaign(code="STOCK"))
        taken, count = seconds(lambda: baselines.import_stock(whole)), len(rows)
    stages.clear()
    return {"seconds": taken, "rows": count, "rows_in_file": len(rows)}


def measure_large(path: Path, user: Any) -> dict[str, Any]:
    """Import a large file while somebody watches its progress, as the page does."""
    from departments.jobs.pulse import Pulse, progress_of
    from tests.bench import stages

    start = time.perf_counter()
    upload = stages.preview(path, user)
    previewed = time.perf_counter()
    seen: set[int] = set()
    over, job = Event(), uuid4()

    def watch() -> None:
        while not over.wait(POLL_SECONDS):
            seen.add((progress_of(job) or (0, 0))[0])

    watcher = Thread(target=watch)
    watcher.start()
    with Pulse(job) as pulse:
        written = stages.confirm(upload, progress=pulse.tell)
    over.set()
    watcher.join()
    between = [value for value in seen if 0 < value < written]
    done = time.perf_counter()
    return {
        "written": written,
        "preview": previewed - start,
        "confirm": done - previewed,
        "progress_seen": len(between),
    }


def main(what: str, *files: str) -> None:
    """Prepare the database and measure."""
    django.setup()
    from tests.bench import stages

    user = stages.prepare()
    path = Path(files[0])
    if what == "papers":
        from tests.bench import computing, papers

        # After the papers, because a notice prints every scheme of its year.
        answer = papers.measure(user) | {"computing": computing.measure()}
    elif what == "large":
        answer = measure_large(path, user)
    else:
        answer = measure_rounds(path, user)
        if what == "with-stock":
            answer["stock"] = measure_stock(path)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
