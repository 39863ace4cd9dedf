"""A published year with every paper's records: criteria, lost points, evidence, correction, rectification."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pdfplumber
from docx import Document

from assessments import actions
from assessments.models import Column, Correction, Rectification, Rule, Scheme, Score
from assessments.papers.subject import OF_UNIT, YEARLY, Subject
from departments.models import Department
from tests.assessments.factories import DAY, FEBRUARY, make_full_scores, make_scheme
from tests.departments.factories import make_department, make_user


def make_published(*, units: int = 3, criteria: int = 3) -> tuple[Scheme, list[Department]]:
    """Make a published scheme; the first unit loses no points, the next ones ever more."""
    scheme = make_scheme(criteria=[("10", Rule.MANUAL, {})] * criteria)
    for criterion in scheme.criteria.all():
        criterion.standard, criterion.evidence = "建立机制得满分，每缺一项扣0.5分。", "制度文件、会议记录"
        criterion.is_key = criterion.order == 1
        criterion.save()
    found = [make_department(f"县第{number}局") for number in range(1, units + 1)]
    by = make_user()
    for place, unit in enumerate(found):
        make_full_scores(scheme, unit, *[str(10 - min(place, 9))] * criteria)
        Score.objects.create(
            criterion=scheme.criteria.get(code="K1"), unit=unit, column=Column.SELF,
            points=Decimal("9.5"), reason="缺一次会议记录", scored_at=FEBRUARY, scored_by=by,
        )  # fmt: skip
    scheme.refresh_from_db()
    actions.publish(scheme=scheme, by=by, now=FEBRUARY)
    scheme.refresh_from_db()
    return scheme, found


def make_correction(scheme: Scheme, unit: Department) -> Correction:
    return Correction.objects.create(
        scheme=scheme, number=1, unit=unit, unit_name=unit.name, code="K1", name="指标1",
        points_before=Decimal(8), points_after=Decimal(9), reason="补充核实会议记录",
        made_at=FEBRUARY, made_by=make_user(),
    )  # fmt: skip


def make_rectification(scheme: Scheme, unit: Department) -> Rectification:
    """Make a unit rectify for a reason of ours, whether or not its grade asks for it already."""
    values = {"because": "考核名次排在末位", "plan_due_on": date(2026, 3, 12)}
    return Rectification.objects.update_or_create(scheme=scheme, unit=unit, defaults=values)[0]


def subject_of(kind: str, scheme: Scheme, unit: Department) -> Subject:
    """Name a paper of the scheme's year."""
    return Subject(
        kind, scheme.year, DAY, None if kind in YEARLY else scheme, unit if kind in OF_UNIT else None
    )


def pages_of(content: bytes) -> list[Any]:
    return list(pdfplumber.open(io.BytesIO(content)).pages)


def text_of(content: bytes) -> str:
    return "".join(s["text"] for page in pages_of(content) for s in page.chars if s["text"].strip())


def word_of(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def word_text(content: bytes) -> str:
    """Everything a Word file says, tables included."""
    return "".join(
        node.text or "" for node in word_of(content).element.body.iter() if node.tag.endswith("}t")
    )
