"""The integrity checks: the demonstration county breaks none, and each finds what breaks its own rule."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from pytest_django import Settings

from assessments.models import ComputedScore, Correction, IssuedPaper, Scheme, UnitResult
from brands.models import Candidate
from brands.pipeline_rules import Stage
from departments.integrity import registered
from departments.models import Department, Meeting, Task, TaskEvent, TaskPart, TaskState, UrgingNotice, User
from enterprises.models import Enterprise
from inspections.models import Case, ImportBatch, Step
from quality_portal.upkeep.integrity.files import STORED, UNDER_WAY
from reports.models import Decision, Report, ReportLine, ReportState, Submission
from targets.models import Benchmark, FrozenFigure, YearClosing
from tests.targets.factories import make_plan, make_target

pytestmark = [pytest.mark.django_db]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def media(county: Path, settings: Settings, tmp_path: Path) -> Path:
    """Give the county files of its own, so that they can be damaged."""
    shutil.copytree(county, tmp_path / "media")
    return tmp_path / "media"


def broken() -> dict[str, int]:
    """Return how many rows break each rule that is broken."""
    counted = {check.name: sum(1 for _flaw in check.find()) for check in registered()}
    return {name: count for name, count in counted.items() if count}


def first(rows: models.QuerySet[Any]) -> Any:
    """Return the row of the lowest key; there has to be one."""
    return rows.order_by("pk")[:1].get()


def alter(record: models.Model, **values: Any) -> None:
    """Write into a record past all rules; its history tells the same."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)
    history = getattr(record, "history", None)
    if history is not None:
        type(history.first())._base_manager.filter(pk=history.latest("history_id").pk).update(**values)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def break_structure() -> None:
    if connection.vendor == "sqlite":
        key = first(TaskEvent.objects.exclude(step__in=("issue", "claim", "close"))).pk
        run("PRAGMA ignore_check_constraints = 1")
        run(f"UPDATE departments_taskevent SET step = 'unheard' WHERE id = {key}")
        run("PRAGMA ignore_check_constraints = 0")
        return
    run(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE departments_taskevent ADD CONSTRAINT late CHECK (id > 0) NOT VALID",
        "SET CONSTRAINTS ALL DEFERRED",
    )


def break_decimals() -> None:
    unreadable = "NaN" if connection.vendor == "postgresql" else "abc"
    key = first(FrozenFigure.objects.all()).pk
    run(f"UPDATE targets_frozenfigure SET value = '{unreadable}' WHERE id = {key}")


def break_frozen() -> None:
    row = first(UnitResult.objects.all())
    next(line for line in row.lines if line.get("computed_at") and line["proposed"])["proposed"] = "999"
    row.save()


def break_computations() -> None:
    row = first(ComputedScore.objects.filter(criterion__scheme__published_at=None).exclude(points=None))
    ComputedScore.objects.filter(pk=row.pk).update(points=row.points + 1)


def break_totals() -> None:
    row = UnitResult.objects.order_by("rank", "scheme")[:1].get()
    UnitResult.objects.filter(pk=row.pk).update(total=row.total + 1)


def break_published() -> None:
    scheme = first(Scheme.objects.filter(published_at=None))
    alter(scheme, published_at=NOW, published_by=first(User.objects.all()).pk)


def break_mergers() -> None:
    one, two, three = Enterprise.objects.order_by("pk")[:3]
    merged = {"closed_on": date(2026, 1, 1), "founded_on": None, "merge_reason": "重复建档"}
    alter(two, merged_into=three.pk, **merged)
    alter(one, merged_into=two.pk, **merged)


def break_import(*, written: int, created: int) -> None:
    ImportBatch.objects.create(
        file_name="抽检.xlsx", uploaded_at=NOW, state=ImportBatch.State.DONE, written=written,
        report={"created": created, "updated": 0},
    )  # fmt: skip


def break_ladder_order() -> None:
    valid = models.Count("actions", filter=models.Q(actions__withdrawn_at=None))
    case = first(Case.objects.open().annotate(steps=valid).filter(steps__gt=1))
    earliest = case.actions.valid().order_by("taken_on", "pk").first()
    alter(earliest, withdrawn_at=NOW, withdrawal_reason="误录")


def break_case_steps() -> None:
    case = first(Case.objects.exclude(due_step=None))
    alter(case, due_step=first(Step.objects.exclude(ladder=case.ladder)).pk)


def break_frozen_plans() -> None:
    closing = first(YearClosing.objects.all())
    other = make_target(plan=make_plan(code="other"), code="X1")
    FrozenFigure.objects.create(closing=closing, target=other, light="green")


def break_names() -> None:
    one, two = Department.objects.order_by("pk")[:2]
    alter(two, name=f"{one.name}　")


def break_history() -> None:
    Department.objects.filter(pk=Department.objects.latest("pk").pk).update(order=99)


def break_correction_numbers() -> None:
    Correction.objects.filter(pk=first(Correction.objects.all()).pk).update(number=9)


BREAKS: dict[str, Callable[[], Any]] = {
    "assessments.computations": break_computations,
    "assessments.correction-numbers": break_correction_numbers,
    "assessments.frozen": break_frozen,
    "assessments.notice-numbers": lambda: alter(
        first(Scheme.objects.exclude(public_number=None)), public_number=3, internal_number=3
    ),
    "assessments.paper-codes": lambda: IssuedPaper.objects.filter(
        pk=first(IssuedPaper.objects.all()).pk
    ).update(code="abc"),
    "assessments.published": break_published,
    "assessments.ranks": lambda: UnitResult.objects.filter(pk=first(UnitResult.objects.all()).pk).update(
        rank=99
    ),
    "assessments.totals": break_totals,
    "brands.candidate-stages": lambda: alter(
        first(Candidate.objects.filter(stage=Stage.LISTED)), stage=Stage.CULTIVATING
    ),
    # First of its room: PostgreSQL changes no table while references are still to be put to the test.
    "database.structure": break_structure,
    "database.decimals": break_decimals,
    "database.references": lambda: TaskEvent.objects.filter(pk=first(TaskEvent.objects.all()).pk).update(
        department=987_654
    ),
    "departments.minutes-numbers": lambda: alter(
        first(Meeting.objects.exclude(minutes_number=None)), minutes_number=7
    ),
    "departments.notice-numbers": lambda: alter(first(UrgingNotice.objects.all()), serial=99),
    "departments.task-leads": lambda: alter(first(TaskPart.objects.filter(is_lead=True)), is_lead=False),
    "departments.task-states": lambda: alter(
        first(Task.objects.filter(state=TaskState.IN_PROGRESS)), state=TaskState.CANCELLED
    ),
    "enterprises.mergers": break_mergers,
    "enterprises.name-keys": lambda: alter(first(Enterprise.objects.all()), name_key="别的"),
    "history.current": break_history,
    "history.recorded": lambda: first(Department.objects.all()).history.all().delete(),
    "history.removed": lambda: Benchmark.objects.filter(pk=first(Benchmark.objects.all()).pk)._raw_delete(
        connection.alias
    ),
    "inspections.case-closings": lambda: alter(
        first(Case.objects.exclude(closed_on=None)), closed_on=date(2020, 1, 1)
    ),
    "inspections.case-numbers": lambda: alter(first(Case.objects.all()), number="1999-1"),
    "inspections.case-steps": break_case_steps,
    "inspections.import-counts": lambda: break_import(written=1, created=1),
    "inspections.import-reports": lambda: break_import(written=0, created=1),
    "inspections.ladder-order": break_ladder_order,
    "inspections.party-keys": lambda: alter(first(Case.objects.all()), party_key="别的"),
    "names.once": break_names,
    "reports.accepted": lambda: Submission.objects.filter(
        pk=first(Submission.objects.filter(decision=Decision.ACCEPTED)).pk
    ).update(decided_at=NOW),
    "reports.filed-lines": lambda: alter(
        first(ReportLine.objects.filter(report__state=ReportState.ACCEPTED)), text="改过"
    ),
    "reports.late-flags": lambda: Submission.objects.filter(pk=first(Submission.objects.all()).pk).update(
        is_late=not first(Submission.objects.all()).is_late
    ),
    "reports.numbers": lambda: Submission.objects.filter(pk=first(Submission.objects.all()).pk).update(
        number=9
    ),
    "reports.one-per-unit": lambda: alter(first(Report.objects.all()), code="2026H1"),
    "reports.states": lambda: alter(
        first(Report.objects.filter(submissions=None)), state=ReportState.SUBMITTED
    ),
    "targets.frozen-figures": lambda: first(FrozenFigure.objects.all()).delete(),
    "targets.frozen-plans": break_frozen_plans,
}


def stored(media: Path) -> Path:
    """Return a file that a record names."""
    return media / str(first(IssuedPaper.objects.all()).stored_as)


def leave_orphan(media: Path) -> None:
    file = media / "cases" / "left.pdf"
    file.write_bytes(b"left")
    moment = file.stat().st_mtime - UNDER_WAY - 1
    os.utime(file, (moment, moment))


def alter_file(media: Path) -> None:
    with stored(media).open("ab") as file:
        file.write(b" ")


FILE_BREAKS: dict[str, Callable[[Path], None]] = {
    "files.altered": alter_file,
    "files.missing": lambda media: stored(media).unlink(),
    "files.orphans": leave_orphan,
}


def test_the_demonstration_county_breaks_no_rule(media: Path) -> None:
    assert broken() == {}


def test_every_check_is_shown_to_find_what_breaks_its_rule() -> None:
    assert sorted([*BREAKS, *FILE_BREAKS]) == [check.name for check in registered()]


@pytest.mark.parametrize("room", sorted({name.split(".")[0] for name in BREAKS}))
def test_a_record_that_breaks_a_rule_is_found_by_its_check_alone(room: str, media: Path) -> None:
    of_room = [name for name in BREAKS if name.startswith(f"{room}.")]
    with transaction.atomic():
        for name in of_room:
            BREAKS[name]()
        assert broken() == dict.fromkeys(of_room, 1)
        # What was broken on purpose is not put to the database's own test at the end.
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(FILE_BREAKS))
def test_a_file_that_breaks_a_rule_is_found_by_its_check_alone(name: str, media: Path) -> None:
    FILE_BREAKS[name](media)
    assert broken() == {name: 1}


def test_every_column_that_names_a_file_is_looked_at() -> None:
    named = {(names.label, names.stored_as) for names in STORED}
    columns = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if (isinstance(field, models.FileField) or field.name == "stored_as")
        and not model.__name__.startswith("Historical")
    }
    assert columns - named == set()
