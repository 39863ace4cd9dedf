"""The benchmark: what it compares, when it fails, and that every stage imports the same rows."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from inspections.actions import load_reference
from inspections.models import Campaign, FailedItem, ImportBatch, Sample
from tests.bench.__main__ import figures, main
from tests.bench.baselines import (
    copy_stored,
    create_plain_table,
    import_stock,
    insert_plain,
    insert_stored,
    read_bare,
    stock_dataset,
    stored_rows,
)
from tests.bench.growth import LISTS
from tests.bench.memory import resident
from tests.bench.stages import clear, clear_samples, confirm, preview
from tests.bench.verdicts import judge, read_limits
from tests.bench.workbook import FIRST_ROW, HEADINGS, TODAY, registered, table_rows, write_workbook
from tests.departments.factories import make_user
from tests.inspections.factories import make_campaign, make_enterprise

ROWS = 60
MEASURED: dict[str, Any] = {
    "sqlite": {
        "medians": {"bare": 0.1, "plain": 0.2, "stored": 0.3, "preview": 0.25, "confirm": 1.0},
        "stock": {"seconds": 4.0, "rows": 2_000, "rows_in_file": 10_000},
    },
    "postgresql": {"medians": {"bare": 0.1, "plain": 0.1, "stored": 0.2, "preview": 0.25, "confirm": 0.6}},
    "pages": {
        place: {
            page: {"seconds": 0.1 * factor, "sql": 0.02 * factor, "queries": 9}
            for page in ("dashboard", *LISTS)
        }
        for place, factor in (("county", 1), ("province", 2))
    },
    "large": {"written": 100_000, "preview": 3.0, "confirm": 9.0, "progress_seen": 40, "peak": 400_000_000},
    "papers": {"computing": 1.5, "notice": 3.0, "letters": 12.0, "heard": 40, "peak": 300_000_000},
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return a small workbook of the measured kind."""
    return write_workbook(tmp_path / "small.xlsx", ROWS)


def test_the_workbook_is_the_same_each_time_and_names_no_batch_twice() -> None:
    rows = list(table_rows(2_000))
    assert rows == list(table_rows(2_000))
    assert {len(row) for row in rows} == {len(HEADINGS)} == {16}
    assert len({(row[3], row[6], row[8], row[9]) for row in rows}) == 2_000
    assert 200 < sum(row[11] == "不合格" for row in rows) < 300
    assert all(row[14] < TODAY for row in rows)


@pytest.mark.django_db
def test_our_stages_import_every_row_and_leave_nothing_behind(workbook: Path) -> None:
    load_reference()
    name, _code = registered(0)
    make_enterprise(name)
    upload = preview(workbook, make_user())
    assert (upload.report["created"], upload.report["refused"], upload.report["undecided"]) == (
        ROWS,
        0,
        False,
    )
    assert confirm(upload) == ROWS == Sample.objects.count() == Sample.history.count()
    with pytest.raises(RuntimeError, match="not waiting"):
        confirm(upload)
    names, rows = stored_rows()
    clear_samples()
    insert = insert_stored if connection.vendor == "sqlite" else copy_stored
    insert(workbook, names, rows)
    assert stored_rows() == (names, rows)
    clear()
    left = (Sample, FailedItem, ImportBatch, Campaign, Sample.history.model)
    assert [model.objects.count() for model in left] == [0] * len(left)


@pytest.mark.django_db
def test_a_stage_that_fails_is_no_measurement(workbook: Path) -> None:
    load_reference()
    upload = preview(workbook, make_user())
    Path(upload.file.path).unlink()
    with pytest.raises(RuntimeError):
        confirm(upload)


@pytest.mark.django_db
def test_the_others_take_the_same_rows(workbook: Path) -> None:
    create_plain_table()
    assert insert_plain(workbook) == ROWS + 1  # the note below the table stays a row there
    rows = [row if not row[4] else [*row[:4], "", *row[5:]] for row in read_bare(workbook)[FIRST_ROW:-1]]
    assert import_stock(stock_dataset(rows, make_campaign())) == ROWS == Sample.objects.count()
    assert Sample.history.count() == ROWS


def test_figures_are_ratios_of_the_medians() -> None:
    assert figures(MEASURED) == {
        "preview_to_bare_reading": 2.5,
        "confirm_to_executemany_on_sqlite": 5.0,
        "stock_import_to_confirm": 20.0,
        "memory_of_100000_rows": 400.0,
        "progress_seen": 40,
        "scores_of_40_units_by_60_criteria": 1.5,
        "notice_of_40_units": 3.0,
        "letters_of_40_units": 12.0,
        "letters_heard": 40,
        "memory_of_papers": 300.0,
        "confirm_to_copy_on_postgresql": pytest.approx(3.0),
        "slowest_list_of_a_county": 0.1,
        "dashboard_to_its_queries": 5.0,
    }


def test_every_figure_has_a_limit_and_is_held_to_it() -> None:
    limits = read_limits()
    assert set(limits) == set(figures(MEASURED))
    beyond = {
        name: limit.get("at_most", 0) * 1.01 or limit["at_least"] * 0.99 for name, limit in limits.items()
    }
    at = {name: limit.get("at_most", limit.get("at_least", 0)) for name, limit in limits.items()}
    assert [each.holds for each in judge(beyond, limits)] == [False] * len(limits)
    assert [each.holds for each in judge(at, limits)] == [True] * len(limits)


@pytest.mark.parametrize(("confirm_seconds", "code"), [(1.0, 0), (1.3, 1)])
def test_the_command_fails_beyond_a_limit_and_writes_down_what_it_saw(
    confirm_seconds: float, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    medians = {**MEASURED["sqlite"]["medians"], "confirm": confirm_seconds}
    found = {**MEASURED, "sqlite": {**MEASURED["sqlite"], "medians": medians}}
    del found["postgresql"]
    result = tmp_path / "build" / "bench.json"
    assert main(lambda _folder: found, result) == code
    printed = capsys.readouterr().out
    assert ("MISS confirm_to_executemany_on_sqlite" in printed) is bool(code)
    assert "PostgreSQL was not measured" in printed
    judged = {each["name"]: each["holds"] for each in json.loads(result.read_text())["figures"]}
    assert judged["confirm_to_executemany_on_sqlite"] is not bool(code)


def test_memory_counts_a_process_and_forgets_those_that_ended() -> None:
    assert resident(1 << 22) == 0
    assert resident(os.getpid()) > 10_000_000
