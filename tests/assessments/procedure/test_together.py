"""Several clerks fill the grid at the same moment, each on a connection of their own."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connection

from assessments.actions import enter_score
from assessments.models import Column, Scheme, Score
from departments.models import Department, User
from departments.records import EditConflict
from tests.assessments.factories import make_scheme
from tests.assessments.procedure.factories import moved_to
from tests.departments.factories import make_department, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's tests share one connection in memory"),
]


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Do several things at the same moment; answer how each ended, in order."""
    start, ends = Barrier(len(jobs)), [""] * len(jobs)

    def work(place: int) -> None:
        start.wait()
        try:
            jobs[place]()
            ends[place] = "kept"
        except EditConflict as conflict:
            ends[place] = f"told {conflict.current.points}"  # type: ignore[attr-defined]
        finally:
            connection.close()

    threads = [Thread(target=work, args=(place,)) for place in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def entering(
    scheme: Scheme, unit: Department, by: User, points: str, code: str = "K1", version: int | None = None
) -> Callable[[], Score]:
    """Return what a clerk does: write points into a cell as it was seen."""
    criterion = scheme.criteria.get(code=code)

    def act() -> Score:
        values = {"criterion": criterion, "unit": unit, "points": Decimal(points), "reason": "材料不全"}
        return enter_score(**values, by=by, version=version, column=Column.DOCUMENT)  # type: ignore[arg-type]

    return act


def stored(unit: Department) -> Sequence[tuple[str, Decimal, int]]:
    """Return a unit's cells: criterion, points and version."""
    rows = Score.objects.filter(unit=unit).order_by("criterion__code")
    return list(rows.values_list("criterion__code", "points", "version"))


def test_of_clerks_in_one_empty_cell_the_later_ones_are_told_and_overwrite_nothing() -> None:
    unit, clerks = make_department(), [make_user() for _each in range(4)]
    scheme = moved_to(make_scheme(), "document", clerks[0])
    ends = at_once(
        *(entering(scheme, unit, by, str(50 + place)) for place, by in enumerate(clerks)),
    )
    winner = ends.index("kept")
    assert sorted(ends) == ["kept", *[f"told {50 + winner}.00"] * 3]
    assert stored(unit) == [("K1", Decimal(50 + winner), 1)]
    assert Score.objects.get().scored_by == clerks[winner]


def test_of_clerks_who_change_one_cell_the_later_one_is_told() -> None:
    unit, clerks = make_department(), [make_user(), make_user()]
    scheme = moved_to(make_scheme(), "document", clerks[0])
    entering(scheme, unit, clerks[0], "40")()
    ends = at_once(
        entering(scheme, unit, clerks[0], "41", version=1), entering(scheme, unit, clerks[1], "42", version=1)
    )
    kept = 41 + ends.index("kept")
    assert sorted(ends) == ["kept", f"told {kept}.00"]
    assert stored(unit) == [("K1", Decimal(kept), 2)]
    assert Score.objects.get().history.count() == 2


def test_clerks_in_different_cells_both_keep_what_they_wrote() -> None:
    units, clerks = [make_department(), make_department()], [make_user() for _each in range(4)]
    scheme = moved_to(make_scheme(), "document", clerks[0])
    cells = [(unit, code) for unit in units for code in ("K1", "K2")]
    ends = at_once(
        *(
            entering(scheme, unit, by, str(30 + place), code)
            for place, ((unit, code), by) in enumerate(zip(cells, clerks, strict=True))
        )
    )
    assert ends == ["kept"] * 4
    assert [stored(unit) for unit in units] == [
        [("K1", Decimal(30), 1), ("K2", Decimal(31), 1)],
        [("K1", Decimal(32), 1), ("K2", Decimal(33), 1)],
    ]
