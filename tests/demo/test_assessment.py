"""The demonstration's assessments: last year's walked to its end, this year's at the document review."""

from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from assessments.models import (
    Assessee,
    Column,
    Objection,
    Rectification,
    Ruling,
    Scheme,
    SchemeStage,
    Score,
    ScoreEvidence,
    UnitResult,
)
from assessments.rules.draws import drawn_from
from departments.models import TaskState
from quality_portal.demo.evidence import PROVEN
from tests.demo.factories import TODAY

pytestmark = [pytest.mark.usefixtures("county"), pytest.mark.django_db]

LAST, THIS = TODAY.year - 1, TODAY.year


def columns(year: int) -> Counter[str]:
    """Count the departments' scores of a year by column."""
    rows = Score.objects.filter(criterion__scheme__year=year, criterion__scheme__group="departments")
    return Counter(rows.values_list("column", flat=True))


def test_units_attached_files_that_can_be_opened(county: Path) -> None:
    files = ScoreEvidence.objects.filter(criterion__scheme__year=LAST, criterion__scheme__group="departments")
    assert files.count() == 20 * PROVEN
    first = files.select_related("assessee__unit").earliest("pk")
    content = (county / first.stored_as).read_bytes()
    assert (len(content), sha256(content).hexdigest()) == (first.size, first.sha256)
    assert content.decode().startswith(first.assessee.unit.name)


def test_last_years_units_filed_assessed_themselves_and_were_reviewed() -> None:
    scheme = Scheme.objects.get(year=LAST, group="departments")
    parts = Assessee.objects.filter(scheme=scheme)
    assert (parts.count(), parts.exclude(filed_at=None).exclude(submitted_at=None).count()) == (20, 20)
    found = columns(LAST)
    assert found[Column.SELF] == 20 * 20
    assert found[Column.DOCUMENT] == found[Column.FINAL] > found[Column.ONSITE] > 0
    lost = Score.objects.filter(criterion__scheme=scheme, column=Column.SELF, reason="")
    assert all(row.points == row.criterion.points for row in lost.select_related("criterion"))


def test_last_years_draw_can_be_repeated_and_every_drawn_unit_was_visited() -> None:
    scheme = Scheme.objects.get(year=LAST, group="departments")
    draw = scheme.draws.get()
    assert drawn_from(draw.population, draw.seed, draw.share) == draw.drawn
    visited = Assessee.objects.filter(scheme=scheme).exclude(visited_on=None)
    assert sorted(visited.values_list("unit__code", flat=True)) == draw.drawn
    assert len(draw.drawn) == 5


def test_last_years_decision_veto_objection_and_correction_are_on_record() -> None:
    decided = SchemeStage.objects.get(scheme__year=LAST, scheme__group="departments", stage="leading_group")
    ruling = Ruling.objects.get()
    result = UnitResult.objects.get(scheme=ruling.scheme, unit=ruling.unit)
    assert decided.decided_on is not None
    assert (ruling.decided_on <= decided.decided_on, ruling.document[:4]) == (True, "和质强办")
    assert (result.grade, result.computed_grade > "A", bool(result.forced_because)) == ("D", True, True)
    objections = Objection.objects.filter(criterion__scheme=ruling.scheme)
    assert Counter(objections.values_list("is_upheld", flat=True)) == {True: 1, False: 1}
    assert ruling.scheme.corrections.count() == 1


def test_one_rectification_is_struck_off_and_one_under_way() -> None:
    rows = Rectification.objects.filter(scheme__year=LAST, scheme__group="departments")
    assert [row.state for row in rows.order_by("unit__order")] == ["closed", "in_hand"]
    tasks = [row.task for row in rows.select_related("task").order_by("unit__order")]
    assert [task and task.state for task in tasks] == [TaskState.CLOSED, TaskState.IN_PROGRESS]
    earlier = Rectification.objects.filter(scheme__year=LAST - 1)
    assert {row.state for row in earlier} == {"closed"}


def test_this_years_assessment_stands_at_the_document_review() -> None:
    scheme = Scheme.objects.get(year=THIS, group="departments")
    step = scheme.stages.get(stage="document")
    assert step.opens_on is not None
    assert step.due_on is not None
    assert (scheme.stage, step.opens_on <= TODAY <= step.due_on) == ("document", True)
    found = columns(THIS)
    assert set(found) == {Column.SELF, Column.DOCUMENT}
    assert found[Column.SELF] == 19 * 20
    assert Assessee.objects.filter(scheme=scheme, submitted_at=None).get().unit.code == "post"
